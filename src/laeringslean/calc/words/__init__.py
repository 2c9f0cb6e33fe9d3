"""Norwegian words for search: stems the same for bokmål and nynorsk, parts of compounds, and texts that are alike."""

from laeringslean.calc.words.compounds import parts_of, stems_of
from laeringslean.calc.words.likeness import Likeness
from laeringslean.calc.words.stems import stem, words_of

__all__ = ["Likeness", "parts_of", "stem", "stems_of", "words_of"]
