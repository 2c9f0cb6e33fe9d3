"""Effort and impact, five whys, and what builds on what."""

import pytest
from django.urls import reverse

from laeringslean.attention.queries.news import news_of
from laeringslean.foundation.models import EditConflict, Event
from laeringslean.improvement.actions import boards, thinking
from laeringslean.improvement.actions.thinking import ThinkingRefused
from laeringslean.improvement.models import EffortImpact, FiveWhys, IdeaSource, Recognition
from laeringslean.improvement.queries.thinking import grid_of, thinking_of
from laeringslean.organisation.access.roles import Role
from tests.factories.improvement import make_idea
from tests.factories.organisation import make_person, make_unit, viewer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(db):
    return make_unit("Hjemmetjenesten Sør")


@pytest.fixture
def employee(unit):
    return make_person("Anne Ansatt", unit=unit)


def place(idea, effort, impact, **facts):
    return thinking.place(idea=idea, effort=effort, impact=impact, by=None, **facts)


def test_a_place_is_kept_moved_and_taken_off_and_the_board_is_told(unit):
    idea = make_idea(unit)
    before = boards.ensure(unit.id).cards_version
    place(idea, 1, 3)
    place(idea, 2, 3)
    thinking.take_off(idea=idea, by=None)
    assert not EffortImpact.objects.exists()
    told = Event.objects.filter(subject_id=idea.id).exclude(kind="improvement.idea.raised").order_by("sequence")
    assert [event.kind for event in told] == [
        "improvement.idea.placed",
        "improvement.idea.placed",
        "improvement.idea.taken-off",
    ]
    assert [event.details["board_version"] for event in told] == [before + 1, before + 2, before + 3]


def test_the_row_of_a_place_names_nobody():
    assert {field.name for field in EffortImpact._meta.fields} == {
        "id",
        "tenant",
        "version",
        "idea",
        "effort",
        "impact",
        "placed_on",
    }


def test_two_who_place_at_once_are_told_of_each_other(unit):
    idea = make_idea(unit)
    place(idea, 1, 3, expected_version=0)
    with pytest.raises(EditConflict):
        place(idea, 3, 3, expected_version=0)
    place(idea, 1, 3, expected_version=0)
    stored = EffortImpact.objects.get()
    assert (stored.effort, stored.impact, stored.version) == (1, 3, 1)


def test_what_is_not_on_the_grid_is_refused(unit):
    with pytest.raises(ThinkingRefused):
        place(make_idea(unit), 4, 1)


def test_the_grid_shows_most_for_least_first_and_what_has_no_place(unit):
    heavy, easy, useful, unplaced = (make_idea(unit, proposal=word) for word in ("Tungt", "Lett", "Nyttig", "Ny"))
    finished = make_idea(unit, state="declined")
    make_idea(unit, state="testing")
    place(heavy, 3, 1)
    place(easy, 1, 3)
    place(useful, 2, 3)
    place(finished, 1, 3)
    grid = grid_of(unit.id)
    assert [one.idea for one in grid.placed] == [easy, useful, heavy]
    assert grid.unplaced == [unplaced]
    top = grid.rows[0][1]
    assert [[one.idea for one in cell.placed] for cell in top] == [[easy], [useful], []]
    assert [cell.is_quick_win for cell in top] == [True, False, False]


@pytest.mark.parametrize("number", [1, 3])
def test_the_grid_asks_the_same_however_many_there_are(
    number, unit, employee, client_of, django_assert_max_num_queries
):
    for _ in range(number):
        place(make_idea(unit), 1, 3)
        make_idea(unit)
    client = client_of(employee)
    client.get("/")
    with django_assert_max_num_queries(11):
        assert client.get(reverse("improvement:unit-grid", args=[unit.pk])).status_code == 200


