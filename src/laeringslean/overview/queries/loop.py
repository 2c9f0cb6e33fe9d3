"""The measures of the loop for a unit with all below it, and for each unit right under it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from laeringslean.benefits.queries.ledger import LedgerLine, ledger
from laeringslean.calc import benefits, loop
from laeringslean.foundation import clock
from laeringslean.foundation.database.sorting import NorwegianOrder
from laeringslean.improvement.models import IMPLEMENTED, BoardMeeting, Decision, Evaluation, Idea, IdeaState
from laeringslean.improvement.queries.meetings import RHYTHM_WEEKS, Rhythm, rhythms
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer
from laeringslean.organisation.models import Membership, Unit
from laeringslean.organisation.queries.counts import counts_to_show
from laeringslean.organisation.queries.tree import Tree, tree_now

# The days an idea was raised and first decided, and whether it is in use.
IdeaDays = tuple[date, date | None, bool]

INVOLVEMENT_DAYS = 182
# A meeting that nobody ended counts as this long.
LONGEST_MEETING = 3600
# With a shorter history than this nothing is told about a whole year.
SHORTEST_HISTORY = 90


@dataclass(frozen=True)
class Measures:
    """The figures of a unit and all below it; None where they are not for the viewer, too few or to be kept back."""

    unit_id: UUID
    unit_name: str
    # Shares are whole percentages.
    involvement: Decimal | None
    staff: int
    ideas_per_year: Decimal | None
    average_staff: Decimal
    implemented: Decimal | None
    decided: int
    response_days: Decimal | None
    steadiness: Decimal | None
    rhythm: Rhythm
    realisation: Decimal | None
    net_hours: Decimal | None


@dataclass(frozen=True)
class _Facts:
    """What is counted, for the whole municipality, so that every page keeps back the same figures."""

    tree: Tree
    year: loop.Period
    stays: dict[UUID, list[loop.Stay]]
    people: dict[UUID, loop.People]
    people_shown: frozenset[UUID]
    counts: dict[UUID, int | None]
    # Of each unit alone.
    ideas: dict[UUID, list[IdeaDays]]
    tallies: dict[UUID, loop.Tally]
    tallies_shown: frozenset[UUID]
    raised_shown: frozenset[UUID]
    rhythms: dict[UUID, Rhythm]
    meeting_hours: dict[UUID, Decimal]
    lines: dict[UUID, list[LedgerLine]]


def may_see_measures(viewer: Viewer, unit_id: UUID) -> bool:
    """Whether the viewer may see the measures of a unit: who sees sums there, and in everything below."""
    return all(viewer.can(Permission.SUMS_READ, below) for below in tree_now().below.get(unit_id, (unit_id,)))


def measures_of(viewer: Viewer, unit: Unit) -> list[Measures]:
    """The unit's measures, then those of the units right below it by name. The queries do not grow with the units."""
    facts = _facts(tree_now(), unit.id)
    children = Unit.objects.active().filter(parent_id=unit.id).order_by(NorwegianOrder("name"), "id")
    return [_measures(viewer, facts, place) for place in (unit, *children)]


def _facts(tree: Tree, unit_id: UUID) -> _Facts:
    year = loop.Period(clock.today() - timedelta(days=364), clock.today())
    inside = tree.below.get(unit_id, (unit_id,))
    stays, now = _staff(year)
    active = _involved()
    people = {}
    for place, below in tree.below.items():
        staff = frozenset(person for each in below for person in now.get(each, ()))
        people[place] = loop.People(staff, staff & active)
    ideas = _ideas(year)
    tallies = {place: _tally(below, ideas, year) for place, below in tree.below.items()}
    raised = {place: loop.Tally(_raised(below, ideas, year), 0) for place, below in tree.below.items()}
    lines: dict[UUID, list[LedgerLine]] = {}
    for line in ledger(inside, with_ideas=False):
        lines.setdefault(line.unit_id, []).append(line)
    return _Facts(
        tree=tree,
        year=year,
        stays=stays,
        people=people,
        people_shown=loop.safe_to_show(tree.parents, people),
        counts=counts_to_show(),
        ideas=ideas,
        tallies=tallies,
        tallies_shown=loop.safe_to_show(tree.parents, tallies),
        raised_shown=loop.safe_to_show(tree.parents, raised),
        rhythms=rhythms(inside),
        meeting_hours=_meeting_hours(inside),
        lines=lines,
    )


def _staff(year: loop.Period) -> tuple[dict[UUID, list[loop.Stay]], dict[UUID, set[UUID]]]:
    """Who worked in each unit in the year, and who does now."""
    stays: dict[UUID, list[loop.Stay]] = {}
    now: dict[UUID, set[UUID]] = {}
    rows = Membership.objects.filter(Q(valid_until=None) | Q(valid_until__gte=year.first), valid_from__lte=year.last)
    columns = ("unit_id", "person_id", "valid_from", "valid_until", "person__is_active")
    for unit_id, person_id, since, until, is_active in rows.values_list(*columns):
        stays.setdefault(unit_id, []).append(loop.Stay(person_id, since, until))
        if is_active and (until is None or until >= year.last):
            now.setdefault(unit_id, set()).add(person_id)
    return stays, now


