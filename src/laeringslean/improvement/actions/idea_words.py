"""What the columns of a list of ideas can hold, and what the words in them usually mean."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from laeringslean.foundation.lists.mapping import ListField, known_words
from laeringslean.improvement.models import IdeaKind, IdeaState

FIELDS = [
    ListField(
        "problem",
        _("The problem"),
        (
            "problem", "problemet", "hva plager oss", "kva plagar oss", "hva er problemet", "kva er problemet",
            "problemstilling", "utfordring", "utfordringen", "utfordringa", "beskrivelse", "skildring", "situasjon",
            "bakgrunn", "hva", "kva", "sak", "tittel", "overskrift", "description", "issue", "challenge", "title",
        ),
    ),
    ListField(
        "proposal",
        _("The idea"),
        (
            "forslag", "forslaget", "idé", "ide", "idéen", "ideen", "tiltak", "tiltaket", "løsning", "løsningen",
            "løysing", "løysinga", "forbedringsforslag", "forbetringsforslag", "foreslått tiltak", "foreslått løsning",
            "forslag til løsning", "forslag til løysing", "forslag til tiltak", "hva foreslår du", "kva foreslår du",
            "proposal", "idea", "suggestion", "solution", "action",
        ),
    ),
    ListField(
        "expected_effect",
        _("What will be better"),
        (
            "effekt", "forventet effekt", "forventa effekt", "venta effekt", "gevinst", "forventet gevinst", "nytte",
            "hva blir bedre", "kva blir betre", "formål", "mål", "hensikt", "effect", "expected effect", "benefit",
        ),
    ),
    ListField("state", _("State"), ("status", "tilstand", "fase", "state", "stage"), has_words=True),
    ListField(
        "unit",
        _("Unit"),
        (
            "avdeling", "avdelinga", "avdelingen", "enhet", "enheten", "eining", "eininga", "seksjon", "sted", "stad",
            "tjenestested", "arbeidssted", "tavle", "tavla", "unit", "department", "unit external id",
        ),
        has_words=True,
    ),
    ListField(
        "raised_by",
        _("Raised by"),
        (
            "registrert av", "meldt av", "innmeldt av", "foreslått av", "forslagsstiller", "forslagsstillar",
            "innsender", "innsendar", "melder", "meldar", "idé fra", "ide fra", "navn", "namn", "opprettet av",
            "oppretta av", "raised by", "created by", "submitted by", "author", "raised by external id",
        ),
    ),
    ListField(
        "raised_on",
        _("Raised"),
        (
            "dato", "registrert", "registrert dato", "dato registrert", "meldt", "meldt dato", "dato meldt",
            "innmeldt", "opprettet", "oppretta", "dato opprettet", "date", "created", "raised", "raised on",
        ),
    ),
    ListField(
        "owner",
        _("Taken by"),
        (
            "ansvarlig", "ansvarleg", "ansvar", "eier", "eigar", "hvem", "kven", "utføres av", "følges opp av",
            "tiltakseier", "tiltakseigar", "owner", "responsible", "assigned to", "assignee",
        ),
    ),
    ListField(
        "due_on",
        _("By when"),
        ("frist", "fristdato", "tidsfrist", "innen", "når", "planlagt ferdig", "due", "due date", "deadline"),
    ),
    ListField(
        "decided_on",
        _("Decided on"),
        ("besluttet", "beslutta", "dato besluttet", "behandlet", "behandla", "dato behandlet", "vedtatt", "decided"),
    ),
    ListField(
        "done_on",
        _("Done on"),
        (
            "ferdig", "ferdig dato", "dato ferdig", "utført dato", "dato utført", "utført", "fullført", "lukket",
            "lukket dato", "lukka", "gjennomført dato", "avsluttet", "avslutta", "done", "completed", "closed on",
        ),
    ),
    ListField(
        "reason",
        _("The reason"),
        (
            "begrunnelse", "begrunning", "grunngiving", "grunn", "årsak til avslag", "svar", "tilbakemelding",
            "kommentar", "kommentarer", "merknad", "reason", "comment", "comments", "answer",
        ),
    ),
    ListField(
        "kind",
        _("Kind"),
        ("type", "slag", "kategori", "art", "kind", "category"),
        has_words=True,
    ),
    ListField(
        "waste_type",
        _("Time thief"),
        ("tidstyv", "tidstjuv", "sløsing", "sløseri", "type sløsing", "waste", "waste type"),
        has_words=True,
    ),
    ListField(
        "external_id",
        _("Number in the list"),
        (
            "id", "nr", "nummer", "løpenummer", "løpenr", "saksnummer", "saksnr", "referanse", "ref", "number", "key",
            "external id",
        ),
    ),
]  # fmt: skip

# Planned where the row says who and by when, else accepted: what a list means by work that is under way.
UNDER_WAY = "under_way"

STATES: list[tuple[str, str | Promise]] = [
    (IdeaState.RAISED, _("Raised")),
    (IdeaState.DISCUSSED, _("Discussed")),
    (IdeaState.ACCEPTED, _("Accepted")),
    (UNDER_WAY, _("Under way: planned where the row says who and by when, else accepted")),
    (IdeaState.PLANNED, _("Planned (needs who and by when)")),
    (IdeaState.PARKED, _("Parked")),
    (IdeaState.DECLINED, _("Declined")),
    (IdeaState.DONE, _("Done, still to be evaluated")),
    (IdeaState.CLOSED, _("Done and closed, as history")),
]


def _words(text: str) -> list[str]:
    return text.split(", ")


STATE_WORDS = known_words(
    [
        (
            IdeaState.RAISED,
            _words(
                "ny, nye, nytt, meldt, innmeldt, registrert, mottatt, motteken, åpen, open, opne, åpent, backlog, new, "
                "innkommet, ikke startet, ikkje starta, ikke påbegynt, to do, not started, ubehandlet, ikke behandlet"
            ),
        ),
        (
            IdeaState.DISCUSSED,
            _words(
                "drøftet, drøfta, diskutert, vurderes, vurderast, løftet, løfta, lyfta, eskalert, til vurdering, "
                "under vurdering, løftet videre, løfta vidare, sendt videre, til behandling"
            ),
        ),
        (
            IdeaState.ACCEPTED,
            _words(
                "ja, godtatt, godteke, godteken, godkjent, godkjend, vedtatt, vedteken, besluttet, beslutta, approved"
            ),
        ),
        (
            UNDER_WAY,
            _words(
                "pågår, pågående, pågåande, startet, starta, påbegynt, påbyrja, iverksatt, iverksett, testes, doing, "
                "i gang, under arbeid, under utprøving, in progress, i arbeid, igangsatt, igang"
            ),
        ),
        (IdeaState.PLANNED, _words("planlagt, planlagd")),
        (IdeaState.PARKED, _words("parkert, utsatt, utsett, venter, ventar, på vent, på hold, on hold")),
        (
            IdeaState.DECLINED,
            _words(
                "nei, avvist, avslått, avslag, forkastet, forkasta, rejected, no, ikke aktuelt, ikke aktuell, "
                "ikkje aktuelt, ikkje aktuell, gjennomføres ikke"
            ),
        ),
        (
            IdeaState.CLOSED,
            _words(
                "utført, ferdig, fullført, gjennomført, lukket, lukka, avsluttet, avslutta, implementert, ok, "
                "completed, løst, løyst, på plass, ferdigstilt, tatt i bruk, teke i bruk"
            ),
        ),
        (IdeaState.DONE, ["gjort"]),
    ]
)
KIND_WORDS = known_words(
    [
        (IdeaKind.SUGGESTION, ["forslag", "idé", "ide", "forbedring", "forbetring", "forbedringsforslag", "tiltak"]),
        (IdeaKind.DEVIATION, ["avvik", "feil", "hendelse", "hending", "uønsket hendelse", "uønskt hending"]),
        (IdeaKind.WISH, ["ønske", "ynske", "behov"]),
    ]
)
# What the columns are called in files for the command, and the field that each is.
COMMAND_NAMES = {
    "unit_external_id": "unit",
    "raised_by_external_id": "raised_by",
    "owner_external_id": "owner",
}
