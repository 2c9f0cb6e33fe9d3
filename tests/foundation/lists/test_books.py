"""Whatever file a list comes in: letters, separators, quotation marks, workbooks, and files that mean harm."""

import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from laeringslean.foundation.lists import workbooks
from laeringslean.foundation.lists.books import packed, read_book, unpacked
from laeringslean.foundation.lists.faults import UnreadableTable
from tests.factories.lists import csv_text, excel

ENCODINGS = ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
CELLS = st.text(st.sampled_from("abcæøåÆØÅé ;,\"'.-\n0123"), max_size=12).map(str.strip)
TABLES = st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6)


@settings(max_examples=150)
@given(TABLES, st.sampled_from(ENCODINGS), st.sampled_from(";,\t"))
def test_what_was_written_is_read_in_every_encoding(table, encoding, separator):
    rows = [["Problemet", "Løsning på det", "Når"], *table]
    book = read_book(csv_text(rows, separator).encode(encoding))
    told = [row for row in rows if any(row)]
    assert [cells for _line, cells in book.sheets[0].rows] == told
    assert book.separator == separator


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_said_not_to_be(content):
    for bytes_of in (content, b"PK\x03\x04" + content):
        try:
            read_book(bytes_of)
        except UnreadableTable as fault:
            assert fault.error.reason


def test_lines_are_those_of_the_file_also_after_cells_with_line_breaks():
    book = read_book(b'A;B\n"to\nlinjer";x\n\ny;z\n')
    assert [line for line, _cells in book.sheets[0].rows] == [1, 2, 5]


def test_a_workbook_is_read_as_people_see_it():
    moments = [date(2026, 2, 3), datetime.fromisoformat("2026-02-03 14:30"), 12, 12.5, True, "  tekst\r\nto  "]
    book = read_book(excel([["A"] * 6, [], moments], [["Skjult"]] * 9, hidden=1))
    assert [(sheet.name, sheet.is_hidden) for sheet in book.sheets] == [("Ideer", False), ("Ark 2", True)]
    assert book.most_likely == 0
    line, cells = book.sheets[0].rows[1]
    assert line == 3
    assert cells == ["2026-02-03", "2026-02-03 14:30", "12", "12.5", "ja", "tekst\nto"]
    assert unpacked(packed(book)) == book


def test_percentages_are_percentages():
    workbook = Workbook()
    workbook.active.append(["Stilling"])
    workbook.active.append([0.5])
    workbook.active["A2"].number_format = "0%"
    written = io.BytesIO()
    workbook.save(written)
    assert read_book(written.getvalue()).sheets[0].rows[1][1] == ["50 %"]


def _with_part(name: str, content: bytes) -> bytes:
    changed = io.BytesIO()
    before = zipfile.ZipFile(io.BytesIO(excel([["A"], ["b"]])))
    with before, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as after:
        for part in dict.fromkeys([*before.namelist(), name]):
            after.writestr(part, content if part == name else before.read(part))
    return changed.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
BOMB = b"<x>" + b" " * (workbooks.LARGEST_UNPACKED + 1)
ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


@pytest.mark.parametrize(
    "content",
    [
        _with_part("xl/media/x.bin", BOMB),
        _with_part(SHEET, ENTITY),
        _with_part(SHEET, ENTITY.decode().encode("utf-16-le")),
        _with_part(SHEET, b"<broken"),
        _with_part("xl/workbook.xml", b"<workbook/>"),
        excel([["A"], ["b"]])[:-40],
        b"\xd0\xcf\x11\xe0" + b"\0" * 600,
    ],
    ids=["bomb", "entity", "entity in UTF-16", "broken sheet", "no sheets", "cut off", "old or locked"],
)
def test_a_workbook_that_means_harm_or_is_broken_is_refused(content):
    with pytest.raises(UnreadableTable):
        read_book(content)


def test_a_workbook_with_too_many_cells_is_refused(monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_CELLS", 10)
    with pytest.raises(UnreadableTable):
        read_book(excel([["a", "b"]] * 6))


def test_a_sheet_that_lies_about_its_size_is_read_as_it_is():
    content = excel([["A"], ["b"]])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read(SHEET)
    lying = sheet.replace(b'<dimension ref="A1:A2"', b'<dimension ref="A1:XFD1048576"')
    assert lying != sheet
    assert read_book(_with_part(SHEET, lying)).sheets[0].rows == [(1, ["A"]), (2, ["b"])]
