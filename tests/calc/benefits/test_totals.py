"""The sums of the demo municipality: twenty ideas with their hours a week, as the domain notes list them."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as some

from laeringslean.calc.benefits import Basis, Divisor, FreedTime, Line, Step, rounded, totals

WEEK = Divisor(Decimal("37.5"), Basis.WEEKLY)
REALISED = ["17.5", "5.0", "4.5", "2.5", "2.0", "3.5", "6.5", "10.0", "2.5", "2.5", "5.0"]
ONLY_IDENTIFIED = ["3.0", "4.0", "3.0", "6.0", "2.0", "4.0", "3.0", "3.5"]


def line(hours: str, step: Step) -> Line:
    return Line(FreedTime(Decimal(hours) * 60, 1, Decimal(1)), WEEK, step)


def demo_lines() -> list[Line]:
    return [line(hours, Step.REALISED) for hours in REALISED] + [
        line(hours, Step.IDENTIFIED) for hours in ONLY_IDENTIFIED
    ]


def test_the_sums_of_the_demo_municipality():
    sums = totals(demo_lines())
    assert sums.identified.hours_per_week == Decimal("90.0")
    assert rounded(sums.identified.fte, 2) == Decimal("2.40")
    assert sums.realised.hours_per_week == Decimal("61.5")
    assert rounded(sums.realised.fte, 2) == Decimal("1.64")
    assert rounded(sums.realisation_rate * 100, 0) == Decimal(68)


def test_identified_is_cumulative_and_lost_counts_nowhere():
    sums = totals([line("1", Step.IDENTIFIED), line("2", Step.AGREED), line("4", Step.REALISED), line("8", Step.LOST)])
    assert [sums.identified.hours_per_week, sums.agreed.hours_per_week, sums.realised.hours_per_week] == [7, 6, 4]
    assert (sums.identified.benefits, sums.agreed.benefits, sums.realised.benefits) == (3, 2, 1)


def test_the_three_figures_cannot_be_added_by_asking_for_a_total():
    assert {name for name in dir(totals([])) if not name.startswith("_")} == {
        "identified",
        "agreed",
        "realised",
        "realisation_rate",
    }


def test_no_rate_while_nothing_is_identified():
    assert totals([]).realisation_rate is None


@given(some.lists(some.tuples(some.integers(1, 400), some.sampled_from(list(Step)))))
def test_each_step_is_part_of_the_one_before(rows):
    sums = totals([line(str(hours), step) for hours, step in rows])
    assert sums.identified.hours_per_week >= sums.agreed.hours_per_week >= sums.realised.hours_per_week
    assert sums.identified.hours_per_week == sum(hours for hours, step in rows if step is not Step.LOST)
