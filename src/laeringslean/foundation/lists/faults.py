"""What can be wrong with a list, and how large one may be."""

from dataclasses import dataclass

LARGEST_FILE = 20 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 200


@dataclass(frozen=True)
class RowError:
    """What is wrong, and where: the line of the file (the first is line 1) and the column's name ("" for the row)."""

    line: int
    column: str
    reason: str


class UnreadableTable(Exception):
    """The file as a whole cannot be used; `error` says where and why."""

    def __init__(self, line: int, column: str, reason: str) -> None:
        super().__init__(reason)
        self.error = RowError(line, column, reason)
