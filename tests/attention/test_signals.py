"""When a unit's improvement work seems to stall."""

from datetime import UTC, datetime, time, timedelta

import pytest

from laeringslean.attention.queries.signals import signals_of, stalled_units
from laeringslean.foundation import clock
from laeringslean.improvement.actions import ideas
from laeringslean.organisation.access.roles import Role
from tests.factories.meetings import a_method, hold_meeting, make_meeting
from tests.factories.organisation import make_person, make_unit, viewer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(db):
    a_method()
    return make_unit("Regnskap")


def _days_ago(days):
    return clock.today() - timedelta(days=days)


def _on(day):
    return clock.set_clock(datetime.combine(day, time(11), UTC))


def _raise(unit, days_ago):
    with _on(_days_ago(days_ago)):
        return ideas.raise_idea(unit=unit, kind="wish", problem="Noe", by=None)


def _miss(unit, number):
    """The last `number` meetings were missed, and the next one is planned."""
    for week in range(number):
        make_meeting(unit, on=_days_ago(2 + 7 * week))
    make_meeting(unit, on=clock.today() + timedelta(days=5))


def _kinds(unit):
    return [(signal.kind, signal.is_serious) for signal in signals_of([unit.id]).get(unit.id, ())]


def test_a_unit_that_has_not_begun_has_no_signals(unit):
    assert signals_of([unit.id]) == {}


@pytest.mark.parametrize(
    ("missed", "expected"),
    [(1, []), (2, [("meetings", False)]), (3, [("meetings", False)]), (4, [("meetings", True)])],
)
def test_missed_meetings_are_a_notice_from_two_and_serious_from_four(unit, missed, expected):
    _raise(unit, days_ago=1)
    _miss(unit, missed)
    assert _kinds(unit) == expected


def test_a_meeting_that_was_held_ends_the_row_of_missed_ones(unit):
    _raise(unit, days_ago=1)
    for week in (5, 4, 3):
        make_meeting(unit, on=_days_ago(7 * week))
    hold_meeting(unit, _days_ago(7))
    assert _kinds(unit) == []


@pytest.mark.parametrize(("days", "expected"), [(41, []), (42, [("ideas", False)])])
def test_no_new_ideas_for_six_weeks(unit, days, expected):
    _raise(unit, days_ago=days)
    assert _kinds(unit) == expected


def test_a_unit_that_meets_and_never_raises_ideas_is_quiet_too(unit):
    for week in range(7, 0, -1):
        hold_meeting(unit, _days_ago(7 * week))
    assert _kinds(unit) == [("ideas", False)]


@pytest.mark.parametrize(("overdue", "on_time", "expected"), [(3, 0, []), (2, 2, []), (3, 1, [("overdue", False)])])
def test_more_than_half_of_at_least_four_actions_are_overdue(unit, overdue, on_time, expected):
    owner = make_person(unit=unit)
    for number in range(overdue + on_time):
        idea = _raise(unit, days_ago=1)
        ideas.accept(idea=idea, by=None)
        due = _days_ago(1) if number < overdue else clock.today()
        ideas.plan(idea=idea, owner_id=owner.id, due_on=due, by=None)
    assert _kinds(unit) == expected


def test_stalled_units_are_those_the_viewer_may_see_the_serious_first(unit):
    _miss(unit, 4)
    mild = make_unit("Byggesak")
    _miss(mild, 2)
    hold_meeting(make_unit("Alt vel"), _days_ago(7))
    coordinator = viewer_of(make_person(role=Role.LEAN_COORDINATOR))
    assert [stalled.unit.name for stalled in stalled_units(coordinator)] == ["Regnskap", "Byggesak"]
    guide = viewer_of(make_person(role=Role.LEAN_GUIDE, role_unit=mild))
    assert [stalled.unit.name for stalled in stalled_units(guide)] == ["Byggesak"]
    assert stalled_units(viewer_of(make_person(unit=unit))) == []


def test_signals_take_three_queries_whatever_the_number_of_units(unit, django_assert_num_queries):
    units = [unit, *(make_unit() for _ in range(4))]
    for one in units:
        _miss(one, 2)
        _raise(one, days_ago=50)
    with django_assert_num_queries(3):
        assert len(signals_of([unit.id])) == 1
    with django_assert_num_queries(3):
        assert len(signals_of([one.id for one in units])) == 5


def test_signals_say_it_in_plain_words(unit):
    _raise(unit, days_ago=49)
    _miss(unit, 4)
    assert [signal.text for signal in signals_of([unit.id])[unit.id]] == [
        "4 tavlemøter på rad er ikke holdt",
        "Ingen nye forslag på 7 uker",
    ]


def test_a_trial_that_still_runs_is_not_overdue(unit):
    owner = make_person(unit=unit)
    for _ in range(4):
        idea = _raise(unit, days_ago=1)
        ideas.accept(idea=idea, by=None)
        ideas.plan(idea=idea, owner_id=owner.id, due_on=_days_ago(1), by=None)
        ideas.start_trial(idea=idea, plan="Prøv", look_at="", ends_on=clock.today(), by=None)
    assert _kinds(unit) == []
