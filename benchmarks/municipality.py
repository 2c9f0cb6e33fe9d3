"""The municipality of the benchmarks, made by the product's own actions. Imported once Django is set up.

Boards "small" and "large" hold cards in every section; "moves", "writers", "live" and "crowd" hold as many raised ideas
as will be moved; "raises" begins empty, and a list waits to be brought in there; "lanes" has arranged its board and is
in a meeting.
"""

import random
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings

from laeringslean.benefits.actions import benefits, divisors
from laeringslean.foundation import clock
from laeringslean.foundation.database.gate import write_transaction
from laeringslean.foundation.lists.books import Book, Sheet
from laeringslean.foundation.lists.mapping import Mapping
from laeringslean.foundation.tenancy.scope import tenant_scope
from laeringslean.improvement.actions import boards, comments, ideas, lanes, meetings
from laeringslean.improvement.models import Idea
from laeringslean.improvement.models.arrangement import OwnSection
from laeringslean.method.actions import versions
from laeringslean.method.models import WasteType
from laeringslean.organisation.access.roles import Role
from laeringslean.organisation.actions import list_imports
from tests.factories.organisation import grant, make_person, make_tenant, make_unit, open_session

WORDS = """venter nøkkel journal vaktplan overlevering møte medisin skjema henvendelse bil rute besøk lager
rengjøring tøyvask melding telefon kalender varsel utstyr stellevogn matvogn oppfølging samtale timeliste
bestilling""".split()  # noqa: SIM905
# Cards that are moved while nobody's stream is open, to be told of afterwards.
MISSED_MOVES = 5


def seed(sizes: dict[str, Any]) -> dict[str, Any]:
    """Make the municipality, in one transaction, and return its keys and sessions."""
    with write_transaction():
        tenant = make_tenant("Prøve kommune")
        with tenant_scope(tenant.id):
            return {**_municipality(sizes), "cookie": settings.SESSION_COOKIE}


def _municipality(sizes: dict[str, Any]) -> dict[str, Any]:
    versions.publish_standard(by=None)
    divisors.set_divisor(hours=Decimal("37.5"), valid_from=clock.today(), by=None)
    top = make_unit("Helse og mestring")
    names = ["small", "large", "raises", "moves", "writers", "live", "crowd"]
    units = {name: make_unit(f"Avdeling {name}", parent=top) for name in names}
    arranged = make_unit("Avdeling lanes", parent=top)
    units["lanes"] = arranged
    people = [make_person(f"Person Personsen {n}", unit=units[names[n % len(names)]]) for n in range(sizes["people"])]
    for person in people:
        grant(person, Role.DEPARTMENT_MANAGER, unit=top)
    chance = random.Random(1)
    importer = make_person("Kari Koordinator")
    grant(importer, Role.LEAN_COORDINATOR)
    moved = {
        "moves": sizes["moves"],
        "writers": sizes["writes_of_writers"],
        "live": sizes["live_moves"] + 1,
        "crowd": MISSED_MOVES,
    }
    return {
        "units": {name: str(unit.id) for name, unit in units.items()},
        "sessions": [open_session(person) for person in people],
        "cards": {
            "small": _fill(units["small"], sizes["small_board"], people, chance),
            "large": _fill(units["large"], sizes["large_board"], people, chance),
            "lanes": _arrange(arranged, sizes["small_board"], people, chance),
        },
        "meeting": str(_meet(arranged, people[0]).id),
        "importer": open_session(importer),
        "list": str(_list(units["raises"], importer, sizes["imported_rows"], chance).id),
        "ideas": {
            name: [str(_raise(units[name], people[0], chance).id) for _ in range(number)]
            for name, number in moved.items()
        },
    }


def _raise(unit: Any, by: Any, chance: random.Random) -> Any:
    return ideas.raise_idea(
        unit=unit,
        kind=chance.choice(["suggestion", "deviation", "wish"]),
        problem=_sentence(chance, 26),
        proposal=_sentence(chance, 6),
        waste_type=chance.choice(list(WasteType.objects.all())),
        by=by.id,
    )


def _sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(WORDS, k=words)).capitalize()


def _fill(unit: Any, number: int, people: list[Any], chance: random.Random) -> list[str]:
    """A board with `number` cards in every section; a third with comments, what is done with freed time."""
    members = [person for person in people if person.memberships.filter(unit=unit).exists()] or people[:1]
    cards = []
    for n in range(number):
        idea = _raise(unit, chance.choice(members), chance)
        _advance(idea, n % 6, chance.choice(members), chance)
        if n % 3 == 0:
            comments.comment(idea=idea, body=_sentence(chance, 8), by=chance.choice(members).id)
        cards.append(str(idea.id))
    return cards


def _arrange(unit: Any, number: int, people: list[Any], chance: random.Random) -> list[str]:
    """A board with lanes, sections in an order and with a limit of its own."""
    cards = _fill(unit, number, people, chance)
    mine = [lanes.add(unit=unit, name=name, by=people[0].id) for name in ("Natt", "Mat", "Dokumentasjon", "Bil")]
    for n, idea in enumerate(Idea.objects.filter(pk__in=cards)):
        ideas.tag(idea=idea, lane=mine[n % len(mine)], waste_type=idea.waste_type, by=people[0].id)
    names = {"new": "Innspill", "evaluate": "Virket det?"}
    keys = ["new", "decided", "testing", "evaluate", "done"]
    sections = [OwnSection(key, name_nb=names.get(key, ""), limit=10 if key == "testing" else None) for key in keys]
    boards.arrange_sections(board=boards.ensure(unit.id), sections=sections, by=people[0].id)
    return cards


def _meet(unit: Any, leader: Any) -> Any:
    """A meeting of the unit that goes on."""
    meeting = meetings.plan(unit=unit, planned_on=clock.today(), facilitator_id=leader.id, by=leader.id)
    return meetings.start(meeting=meeting, by=leader.id)


def _list(unit: Any, importer: Any, number: int, chance: random.Random) -> Any:
    """A list of ideas that somebody has chosen, and said of what its columns mean."""
    rows = [(n + 2, [f"{_sentence(chance, 14)} ({n})", _sentence(chance, 6)]) for n in range(number)]
    book = Book([Sheet("Forslag", False, [(1, ["Problem", "Forslag"]), *rows])])
    mapping = Mapping(columns={"problem": 0, "proposal": 1}, settings={"unit": str(unit.id)})
    return list_imports.prepare(kind="ideas", book=book, file_name="forslag.csv", mapping=mapping, by=importer.id)


def _advance(idea: Any, steps: int, owner: Any, chance: random.Random) -> None:
    if steps == 0:
        return
    ideas.accept(idea=idea, by=owner.id)
    due_on = clock.today() + timedelta(days=chance.randrange(-10, 30))
    if steps == 5:
        ideas.mark_done(idea=idea, by=owner.id)
        benefits.identify(
            idea=idea, minutes=Decimal(chance.randrange(5, 60)), persons=3, times_per_week=Decimal(5), by=owner.id
        )
        return
    if steps >= 2:
        ideas.plan(idea=idea, owner_id=owner.id, due_on=due_on, by=owner.id)
    if steps >= 3:
        ends_on = clock.today() + timedelta(days=14)
        ideas.start_trial(idea=idea, plan=_sentence(chance, 8), look_at="", ends_on=ends_on, by=owner.id)
    if steps >= 4:
        ideas.record_result(idea=idea, result=_sentence(chance, 8), by=owner.id)
