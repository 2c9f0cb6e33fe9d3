"""How wide each section of a board is on a wide screen, in sixtieths of a row, whatever order the unit has chosen.

Sections of the same kind that follow each other share a row: columns of cards side by side, and what is read (vision,
goals, thanks) two by two. So a row is always full, and what is read first comes first.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

ROW = 60
_COLUMNS = {"new", "decided", "testing", "evaluate", "done"}
_MOST_COLUMNS, _MOST_READ = 6, 2
# Goals have more to say than the vision beside them.
_PAIRS: dict[str, tuple[int, ...]] = {"vision:goals": (24, 36), "goals:vision": (36, 24)}


@lru_cache(maxsize=1024)
def spans(keys: tuple[str, ...]) -> dict[str, int]:
    """The width of each section by its key; `keys` are those that are shown, in order."""
    widths: dict[str, int] = {}
    for run, is_columns in _runs(keys):
        for row in _rows(run, _MOST_COLUMNS if is_columns else _MOST_READ):
            shares = _PAIRS.get(":".join(row)) or (ROW // len(row),) * len(row)
            widths.update(zip(row, shares, strict=True))
    return widths


def _runs(keys: Sequence[str]) -> Iterator[tuple[list[str], bool]]:
    """Sections of one kind that follow each other, and whether they are columns of cards."""
    run: list[str] = []
    kind = False
    for at, key in enumerate(keys):
        if run and _is_column(keys, at) != kind:
            yield run, kind
            run = []
        kind = _is_column(keys, at)
        run.append(key)
    if run:
        yield run, kind


def _is_column(keys: Sequence[str], at: int) -> bool:
    """What is lifted upwards is a column of cards when it stands between two."""
    if keys[at] != "escalated":
        return keys[at] in _COLUMNS
    beside = [*keys[max(at - 1, 0) : at], *keys[at + 1 : at + 2]]
    return len(beside) == 2 and all(key in _COLUMNS for key in beside)


def _rows(run: list[str], most: int) -> Iterator[list[str]]:
    """The run in as few rows as it takes, as even as they go."""
    rows = -(-len(run) // most)
    size, longer = divmod(len(run), rows)
    at = 0
    for row in range(rows):
        number = size + (row < longer)
        yield run[at : at + number]
        at += number
