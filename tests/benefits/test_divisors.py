from datetime import date, timedelta
from decimal import Decimal

import pytest

from laeringslean.benefits.actions import divisors
from laeringslean.benefits.models import Basis, FteDivisor
from laeringslean.benefits.queries.divisors import divisor_for, in_force, staff_groups_with_their_own
from laeringslean.calc import benefits as calc
from laeringslean.foundation import clock
from laeringslean.foundation.models import Event
from tests.factories.benefits import make_divisor

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 1)


def test_the_newest_of_the_staff_group_holds_else_that_of_everybody(tenant):
    make_divisor("37.5", valid_from=date(2020, 1, 1))
    make_divisor("1700", basis=Basis.YEARLY, valid_from=DAY)
    make_divisor("35.5", staff_group="turnus", valid_from=date(2025, 1, 1))
    assert divisor_for(DAY) == calc.Divisor(Decimal(1700), calc.Basis.YEARLY)
    assert divisor_for(DAY - timedelta(days=1)) == calc.Divisor(Decimal("37.5"), calc.Basis.WEEKLY)
    assert divisor_for(DAY, "turnus") == calc.Divisor(Decimal("35.5"), calc.Basis.WEEKLY)
    assert divisor_for(date(2024, 1, 1), "turnus") == calc.Divisor(Decimal("37.5"), calc.Basis.WEEKLY)


def test_without_any_there_is_none(tenant):
    with pytest.raises(calc.NoDivisor):
        divisor_for(DAY)


def test_set_again_for_the_same_day_it_is_replaced_and_both_are_in_the_events(tenant):
    make_divisor("37.5", valid_from=DAY)
    make_divisor("36", valid_from=DAY)
    assert [row.hours for row in FteDivisor.objects.all()] == [Decimal(36)]
    told = Event.objects.filter(kind="benefits.divisor.set").order_by("sequence")
    assert [event.details["hours"] for event in told] == ["37.5", "36"]


def test_no_hours_are_no_divisor(tenant):
    with pytest.raises(ValueError):
        divisors.set_divisor(hours=Decimal(0), valid_from=DAY, by=None)


def test_which_rows_hold_today_and_which_staff_groups_have_their_own(tenant):
    today = clock.today()
    make_divisor("38", valid_from=date(2019, 1, 1))
    everybody = make_divisor("37.5", valid_from=date(2020, 1, 1))
    own = make_divisor("35.5", staff_group="turnus", valid_from=today)
    make_divisor("33.6", staff_group="helkontinuerlig", valid_from=today + timedelta(days=1))
    assert in_force(today, list(FteDivisor.objects.all())) == {everybody, own}
    assert staff_groups_with_their_own(today) == ["turnus"]
