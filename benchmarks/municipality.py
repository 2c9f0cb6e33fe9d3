"""The municipality of the benchmarks, made by the product's own actions. Imported once Django is set up.

Boards "small" and "large" hold cards in every section; "moves", "writers", "live" and "crowd" hold as many raised ideas
as will be moved; "raises" begins empty.
"""

import random
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings

from laeringslean.benefits.actions import benefits, divisors
from laeringslean.foundation import clock
from laeringslean.foundation.database.gate import write_transaction
from laeringslean.foundation.tenancy.scope import tenant_scope
from laeringslean.improvement.actions import comments, ideas
from laeringslean.method.actions import versions
from laeringslean.method.models import WasteType
from laeringslean.organisation.access.roles import Role
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
    people = [make_person(f"Person Personsen {n}", unit=units[names[n % len(names)]]) for n in range(sizes["people"])]
    for person in people:
        grant(person, Role.DEPARTMENT_MANAGER, unit=top)
    chance = random.Random(1)
    moved = {
        "moves": sizes["moves"],
        "writers": sizes["writes_of_writers"],
        "live": sizes["live_moves"] + 1,
        "crowd": MISSED_MOVES,
    }
    return {
        "units": {name: str(unit.id) for name, unit in units.items()},
        "sessions": [open_session(person) for person in people],
        "cards": {name: _fill(units[name], sizes[f"{name}_board"], people, chance) for name in ("small", "large")},
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
