"""Which groups may be shown: alone, and when a reader subtracts what else is shown."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from laeringslean.calc.loop import SMALLEST_GROUP, People, Tally, safe_to_show
from laeringslean.organisation.queries import units as organisation


def people(staff: int, involved: int, *, first: int = 0) -> People:
    return People(frozenset(range(first, first + staff)), frozenset(range(first, first + involved)))


def test_all_rooms_mean_the_same_by_a_small_group():
    assert SMALLEST_GROUP == organisation.SMALLEST_GROUP


@pytest.mark.parametrize(
    ("staff", "involved", "shown"),
    [(4, 2, False), (10, 5, True), (10, 4, False), (10, 6, False), (38, 0, False), (38, 38, False), (38, 33, True)],
)
def test_people_are_shown_when_five_took_part_and_five_did_not(staff, involved, shown):
    assert people(staff, involved).may_be_shown() is shown


@pytest.mark.parametrize(
    ("whole", "part", "shown"),
    [(4, 0, False), (5, 0, True), (5, 5, True), (9, 5, False), (9, 4, False), (10, 5, True), (20, 1, False)],
)
def test_a_tally_is_shown_when_neither_part_is_one_to_four(whole, part, shown):
    assert Tally(whole, part).may_be_shown() is shown


def test_impossible_groups_are_refused():
    with pytest.raises(ValueError, match="some of the staff"):
        People(frozenset({1}), frozenset({2}))
    for whole, part in ((1, 2), (1, -1)):
        with pytest.raises(ValueError, match="between none and the whole"):
            Tally(whole, part)


def test_one_hidden_unit_takes_another_with_it():
    a, b, c = people(20, 10), people(12, 6, first=100), people(3, 1, first=200)
    total = People(a.staff | b.staff | c.staff, a.involved | b.involved | c.involved)
    parents = {"all": None, "a": "all", "b": "all", "c": "all"}
    groups = {"all": total, "a": a, "b": b, "c": c}
    # Without b as well, the three of c would be what is left of the total.
    assert safe_to_show(parents, groups) == {"all", "a"}


def test_somebody_in_two_units_makes_no_difference_to_who_is_hidden():
    a, b = people(20, 10), people(20, 10, first=15)
    total = People(a.staff | b.staff | {99}, a.involved | b.involved)
    shown = safe_to_show({"all": None, "a": "all", "b": "all"}, {"all": total, "a": a, "b": b})
    # The one person in neither would be pointed out, though the numbers say 36 - 40.
    assert shown < {"all", "a", "b"}


@some.composite
def trees(draw):
    """Parents, and people per unit: those of its own and of all below. Somebody may work in two units."""
    parents: dict[int, int | None] = {0: None}
    for unit in range(1, draw(some.integers(1, 7))):
        parents[unit] = draw(some.integers(0, unit - 1))
    own = {unit: draw(some.sets(some.integers(0, 60), max_size=30)) for unit in parents}
    everyone = sorted(set().union(*own.values()))
    involved = draw(some.sets(some.sampled_from(everyone))) if everyone else set()
    staff = {unit: set(members) for unit, members in own.items()}
    for unit in sorted(parents, reverse=True):
        if parents[unit] is not None:
            staff[parents[unit]] |= staff[unit]
    groups = {unit: People(frozenset(ids), frozenset(ids & involved)) for unit, ids in staff.items()}
    return parents, groups


@given(trees())
def test_no_shown_group_and_no_difference_between_them_points_anybody_out(tree):
    parents, groups = tree
    shown = safe_to_show(parents, groups)
    for unit in shown:
        assert groups[unit].may_be_shown()
        assert parents[unit] is None or parents[unit] in shown
        parts = [groups[part] for part in shown if parents[part] == unit]
        left = groups[unit].staff - frozenset().union(*(part.staff for part in parts))
        taking_part = groups[unit].involved & left
        assert not left or (len(taking_part) >= 5 and len(left - taking_part) >= 5)


@some.composite
def tallies(draw):
    parents: dict[int, int | None] = {0: None}
    for unit in range(1, draw(some.integers(1, 7))):
        parents[unit] = draw(some.integers(0, unit - 1))
    own = {unit: draw(some.tuples(some.integers(0, 12), some.integers(0, 12))) for unit in parents}
    sums = {unit: list(numbers) for unit, numbers in own.items()}
    for unit in sorted(parents, reverse=True):
        if parents[unit] is not None:
            sums[parents[unit]][0] += sums[unit][0]
            sums[parents[unit]][1] += sums[unit][1]
    return parents, {unit: Tally(yes + no, yes) for unit, (yes, no) in sums.items()}


@given(tallies())
def test_no_combination_of_sums_and_differences_leaves_one_to_four(tree):
    parents, groups = tree
    shown = sorted(safe_to_show(parents, groups))

    def below(unit, other):
        while other is not None and other != unit:
            other = parents[other]
        return other == unit

    for unit in shown:
        inside = [other for other in shown if other != unit and below(unit, other)]
        for number in range(len(inside) + 1):
            for parts in combinations(inside, number):
                if any(below(one, two) for one in parts for two in parts if one != two):
                    continue
                yes = groups[unit].part - sum(groups[part].part for part in parts)
                whole = groups[unit].whole - sum(groups[part].whole for part in parts)
                assert yes not in range(1, 5)
                assert whole - yes not in range(1, 5)
