"""How wide the sections of a board are: every row full, whatever the order."""

from itertools import permutations

import pytest

from laeringslean.overview.views.board_layout import ROW, spans

USUAL = ("vision", "goals", "new", "decided", "testing", "evaluate", "done", "escalated", "recognition")


def rows(keys):
    """The sections as the grid puts them: a row takes what fits."""
    found, left = [], 0
    for key in keys:
        width = spans(keys)[key]
        if width > left:
            assert left == 0, f"{keys}: a hole before {key}"
            found, left = [*found, []], ROW
        found[-1].append(key)
        left -= width
    assert left == 0, f"{keys}: a hole at the end"
    return found


def test_the_methods_own_order_has_what_is_read_above_and_below_five_columns():
    assert rows(USUAL) == [["vision", "goals"], ["new", "decided", "testing", "evaluate", "done"], list(USUAL[7:])]
    assert (spans(USUAL)["vision"], spans(USUAL)["goals"]) == (24, 36)


def test_no_order_leaves_a_hole():
    for keys in list(permutations(USUAL))[::97]:
        assert sorted(key for row in rows(keys) for key in row) == sorted(USUAL)


@pytest.mark.parametrize("hidden", ["vision", "goals", "done", "recognition"])
def test_hiding_leaves_no_hole(hidden):
    rows(tuple(key for key in USUAL if key != hidden))


def test_what_is_lifted_upwards_is_a_column_between_columns():
    keys = ("new", "escalated", "decided", "testing", "evaluate", "done")
    assert rows(keys) == [list(keys)]


def test_nothing_to_show_is_nothing():
    assert spans(()) == {}
