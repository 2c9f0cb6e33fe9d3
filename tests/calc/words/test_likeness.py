"""Texts that are alike: what ranks first, and what must hold of any texts."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laeringslean.calc.words import Likeness

WORDS = ["nøkkel", "bil", "lete", "møte", "tolk", "barn", "søknad", "håndkle", "medisin", "lys", "nykel", "bilnøkkel"]
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)
CORPUS = st.dictionaries(st.integers(0, 30), TEXTS, min_size=1, max_size=12)


def _held(texts):
    likeness = Likeness()
    for key, text in texts.items():
        likeness.put(key, text)
    return likeness


def test_the_score_is_okapi_bm25():
    # Two texts of one word each; a word that is in no list, of three letters: its stem (1) and the run "^xyz" (0.1).
    likeness = _held({"a": "xyz", "b": "qrs"})
    idf = math.log(1 + (202 - 1 + 0.5) / (1 + 0.5))
    by_stem = 1.0 * idf * 1.0 * 2.2 / (1.0 + 1.2)
    by_run = 0.1 * idf * 0.1 * 2.2 / (0.1 + 1.2)
    whole = 1.0 * idf + 0.1 * idf
    assert likeness.ranked("xyz") == [("a", pytest.approx((by_stem + by_run) / whole, abs=1e-6))]


def test_a_rare_word_weighs_more_than_a_common_one():
    likeness = _held({"both": "tolk lys", "common": "lys", "more": "lys barn", "rare": "tolk barn"})
    ranks = [key for key, _score in likeness.ranked("tolk lys")]
    assert ranks[0] == "both" and ranks.index("rare") < ranks.index("more")


def test_other_forms_other_words_and_parts_of_words_are_found():
    likeness = _held({"key": "Vi leter etter bilnøkler", "other": "Møtet begynner for sent"})
    for text in ("nykelen", "bilnykelen er borte", "hvor er nøkkelen", "forsvunne nøkkelbokser"):
        assert likeness.ranked(text)[0][0] == "key", text
    assert likeness.ranked("samlingen")[0][0] == "other"


def test_what_shares_nothing_is_not_ranked():
    assert _held({"key": "nøkkel"}).ranked("tolk") == []
    assert Likeness().ranked("nøkkel") == []
    assert _held({"key": "nøkkel"}).ranked("og på det") == []


@given(CORPUS, TEXTS)
def test_scores_fall_and_are_above_nothing(texts, text):
    scores = [score for _key, score in _held(texts).ranked(text)]
    assert scores == sorted(scores, reverse=True)
    assert all(score >= 0 for score in scores)


@given(CORPUS)
def test_a_text_is_found_by_itself(texts):
    likeness = _held(texts)
    for key, text in texts.items():
        assert key in dict(likeness.ranked(text))


@given(CORPUS, CORPUS, TEXTS)
def test_changing_and_removing_leaves_the_same_as_starting_afresh(before, after, text):
    likeness = _held(before)
    for key in before.keys() - after.keys():
        likeness.remove(key)
    for key, changed in after.items():
        likeness.put(key, changed)
    fresh = _held(after)
    assert len(likeness) == len(fresh) == len(after)
    assert dict(likeness.ranked(text)) == pytest.approx(dict(fresh.ranked(text)), abs=2e-6)
