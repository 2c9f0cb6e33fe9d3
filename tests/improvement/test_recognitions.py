"""Thanks and learnings: given, found again, and for teams only."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from laeringslean.foundation import clock
from laeringslean.foundation.models import Event
from laeringslean.improvement.actions import boards, meetings, recognitions, thinking
from laeringslean.improvement.actions.recognitions import RecognitionRefused
from laeringslean.improvement.actions.search_texts import complete_search_texts
from laeringslean.improvement.models import BoardMeeting, Idea, MeetingState, Recognition
from laeringslean.improvement.queries.recognitions import milestones_of, recognitions_for, reuses_of
from laeringslean.organisation.access.roles import Role
from laeringslean.overview.queries.boards import recognitions_of
from tests.factories.improvement import make_idea, make_method
from tests.factories.meetings import start_meeting
from tests.factories.organisation import make_person, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(db):
    make_method()
    return make_unit("Hjemmetjenesten Sør")


@pytest.fixture
def employee(unit):
    return make_person("Anne Ansatt", unit=unit)


def give(unit, text="Takk til kveldsvakta", **facts):
    return recognitions.give(unit=unit, text=text, by=None, **facts)


def test_no_field_and_no_count_is_for_a_person():
    linked = {field.related_model.__name__ for field in Recognition._meta.fields if field.related_model}
    assert linked == {"Tenant", "Unit", "BoardMeeting", "Idea"}


def test_a_thank_you_for_another_unit_hangs_on_both_boards_and_both_are_told(unit):
    other = make_unit("Kjøkkenet")
    before = [boards.ensure(place.id).cards_version for place in (unit, other)]
    give(unit, "Takk for maten", to_unit=other)
    assert recognitions_of(unit.id) == recognitions_of(other.id) == ["Takk for maten"]
    assert [boards.ensure(place.id).cards_version for place in (unit, other)] == [n + 1 for n in before]
    told = Event.objects.filter(kind__startswith="improvement.recognition.")
    assert {event.unit_id: event.kind.rpartition(".")[2] for event in told} == {
        unit.id: "given",
        other.id: "received",
    }


def test_one_for_the_unit_itself_is_given_once(unit):
    assert give(unit, to_unit=unit).to_unit is None
    assert recognitions_of(unit.id) == ["Takk til kveldsvakta"]


def test_an_empty_one_is_refused(unit):
    with pytest.raises(RecognitionRefused):
        give(unit, "  ")


def test_they_are_found_by_other_forms_of_a_word_and_by_kind(unit):
    thanks = give(unit, "Takk til ØYA for hjelpen med nøklene")
    learned = give(unit, "Krok ved døra virket ikke", kind="learned")
    assert list(recognitions_for(unit.id, words="nøkkel øya")) == [thanks]
    assert list(recognitions_for(unit.id, kind="learned")) == [learned]
    assert list(recognitions_for(unit.id, words="nøkkel", kind="learned")) == []
    assert list(recognitions_for(unit.id)) == [learned, thanks]


def test_those_given_before_there_was_a_search_are_completed(unit):
    given = give(unit)
    Recognition.objects.update(search_text="")
    assert complete_search_texts() == 1
    assert complete_search_texts() == 0
    assert list(recognitions_for(unit.id, words="kveldsvakter")) == [given]


def test_an_employee_shares_what_was_learned_from_an_idea(unit, employee, client_of):
    idea = make_idea(unit, state="dropped")
    url = reverse("improvement:recognition-new", args=[unit.pk])
    client = client_of(employee)
    assert 'value="learned" id="id_kind_1" required checked' in client.get(f"{url}?idea={idea.pk}").content.decode()
    sent = {"kind": "learned", "text": "Skapet var for lite", "idea": str(idea.pk), "to_unit": ""}
    assert client.post(url, sent).status_code == 302
    given = Recognition.objects.get()
    assert (given.kind, given.idea, given.to_unit) == ("learned", idea, None)
    page = client.get(reverse("improvement:recognition-list", args=[unit.pk])).content.decode()
    assert "Skapet var for lite" in page
    assert reverse("improvement:idea-detail", args=[idea.pk]) in page


def test_an_idea_that_one_may_not_see_is_neither_linked_nor_named(unit, client_of):
    other = make_unit("Kjøkkenet")
    idea = make_idea(unit, proposal="Hemmelig skap")
    give(unit, "Takk for hjelpen", to_unit=other, idea=idea)
    cook = make_person("Kai Kokk", unit=other)
    page = client_of(cook).get(reverse("improvement:recognition-list", args=[other.pk])).content.decode()
    assert "Takk for hjelpen" in page
    assert "Hemmelig skap" not in page


def test_learnings_across_units_are_those_one_may_read(unit, employee, client_of):
    mine = make_idea(unit, state="dropped", problem="Nøklene er borte")
    theirs = make_idea(make_unit("Regnskap"), state="closed")
    url = reverse("improvement:learning-list")
    page = client_of(employee).get(url).content.decode()
    assert str(mine.pk) in page
    assert str(theirs.pk) not in page
    coordinator = make_person("Kari Koordinator", unit=unit, role=Role.LEAN_COORDINATOR)
    assert str(theirs.pk) in client_of(coordinator).get(url).content.decode()
    for words, found in (("nøkkel", True), ("AT DET går", True), ("regnskap", False)):
        assert (str(mine.pk) in client_of(employee).get(url, {"q": words}).content.decode()) is found


def test_the_last_point_of_the_meeting_can_say_what_was_learned(unit, client_of):
    leader = make_person("Line Leder", unit=unit, role=Role.DEPARTMENT_MANAGER, role_unit=unit)
    meeting = start_meeting(unit, leader)
    client = client_of(leader)
    url = reverse("improvement:meeting-recognition", args=[meeting.pk])
    client.post(url, {"text": "To kroker er nok", "recognition_kind": "learned"})
    client.post(url, {"text": "Takk til natta"})
    assert list(Recognition.objects.order_by("id").values_list("kind", "meeting")) == [
        ("learned", meeting.pk),
        ("thanks", meeting.pk),
    ]
    meetings.attend(meeting=meeting, head_count=6, shifts_present=[], by=leader.id)
    client.post(reverse("improvement:meeting-closure", args=[meeting.pk]), {"text": "Og til slutt", "remarks": ""})
    assert Recognition.objects.order_by("id").last().kind == "thanks"


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("name", ["recognition-list", "learning-list"])
def test_the_lists_ask_the_same_however_many_there_are(
    name, number, unit, employee, client_of, django_assert_max_num_queries
):
    other = make_unit("Kjøkkenet")
    for _ in range(number):
        idea = make_idea(unit, state="closed")
        give(unit, to_unit=other, idea=idea)
        thinking.build_on(idea=make_idea(other), source=idea, by=None)
    client = client_of(employee)
    client.get("/")
    url = reverse(f"improvement:{name}", args=[unit.pk] if name == "recognition-list" else [])
    with django_assert_max_num_queries(11):
        assert client.get(url).status_code == 200


def test_others_that_build_on_the_ideas_are_units_and_not_the_unit_itself(unit):
    source = make_idea(unit, state="closed")
    thinking.build_on(idea=make_idea(make_unit("Kjøkkenet")), source=source, by=None)
    thinking.build_on(idea=make_idea(unit), source=source, by=None)
    assert [(reuse.unit_name, reuse.source) for reuse in reuses_of(unit.id)] == [("Kjøkkenet", source)]


def test_milestones_are_of_the_unit_and_come_from_what_happened(unit):
    assert milestones_of(unit.id) == []
    today = clock.today()
    for n in range(10):
        idea = make_idea(unit)
        Idea.objects.filter(pk=idea.pk).update(state="done", done_on=today - timedelta(days=10 - n))
    begun = date(today.year - 1, today.month, min(today.day, 28))
    for day in (begun, begun + timedelta(days=350)):
        BoardMeeting.objects.create(unit=unit, planned_on=day, state=MeetingState.CLOSED)
    reached = [(one.text, one.on) for one in milestones_of(unit.id)]
    assert ("10 forslag gjennomført", today - timedelta(days=1)) in reached
    assert ("1 år med tavlemøter", date(today.year, begun.month, begun.day)) in reached
    assert reached[-1] == ("Det første tavlemøtet", begun)


def test_a_year_without_meetings_at_its_end_is_none(unit):
    today = clock.today()
    begun = date(today.year - 1, today.month, min(today.day, 28))
    BoardMeeting.objects.create(unit=unit, planned_on=begun, state=MeetingState.CLOSED)
    assert [one.text for one in milestones_of(unit.id)] == ["Det første tavlemøtet"]
