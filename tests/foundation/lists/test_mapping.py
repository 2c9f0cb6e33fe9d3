"""What columns probably mean, in nb, nn and English, and what rows become of it."""

import pytest

from laeringslean.foundation.lists.books import Sheet
from laeringslean.foundation.lists.mapping import column_letters, headings_of, mapped_rows, propose, words_in
from laeringslean.improvement.actions.idea_words import FIELDS, STATE_WORDS


def sheet(*rows):
    return Sheet("", False, [(line, list(cells)) for line, cells in enumerate(rows, 1)])


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        ("Hva plager oss|Forslag|Status|Ansvarlig|Frist", "problem|proposal|state|owner|due_on"),
        ("Kva plagar oss|Tiltak|Tilstand|Ansvarleg|Frist", "problem|proposal|state|owner|due_on"),
        ("Problem|Idea|State|Owner|Due date", "problem|proposal|state|owner|due_on"),
        ("Nr.|Beskrivelse:|Løsning |Avdeling/Enhet|Registrert av", "external_id|problem|proposal|unit|raised_by"),
        ("ID|Utfordring|Tiltak|Dato|Hvem (ansvarlig)", "external_id|problem|proposal|raised_on|owner"),
    ],
)
def test_headings_are_understood(headings, fields):
    mapping = propose(sheet(headings.split("|"), ["x"] * 5), FIELDS)
    assert {key: place for place, key in enumerate(fields.split("|"))} == mapping.columns


def test_headings_are_found_below_a_title():
    found = propose(
        sheet(["Forbedringsliste 2026"], ["Sist endret", "3.2.2026"], ["Problem", "Status"], ["a", "Ny"]), FIELDS
    )
    assert (found.header, found.columns) == (2, {"problem": 0, "state": 1})


def test_rows_lie_under_our_names_with_words_replaced_and_repeated_headings_left_out():
    table = sheet(["Problem", "Status"], ["Lys", "UTFØRT "], ["Problem", "Status"], ["", ""], ["Vann", "ny"])
    mapping = propose(table, FIELDS)
    mapping.words = {"state": {"utført": "closed"}}
    assert [(row.line, row.values) for row in mapped_rows(table, mapping)] == [
        (2, {"problem": "Lys", "state": "closed"}),
        (5, {"problem": "Vann", "state": "ny"}),
    ]
    assert [(word, times) for word, _written, times in words_in(table, mapping, "state")] == [("utført", 1), ("ny", 1)]


def test_a_column_without_a_heading_is_called_by_its_letter():
    assert headings_of(sheet(["A", ""], ["1", "2", "3"]), 0) == ["A", "B", "C"]
    assert [column_letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


USUAL = {
    "ny": "raised",
    "pågår": "under_way",
    "utført": "closed",
    "avvist": "declined",
    "parkert": "parked",
    "løftet": "discussed",
}


@pytest.mark.parametrize(("word", "state"), USUAL.items())
def test_the_words_of_a_usual_list_are_known(word, state):
    assert STATE_WORDS[word] == state
