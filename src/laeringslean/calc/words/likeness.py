"""Which texts are most like another one, by the words, meanings and parts of words that they share.

Weighted by Okapi BM25: S. Robertson and H. Zaragoza, «The Probabilistic Relevance Framework: BM25 and Beyond»,
Foundations and Trends in Information Retrieval 3(4), 2009, equations 3.15 and 3.43:

    score = Σ idf(f) · tf · (k₁ + 1) / (tf + k₁ · (1 − b + b · length / mean length))
    idf(f) = ln(1 + (N − n + ½) / (n + ½))

N counts 200 texts more than there are, so that a word is not taken for common because the first three texts have it.

A word may be recognised by several features: its stem fully, by its meaning, the parts of a compound and runs of four
letters less. Of stem and meanings the best one counts, so that a word with many meanings weighs no more than others.
"""

import math
from collections.abc import Hashable, Iterator
from functools import lru_cache
from typing import Generic, TypeVar

from laeringslean.calc.words.compounds import parts_of
from laeringslean.calc.words.stems import stem, words_of
from laeringslean.calc.words.thesaurus import meanings_of

Key = TypeVar("Key", bound=Hashable)

_K1, _B = 1.2, 0.75
_IMAGINED = 200
_STEM, _MEANING, _PART, _PART_MEANING, _RUN = 1.0, 0.8, 0.7, 0.4, 0.1
_RUN_LENGTH = 4


Slot = tuple[tuple[str, float], ...]


@lru_cache(maxsize=50_000)
def _slots_of_word(word: str) -> tuple[Slot, ...]:
    """What a word may be recognised by: within a slot one feature is as good as another, and the best one counts."""
    whole = stem(word)
    slots = [_slot(whole, _STEM, _MEANING)]
    slots += [_slot(part, _PART, _PART_MEANING) for part in parts_of(word) if part != whole]
    framed = f"^{whole}"
    runs = dict.fromkeys(framed[at : at + _RUN_LENGTH] for at in range(len(framed) - _RUN_LENGTH + 1))
    slots += [((f"~{run}", _RUN),) for run in runs]
    return tuple(slots)


def _slot(stemmed: str, exact: float, alike: float) -> Slot:
    return ((stemmed, exact), *((meaning, alike) for meaning in meanings_of(stemmed)))


@lru_cache(maxsize=50_000)
def _features_of_word(word: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for slot in _slots_of_word(word):
        for feature, weight in slot:
            found[feature] = max(weight, found.get(feature, 0.0))
    return found


def features_of(text: str) -> dict[str, float]:
    """What a text is recognised by, with the weight of each feature in it."""
    found: dict[str, float] = {}
    for word in words_of(text):
        for feature, weight in _features_of_word(word).items():
            found[feature] = found.get(feature, 0.0) + weight
    return found


class Likeness(Generic[Key]):
    """Texts under keys, ready to be compared with another text. Not safe for several threads without a lock."""

    def __init__(self) -> None:
        self._features: dict[Key, dict[str, float]] = {}
        self._holders: dict[str, dict[Key, float]] = {}
        self._lengths: dict[Key, float] = {}
        self._total = 0.0

    def __len__(self) -> int:
        return len(self._features)

    def __contains__(self, key: Key) -> bool:
        return key in self._features

    def __iter__(self) -> Iterator[Key]:
        return iter(self._features)

    def put(self, key: Key, text: str) -> None:
        """Hold a text under a key, in place of the one that was held there."""
        self.remove(key)
        features = features_of(text)
        self._features[key] = features
        self._lengths[key] = sum(features.values())
        self._total += self._lengths[key]
        for feature, weight in features.items():
            self._holders.setdefault(feature, {})[key] = weight

    def remove(self, key: Key) -> None:
        """Forget what is held under a key, if anything is."""
        for feature in self._features.pop(key, ()):
            holders = self._holders[feature]
            del holders[key]
            if not holders:
                del self._holders[feature]
        self._total -= self._lengths.pop(key, 0.0)

    def ranked(self, text: str) -> list[tuple[Key, float]]:
        """(key, score) of every text that shares something with this one, the most alike first.

        The score is the share of what a text with all features of this one could reach, from above 0 to about 1 (texts
        shorter than the mean may pass it). Equal scores keep the order in which the texts were put.
        """
        scores: dict[Key, float] = {}
        whole = 0.0
        slots = {slot for word in words_of(text) for slot in _slots_of_word(word)}
        for slot in sorted(slots):
            best: dict[Key, float] = {}
            idfs = [(feature, weight * self._idf(feature)) for feature, weight in slot]
            whole += max(weight for _feature, weight in idfs)
            for feature, weight in idfs:
                for key, tf in self._holders.get(feature, {}).items():
                    best[key] = max(best.get(key, 0.0), weight * self._damped(tf, key))
            for key, score in best.items():
                scores[key] = scores.get(key, 0.0) + score
        return sorted(((key, round(score / whole, 6)) for key, score in scores.items()), key=lambda found: -found[1])

    def _damped(self, tf: float, key: Key) -> float:
        mean = self._total / len(self._features)
        return tf * (_K1 + 1) / (tf + _K1 * (1 - _B + _B * self._lengths[key] / mean))

    def _idf(self, feature: str) -> float:
        holders = len(self._holders.get(feature, ()))
        return math.log(1 + (len(self._features) + _IMAGINED - holders + 0.5) / (holders + 0.5))
