"""The sums of the demo municipality: twenty ideas with their hours a week, as the domain notes list them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from laeringslean.calc.benefits import Basis, Divisor, FreedTime, Line, Step, Sum, Totals, rounded, totals

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


def test_the_three_figures_have_no_total_and_cannot_be_added():
    sums = totals(demo_lines())
    assert {name for name in dir(sums) if not name.startswith("_")} == {
        "identified",
        "agreed",
        "realised",
        "realisation_rate",
    }
    with pytest.raises(TypeError):
        sums.identified + sums.realised
    with pytest.raises(TypeError):
        sum([sums.identified, sums.agreed])


def test_three_thirds_of_a_quarter_are_shown_as_a_quarter():
    five_minutes = FreedTime(Decimal(5), 1, Decimal(1))
    sums = totals([Line(five_minutes, WEEK, Step.REALISED)] * 3)
    assert sums.identified.hours_per_week == Decimal("0.25")
    assert rounded(sums.identified.hours_per_week, 1) == Decimal("0.3")


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Sum(hours_per_week=Decimal(-1)),
        lambda: Sum(benefits=-1),
        lambda: Totals(identified=Sum(Decimal(1)), agreed=Sum(Decimal(2)), realised=Sum()),
        lambda: Totals(identified=Sum(fte=Decimal(1)), agreed=Sum(), realised=Sum(fte=Decimal(1))),
        lambda: Totals(identified=Sum(), agreed=Sum(benefits=1), realised=Sum()),
    ],
)
def test_sums_that_cannot_be_are_refused(wrong):
    with pytest.raises(ValueError):
        wrong()


def test_a_line_stands_at_a_step():
    with pytest.raises(TypeError):
        Line(FreedTime(Decimal(5), 1, Decimal(1)), WEEK, 1)


def test_no_rate_while_nothing_is_identified():
    assert totals([]).realisation_rate is None


@given(some.lists(some.tuples(some.integers(1, 400), some.sampled_from(list(Step)))))
def test_each_step_is_part_of_the_one_before(rows):
    sums = totals([line(str(hours), step) for hours, step in rows])
    assert sums.identified.hours_per_week >= sums.agreed.hours_per_week >= sums.realised.hours_per_week
    assert sums.identified.hours_per_week == sum(hours for hours, step in rows if step is not Step.LOST)


lines = some.builds(
    Line,
    some.builds(
        FreedTime,
        some.decimals("0.01", "500", places=2),
        some.integers(1, 60),
        some.decimals("0.001", "40", places=3),
        some.integers(1, 53),
    ),
    some.sampled_from([WEEK, Divisor(Decimal("35.5"), Basis.WEEKLY), Divisor(Decimal(1700), Basis.YEARLY)]),
    some.sampled_from(list(Step)),
)


def exact_sums(rows, least):
    """Hours a week and årsverk once more: one minute of one person after the other, in exact fractions."""
    hours = years = Fraction(0)
    for row in rows:
        if row.step < least:
            continue
        a_week = Fraction(row.time.minutes) * row.time.persons * Fraction(row.time.times_per_week) / 60
        hours += a_week
        weeks = row.time.active_weeks if row.divisor.basis == "yearly" else 1
        years += a_week * weeks / Fraction(row.divisor.hours)
    return hours, years


def shown(value, places):
    """Rounded by hand: so many tenths or hundredths, and one more from the half on."""
    parts = value * 10**places
    whole = parts.numerator // parts.denominator
    return Decimal(whole + (1 if parts - whole >= Fraction(1, 2) else 0)).scaleb(-places)


@given(some.lists(lines, max_size=30))
def test_sums_and_what_is_shown_agree_with_exact_fractions(rows):
    sums = totals(rows)
    for least, total in [
        (Step.IDENTIFIED, sums.identified),
        (Step.AGREED, sums.agreed),
        (Step.REALISED, sums.realised),
    ]:
        hours, years = exact_sums(rows, least)
        assert abs(Fraction(total.hours_per_week) - hours) < Fraction(1, 10**15)
        assert rounded(total.hours_per_week, 1) == shown(hours, 1)
        assert rounded(total.fte, 2) == shown(years, 2)
        assert total.benefits == len([row for row in rows if row.step >= least])


@given(some.lists(lines, min_size=1, max_size=10))
def test_the_rate_is_a_share(rows):
    rate = totals(rows).realisation_rate
    assert rate is None or 0 <= rate <= 1
    assert (rate is None) == all(row.step is Step.LOST for row in rows)
