"""Ideas that are like what somebody is writing: found by other words, only what one may see, at little cost."""

import json
import logging
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from laeringslean.foundation.models import Event
from laeringslean.improvement.actions import ideas
from laeringslean.improvement.models import Idea
from laeringslean.improvement.queries import similar
from laeringslean.improvement.queries.similar import similar_ideas
from laeringslean.organisation.access.roles import Role
from tests.factories.improvement import make_idea, make_method
from tests.factories.organisation import make_person, make_unit, viewer_of

pytestmark = pytest.mark.django_db
SIMILAR = reverse("improvement:idea-similar")
LABELLED = Path(__file__).parent / "similar"
CORPUS = json.loads((LABELLED / "corpus.json").read_text(encoding="utf-8"))
QUERIES = json.loads((LABELLED / "queries.json").read_text(encoding="utf-8"))
TEXT = "Vi leter etter bilnyklane kvar morgon"


@pytest.fixture
def unit():
    make_method()
    return make_unit("Hjemmetjenesten")


@pytest.fixture
def nurse(unit):
    return make_person("Kari Nordmann", unit=unit)


def _titles(viewer, text=TEXT):
    return [found.idea.title for found in similar_ideas(viewer, text)]


# The labelled set


def _recall(viewer, queries):
    found = [
        query["finds"] in {one.idea.external_id for one in similar_ideas(viewer, query["query"])} for query in queries
    ]
    return sum(found) / len(found)


def test_recall_at_five_of_the_labelled_set(unit, nurse):
    for entry in CORPUS:
        answers = {name: entry[name] for name in ("problem", "proposal", "expected_effect")}
        make_idea(unit, external_id=entry["key"], **answers)
    viewer = viewer_of(nurse)
    assert _recall(viewer, QUERIES) >= 0.8
    # Written when the words and weights stood, for ideas drawn by lot; nothing was changed for their sake.
    assert _recall(viewer, [query for query in QUERIES if query["set"] == "held out"]) >= 0.7
    for language in ("nb", "nn"):
        assert _recall(viewer, [query for query in QUERIES if query["language"] == language]) >= 0.8


def test_the_labelled_set_is_one_of_paraphrases():
    by_key = {entry["key"]: entry for entry in CORPUS}
    assert len(by_key) == len(CORPUS) >= 150 and len(QUERIES) >= 30
    assert min(sum(query["language"] == language for query in QUERIES) for language in ("nb", "nn")) >= 15
    assert sum(query["set"] == "held out" for query in QUERIES) >= 10
    for query in QUERIES:
        title = (by_key[query["finds"]]["proposal"] or by_key[query["finds"]]["problem"]).lower().split()
        shared = [word for word in set(query["query"].lower().split()) & set(title) if len(word) > 4]
        assert len(shared) <= 2, (query["query"], shared)


# Who sees what


def test_another_unit_s_ideas_stay_hidden_however_alike_they_are(unit, nurse):
    make_idea(make_unit("Barnevernet"), problem="Bilnøklene er borte hver morgen", proposal="Hemmelig krok")
    make_idea(unit, problem="Bilnøkler ligger i lommer", proposal="Synlig krok")
    assert _titles(viewer_of(nurse)) == ["Synlig krok"]


def test_who_loses_the_right_sees_nothing_more_though_it_was_shown_before(unit):
    make_idea(unit, proposal="Krok til bilnøklene")
    inside = make_person(unit=unit)
    assert _titles(viewer_of(inside)) == ["Krok til bilnøklene"]
    outside = make_person(unit=make_unit("Skolen"))
    assert _titles(viewer_of(outside)) == []


def test_one_s_own_idea_in_another_unit_and_all_units_for_the_coordinator(unit):
    mover = make_person(unit=make_unit("Skolen"))
    make_idea(unit, by=mover, proposal="Krok til bilnøklene")
    coordinator = make_person(role=Role.LEAN_COORDINATOR)
    assert _titles(viewer_of(mover)) == _titles(viewer_of(coordinator)) == ["Krok til bilnøklene"]


def test_those_one_may_see_are_found_behind_many_that_one_may_not(unit, nurse, monkeypatch):
    monkeypatch.setattr(similar, "_BATCH", 3)
    hidden = make_unit("Barnevernet")
    for number in range(10):
        make_idea(hidden, problem="Vi leter etter bilnøklene hver morgen", proposal=f"Krok {number}")
    make_idea(unit, problem="Bilnøkler ligger i lommer og vi må lete litt ekstra", proposal="Vår egen krok")
    assert _titles(viewer_of(nurse)) == ["Vår egen krok"]


def test_beside_one_that_is_much_alike_others_that_are_hardly_so_are_left_out(unit, nurse):
    make_idea(unit, problem="Vi leter etter bilnøklene hver morgen", proposal="Krok")
    make_idea(unit, problem="Morgenen er travel for alle", proposal="Ro")
    assert _titles(viewer_of(nurse)) == ["Krok"]


