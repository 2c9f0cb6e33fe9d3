"""The rhythm of meetings, who may lead them, who may take on a task, and the minutes."""

from datetime import date, timedelta

import pytest

from laeringslean.foundation import clock
from laeringslean.improvement.actions import meetings
from laeringslean.improvement.models import MeetingState
from laeringslean.improvement.queries.meetings import (
    Rhythm,
    _rhythm,
    current_meetings,
    minutes_of,
    open_tasks_of,
    past_meetings,
    possible_facilitators,
    rhythms,
    staff_to_ask,
)
from laeringslean.organisation.access.roles import Role
from tests.factories.meetings import hold_meeting, make_meeting, start_meeting
from tests.factories.organisation import grant, make_person, make_unit

TODAY = date(2026, 3, 31)
HELD, DRAFT = MeetingState.CLOSED, MeetingState.DRAFT


def _weeks_ago(weeks, days=0):
    return TODAY - timedelta(weeks=weeks, days=days)


@pytest.mark.parametrize(
    ("meetings_planned", "held", "missed", "in_a_row"),
    [
        ([(HELD, _weeks_ago(1)), (DRAFT, TODAY)], 1, 0, 0),
        ([(HELD, _weeks_ago(2)), (DRAFT, _weeks_ago(1)), (DRAFT, TODAY + timedelta(days=7))], 1, 1, 1),
        ([(DRAFT, _weeks_ago(2)), (HELD, _weeks_ago(1)), (DRAFT, TODAY)], 1, 1, 0),
        ([(DRAFT, _weeks_ago(n)) for n in (4, 3, 2, 1)], 0, 4, 4),
        # Nobody plans any more: the weeks after the last missed meeting count too, today's week not yet.
        ([(HELD, _weeks_ago(5)), (DRAFT, _weeks_ago(4))], 1, 4, 4),
        ([(HELD, _weeks_ago(5)), (DRAFT, _weeks_ago(3, days=1))], 1, 4, 4),
    ],
)
def test_rhythm_counts_held_and_missed_meetings(meetings_planned, held, missed, in_a_row):
    rhythm = _rhythm(meetings_planned, TODAY)
    assert (rhythm.held, rhythm.missed, rhythm.missed_in_a_row) == (held, missed, in_a_row)


@pytest.mark.django_db
def test_rhythms_are_read_in_one_query_for_many_units(django_assert_num_queries):
    units = [make_unit() for _ in range(3)]
    for unit in units:
        hold_meeting(unit, clock.today() - timedelta(days=7))
    with django_assert_num_queries(1):
        found = rhythms([unit.id for unit in units])
    assert [found[unit.id].held for unit in units] == [1, 1, 1]
    assert rhythms([make_unit().id]) == {}
    assert Rhythm().planned == 0


@pytest.mark.django_db
def test_current_meetings_prefers_the_one_in_progress():
    unit, quiet = make_unit(), make_unit()
    make_meeting(unit, on=clock.today() - timedelta(days=14))
    ahead = make_meeting(unit, on=clock.today() + timedelta(days=2))
    make_meeting(unit, on=clock.today() + timedelta(days=9))
    assert current_meetings([unit.id, quiet.id]) == {unit.id: ahead}
    running = start_meeting(unit)
    assert current_meetings([unit.id]) == {unit.id: running}


@pytest.mark.django_db
def test_past_meetings_are_those_held_and_missed_the_newest_first():
    unit = make_unit()
    held = hold_meeting(unit, clock.today() - timedelta(days=14))
    missed = past_meetings(unit.id, 5)[0]
    assert past_meetings(unit.id, 5) == [missed, held]
    assert (missed.planned_on, missed.is_missed(clock.today())) == (clock.today() - timedelta(days=7), True)
    assert past_meetings(unit.id, 1) == [missed]


@pytest.mark.django_db
def test_possible_facilitators_are_those_who_may_run_the_meeting(django_assert_num_queries):
    above = make_unit()
    unit = make_unit(parent=above)
    beside = make_unit(parent=above)
    leader = make_person("Åse leder", role=Role.UNIT_MANAGER, role_unit=above)
    facilitator = make_person("Berit", unit=unit, role=Role.FACILITATOR, role_unit=unit)
    make_person("Er bare ansatt", unit=unit)
    make_person("Leder ved siden av", role=Role.DEPARTMENT_MANAGER, role_unit=beside)
    make_person("Fasilitator over", role=Role.FACILITATOR, role_unit=above)
    make_person("Veileder", role=Role.LEAN_GUIDE, role_unit=unit)
    ended = make_person("Sluttet i rollen")
    grant(ended, Role.FACILITATOR, unit=unit, valid_until=clock.today() - timedelta(days=1))
    with django_assert_num_queries(2):
        assert possible_facilitators(unit) == [(facilitator.id, "Berit"), (leader.id, "Åse leder")]


@pytest.mark.django_db
def test_staff_to_ask_are_the_staff_of_the_unit_and_below_it():
    unit = make_unit()
    below = make_unit(parent=unit)
    here, lower = make_person("Ola", unit=unit), make_person("Anne", unit=below)
    make_person("En annen", unit=make_unit())
    assert staff_to_ask(unit) == [(lower.id, "Anne"), (here.id, "Ola")]


@pytest.mark.django_db
def test_open_tasks_of_are_the_persons_own_that_are_not_done():
    unit = make_unit()
    person = make_person(unit=unit)
    meeting = start_meeting(unit)
    make = lambda text, owner: meetings.record_outcome(  # noqa: E731
        meeting=meeting, kind="task", text=text, owner_id=owner.id, due_on=clock.today(), by=None
    )
    mine, done, _other = make("Min", person), make("Gjort", person), make("En annens", make_person(unit=unit))
    meetings.finish_task(outcome=done, by=person.id)
    assert open_tasks_of(person.id) == [mine]


@pytest.mark.django_db
def test_minutes_take_three_queries_whatever_their_size(django_assert_num_queries):
    unit = make_unit()
    person = make_person(unit=unit)
    meeting = start_meeting(unit)
    for number in range(4):
        meetings.record_outcome(meeting=meeting, kind="decision", text=f"Vedtak {number}", by=None)
        meetings.record_outcome(
            meeting=meeting, kind="task", text=f"Oppgave {number}", owner_id=person.id, due_on=clock.today(), by=None
        )
        meetings.recognise(unit=unit, text=f"Takk {number}", meeting=meeting, by=None)
    with django_assert_num_queries(3):
        minutes = minutes_of(meeting)
        assert [task.owner.name for task in minutes.tasks] == [person.name] * 4
    lists = (minutes.decisions, minutes.tasks, minutes.recognitions, minutes.ideas)
    assert [len(rows) for rows in lists] == [4, 4, 4, 0]
    assert minutes.minutes_planned == 15