def _involved() -> frozenset[UUID]:
    """Who raised, owned or tried something in the last half year. Anonymous ideas have nobody to count."""
    since = clock.today() - timedelta(days=INVOLVEMENT_DAYS)
    raised = Idea.objects.filter(raised_on__gte=since, raised_by__isnull=False).values_list("raised_by_id", flat=True)
    owned = Idea.objects.filter(Q(state_since__gte=since) | Q(trials__starts_on__gte=since), owner__isnull=False)
    return frozenset(raised.distinct()) | frozenset(owned.values_list("owner_id", flat=True).distinct())


def _ideas(year: loop.Period) -> dict[UUID, list[IdeaDays]]:
    last = Evaluation.objects.filter(idea=OuterRef("pk")).order_by("-id").values("decision")[:1]
    rows = Idea.objects.filter(Q(raised_on__gte=year.first) | Q(decided_on__gte=year.first))
    columns = ("unit_id", "raised_on", "decided_on", "state", "last")
    ideas: dict[UUID, list[IdeaDays]] = {}
    for unit_id, raised_on, decided_on, state, decision in rows.annotate(last=Subquery(last)).values_list(*columns):
        in_use = state in IMPLEMENTED or (state == IdeaState.CLOSED and decision != Decision.DROP)
        ideas.setdefault(unit_id, []).append((raised_on, decided_on, in_use))
    return ideas


def _tally(below: Collection[UUID], ideas: dict[UUID, list[IdeaDays]], year: loop.Period) -> loop.Tally:
    decided = [in_use for each in below for _, day, in_use in ideas.get(each, ()) if day in year]
    return loop.Tally(len(decided), sum(decided))


def _raised(below: Collection[UUID], ideas: dict[UUID, list[IdeaDays]], period: loop.Period) -> int:
    return sum(1 for each in below for day, _, _ in ideas.get(each, ()) if day in period)


def _percent(share: Decimal | None) -> Decimal | None:
    return None if share is None else benefits.rounded(share * 100, 0)


def _meeting_hours(unit_ids: Collection[UUID]) -> dict[UUID, Decimal]:
    since = clock.today() - timedelta(weeks=RHYTHM_WEEKS)
    held = BoardMeeting.objects.held().filter(
        unit_id__in=unit_ids, planned_on__gte=since, started_at__isnull=False, closed_at__isnull=False
    )
    hours: dict[UUID, Decimal] = {}
    for unit_id, began, ended, heads in held.values_list("unit_id", "started_at", "closed_at", "head_count"):
        spent = loop.person_hours(int((ended - began).total_seconds()), heads or 0, longest=LONGEST_MEETING)
        hours[unit_id] = hours.get(unit_id, Decimal(0)) + spent
    return hours


def _measures(viewer: Viewer, facts: _Facts, unit: Unit) -> Measures:
    below = facts.tree.below.get(unit.id, (unit.id,))
    people, tally = facts.people[unit.id], facts.tallies[unit.id]
    ideas_shown = unit.id in facts.tallies_shown
    average, per_year = _per_year(facts, unit.id, below)
    met = [facts.rhythms[each] for each in below if each in facts.rhythms]
    rhythm = Rhythm(held=sum(each.held for each in met), missed=sum(each.missed for each in met))
    answers = [
        (raised, day) for each in below for raised, day, _ in facts.ideas.get(each, ()) if day and day in facts.year
    ]
    sees_benefits = all(viewer.can(Permission.BENEFIT_SUMS_READ, each) for each in below)
    freed = benefits.totals(line.line for each in below for line in facts.lines.get(each, ()))
    spent = sum((facts.meeting_hours.get(each, Decimal(0)) for each in below), Decimal(0))
    net = loop.net_hours_per_week(freed.realised.hours_per_week, spent, RHYTHM_WEEKS)
    return Measures(
        unit_id=unit.id,
        unit_name=unit.name,
        involvement=_percent(loop.share(len(people.involved), people.size)) if unit.id in facts.people_shown else None,
        staff=people.size,
        ideas_per_year=per_year,
        average_staff=average,
        implemented=_percent(loop.share(tally.part, tally.whole)) if ideas_shown else None,
        decided=tally.whole,
        response_days=loop.median_days(answers) if ideas_shown else None,
        steadiness=_percent(loop.share(rhythm.held, rhythm.planned)) if rhythm.planned >= loop.SMALLEST_GROUP else None,
        rhythm=rhythm,
        realisation=_percent(freed.realisation_rate) if sees_benefits else None,
        net_hours=net if sees_benefits and (spent or freed.realised.benefits) else None,
    )


def _per_year(facts: _Facts, unit_id: UUID, below: Collection[UUID]) -> tuple[Decimal, Decimal | None]:
    """The average head count and the ideas per employee-year, since somebody works there and at most for a year."""
    stays = [stay for each in below for stay in facts.stays.get(each, ())]
    if not stays or facts.counts.get(unit_id) is None:
        return Decimal(0), None
    period = loop.Period(max(facts.year.first, min(stay.since for stay in stays)), facts.year.last)
    average = loop.average_staff(stays, period)
    is_shown = unit_id in facts.raised_shown and average >= loop.SMALLEST_GROUP
    if period.days < SHORTEST_HISTORY or not is_shown:
        return average, None
    return average, loop.ideas_per_employee_year(_raised(below, facts.ideas, period), average, period)
