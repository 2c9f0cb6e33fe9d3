"""Reading tables from spreadsheets."""

import time

import pytest

from laeringslean.foundation.imports import ImportReport, UnreadableTable, read_table


def _lines(content: bytes, **wanted) -> list[tuple[int, dict[str, str]]]:
    return [(row.line, row.values) for row in read_table(content, **wanted)[1]]


@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_the_header_tells_what_separates_the_cells(mark):
    content = f" Id {mark}NAME\n1{mark} Kåre \n".encode()
    assert read_table(content)[0] == ["id", "name"]
    assert _lines(content) == [(2, {"id": "1", "name": "Kåre"})]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "cp1252"])
def test_norwegian_letters_are_read_however_the_spreadsheet_saved_them(coding):
    assert _lines("id;navn\r\n1;Bjørg Ås\r\n".encode(coding)) == [(2, {"id": "1", "navn": "Bjørg Ås"})]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        # UTF-8 in which one letter was damaged: as Windows-1252 every name would become something else, unnoticed.
        ("id;navn\n1;Bjørg\n2;Åse\n".encode().replace("Å".encode(), b"\xc3"), 3),
        ("id;navn\n1;Bjørg\n".encode("utf-8-sig") + b"2;\xe5se\n", 3),
        (b"id;navn\n1;Bj\x9drg\n", 2),
    ],
)
def test_a_file_whose_letters_cannot_be_told_is_refused_and_not_guessed(content, line):
    with pytest.raises(UnreadableTable) as refused:
        read_table(content)
    assert refused.value.error.line == line


def test_a_header_without_end_is_refused_at_once():
    began = time.monotonic()
    with pytest.raises(UnreadableTable):
        read_table(";".join(f"c{n}" for n in range(100_000)).encode())
    assert time.monotonic() - began < 5


def test_lines_are_counted_as_an_editor_counts_them():
    content = b'id;text\n\n1;"two\nlines"\n;\n2;x\n'
    assert [line for line, _values in _lines(content)] == [3, 6]


def test_a_short_row_is_filled_up_and_a_long_one_is_named():
    _header, [row] = read_table(b"id;name\n1\n")
    assert (row["id"], row["name"], row["unknown"]) == ("1", "", "")
    with pytest.raises(UnreadableTable) as refused:
        read_table(b"id;name\n1;2;\n1;2;3\n")
    assert refused.value.error.line == 3


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        (b"", 1, ""),
        (b"\n\n", 1, ""),
        (b"name\nx\n", 1, "id"),
        (b"id;id\n", 1, "id"),
        (b"id;colour\n", 1, "colour"),
        (b'id;name\n1;"never closed\n2;x\n', 2, ""),
        (b"id;name\n1;a\n2;\0\n", 3, ""),
    ],
)
def test_an_unusable_file_is_named_by_line_and_column(content, line, column):
    with pytest.raises(UnreadableTable) as refused:
        read_table(content, required=["id"], optional=["name"])
    assert (refused.value.error.line, refused.value.error.column) == (line, column)
    assert refused.value.error.reason


def test_the_report_for_machines():
    report = ImportReport(created=2, updated=1)
    assert report.is_clean
    report.refuse(4, "kind", "Unknown")
    assert not report.is_clean
    assert report.as_json() == {
        "created": 2,
        "updated": 1,
        "errors": [{"line": 4, "column": "kind", "reason": "Unknown"}],
    }
