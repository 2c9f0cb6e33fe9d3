"""The rows of a list, and what an import of them did or would do."""

from dataclasses import dataclass, field
from typing import Any

from laeringslean.foundation.lists.faults import RowError


@dataclass
class ImportReport:
    """What an import did, or would do. With errors nothing was saved."""

    created: int = 0
    updated: int = 0
    errors: list[RowError] = field(default_factory=list)

    def refuse(self, line: int, column: str, reason: str) -> None:
        """Add what is wrong with a row."""
        self.errors.append(RowError(line, column, reason))

    @property
    def is_clean(self) -> bool:
        """Whether every row is right."""
        return not self.errors

    def as_json(self) -> dict[str, Any]:
        """The report for machines: `{created, updated, errors: [{line, column, reason}]}`."""
        errors = [{"line": e.line, "column": e.column, "reason": str(e.reason)} for e in self.errors]
        return {"created": self.created, "updated": self.updated, "errors": errors}


@dataclass(frozen=True)
class Row:
    """One row: its first line in the file, and the trimmed text of each column."""

    line: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """The text under a column; "" when the file lacks the column."""
        return self.values.get(column, "")
