"""How a board may begin: the templates that come with the method.

They are constants and not rows, since a municipality that came with an earlier release has them as soon as it runs this
one: see ADR 0020.
"""

from dataclasses import dataclass, field

from django.utils.translation import get_language


@dataclass(frozen=True)
class Said:
    """A text in bokmål, nynorsk and English."""

    nb: str
    nn: str
    en: str

    def __str__(self) -> str:
        """The text in the language of the page; bokmål where there is none."""
        return self.within(get_language() or "nb")

    def within(self, language: str) -> str:
        """The text in a language; bokmål where there is none."""
        return getattr(self, language, self.nb)


@dataclass(frozen=True)
class TemplateSection:
    """A section of a template: the method's own name where it gives none."""

    key: str
    name_nb: str = ""
    name_nn: str = ""
    limit: int | None = None
    is_hidden: bool = False


@dataclass(frozen=True)
class BoardTemplate:
    """A way for a unit to begin: which sections in which order, limits, lanes, and what to ask about itself."""

    key: str
    name: Said
    # For whom it is, in one sentence.
    meant_for: Said
    # What to ask when the unit writes down its vision and its values.
    vision: Said
    values: Said
    sections: tuple[TemplateSection, ...]
    lanes: tuple[Said, ...] = field(default=())

    def lanes_in(self, language: str) -> list[str]:
        """The names of the lanes it suggests, in a language."""
        return [lane.within(language) for lane in self.lanes]


def _sections(
    *, decided: int, testing: int, first: tuple[str, ...] = (), **names: tuple[str, str]
) -> tuple[TemplateSection, ...]:
    """The sections in the usual order, with limits and other names; those in `first` come before all others."""
    usual = ["vision", "goals", "new", "decided", "testing", "evaluate", "done", "escalated", "recognition"]
    order = [*first, *(key for key in usual if key not in first)]
    limits = {"decided": decided, "testing": testing}
    return tuple(TemplateSection(key, *names.get(key, ("", "")), limit=limits.get(key)) for key in order)


BOARD_TEMPLATES = {
    template.key: template
    for template in [
        BoardTemplate(
            "care",
            Said("Helse og omsorg", "Helse og omsorg", "Health and care"),
            Said(
                "Hjemmetjeneste, sykehjem, bofellesskap og helsestasjon, der folk går vakter og skal ut igjen.",
                "Heimeteneste, sjukeheim, bufellesskap og helsestasjon, der folk går vakter og skal ut att.",
                "Home care, nursing homes, supported housing and clinics, where people work shifts.",
            ),
            Said(
                "Hva skal de vi er her for, merke til oss på en god dag?",
                "Kva skal dei vi er her for, merke til oss på ein god dag?",
                "What should those we are here for notice about us on a good day?",
            ),
            Said(
                "Hvordan vil vi møte brukere, pårørende og hverandre når det er travelt?",
                "Korleis vil vi møte brukarar, pårørande og kvarandre når det er travelt?",
                "How do we want to meet users, relatives and each other when it is busy?",
            ),
            _sections(decided=6, testing=3, recognition=("Godt gjort", "Godt gjort")),
            (Said("Dag", "Dag", "Day"), Said("Kveld", "Kveld", "Evening"), Said("Natt", "Natt", "Night")),
        ),
        BoardTemplate(
            "school",
            Said("Skole og barnehage", "Skule og barnehage", "Schools and kindergartens"),
            Said(
                "Skoler, barnehager og SFO, der fellestiden er kort og året går i terminer.",
                "Skular, barnehagar og SFO, der fellestida er kort og året går i terminar.",
                "Schools and kindergartens, where shared time is short and the year goes in terms.",
            ),
            Said(
                "Hva skal barna ha med seg når de går hjem fra oss?",
                "Kva skal barna ha med seg når dei går heim frå oss?",
                "What should the children take along when they go home from us?",
            ),
            Said(
                "Hva skal barn, foresatte og kolleger alltid kunne regne med?",
                "Kva skal barn, føresette og kollegaer alltid kunne rekne med?",
                "What can children, parents and colleagues always count on?",
            ),
            _sections(
                decided=5,
                testing=2,
                first=("vision", "recognition"),
                recognition=("Dette fikk vi til", "Dette fekk vi til"),
            ),
            (),
        ),
        BoardTemplate(
            "operations",
            Said("Drift og teknisk", "Drift og teknisk", "Operations and technical services"),
            Said(
                "Vann og avløp, vei, park, renhold og vaktmestere, der folk møtes kort før de kjører ut.",
                "Vatn og avløp, veg, park, reinhald og vaktmeistrar, der folk møtest kort før dei køyrer ut.",
                "Water, roads, parks, cleaning and caretakers, where people meet shortly before they drive out.",
            ),
            Said(
                "Hva skal alltid virke, uten at noen trenger å tenke på oss?",
                "Kva skal alltid verke, utan at nokon treng å tenkje på oss?",
                "What should always work without anybody having to think of us?",
            ),
            Said(
                "Hva gjør vi alltid for at alle skal komme trygt hjem?",
                "Kva gjer vi alltid for at alle skal kome trygt heim?",
                "What do we always do so that everybody gets home safely?",
            ),
            _sections(decided=6, testing=3, first=("new", "decided", "testing", "evaluate", "done")),
            (
                Said("Lag 1", "Lag 1", "Team 1"),
                Said("Lag 2", "Lag 2", "Team 2"),
            ),
        ),
        BoardTemplate(
            "office",
            Said("Kontor og saksbehandling", "Kontor og saksbehandling", "Offices and casework"),
            Said(
                "NAV, byggesak, lønn og regnskap, servicetorg og andre som behandler saker etter frister.",
                "NAV, byggjesak, løn og rekneskap, servicetorg og andre som behandlar saker etter fristar.",
                "Social services, building control, payroll, accounts and others who work cases to deadlines.",
            ),
            Said(
                "Hva skal den som venter på svar fra oss, oppleve?",
                "Kva skal den som ventar på svar frå oss, oppleve?",
                "What should whoever waits for our answer experience?",
            ),
            Said(
                "Hvordan vil vi svare, skrive og samarbeide?",
                "Korleis vil vi svare, skrive og samarbeide?",
                "How do we want to answer, write and work together?",
            ),
            _sections(decided=5, testing=2, first=("goals", "vision")),
            (),
        ),
    ]
}