def test_a_form_that_saw_an_older_place_comes_back_with_both(unit, employee, client_of):
    idea = make_idea(unit)
    place(idea, 1, 3)
    url = reverse("improvement:idea-place", args=[idea.pk])
    answer = client_of(employee).post(url, {"effort": "3", "impact": "1", "version": "0"})
    assert answer.status_code == 409
    assert "Lite arbeid, gir mye" in answer.content.decode()
    again = client_of(employee).post(url, {"effort": "3", "impact": "1", "version": "1"})
    assert again.status_code == 302
    assert EffortImpact.objects.get().effort == 3


def test_whys_are_saved_together_with_the_root_cause(unit, employee, client_of):
    idea = make_idea(unit)
    url = reverse("improvement:idea-whys", args=[idea.pk])
    client = client_of(employee)
    sent = {
        "version": "0",
        "why_1": "Ingen vet hvor de er",
        "why_2": "",
        "why_3": "Det er ingen fast plass",
        "root": "3",
    }
    assert client.post(url, sent).status_code == 302
    whys = FiveWhys.objects.get()
    assert whys.answers == ["Ingen vet hvor de er", "Det er ingen fast plass"]
    assert whys.root_cause == "Det er ingen fast plass"
    assert client.post(url, sent).status_code == 409
    page = client.get(url).content.decode()
    assert "«Ingen vet hvor de er»" in page


def test_a_sixth_and_a_seventh_why_come_when_five_are_answered_and_no_more(unit, employee, client_of):
    idea = make_idea(unit)
    url = reverse("improvement:idea-whys", args=[idea.pk])
    client = client_of(employee)
    for number, shown in ((0, 5), (4, 5), (5, 6), (6, 7), (7, 7)):
        thinking.ask_why(idea=idea, answers=[f"Fordi {n}" for n in range(number)], root=None, by=None)
        page = client.get(url).content.decode()
        assert [f'name="why_{n}"' in page for n in range(1, 9)] == [n <= shown for n in range(1, 9)]
    with pytest.raises(ThinkingRefused):
        thinking.ask_why(idea=idea, answers=["Fordi"] * 8, root=None, by=None)


def test_a_root_cause_that_is_empty_is_none(unit):
    whys = thinking.ask_why(idea=make_idea(unit), answers=["Fordi", ""], root=2, by=None)
    assert whys.root_cause == ""


def test_the_team_that_had_the_idea_first_is_told_and_thanked(unit, employee, client_of):
    other = make_unit("Regnskap")
    proposer = make_person("Per Proposer", unit=other)
    source = make_idea(other, by=proposer, state="standardised")
    idea = make_idea(unit)
    coordinator = make_person(unit=unit, role=Role.LEAN_COORDINATOR)
    url = reverse("improvement:idea-sources", args=[idea.pk])
    client = client_of(coordinator)
    assert str(source.pk) in client.get(url).content.decode()
    unfinished = make_idea(other, by=proposer)
    assert client.post(url, {"source": str(unfinished.pk), "thanks": ""}).status_code == 404
    sent = {"source": str(source.pk), "thanks": "Takk for ideen"}
    assert client.post(url, sent).status_code == 302
    assert client.post(url, sent).status_code == 302
    assert IdeaSource.objects.count() == 1
    given = Recognition.objects.get()
    assert (given.unit, given.to_unit, given.idea) == (unit, other, source)
    assert any("bygger" in news.text or "builds" in news.text for news in news_of(viewer_of(proposer)))
    assert thinking_of(viewer_of(proposer), source).built_on_by == ["Hjemmetjenesten Sør"]
    # The employee of the unit sees the link only when they may see what it leads to.
    assert thinking_of(viewer_of(employee), idea).sources == []
    removal = reverse("improvement:idea-source-removal", args=[idea.pk, source.pk])
    assert client.post(removal).status_code == 302
    assert not IdeaSource.objects.exists()


def test_two_ideas_do_not_build_on_each_other(unit):
    one, two = make_idea(unit), make_idea(unit)
    thinking.build_on(idea=one, source=two, by=None)
    for idea, source in ((two, one), (one, one)):
        with pytest.raises(ThinkingRefused):
            thinking.build_on(idea=idea, source=source, by=None)
