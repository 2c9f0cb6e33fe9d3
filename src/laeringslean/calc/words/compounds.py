"""Compounds taken apart: bilnøklene is bil and nøkkel.

A word is split where both sides are words that we know; a joining s or e is passed over. The fewest parts win, and of
those the longest last one, since the last part of a Norwegian compound says what the thing is.
"""

from functools import cache, lru_cache

from laeringslean.calc.words.stems import stem, words_of
from laeringslean.calc.words.thesaurus import known_stems

# Parts that are common in compounds and have no line in the thesaurus.
_PARTS = """
ansvar arbeid avtale bad ball bane benk bord bygg bygge bøtte dag data dose drift dør eldre elev fag felles ferie
frisk garderobe gruppe hage hals hand heis helse hjelp hjem hjul hoved hud hus hånd idrett innkjøp kant kart kjøkken
kjøp kommune kontakt kontroll kultur kurs kvalitet lek liste liv loft lokale lønn mål måned natur nett område omsorg
oppfølging oppgave opplæring ord person personal plass prøve punkt rapport regel ressurs risiko råd sak samtale seng
senter service sikkerhet sjekk ski sommer sone spesial stasjon stein stol stue styre svar tak tall tann tavle team
tekst tid tilbud tjeneste tog trapp tre trinn uke undervisning ute utvalg vaksine vegg vei vern vindu vinter
virksomhet vogn voksen år
"""
_SHORTEST = 3
_SHORTEST_WHOLE = 7


@cache
def _known() -> frozenset[str]:
    return known_stems() | {stem(word) for word in _PARTS.split()}


@lru_cache(maxsize=50_000)
def parts_of(word: str) -> tuple[str, ...]:
    """The stems of a compound's parts; empty when it is none that we know."""
    if len(word) < _SHORTEST_WHOLE:
        return ()
    found = _split(word)
    return found if len(found) > 1 else ()


def _split(word: str) -> tuple[str, ...]:
    best: tuple[str, ...] = ()
    for at in range(_SHORTEST, len(word) - _SHORTEST + 1):
        first = _first_part(word[:at])
        if first is None:
            continue
        rest = word[at:]
        last = stem(rest)
        parts = (first, last) if last in _known() else (first, *more) if (more := _split(rest)) else ()
        if parts and (not best or len(parts) < len(best)):
            best = parts
    return best


def _first_part(piece: str) -> str | None:
    """The stem of a compound's first part, which may end in a joining s or e; None when we do not know it."""
    for form in (piece, piece[:-1] if piece[-1] in "se" else ""):
        if len(form) >= _SHORTEST and (found := stem(form)) in _known():
            return found
    return None


def stems_of(text: str) -> list[str]:
    """The stems of a text's words and of the parts of its compounds, each once, sorted. Small words have none."""
    words = set(words_of(text))
    return sorted({stem(word) for word in words} | {part for word in words for part in parts_of(word)})
