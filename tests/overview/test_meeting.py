"""The meeting on the screen: one point at a time with its material, and everybody else following along."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from laeringslean.foundation import clock
from laeringslean.improvement.actions import anonymous, ideas, meetings
from laeringslean.improvement.models import BoardMeeting, IdeaState, MeetingState, Outcome, Recognition
from laeringslean.measures.models import Goal
from laeringslean.organisation.access.roles import Role
from laeringslean.overview.queries.meetings import meeting_screen
from tests.factories.meetings import a_method, hold_meeting, make_meeting, start_meeting
from tests.factories.organisation import make_person, make_unit, viewer_of

pytestmark = pytest.mark.django_db

POSITION = {"gather": 1, "goals": 2, "actions": 3, "ideas": 4, "evaluate": 5, "thanks": 6}


@pytest.fixture
def unit(db):
    a_method()
    return make_unit("Hjemmetjenesten Sør")


@pytest.fixture
def leader(unit):
    return make_person("Leder", unit=unit, role=Role.DEPARTMENT_MANAGER, role_unit=unit)


@pytest.fixture
def employee(unit):
    return make_person("Medarbeider", unit=unit)


def _at(unit, key, by=None):
    """A meeting in progress, at the point with this key."""
    return meetings.go_to(meeting=start_meeting(unit, by=by), position=POSITION[key], by=None)


def _get(client, meeting, **query):
    return client.get(reverse("overview:meeting", args=[meeting.pk]), query).content.decode()


def _raise(unit, by, problem="Vi leter etter nøkler", **answers):
    return ideas.raise_idea(unit=unit, kind="suggestion", problem=problem, by=by.id, **answers)


def _tested(unit, owner, problem="Merk krokene"):
    idea = _raise(unit, owner, problem)
    ideas.accept(idea=idea, by=None)
    ideas.plan(idea=idea, owner_id=owner.id, due_on=clock.today(), by=None)
    return ideas.start_trial(idea=idea, plan="Fargede kroker", look_at="Minutter", ends_on=clock.today(), by=None)


def test_a_planned_meeting_can_be_started_by_its_leader_only(unit, leader, employee, client_of):
    meeting = make_meeting(unit)
    start = reverse("improvement:meeting-start", args=[meeting.pk])
    assert start in _get(client_of(leader), meeting)
    assert start not in _get(client_of(employee), meeting)
    assert client_of(employee).post(start).status_code == 403
    assert client_of(leader).post(start).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.state, meeting.facilitator_id) == (MeetingState.IN_PROGRESS, leader.id)


def test_the_screen_shows_the_open_point_its_prompt_and_its_time(unit, leader, client_of):
    with clock.set_clock(datetime(2026, 3, 3, 9, tzinfo=UTC)):
        meeting = _at(unit, "goals")
    with clock.set_clock(datetime(2026, 3, 3, 9, 2, 5, tzinfo=UTC)):
        screen = meeting_screen(viewer_of(leader), meeting)
        assert (screen.item.key, screen.time_used, screen.is_over) == ("goals", "2:05", False)
        assert (screen.previous.key, screen.following.key) == ("gather", "actions")
        page = _get(client_of(leader), meeting)
    assert "Grønt eller rødt? Én setning til hvert mål." in page
    assert 'data-seconds="125" data-planned="180"' in page


def test_an_overrun_is_said_in_words(unit, leader, client_of):
    with clock.set_clock(datetime(2026, 3, 3, 9, tzinfo=UTC)):
        meeting = _at(unit, "goals")
    with clock.set_clock(datetime(2026, 3, 3, 9, 3, 1, tzinfo=UTC)):
        assert ">⚠ Over tiden</strong>" in _get(client_of(leader), meeting)


def test_next_and_previous_move_the_meeting_for_everybody(unit, leader, employee, client_of):
    meeting = _at(unit, "goals")
    moved = client_of(leader).post(reverse("improvement:meeting-item", args=[meeting.pk]), {"position": 3})
    assert moved["Location"] == f"{reverse('overview:meeting', args=[meeting.pk])}#point"
    assert "Hva er gjort, hva står fast, hvem trenger hjelp?" in _get(client_of(employee), meeting, part="stage")


def test_those_who_follow_along_see_the_point_and_no_forms(unit, employee, client_of):
    meeting = _at(unit, "ideas")
    _raise(unit, employee)
    page = _get(client_of(employee), meeting)
    main = page[page.index("<main") : page.index("</main>")]
    assert "Vi leter etter nøkler" in main
    assert "<form" not in main
    assert f'data-live="/live/boards/{unit.pk}/"' in main


def test_attendance_counts_heads_and_never_names(unit, leader, client_of):
    meeting = _at(unit, "gather")
    data = {"head_count": 9, "shifts_present": ["day", "night"]}
    client_of(leader).post(reverse("improvement:meeting-attendance", args=[meeting.pk]), data)
    meeting.refresh_from_db()
    assert (meeting.head_count, meeting.shifts_present) == (9, ["day", "night"])
    page = _get(client_of(leader), meeting)
    assert "9 til stede" in page
    assert 'value="night" checked' in page


def test_attendance_that_is_wrong_comes_back_with_what_was_typed(unit, leader, client_of):
    meeting = _at(unit, "gather")
    response = client_of(leader).post(
        reverse("improvement:meeting-attendance", args=[meeting.pk]), {"head_count": 0, "shifts_present": ["day"]}
    )
    assert response.status_code == 422
    assert 'value="0"' in response.content.decode()


def test_goals_stand_with_target_value_and_a_quick_entry(unit, leader, client_of):
    goal = Goal.objects.create(
        unit=unit, name="Besøk før kl. 9", target=Decimal(40), current_value=Decimal(35), measurement_unit="besøk"
    )
    Goal.objects.create(unit=unit, name="Trivsel", kind="wellbeing")
    page = _get(client_of(leader), _at(unit, "goals"))
    assert "✗ Ikke i mål" in page
    assert "– Ingen verdi ennå" in page
    assert reverse("measures:goal-value", args=[goal.pk]) in page


def test_open_actions_show_owner_date_and_what_is_overdue(unit, leader, employee, client_of):
    meeting = _at(unit, "actions")
    idea = _raise(unit, employee, "Merk krokene")
    ideas.accept(idea=idea, by=None)
    ideas.plan(idea=idea, owner_id=employee.id, due_on=clock.today() - timedelta(days=1), by=None)
    task = meetings.record_outcome(
        meeting=meeting, kind="task", text="Kjøp kroker", owner_id=leader.id, due_on=clock.today(), by=None
    )
    page = _get(client_of(leader), meeting)
    assert page.count("⚠ Over fristen") == 1
    assert "Medarbeider" in page
    client_of(leader).post(
        reverse("improvement:outcome-done", args=[task.pk]), {"next": reverse("overview:meeting", args=[meeting.pk])}
    )
    assert Outcome.objects.get(pk=task.pk).done_on == clock.today()


def test_a_task_is_done_by_whoever_took_it_on_and_by_nobody_else(unit, leader, employee, client_of):
    task = meetings.record_outcome(
        meeting=_at(unit, "actions"), kind="task", text="Kjøp", owner_id=employee.id, due_on=clock.today(), by=None
    )
    address = reverse("improvement:outcome-done", args=[task.pk])
    assert client_of(make_person(unit=unit)).post(address).status_code == 403
    assert client_of(employee).post(address)["Location"] == reverse("overview:home")
    task.refresh_from_db()
    assert task.done_on == clock.today()


def test_new_ideas_come_one_after_another(unit, leader, employee, client_of):
    first, second, third = (_raise(unit, employee, text) for text in ("Første", "Andre", "Tredje"))
    meeting = _at(unit, "ideas")
    page = _get(client_of(leader), meeting, idea=str(second.pk))
    assert "Forslag 2 av 3" in page
    assert f"?idea={first.pk}" in page
    assert f"?idea={third.pk}" in page
    assert "Tredje" not in page
    assert "Forslag 1 av 3" in _get(client_of(leader), meeting)
    assert "Forslag 1 av 3" in _get(client_of(leader), meeting, idea="noe rart")


def test_moving_on_keeps_the_heads_that_were_counted(unit, leader, client_of):
    meeting, client = _at(unit, "gather"), client_of(leader)
    assert 'form="form-attendance" formnovalidate name="position" value="2"' in _get(client, meeting)
    address = reverse("improvement:meeting-attendance", args=[meeting.pk])
    assert "#point" in client.post(address, {"head_count": "7", "position": "2"})["Location"]
    meeting.refresh_from_db()
    assert (meeting.head_count, meeting.current_position) == (7, 2)
    meetings.go_to(meeting=meeting, position=1, by=None)
    client.post(address, {"head_count": "", "position": "2"})
    meeting.refresh_from_db()
    assert (meeting.head_count, meeting.current_position) == (7, 2), "nobody has to count to move on"
    assert client.post(address, {"head_count": "0", "position": "3"}).status_code == 422
    meeting.refresh_from_db()
    assert meeting.current_position == 2


def test_all_who_follow_along_see_the_idea_that_the_facilitator_stepped_to(unit, leader, employee, client_of):
    _raise(unit, employee, "Første")
    second = _raise(unit, employee, "Andre")
    meeting, share = _at(unit, "ideas"), f'hx-vals=\'{{"idea": "{second.pk}"}}\''
    assert share in _get(client_of(leader), meeting, idea=str(second.pk)), "the page tells of itself"
    assert share not in _get(client_of(employee), meeting, idea=str(second.pk))
    address = reverse("improvement:meeting-idea", args=[meeting.pk])
    assert client_of(employee).post(address, {"idea": str(second.pk)}).status_code == 403
    assert client_of(leader).post(address, {"idea": str(second.pk)}).status_code == 204
    followed = _get(client_of(employee), meeting, part="stage")
    assert "Forslag 2 av 2" in followed
    assert "Forrige forslag" not in followed, "whoever follows along does not step"
    assert share not in _get(client_of(leader), meeting, idea=str(second.pk)), "told once"


def test_an_idea_is_accepted_and_planned_on_the_spot(unit, leader, employee, client_of):
    idea = _raise(unit, employee)
    meeting = _at(unit, "ideas")
    client, here = client_of(leader), reverse("overview:meeting", args=[meeting.pk])
    back_here = f"{here}?idea={idea.pk}"
    accepted = client.post(
        reverse("improvement:idea-acceptance", args=[idea.pk]), {"version": idea.version, "next": back_here}
    )
    assert accepted["Location"] == back_here
    idea.refresh_from_db()
    page = _get(client, meeting, idea=str(idea.pk))
    assert "Godtatt. Hvem tar det, og til når?" in page
    assert f'<option value="{employee.id}">Medarbeider</option>' in page
    due = (clock.today() + timedelta(days=7)).isoformat()
    client.post(
        reverse("improvement:idea-plan", args=[idea.pk]),
        {"version": idea.version, "owner": str(employee.id), "due_on": due, "next": here},
    )
    idea.refresh_from_db()
    assert (idea.state, idea.owner_id) == (IdeaState.PLANNED, employee.id)
    assert "Ingen nye forslag venter." in _get(client, meeting)


@pytest.mark.parametrize(
    ("address", "answers", "state"),
    [
        ("idea-parking", {"reason": "Etter ferien"}, IdeaState.PARKED),
        ("idea-decline", {"reason": "For dyrt"}, IdeaState.DECLINED),
    ],
)
def test_an_idea_is_parked_or_declined_with_a_reason_on_the_spot(
    unit, leader, employee, client_of, address, answers, state
):
    idea = _raise(unit, employee)
    meeting = _at(unit, "ideas")
    where = reverse(f"improvement:{address}", args=[idea.pk])
    assert where in _get(client_of(leader), meeting)
    here = reverse("overview:meeting", args=[meeting.pk])
    response = client_of(leader).post(where, {"version": idea.version, "next": here, **answers})
    assert response["Location"] == here
    idea.refresh_from_db()
    assert idea.state == state


def test_a_facilitator_who_may_not_decide_is_told_what_to_do(unit, employee, client_of):
    facilitator = make_person(unit=unit, role=Role.FACILITATOR, role_unit=unit)
    idea = _raise(unit, employee)
    page = _get(client_of(facilitator), _at(unit, "ideas"))
    assert reverse("improvement:idea-acceptance", args=[idea.pk]) not in page
    assert "Lederen for enheten bestemmer." in page


def test_an_anonymous_idea_is_shown_without_an_author(unit, leader, client_of):
    meeting = _at(unit, "ideas")
    anonymous.submit(unit=unit, kind="wish", problem="Det er for kaldt", client_key=uuid4())
    anonymous.publish_waiting()
    page = _get(client_of(leader), meeting)
    assert "Det er for kaldt" in page
    assert "Anonym" in page


def test_a_measured_trial_is_evaluated_on_the_spot(unit, leader, employee, client_of):
    idea = _tested(unit, employee)
    meeting = _at(unit, "evaluate")
    client = client_of(leader)
    assert "Fargede kroker" in _get(client, meeting)
    ideas.record_result(idea=idea, result="Fem minutter spart", by=None)
    page = _get(client, meeting)
    assert "Fem minutter spart" in page
    answers = {"worked": "yes", "learned": "Farger hjelper", "decision": "keep", "version": idea.version}
    here = reverse("overview:meeting", args=[meeting.pk])
    client.post(reverse("improvement:idea-evaluation", args=[idea.pk]), {**answers, "next": here})
    idea.refresh_from_db()
    assert idea.state == IdeaState.EVALUATED
    assert reverse("improvement:idea-standard", args=[idea.pk]) in _get(client, meeting)


def test_a_trial_is_started_from_the_meeting(unit, leader, employee, client_of):
    idea = _raise(unit, employee)
    ideas.accept(idea=idea, by=None)
    ideas.plan(idea=idea, owner_id=employee.id, due_on=clock.today(), by=None)
    meeting = _at(unit, "actions")
    data = {"kind": "trial", "text": "Fargede kroker", "idea": str(idea.pk), "due_on": clock.today(), "position": 3}
    client_of(leader).post(reverse("improvement:meeting-outcomes", args=[meeting.pk]), data)
    idea.refresh_from_db()
    assert idea.state == IdeaState.TESTING
    assert meeting.outcomes.get().item.key == "actions"


def test_an_outcome_that_lacks_something_comes_back_with_what_was_typed(unit, leader, client_of):
    meeting = _at(unit, "actions")
    address = reverse("improvement:meeting-outcomes", args=[meeting.pk])
    response = client_of(leader).post(address, {"kind": "task", "text": "Kjøp kroker"})
    assert response.status_code == 422
    page = response.content.decode()
    assert "Kjøp kroker" in page
    assert "En oppgave trenger en som gjør den, og en frist." in page
    assert not Outcome.objects.exists()


def test_an_outcome_that_is_sent_twice_is_written_down_once(unit, leader, client_of):
    meeting = _at(unit, "actions")
    data = {"kind": "decision", "text": "Vi starter kl. 8", "request_key": str(uuid4())}
    for _ in range(2):
        client_of(leader).post(reverse("improvement:meeting-outcomes", args=[meeting.pk]), data)
    assert meeting.outcomes.count() == 1


def test_closing_leads_to_the_minutes_and_plans_the_next_meeting(unit, leader, employee, client_of):
    meeting = _at(unit, "thanks", by=leader)
    client = client_of(leader)
    client.post(reverse("improvement:meeting-recognition", args=[meeting.pk]), {"text": "Takk til nattevakta"})
    closed = client.post(
        reverse("improvement:meeting-closure", args=[meeting.pk]),
        {"next_facilitator": str(leader.id), "remarks": "Godt møte"},
    )
    assert closed["Location"] == reverse("improvement:meeting-minutes", args=[meeting.pk])
    minutes = client_of(employee).get(closed["Location"]).content.decode()
    assert "Takk til nattevakta" in minutes
    assert "Godt møte" in minutes
    following = BoardMeeting.objects.get(state=MeetingState.DRAFT)
    assert (following.planned_on, following.facilitator_id) == (clock.today() + timedelta(days=7), leader.id)


def test_a_thank_you_that_was_written_is_not_lost_when_the_meeting_closes(unit, leader, client_of):
    meeting, client = _at(unit, "thanks", by=leader), client_of(leader)
    page = _get(client, meeting)
    assert f'formaction="{reverse("improvement:meeting-recognition", args=[meeting.pk])}"' in page
    for _ in range(2):
        client.post(reverse("improvement:meeting-closure", args=[meeting.pk]), {"text": "Takk til nattevakta"})
    assert Recognition.objects.filter(meeting=meeting).count() == 1


def test_a_closed_meeting_shows_its_minutes_and_takes_nothing_more(unit, leader, client_of):
    meeting = hold_meeting(unit, clock.today() - timedelta(days=7))
    client = client_of(leader)
    here = reverse("overview:meeting", args=[meeting.pk])
    assert client.get(here)["Location"] == reverse("improvement:meeting-minutes", args=[meeting.pk])
    assert "Møtet er avsluttet." in _get(client, meeting, part="stage")
    client.post(reverse("improvement:meeting-recognition", args=[meeting.pk]), {"text": "For sent"})
    client.post(reverse("improvement:meeting-closure", args=[meeting.pk]), {"remarks": "For sent"})
    response = client.post(
        reverse("improvement:meeting-outcomes", args=[meeting.pk]), {"kind": "decision", "text": "For sent"}
    )
    assert response.status_code == 422
    meeting.refresh_from_db()
    assert (meeting.remarks, meeting.outcomes.count()) == ("", 0)


def test_somebody_elses_change_of_the_plan_is_shown_and_nothing_typed_is_lost(unit, leader, client_of):
    meeting = make_meeting(unit, on=clock.today() + timedelta(days=3))
    first, mine = (clock.today() + timedelta(days=days) for days in (4, 5))
    meetings.replan(meeting=meeting, planned_on=first, by=None)
    address = reverse("improvement:meeting-plan", args=[meeting.pk])
    response = client_of(leader).post(address, {"planned_on": mine.isoformat(), "version": 1})
    assert response.status_code == 409
    page = response.content.decode()
    assert f'value="{mine.isoformat()}"' in page
    assert "Nå lagret:" in page
    again = client_of(leader).post(address, {"planned_on": mine.isoformat(), "version": 2})
    assert again.status_code == 302
    meeting.refresh_from_db()
    assert meeting.planned_on == mine


def test_the_list_of_meetings_shows_held_and_missed(unit, employee, client_of):
    hold_meeting(unit, clock.today() - timedelta(days=14))
    page = client_of(employee).get(reverse("improvement:meeting-list", args=[unit.pk])).content.decode()
    assert "1 av 2 planlagte møter er holdt det siste halvåret." in page
    assert (page.count("✓ Holdt</span>"), page.count("✗ Ikke holdt</span>")) == (1, 1)
    assert reverse("improvement:meeting-new", args=[unit.pk]) not in page


def test_a_new_meeting_is_planned(unit, leader, client_of):
    address = reverse("improvement:meeting-new", args=[unit.pk])
    make_meeting(unit, on=clock.today() + timedelta(days=30))
    day = clock.today() + timedelta(days=2)
    response = client_of(leader).post(address, {"planned_on": day.isoformat(), "planned_time": "08:15"})
    meeting = BoardMeeting.objects.get(planned_on=day)
    assert response["Location"] == reverse("overview:meeting", args=[meeting.pk])
    again = client_of(leader).post(address, {"planned_on": day.isoformat()})
    assert (again.status_code, BoardMeeting.objects.count()) == (422, 2)


@pytest.mark.parametrize("key", list(POSITION))
def test_the_screen_takes_as_many_queries_for_many_rows_as_for_one(unit, leader, employee, key):
    meeting = _at(unit, key)
    viewer = viewer_of(leader)

    def add_one_of_each():
        _raise(unit, employee)
        _tested(unit, employee)
        Goal.objects.create(unit=unit, name="Et mål")
        meetings.record_outcome(
            meeting=meeting, kind="task", text="Gjør", owner_id=employee.id, due_on=clock.today(), by=None
        )
        meetings.recognise(unit=unit, text="Takk", meeting=meeting, by=None)

    def queries():
        meeting_screen(viewer, meeting)
        with CaptureQueriesContext(connection) as captured:
            meeting_screen(viewer, meeting)
        return len(captured)

    add_one_of_each()
    count = queries()
    add_one_of_each()
    add_one_of_each()
    assert queries() == count
