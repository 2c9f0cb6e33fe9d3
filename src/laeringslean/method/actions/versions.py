"""Publishing the municipality's method."""

from dataclasses import dataclass
from uuid import UUID

from laeringslean.foundation import clock, events
from laeringslean.foundation.database.gate import action
from laeringslean.method.models import AgendaPoint, BoardSection, MethodVersion, WasteType


@dataclass(frozen=True)
class Named:
    """A renameable text as it ships: key, bokmål, nynorsk, English."""

    key: str
    nb: str
    nn: str
    en: str


SECTIONS = [
    Named("vision", "Visjon og verdier", "Visjon og verdiar", "Vision and values"),
    Named("goals", "Mål og trivsel", "Mål og trivsel", "Goals and wellbeing"),
    Named("new", "Nytt", "Nytt", "New"),
    Named("decided", "Bestemt", "Bestemt", "Decided"),
    Named("testing", "Prøves ut", "Blir prøvd ut", "Being tried"),
    Named("evaluate", "Evalueres", "Blir evaluert", "To be evaluated"),
    Named("done", "Ferdig denne måneden", "Ferdig denne månaden", "Done this month"),
    Named("escalated", "Løftet videre", "Løfta vidare", "Lifted upwards"),
    Named("recognition", "Skryt og takk", "Skryt og takk", "Recognition"),
]

# (text, minutes, prompt in bokmål, nynorsk, English)
AGENDA = [
    (
        Named("gather", "Samling", "Samling", "Gather"),
        1,
        "Hvem leder i dag? Hvor mange er vi?",
        "Kven leier i dag? Kor mange er vi?",
        "Who leads today? How many are we?",
    ),
    (
        Named("goals", "Mål og trivsel", "Mål og trivsel", "Goals and wellbeing"),
        3,
        "Grønt eller rødt? Én setning til hvert mål.",
        "Grønt eller raudt? Éi setning til kvart mål.",
        "Green or red? One sentence for each goal.",
    ),
    (
        Named("actions", "Tiltak i gang", "Tiltak i gang", "Open actions"),
        4,
        "Hva er gjort, hva står fast, hvem trenger hjelp?",
        "Kva er gjort, kva står fast, kven treng hjelp?",
        "What is done, what is stuck, who needs help?",
    ),
    (
        Named("ideas", "Nye forslag", "Nye forslag", "New ideas"),
        4,
        "Si ja, vent, løft videre eller nei med grunn. Hvem tar det, og til når?",
        "Sei ja, vent, løft vidare eller nei med grunn. Kven tek det, og til når?",
        "Accept, park, lift or decline with a reason. Who takes it, and by when?",
    ),
    (
        Named("evaluate", "Evaluer en utprøving", "Evaluer ei utprøving", "Evaluate a trial"),
        2,
        "Virket det? Hva lærte vi? Brukes den frigjorte tiden slik vi ble enige om?",
        "Verka det? Kva lærte vi? Blir den frigjorde tida brukt slik vi blei samde om?",
        "Did it work? What did we learn? Is the freed time used as agreed?",
    ),
    (
        Named("thanks", "Takk og neste leder", "Takk og neste leiar", "Thanks and next leader"),
        1,
        "Takk noen. Hvem leder neste gang?",
        "Takk nokon. Kven leier neste gong?",
        "Thank someone. Who leads next time?",
    ),
]

WASTE_TYPES = [
    Named("waiting", "Venting", "Venting", "Waiting"),
    Named("searching", "Leting", "Leiting", "Searching"),
    Named("driving", "Kjøring", "Køyring", "Driving"),
    Named("extra-trips", "Ekstraturer", "Ekstraturar", "Extra trips"),
    Named("double-work", "Dobbeltarbeid", "Dobbeltarbeid", "Double work"),
    Named("rework", "Omarbeid", "Omarbeid", "Rework"),
    Named("interruptions", "Avbrudd", "Avbrot", "Interruptions"),
    Named("meetings", "Møter", "Møte", "Meetings"),
    Named("unneeded-tasks", "Unødige oppgaver", "Unødige oppgåver", "Unneeded tasks"),
]


@action
def publish_standard(*, by: UUID | None) -> MethodVersion:
    """Publish version 1 as it ships: board sections, meeting agenda and waste types. Returns the version."""
    version = MethodVersion.objects.create(number=1, title="Læringslean", published_on=clock.today())
    BoardSection.objects.bulk_create(
        BoardSection(method_version=version, position=n, **_names(text)) for n, text in enumerate(SECTIONS, 1)
    )
    AgendaPoint.objects.bulk_create(
        AgendaPoint(
            method_version=version,
            position=n,
            minutes=minutes,
            prompt_nb=nb,
            prompt_nn=nn,
            prompt_en=en,
            **_names(text),
        )
        for n, (text, minutes, nb, nn, en) in enumerate(AGENDA, 1)
    )
    WasteType.objects.bulk_create(
        WasteType(method_version=version, position=n, **_names(text)) for n, text in enumerate(WASTE_TYPES, 1)
    )
    events.record("method.version.published", subject_id=version.id, actor_id=by, number=version.number)
    return version


def _names(text: Named) -> dict[str, str]:
    return {"key": text.key, "name_nb": text.nb, "name_nn": text.nn, "name_en": text.en}