def test_at_most_five_and_none_for_a_short_text(unit, nurse):
    for number in range(7):
        make_idea(unit, proposal=f"Krok {number} til bilnøklene")
    assert len(_titles(viewer_of(nurse))) == 5
    assert _titles(viewer_of(nurse), "bilnøklene") == []
    assert _titles(viewer_of(nurse), "bilnøklene".center(40)) == []


def test_what_is_written_raised_or_moved_meanwhile_is_seen_at_once(unit, nurse):
    viewer = viewer_of(nurse)
    assert _titles(viewer) == []
    idea = make_idea(unit, proposal="Krok til bilnøklene")
    assert _titles(viewer) == ["Krok til bilnøklene"]
    ideas.edit(idea=idea, kind="suggestion", problem="Maten er kald", proposal="Lokk", by=None)
    assert _titles(viewer) == []
    assert _titles(viewer, "Middagen er kald når den kommer") == ["Lokk"]


def test_ideas_equally_alike_come_in_the_same_order_on_every_database(unit, nurse):
    made = [make_idea(unit, problem="Bilnøklene er borte", proposal="Krok") for _ in range(4)]
    similar.forget_similar()
    found = [one.idea.pk for one in similar_ideas(viewer_of(nurse), TEXT)]
    assert found == sorted(idea.pk for idea in made)


# The fragment


def test_fragment_shows_title_unit_state_and_what_was_learned_in_a_new_tab(client_of, unit, nurse):
    evaluated = make_idea(unit, state="evaluated", proposal="Krok til bilnøklene")
    page = client_of(nurse).post(SIMILAR, {"problem": TEXT}).content.decode()
    assert reverse("improvement:idea-detail", args=[evaluated.pk]) in page
    assert all(word in page for word in ("Krok til bilnøklene", unit.name, "Lærdom: At det går", "Evaluert"))
    assert 'target="_blank"' in page and "(ny fane)" in page


def test_what_is_shown_already_is_not_sent_again(client_of, unit, nurse):
    idea = make_idea(unit, proposal="Krok til bilnøklene")
    client = client_of(nurse)
    assert client.post(SIMILAR, {"problem": TEXT, "shown": str(idea.pk)}).status_code == 204
    assert client.post(SIMILAR, {"problem": "kort", "shown": ""}).status_code == 204
    emptied = client.post(SIMILAR, {"problem": "kort", "shown": str(idea.pk)})
    assert (emptied.status_code, emptied.content.strip()) == (200, b"")


def test_nothing_is_stored_or_logged_and_no_address_holds_what_was_typed(client_of, unit, nurse, caplog):
    make_idea(unit, proposal="Krok til bilnøklene")
    client = client_of(nurse)
    client.post(SIMILAR, {"problem": TEXT})
    events = Event.objects.count()
    with (
        caplog.at_level(logging.DEBUG, logger="laeringslean"),
        CaptureQueriesContext(
            connection,
        ) as asked,
    ):
        response = client.post(SIMILAR, {"problem": TEXT})
    assert all(query["sql"].lstrip().startswith("SELECT") for query in asked.captured_queries)
    assert not any("bilnyklane" in query["sql"] for query in asked.captured_queries)
    assert "bilnyklane" not in caplog.text
    assert (Event.objects.count(), response["Cache-Control"]) == (events, "no-store")
    assert client.get(SIMILAR).status_code == 405


def test_the_form_s_keys_and_author_are_not_sent_along(client_of, nurse):
    page = client_of(nurse).get(reverse("improvement:idea-new")).content.decode()
    asker = page[page.index("<div hidden data-similar=") :]
    # htmx sends the whole form round an element that posts, so this one stands behind the form's end.
    assert page.index("</form>", page.index('id="idea-form"')) < page.index("<div hidden data-similar=")
    assert 'hx-include="#id_problem, #id_proposal, #id_expected_effect"' in asker[: asker.index("</div>")]


@pytest.mark.parametrize("number", [3, 60])
def test_a_pause_in_typing_costs_the_same_few_queries_however_many_ideas_there_are(unit, nurse, number):
    for count in range(number):
        make_idea(unit, proposal=f"Krok {count} til bilnøklene")
    viewer = viewer_of(nurse)
    similar_ideas(viewer, TEXT)
    with CaptureQueriesContext(connection) as asked:
        similar_ideas(viewer, TEXT)
    # The stamp, which of them one may see, the five, what was learned.
    assert len(asked) == 4


def test_only_what_has_changed_is_read_again(unit, nurse, monkeypatch):
    made = [make_idea(unit, proposal=f"Krok {number} til bilnøklene") for number in range(5)]
    viewer = viewer_of(nurse)
    similar_ideas(viewer, TEXT)
    put = []
    keep = similar.Likeness.put
    monkeypatch.setattr(similar.Likeness, "put", lambda self, key, text: (put.append(key), keep(self, key, text)))
    similar_ideas(viewer, TEXT)
    assert put == []
    ideas.discuss(idea=Idea.objects.get(pk=made[2].pk), by=None)
    similar_ideas(viewer, TEXT)
    assert put == [made[2].pk]
