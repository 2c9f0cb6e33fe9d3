"""Lists to take along: CSV that a Norwegian Excel opens as it is, and Excel itself; nothing in them is a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

Row = Sequence[object]
CSV, EXCEL = "csv", "xlsx"

# What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST_CELL = 32_767


def is_wanted(request: HttpRequest) -> bool:
    """Whether the address asks for the list as a file (`as=csv` or `as=xlsx`) instead of its page."""
    return request.GET.get("as") in (CSV, EXCEL)


def list_answer(request: HttpRequest, name: str, header: Sequence[object], rows: Iterable[Row]) -> HttpResponse:
    """A download of a list: Excel when the address says `as=xlsx`, else CSV."""
    if request.GET.get("as") == EXCEL:
        return excel_answer(name, header, rows)
    return csv_answer(name, header, rows)


def csv_answer(name: str, header: Sequence[object], rows: Iterable[Row]) -> HttpResponse:
    """A download `name`.csv: UTF-8 with a byte order mark, semicolons, Norwegian dates and decimal commas.

    Texts that a spreadsheet would calculate get an apostrophe in front, which it shows as text.
    """
    text = io.StringIO(newline="")
    lines = csv.writer(text, delimiter=";")
    lines.writerow([_cell(column) for column in header])
    lines.writerows([_cell(value) for value in row] for row in rows)
    return _download(f"{name}.{CSV}", text.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8")


def excel_answer(name: str, header: Sequence[object], rows: Iterable[Row]) -> HttpResponse:
    """A download `name`.xlsx with one sheet: days are days and numbers numbers, and every text is text.

    Rows are written as they come, so that a long list takes no more room than a short one.
    """
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(_sheet_name(name))
    sheet.freeze_panes = "A2"
    for number, heading in enumerate(header, 1):
        sheet.column_dimensions[get_column_letter(number)].width = min(40, max(12, len(str(heading)) + 4))
    sheet.append([_heading(sheet, column) for column in header])
    for row in rows:
        sheet.append([_excel_cell(sheet, value) for value in row])
    written = io.BytesIO()
    workbook.save(written)
    return _download(f"{name}.{EXCEL}", written.getvalue(), _EXCEL_TYPE)


def _download(name: str, content: bytes, content_type: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%d.%m.%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return str(value).replace(".", ",")
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _heading(sheet: Any, text: object) -> Any:
    cell = WriteOnlyCell(sheet, str(text))
    cell.data_type = "s"
    cell.font = Font(bold=True)
    return cell


def _excel_cell(sheet: Any, value: object) -> object:
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        cell = WriteOnlyCell(sheet, timezone.localtime(value).replace(tzinfo=None))
        cell.number_format = "dd.mm.yyyy hh:mm"
        return cell
    if isinstance(value, date):
        cell = WriteOnlyCell(sheet, datetime.combine(value, time()))
        cell.number_format = "dd.mm.yyyy"
        return cell
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub(" ", str(value))[:_LONGEST_CELL]
    cell = WriteOnlyCell(sheet, text)
    # Said to be a text, so that one that begins with = is no formula.
    cell.data_type = "s"
    if "\n" in text:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _sheet_name(name: str) -> str:
    return "".join(" " if sign in "[]:*?/\\'" else sign for sign in name)[:31] or "1"
