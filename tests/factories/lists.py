"""Lists as people have them: Excel workbooks and CSV, made in memory."""

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook

HEADINGS = ["Nr", "Hva plager oss", "Forslag", "Status", "Ansvarlig", "Frist", "Dato", "Registrert av", "Begrunnelse"]


def excel(
    *sheets: Iterable[Sequence[Any]], names: Sequence[str] = ("Ideer", "Ark 2", "Ark 3"), hidden: int = -1
) -> bytes:
    """A workbook with the rows of each sheet; the `hidden`th sheet is hidden."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for number, rows in enumerate(sheets):
        sheet = workbook.create_sheet(names[number])
        for row in rows:
            sheet.append(list(row))
        if number == hidden:
            sheet.sheet_state = "hidden"
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def csv_text(rows: Iterable[Sequence[Any]], separator: str = ";") -> str:
    """The rows as CSV, with quotation marks where a cell needs them."""

    def cell(value: Any) -> str:
        text = "" if value is None else str(value)
        return f'"{text.replace(chr(34), chr(34) * 2)}"' if set(text) & {separator, '"', "\n"} else text

    return "\n".join(separator.join(map(cell, row)) for row in rows) + "\n"


def small_list() -> list[list[Any]]:
    """Headings and four rows: one new, one under way, one done, one declined."""
    return [
        HEADINGS,
        [1, "Vi leter etter nøkler", "Fast krok", "Ny", "", "", date(2026, 2, 3), "Kari Nordmann", ""],
        [2, "Rapporten er lang", "Fem minutter", "Pågår", "Kari Nordmann", "1.12.2026", "3.2.2026", "", ""],
        [3, "Lyset er borte", "", "Utført", "", "", "3. februar 2026", "", ""],
        [4, "Egen kokk", "", "Avvist", "", "", "2026-02-03", "", "For dyrt"],
    ]
