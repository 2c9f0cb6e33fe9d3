"""No number and no difference between numbers shows a group of one to four people."""

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laeringslean.organisation.queries.counts import counts_to_show, suppressed
from laeringslean.organisation.queries.tree import Tree
from tests.factories.organisation import add_to, make_person, make_unit


def _tree(parents):
    below = {unit: tuple(_below(unit, parents)) for unit in parents}
    return Tree(below, tuple(unit for unit, parent in parents.items() if parent is None), parents)


def _below(unit, parents):
    yield unit
    for child, parent in parents.items():
        if parent == unit:
            yield from _below(child, parents)


def test_suppressed_hides_small_units():
    assert suppressed({"a": 4, "b": 9}, _tree({"a": None, "b": None}), 13)["a"] is None


def test_suppressed_hides_what_would_give_a_small_unit_away():
    tree = _tree({"area": None, "small": "area", "middle": "area", "large": "area"})
    shown = suppressed({"area": 40, "small": 3, "middle": 12, "large": 25}, tree, 40)
    assert shown == {"area": 40, "small": None, "middle": None, "large": 25}


def test_suppressed_hides_a_unit_that_would_give_its_leaders_away():
    tree = _tree({"area": None, "one": "area", "two": "area"})
    assert suppressed({"area": 22, "one": 8, "two": 12}, tree, 22) == {"area": 22, "one": None, "two": 12}


def test_suppressed_hides_everything_below_a_hidden_unit():
    tree = _tree({"a": None, "b": None, "c": "b"})
    assert suppressed({"a": 3, "b": 10, "c": 10}, tree, 13) == {"a": None, "b": None, "c": None}


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 30)), min_size=1, max_size=14))
def test_no_difference_between_shown_counts_is_small(units):
    """Each unit: how many work directly in it, and which earlier unit it lies under."""
    parents, direct = {}, {}
    for number, (people, place) in zip(count(), units, strict=False):
        parents[number] = place if place < number else None
        direct[number] = people
    tree = _tree(parents)
    counts = {unit: sum(direct[below] for below in tree.below[unit]) for unit in parents}
    shown = suppressed(counts, tree, sum(direct.values()))
    for unit in [*parents, None]:
        total = sum(direct.values()) if unit is None else shown[unit]
        parts = [shown[child] for child, parent in parents.items() if parent == unit]
        if total is None:
            assert parts == [None] * len(parts)
            continue
        assert total == 0 or total >= 5 or unit is None
        left = total - sum(part for part in parts if part is not None)
        assert left == 0 or left >= 5 or not any(parts)


@pytest.mark.django_db
def test_counts_to_show_counts_each_person_once():
    area = make_unit()
    one, two = make_unit(parent=area), make_unit(parent=area)
    for _ in range(6):
        add_to(two, make_person(unit=one))
    for _ in range(6):
        make_person(unit=two)
    assert counts_to_show() == {area.id: 12, one.id: 6, two.id: 12}


@pytest.mark.django_db
def test_counts_to_show_takes_three_queries_whatever_the_size(django_assert_num_queries):
    for _ in range(3):
        make_person(unit=make_unit())
    with django_assert_num_queries(3):
        counts_to_show()
    for _ in range(9):
        make_person(unit=make_unit())
    with django_assert_num_queries(3):
        counts_to_show()
