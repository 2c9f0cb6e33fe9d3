"""Searching the list of ideas: every form of a word, in both written standards, and rows of release 0.1.0 too."""

import pytest

from laeringslean.improvement.actions import ideas
from laeringslean.improvement.actions.search_texts import complete_search_texts
from laeringslean.improvement.models import Idea
from laeringslean.improvement.queries.ideas import search
from tests.factories.improvement import make_idea, make_method
from tests.factories.organisation import make_person, make_unit, viewer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    make_method()
    return make_unit("Hjemmetjenesten")


@pytest.fixture
def found(unit):
    viewer = viewer_of(make_person(unit=unit))
    return lambda words: [idea.problem for idea in search(viewer, {"q": words})]


@pytest.mark.parametrize(
    "words", ["nøkkel", "nøklene", "nyklane", "NYKEL", "nøkler", "er nøkkelen der", "nøkkelen bilen"]
)
def test_every_form_of_a_word_finds_it(unit, found, words):
    make_idea(unit, problem="Bilen står, for nøkkelen mangler", proposal="")
    make_idea(unit, problem="Maten er kald", proposal="")
    assert found(words) == ["Bilen står, for nøkkelen mangler"]


@pytest.mark.parametrize("words", ["nøkkel", "nyklane", "boksene", "nøkkelboks", "nøkkelbok"])
def test_parts_of_compounds_and_beginnings_of_words_find_them(unit, found, words):
    make_idea(unit, problem="Tre nøkkelbokser satt fast", proposal="")
    assert found(words) == ["Tre nøkkelbokser satt fast"]


def test_all_words_must_occur_and_small_words_alone_are_looked_for_as_typed(unit, found):
    make_idea(unit, problem="Nøkkelen er borte", proposal="")
    assert found("nøkler maten") == []
    assert found("nøkler på bordet") == []
    assert found("er") == ["Nøkkelen er borte"]
    assert found("ikke") == []


def test_signs_of_the_database_s_own_mean_themselves(unit, found):
    make_idea(unit, problem="Rabatt på 100 %", proposal="")
    make_idea(unit, problem="Vi har 100 stoler", proposal="")
    assert found("100 %") == ["Rabatt på 100 %"]
    assert found("_") == []


def test_ideas_of_release_0_1_0_are_found_by_their_own_words_and_get_stems_from_migrate_or_an_edit(unit, found):
    old = make_idea(unit, problem="Bilnøklene er borte", proposal="")
    edited = make_idea(unit, problem="Her er nøklene", proposal="")
    for idea in (old, edited):
        Idea.objects.filter(pk=idea.pk).update(search_text=idea.problem.lower())
    assert found("bilnøklene") == found("bilnøk") == ["Bilnøklene er borte"]
    assert found("bilnykel nøkkel") == []
    ideas.edit(idea=Idea.objects.get(pk=edited.pk), kind="suggestion", problem="Her er nøklene nå", by=None)
    assert found("nykel") == ["Her er nøklene nå"]
    assert (complete_search_texts(), complete_search_texts()) == (1, 0)
    assert set(found("nykel")) == {"Bilnøklene er borte", "Her er nøklene nå"}
    assert Idea.objects.get(pk=old.pk).version == old.version
