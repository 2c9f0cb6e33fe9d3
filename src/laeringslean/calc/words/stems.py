"""Norwegian words cut to what their forms have in common, the same for bokmål and nynorsk.

The Norwegian stemmer of the Snowball project (M. F. Porter, «Snowball: A language for stemming algorithms», 2001) takes
the endings off. It leaves some forms of one word apart; what we add: vowels that come and go (nøkkel, nøkler), the doer
and the doing (pleier, pleiar; leting), and nynorsk beside bokmål.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

from laeringslean.calc.words.folding import ENDINGS, SMALL_WORDS, pairs

_WORD = re.compile(r"[^\W_]+")
_VANISHING = re.compile(r"([bdfgklmnprstv])(\1?)e([lnr])$")
_SHORTEST = 3


class _Snowball(threading.local):
    """A stemmer for each thread: it keeps the word it works on in itself."""

    def __init__(self) -> None:
        self.stemmer = snowballstemmer.stemmer("norwegian")


_SNOWBALL = _Snowball()


def words_of(text: str) -> Iterator[str]:
    """The words of a text in lower case, small words left out."""
    return (word for word in _WORD.findall(unicodedata.normalize("NFC", text).lower()) if word not in SMALL_WORDS)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """What all forms of a word (in lower case) share: nøkkel, nøklene, nykel and nyklane give the same."""
    bare = _bare(word)
    if bare in _FOLDED:
        return _FOLDED[bare]
    for nynorsk, bokmål in ENDINGS:
        if bare.endswith(nynorsk) and len(bare) > len(nynorsk) + 2:
            return _bare(bare.removesuffix(nynorsk) + bokmål)
    return bare


def _bare(word: str) -> str:
    """The stem within one written standard."""
    cut: str = _SNOWBALL.stemmer.stemWord(word)
    for ending in ("ing", "er", "ar"):
        if cut.endswith(ending) and len(cut) - len(ending) >= _SHORTEST:
            cut = cut.removesuffix(ending)
            break
    if len(cut) > _SHORTEST:
        cut = _VANISHING.sub(r"\1\3", cut)
    return cut


def _folded() -> dict[str, str]:
    """Which stem stands for which, followed to the end: vaksne is voksne, and voksne is voksen."""
    direct = {_bare(form): _bare(word) for form, word in pairs() if _bare(form) != _bare(word)}

    def end(of: str) -> str:
        return end(direct[of]) if of in direct else of

    return {form: end(form) for form in direct}


_FOLDED = _folded()
