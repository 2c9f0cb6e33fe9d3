"""Demo kommune as it is made: the programme's sums, a real history, and ideas at every point of their way."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from laeringslean.attention.queries.signals import signals_of
from laeringslean.benefits.models import Benefit, BenefitAgreement, BenefitState
from laeringslean.benefits.queries.ledger import totals_for_units
from laeringslean.config.demo import content
from laeringslean.config.demo.builder import DemoSummary
from laeringslean.config.demo.holidays import is_day_off
from laeringslean.foundation import clock
from laeringslean.foundation.models import Event
from laeringslean.foundation.tenancy.scope import tenant_scope
from laeringslean.improvement.actions.imports import import_ideas
from laeringslean.improvement.models import (
    BoardMeeting,
    Escalation,
    Idea,
    IdeaState,
    MeetingState,
    Outcome,
    Recognition,
)
from laeringslean.improvement.queries.meetings import rhythms
from laeringslean.measures.models import Goal
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.roles import Role
from laeringslean.organisation.models import Person, Unit, UnitKind
from laeringslean.organisation.queries import head_count, leaders_of, viewer_for_person
from tests.config.demo.test_content import HEADS
from tests.factories.demo import DEMO_DAY, demo_municipality, demo_noon

__all__ = ["demo_municipality"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_day(demo_municipality: DemoSummary, tenant: object) -> Iterator[None]:
    """Noon on the day of the demo, in its municipality."""
    with tenant_scope(demo_municipality.tenant_id), clock.set_clock(demo_noon()):
        yield


def unit(external_id: str) -> Unit:
    return Unit.objects.get(external_id=external_id)


def idea(external_id: str) -> Idea:
    return Idea.objects.get(external_id=external_id)


# The organisation


def test_municipality_is_as_large_as_told(demo_municipality):
    assert Unit.objects.filter(kind=UnitKind.UNIT).count() == 42
    # 1,950 employees, a politician and a consultant.
    assert demo_municipality.people == Person.objects.count() == 1952
    assert {key: head_count(unit(key)).people for key in HEADS} == HEADS


def test_only_the_demo_people_can_sign_in():
    able = {person.external_id for person in Person.objects.all() if person.can_sign_in}

    assert able == {person.external_id for person in content.demo_people()}


@pytest.mark.parametrize("told", content.demo_people(), ids=lambda told: told.external_id)
def test_demo_person_has_the_roles_told(told: content.DemoPerson):
    viewer = viewer_for_person(Person.objects.get(external_id=told.external_id).id)

    assert {Role(role) for role, _ in told.grants} <= viewer.roles
    assert (Role.EMPLOYEE in viewer.roles) == (told.unit is not None)


def test_every_area_and_every_unit_is_led_by_somebody():
    led = Unit.objects.exclude(external_id="sta")

    assert [place.name for place in led if not leaders_of(place)] == []


def test_service_director_sees_sums_of_the_area_but_no_board():
    director = viewer_for_person(Person.objects.get(external_id="sta-02").id)

    assert director.can(Permission.BENEFIT_SUMS_READ, unit("hjs").id)
    assert not director.can(Permission.BOARD_READ, unit("hjs").id)


# Benefits


def test_sums_are_those_of_the_programme():
    totals = totals_for_units(list(Unit.objects.values_list("id", flat=True)))

    assert totals.identified.hours_per_week == Decimal("90.0")
    assert round(totals.identified.fte, 2) == Decimal("2.40")
    assert totals.realised.hours_per_week == Decimal("61.5")
    assert round(totals.realised.fte, 2) == Decimal("1.64")


def test_realised_benefits_were_agreed_before_and_say_how_it_is_known():
    for benefit in Benefit.objects.filter(state=BenefitState.REALISED):
        agreement = BenefitAgreement.objects.get(benefit=benefit)
        assert agreement.is_signed
        assert benefit.agreed_on is not None and benefit.realised_on is not None
        assert benefit.agreed_on < benefit.realised_on
        assert benefit.evidence


def test_nurse_has_an_agreement_to_sign():
    waiting = BenefitAgreement.objects.get(staff_representative__external_id="hjs-03")

    assert waiting.leader_signed_on is not None
    assert waiting.staff_signed_on is None
    assert waiting.benefit.idea.external_id == "forslag-03"


# Ideas


def test_ideas_stand_in_every_state():
    assert set(Idea.objects.values_list("state", flat=True)) == set(IdeaState.values)


@pytest.mark.parametrize(
    ("number", "states"),
    [
        *((number, [IdeaState.STANDARDISED, IdeaState.CLOSED]) for number in (1, 2, 5, 6, 8, 9, 12, 13, 14, 18, 19)),
        *((number, [IdeaState.TESTING]) for number in (3, 7, 10, 16, 20)),
        (4, [IdeaState.ESCALATED]),
        (11, [IdeaState.PLANNED]),
        (15, [IdeaState.DECLINED]),
        (17, [IdeaState.PLANNED]),
    ],
)
def test_each_of_the_twenty_stands_where_the_programme_says(number: int, states: list[IdeaState]):
    assert idea(f"forslag-{number:02}").state in states


def test_idea_that_was_lifted_waits_for_the_unit_manager_s_answer():
    waiting = Escalation.objects.get(idea=idea("forslag-04"))

    assert waiting.to_unit == unit("hjt")
    assert waiting.replied_on is None
    assert waiting.answer_due_on >= DEMO_DAY


def test_file_of_twenty_ideas_can_be_imported_again_without_change():
    report = import_ideas(file=(content.CONTENT / "ideas.csv").read_bytes(), by=None)

    assert (report.created, report.updated, report.errors) == (0, 0, [])


def test_anonymous_ideas_have_no_author_and_no_time_of_day():
    nameless = Idea.objects.filter(is_anonymous=True)
    raised = Event.objects.filter(kind="improvement.idea.raised", subject_id__in=[row.id for row in nameless])

    assert (
        nameless.count()
        == raised.count()
        == 4 + sum(len(content.years(board)["anonymous"]) for board in content.BOARDS)
    )
    assert {row.id.version for row in nameless} == {4}
    assert {event.actor_id for event in raised} == {event.happened_at for event in raised} == {None}


def test_every_answered_idea_has_an_event_for_its_answer():
    answers = ["accepted", "parked", "declined", "escalated"]
    answered = set(
        Event.objects.filter(kind__in=[f"improvement.idea.{answer}" for answer in answers]).values_list(
            "subject_id", flat=True
        )
    )

    assert set(Idea.objects.filter(decided_on__isnull=False).values_list("id", flat=True)) == answered


# Meetings and boards


def test_home_care_meets_today():
    upcoming = BoardMeeting.objects.get(unit=unit("hjs"), state=MeetingState.DRAFT, planned_on__gte=DEMO_DAY)

    assert upcoming.planned_on == DEMO_DAY
    assert upcoming.facilitator is not None and upcoming.facilitator.external_id == "hjs-02"


def test_only_accounting_has_missed_meetings_and_that_four_in_a_row():
    units = {board: unit(board).id for board in content.BOARDS}
    held = rhythms(units.values())

    assert {board: held[units[board]].missed_in_a_row for board in content.BOARDS if board != "reg"} == dict.fromkeys(
        [board for board in content.BOARDS if board != "reg"], 0
    )
    assert held[units["reg"]].missed_in_a_row == 4
    assert [unit_id for unit_id, signals in signals_of(units.values()).items() if signals] == [units["reg"]]


@pytest.mark.parametrize("board", content.BOARDS)
def test_board_has_met_nearly_every_week_since_it_began(board: str):
    held = BoardMeeting.objects.filter(unit=unit(board), state=MeetingState.CLOSED).order_by("planned_on")
    days = [meeting.planned_on for meeting in held]
    weeks = [(later - earlier).days / 7 for earlier, later in pairwise(days)]

    assert len(days) >= 55
    assert weeks.count(1) > 0.8 * len(weeks)
    assert all(gap == int(gap) and 1 <= gap <= 10 for gap in weeks)
    assert not any(is_day_off(day, all_year=True) for day in days[:-1])
    assert all(meeting.head_count and meeting.head_count <= HEADS[board] for meeting in held)
    assert all(meeting.items.filter(seconds_used=0).count() == 0 for meeting in held)


@pytest.mark.parametrize("board", content.BOARDS)
def test_board_has_goals_with_values_and_thanks(board: str):
    goals = Goal.objects.filter(unit=unit(board))
    entered = Counter(
        Event.objects.filter(kind="measures.goal.value_entered", unit_id=unit(board).id).values_list(
            "subject_id", flat=True
        )
    )

    assert min(entered[goal.id] for goal in goals) >= 12

    assert {goal.kind for goal in goals} == {"quality", "wellbeing"}
    assert all(goal.current_value is not None and goal.target is not None for goal in goals)
    assert Recognition.objects.filter(unit=unit(board)).count() >= 2


def test_minutes_keep_the_decisions_about_ideas():
    decided = Outcome.objects.filter(idea=idea("forslag-01")).values_list("move", flat=True)

    # Being talked about and being measured are no decisions.
    assert Counter(decided) == Counter(["planned", "trial-started", "standardised", "closed"])


# History


def test_history_lies_in_the_past_and_in_order():
    times = list(Event.objects.exclude(happened_at=None).order_by("sequence").values_list("happened_at", flat=True))

    assert times == sorted(times)
    assert clock.today() == DEMO_DAY
    assert Event.objects.filter(happened_on__gte=DEMO_DAY).count() == 0
    assert (DEMO_DAY - times[0].date()).days >= 2 * 364


@pytest.mark.parametrize("board", content.BOARDS)
def test_board_is_alive_but_not_crowded(board: str):
    finished = [IdeaState.CLOSED, IdeaState.DROPPED, IdeaState.DECLINED]
    mine = Idea.objects.filter(unit=unit(board))

    assert mine.count() >= 20
    assert 8 <= mine.exclude(state__in=finished).count() <= 30


def test_first_year_s_enthusiasm_fades_in_one_unit_and_is_renewed():
    def ideas_and_meetings(first: int, last: int) -> tuple[int, int]:
        days = (DEMO_DAY - timedelta(weeks=first), DEMO_DAY - timedelta(weeks=last))
        held = BoardMeeting.objects.filter(unit=unit("nfl"), state=MeetingState.CLOSED, planned_on__range=days)
        return Idea.objects.filter(unit=unit("nfl"), raised_on__range=days).count(), held.count()

    before, faded, renewed = ideas_and_meetings(67, 53), ideas_and_meetings(50, 36), ideas_and_meetings(34, 20)

    assert faded[0] == 0
    assert before[0] >= 3 and renewed[0] >= 4
    assert faded[1] < min(before[1], renewed[1])
