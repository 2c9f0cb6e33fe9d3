"""What counts, in one query whatever the number of lines."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from laeringslean.benefits.actions import benefits
from laeringslean.benefits.models import Benefit, UseKind
from laeringslean.benefits.queries import benefit_of_ideas, done_this_month, ledger, totals_for_units
from laeringslean.benefits.queries.ledger import goes_ahead
from laeringslean.foundation import clock
from tests.factories.benefits import make_agreement, make_benefit, make_realised
from tests.factories.improvement import advance, make_idea
from tests.factories.organisation import make_unit

pytestmark = pytest.mark.django_db


def hours(unit) -> tuple[Decimal, Decimal, Decimal]:
    sums = totals_for_units([unit.pk])
    return sums.identified.hours_per_week, sums.agreed.hours_per_week, sums.realised.hours_per_week


def test_identified_is_cumulative_and_the_rest_stands_beside_it(place):
    for number, step in enumerate([None, "agreed", "realised", "lost"]):
        benefit = make_benefit(make_idea(place.unit, by=place.staff), hours=str(2**number))
        if step == "agreed":
            make_agreement(benefit, place.leader, place.staff, signed=True)
        elif step == "realised":
            make_realised(benefit, place.leader, place.staff)
        elif step == "lost":
            benefits.lose(benefit=benefit, reason="Nei", by=None)
    assert hours(place.unit) == (7, 6, 4)
    assert {line.state for line in ledger([place.unit.pk])} == {"identified", "agreed", "realised"}


def test_what_was_dropped_no_longer_counts_also_when_it_is_closed_since(place):
    idea = make_idea(place.unit, by=place.staff, state="evaluated", decision="drop")
    make_benefit(idea)
    assert (hours(place.unit)[0], goes_ahead(idea)) == (5, True)
    for state in ("dropped", "closed"):
        advance(idea, state)
        assert (hours(place.unit)[0], goes_ahead(idea)) == (0, False)
        assert ledger([place.unit.pk]) == []


def test_what_was_declined_no_longer_counts(place):
    make_benefit(place.idea)
    advance(place.idea, "declined")
    assert hours(place.unit)[0] == 0


def test_what_was_kept_counts_on_when_it_is_closed(place):
    idea = make_idea(place.unit, by=place.staff, state="evaluated")
    make_benefit(idea)
    for state in ("standardised", "closed"):
        advance(idea, state)
        assert (hours(place.unit)[0], goes_ahead(idea)) == (5, True)


def test_only_the_asked_units_are_summed(place):
    make_benefit(place.idea)
    make_benefit(make_idea(make_unit("Et annet sted")), hours="40")
    assert hours(place.unit)[0] == 5


def test_a_line_tells_the_use_only_when_both_have_signed_for_it(place):
    benefit = make_benefit(place.idea)
    make_agreement(benefit, place.leader, place.staff)
    (line,) = ledger([place.unit.pk])
    assert (line.use_of_time, line.use_kind, line.evidence) == ("", None, "")
    make_realised(Benefit.objects.get(), place.leader, place.staff)
    (line,) = ledger([place.unit.pk])
    assert (line.use_of_time, line.use_kind) == ("Mer tid hos bruker", UseKind.QUALITY)
    assert line.evidence == "To besøk mer hver dag"
    assert (line.hours_per_week, line.fte) == (5, Decimal(5) / Decimal("37.5"))


def test_without_ideas_no_line_tells_an_ideas_words(place):
    make_benefit(place.idea)
    assert [line.idea_title for line in ledger([place.unit.pk])] == [place.idea.title]
    assert [line.idea_title for line in ledger([place.unit.pk], with_ideas=False)] == [""]


def test_benefits_of_ideas_by_idea(place):
    make_benefit(place.idea)
    without = make_idea(place.unit)
    found = benefit_of_ideas([place.idea.pk, without.pk])
    assert {key: line.hours_per_week for key, line in found.items()} == {place.idea.pk: 5}


def test_done_this_month_is_what_was_realised_since_its_first_day(place):
    for month, amount in ((2, "3"), (3, "4")):
        with clock.set_clock(datetime(2026, month, 28, 12, tzinfo=UTC)):
            make_realised(make_benefit(make_idea(place.unit), hours=amount), place.leader, place.staff)
    make_benefit(place.idea)
    with clock.set_clock(datetime(2026, 3, 31, 12, tzinfo=UTC)):
        assert [line.hours_per_week for line in done_this_month(place.unit.pk)] == [4]


@pytest.mark.parametrize("number", [1, 3])
def test_each_reading_takes_one_query(place, number, django_assert_num_queries):
    ideas = [make_idea(place.unit, by=place.staff) for _ in range(number)]
    for idea in ideas:
        make_realised(make_benefit(idea), place.leader, place.staff)
    readings = [
        lambda: totals_for_units([place.unit.pk]),
        lambda: done_this_month(place.unit.pk),
        lambda: benefit_of_ideas([idea.pk for idea in ideas]),
        lambda: ledger([place.unit.pk]),
    ]
    for reading in readings:
        with django_assert_num_queries(1):
            reading()
