"""The rules of a board meeting: one at a time, timed by point, locked when it is over."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.urls import reverse

from laeringslean.foundation import clock
from laeringslean.foundation.models import EditConflict, Event
from laeringslean.improvement.actions import boards, ideas, meetings
from laeringslean.improvement.actions.meetings import MeetingRefused
from laeringslean.improvement.models import Board, BoardMeeting, IdeaState, MeetingState, Outcome
from laeringslean.organisation.access.roles import Role
from tests.factories.meetings import make_meeting, start_meeting
from tests.factories.organisation import make_person, make_unit

pytestmark = pytest.mark.django_db

TUESDAY = date(2026, 3, 3)
TEN = datetime(2026, 3, 3, 9, tzinfo=UTC)


def _at(minutes: float) -> "clock.AbstractContextManager":
    return clock.set_clock(TEN + timedelta(minutes=minutes))


@pytest.fixture
def unit(db):
    return make_unit("Hjemmetjenesten Sør")


@pytest.fixture
def leader(unit):
    return make_person("Leder", unit=unit)


@pytest.fixture
def running(unit, leader):
    """A meeting that started at ten."""
    with _at(0):
        return start_meeting(unit, by=leader)


def _idea(unit, by, problem="Vi leter etter nøkler"):
    return ideas.raise_idea(unit=unit, kind="suggestion", problem=problem, by=by.id)


def test_plan_copies_the_agenda_of_the_method(unit):
    meeting = make_meeting(unit, on=TUESDAY, at=time(8, 15))
    assert [(item.key, item.minutes) for item in meeting.items.order_by("position")] == [
        ("gather", 1),
        ("goals", 3),
        ("actions", 4),
        ("ideas", 4),
        ("evaluate", 2),
        ("thanks", 1),
    ]


def test_plan_refuses_a_second_meeting_the_same_day(unit):
    make_meeting(unit, on=TUESDAY)
    with pytest.raises(MeetingRefused):
        make_meeting(unit, on=TUESDAY)


def test_replan_moves_a_meeting_that_lies_ahead(unit, leader):
    meeting = make_meeting(unit, on=clock.today() + timedelta(days=3))
    later = clock.today() + timedelta(days=4)
    meetings.replan(meeting=meeting, planned_on=later, planned_time=time(9), facilitator_id=leader.id, by=leader.id)
    meeting.refresh_from_db()
    assert (meeting.planned_on, meeting.planned_time, meeting.facilitator_id) == (later, time(9), leader.id)


def test_replan_tells_when_somebody_else_was_first(unit, leader):
    meeting = make_meeting(unit, on=clock.today() + timedelta(days=3))
    day = clock.today() + timedelta(days=5)
    meetings.replan(meeting=meeting, planned_on=day, by=leader.id, expected_version=1)
    with pytest.raises(EditConflict):
        meetings.replan(meeting=meeting, planned_on=day + timedelta(days=1), by=leader.id, expected_version=1)


def test_replan_leaves_a_missed_meeting_missed(unit, leader):
    meeting = make_meeting(unit, on=clock.today() - timedelta(days=1))
    with pytest.raises(MeetingRefused):
        meetings.replan(meeting=meeting, planned_on=clock.today(), by=leader.id)


def test_start_opens_the_first_point_and_names_who_leads(running, leader):
    assert (running.state, running.current_position, running.facilitator_id) == ("in_progress", 1, leader.id)
    assert running.items.get(position=1).opened_at == TEN


def test_start_keeps_the_facilitator_that_was_chosen(unit, leader):
    other = make_person("Neste", unit=unit)
    meeting = meetings.start(meeting=make_meeting(unit, facilitator=other), by=leader.id)
    assert meeting.facilitator_id == other.id


def test_start_refuses_while_another_is_in_progress(unit, running):
    with _at(1):
        second = make_meeting(unit, on=TUESDAY + timedelta(days=1))
        with pytest.raises(MeetingRefused):
            meetings.start(meeting=second, by=None)


@pytest.mark.parametrize(("days", "may"), [(-7, False), (-6, True), (0, True), (6, True), (7, False)])
def test_start_is_possible_within_a_week_of_the_day(unit, days, may):
    with _at(0):
        meeting = make_meeting(unit, on=TUESDAY + timedelta(days=days))
        if may:
            assert meetings.start(meeting=meeting, by=None).state == MeetingState.IN_PROGRESS
        else:
            with pytest.raises(MeetingRefused):
                meetings.start(meeting=meeting, by=None)


def test_go_to_adds_the_time_used_to_the_point_that_is_left(running):
    with _at(2):
        meetings.go_to(meeting=running, position=3, by=None)
    with _at(3.5):
        meetings.go_to(meeting=running, position=1, by=None)
    with _at(4):
        meeting = meetings.go_to(meeting=running, position=2, by=None)
    used = dict(meeting.items.values_list("position", "seconds_used"))
    assert (used[1], used[3], used[2]) == (150, 90, 0)
    assert meeting.current_position == 2


def test_go_to_the_open_point_changes_nothing(running):
    with _at(2):
        meeting = meetings.go_to(meeting=running, position=1, by=None)
    assert meeting.version == running.version
    assert meeting.items.get(position=1).seconds_used == 0


def test_go_to_refuses_a_point_that_is_not_there(running):
    with pytest.raises(MeetingRefused):
        meetings.go_to(meeting=running, position=99, by=None)


def test_the_idea_talked_about_is_told_once_to_all_screens(unit, running):
    idea = ideas.raise_idea(unit=unit, kind="wish", problem="Kaldt på pauserommet", by=None)
    meetings.show_idea(meeting=running, idea=idea, by=None)
    meetings.show_idea(meeting=running, idea=idea, by=None)
    shown = Event.objects.get(kind="improvement.meeting.idea-shown")
    assert (shown.unit_id, shown.details["idea"]) == (unit.id, str(idea.id))
    assert BoardMeeting.objects.get(pk=running.pk).current_idea_id == idea.id
    with pytest.raises(MeetingRefused):
        other = ideas.raise_idea(unit=make_unit("Regnskap"), kind="wish", problem="Trekk", by=None)
        meetings.show_idea(meeting=running, idea=other, by=None)


def test_attend_counts_heads_and_shifts(running):
    meeting = meetings.attend(meeting=running, head_count=11, shifts_present=["night", "day"], by=None)
    assert (meeting.head_count, meeting.shifts_present) == (11, ["day", "night"])
    assert [str(field.name) for field in BoardMeeting._meta.get_fields() if "attend" in field.name] == []


@pytest.mark.parametrize(("heads", "shifts"), [(0, []), (5, ["lunch"])])
def test_attend_refuses_nonsense(running, heads, shifts):
    with pytest.raises(MeetingRefused):
        meetings.attend(meeting=running, head_count=heads, shifts_present=shifts, by=None)


def test_record_outcome_needs_somebody_and_a_date_for_a_task(running, leader):
    with pytest.raises(MeetingRefused):
        meetings.record_outcome(meeting=running, kind="task", text="Kjøp kroker", by=leader.id)
    task = meetings.record_outcome(
        meeting=running, kind="task", text="Kjøp kroker", owner_id=leader.id, due_on=TUESDAY, by=leader.id
    )
    assert (task.owner_id, task.due_on, task.done_on) == (leader.id, TUESDAY, None)


def test_record_outcome_starts_the_trial_of_a_planned_idea(unit, running, leader):
    with _at(1):
        idea = _idea(unit, leader)
        ideas.accept(idea=idea, by=leader.id)
        ideas.plan(idea=idea, owner_id=leader.id, due_on=TUESDAY + timedelta(days=20), by=leader.id)
        meetings.record_outcome(
            meeting=running,
            kind="trial",
            text="Merk krokene",
            idea=idea,
            due_on=TUESDAY + timedelta(days=14),
            by=leader.id,
        )
    idea.refresh_from_db()
    assert idea.state == IdeaState.TESTING
    assert idea.trials.get().plan == "Merk krokene"


def test_record_outcome_leaves_nothing_when_the_trial_cannot_start(unit, running, leader):
    idea = _idea(unit, leader)
    with pytest.raises(ideas.ImpossibleMove):
        meetings.record_outcome(meeting=running, kind="trial", text="Prøv", idea=idea, due_on=TUESDAY, by=leader.id)
    assert not Outcome.objects.exists()


def test_record_outcome_refuses_an_idea_of_another_unit(running, leader):
    idea = _idea(make_unit(), leader)
    with pytest.raises(MeetingRefused):
        meetings.record_outcome(meeting=running, kind="decision", text="Ja", idea=idea, by=leader.id)


def test_finish_task_is_possible_after_the_meeting_and_once_only(running, leader):
    with _at(5):
        task = meetings.record_outcome(
            meeting=running, kind="task", text="Kjøp kroker", owner_id=leader.id, due_on=TUESDAY, by=leader.id
        )
        meetings.close(meeting=running, by=leader.id)
        assert meetings.finish_task(outcome=task, by=leader.id).done_on == TUESDAY
        with pytest.raises(MeetingRefused):
            meetings.finish_task(outcome=task, by=leader.id)


def test_recognise_changes_the_board_for_everyone_who_has_it_open(unit, running, leader):
    before = boards.ensure(unit.id).cards_version
    meetings.recognise(unit=unit, text="Takk til nattevakta", meeting=running, by=leader.id)
    event = Event.objects.get(kind="improvement.recognition.given")
    assert event.details["board_version"] == Board.objects.get(unit=unit).cards_version == before + 1
    assert "Takk" not in str(event.details)


def test_close_plans_the_next_meeting_a_week_later_with_the_next_facilitator(unit, leader):
    with _at(0):
        meeting = meetings.start(meeting=make_meeting(unit, on=TUESDAY, at=time(8, 15)), by=leader.id)
        following = meetings.close(meeting=meeting, next_facilitator_id=leader.id, by=leader.id)
    assert (following.planned_on, following.planned_time) == (TUESDAY + timedelta(days=7), time(8, 15))
    assert (following.facilitator_id, following.items.count()) == (leader.id, 6)


def test_close_uses_a_meeting_that_is_planned_ahead(unit, running, leader):
    with _at(0):
        ahead = make_meeting(unit, on=TUESDAY + timedelta(days=9))
        following = meetings.close(meeting=running, next_facilitator_id=leader.id, by=leader.id)
    assert (following.id, following.facilitator_id) == (ahead.id, leader.id)


def test_close_of_a_late_meeting_keeps_the_weekday_and_looks_ahead(unit):
    with _at(0):
        meeting = meetings.start(meeting=make_meeting(unit, on=TUESDAY - timedelta(days=6)), by=None)
        assert meetings.close(meeting=meeting, by=None).planned_on == TUESDAY + timedelta(days=1)


def test_close_copies_what_was_decided_about_each_idea_into_the_minutes(unit, running, leader):
    with _at(-60):
        before = _idea(unit, leader, "Før møtet")
        ideas.accept(idea=before, by=leader.id)
    with _at(8):
        accepted, declined = _idea(unit, leader, "Tas inn"), _idea(unit, leader, "Ikke nå")
        ideas.accept(idea=accepted, by=leader.id)
        ideas.plan(idea=accepted, owner_id=leader.id, due_on=TUESDAY, by=leader.id)
        ideas.decline(idea=declined, reason="For dyrt", by=leader.id)
        ideas.accept(idea=_idea(make_unit(), leader, "En annen enhet"), by=leader.id)
    with _at(15):
        meetings.close(meeting=running, by=leader.id)
    rows = running.outcomes.order_by("move").values_list("move", "text", "owner_id")
    assert list(rows) == [("declined", "Ikke nå", None), ("planned", "Tas inn", leader.id)]


def test_close_keeps_the_minutes_when_an_idea_is_rewritten_afterwards(unit, running, leader):
    with _at(5):
        idea = _idea(unit, leader, "Som det het")
        ideas.accept(idea=idea, by=leader.id)
        meetings.close(meeting=running, by=leader.id)
        ideas.edit(idea=idea, kind="wish", problem="Noe helt annet", by=leader.id)
    assert running.outcomes.get().text == "Som det het"


def test_a_closed_meeting_refuses_every_change(unit, running, leader):
    with _at(15):
        meetings.close(meeting=running, remarks="Bra møte", by=leader.id)
        attempts = [
            lambda: meetings.start(meeting=running, by=leader.id),
            lambda: meetings.replan(meeting=running, planned_on=TUESDAY, by=leader.id),
            lambda: meetings.go_to(meeting=running, position=2, by=leader.id),
            lambda: meetings.attend(meeting=running, head_count=3, shifts_present=[], by=leader.id),
            lambda: meetings.record_outcome(meeting=running, kind="decision", text="Nytt", by=leader.id),
            lambda: meetings.recognise(unit=unit, text="Takk", meeting=running, by=leader.id),
            lambda: meetings.close(meeting=running, remarks="Annet", by=leader.id),
        ]
        events = Event.objects.count()
        for attempt in attempts:
            with pytest.raises(MeetingRefused):
                attempt()
    running.refresh_from_db()
    assert (running.remarks, running.outcomes.count(), Event.objects.count()) == ("Bra møte", 0, events)
    assert running.items.get(position=1).seconds_used == 900


def test_every_change_leaves_one_event_of_the_unit(unit, leader):
    with _at(0):
        meeting = start_meeting(unit, by=leader)
        meetings.attend(meeting=meeting, head_count=6, shifts_present=["day"], by=leader.id)
        meetings.go_to(meeting=meeting, position=2, by=leader.id)
        meetings.close(meeting=meeting, by=leader.id)
    kinds = Event.objects.filter(unit_id=unit.id).order_by("sequence").values_list("kind", flat=True)
    assert [kind.removeprefix("improvement.meeting.") for kind in kinds] == [
        "planned",
        "started",
        "attendance-counted",
        "item-opened",
        "closed",
        "planned",
    ]


def test_the_minutes_tell_each_points_time_to_the_second(running, client_of, leader):
    with _at(0.5):
        meetings.attend(meeting=running, head_count=7, shifts_present=["day", "evening"], by=None)
    with _at(1.2):
        meetings.close(meeting=running, by=None)
    page = client_of(leader).get(reverse("improvement:meeting-minutes", args=[running.pk])).content.decode()
    # One minute was planned: «1 of 1, over time» would puzzle the reader.
    assert "1:12 " in page
    assert "7 (dag, kveld)" in page


@pytest.mark.parametrize("position", ["9" * 5, "9" * 5000, "-1", "x", ""])
def test_a_point_that_no_agenda_has_is_not_gone_to(client_of, running, unit, position):
    client = client_of(make_person(role=Role.DEPARTMENT_MANAGER, role_unit=unit))
    address = reverse("improvement:meeting-item", args=[running.pk])
    assert client.post(address, {"position": position}).status_code == 302
    assert BoardMeeting.objects.get(pk=running.pk).current_position == running.current_position
