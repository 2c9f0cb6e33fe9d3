import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from laeringslean.foundation.exports import csv_answer


def rows_of(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_a_norwegian_spreadsheet_opens_it_as_it_is():
    row = ["Åse; «nøkkel»\nto linjer", date(2026, 3, 9), Decimal("3.5")]
    answer = csv_answer("forslag", ["Navn", "Dag", "Timer"], [row])
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer["Content-Disposition"] == 'attachment; filename="forslag.csv"'
    assert rows_of(answer) == [["Navn", "Dag", "Timer"], ["Åse; «nøkkel»\nto linjer", "09.03.2026", "3,5"]]


@pytest.mark.parametrize("text", ["=1+1", "+47 900", "-2", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x")'])
def test_nothing_that_somebody_wrote_is_calculated(text):
    ((_, cell),) = rows_of(csv_answer("x", ["a", text], []))
    assert cell == f"'{text}"


def test_numbers_stay_numbers_and_nothing_stays_empty():
    assert rows_of(csv_answer("x", ["a"], [[-2, None, ""]]))[1] == ["-2", "", ""]
