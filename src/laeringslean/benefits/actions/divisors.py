"""How many hours make one årsverk, from a date."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from laeringslean.benefits.models import Basis, FteDivisor
from laeringslean.foundation import events
from laeringslean.foundation.database.gate import action

# What a municipality starts with: the ordinary working week (KS Hovedtariffavtalen, chapter 1 § 4).
ORDINARY_WEEK = Decimal("37.5")


@action
def set_divisor(
    *, hours: Decimal, basis: str = Basis.WEEKLY, valid_from: date, staff_group: str = "", by: UUID | None
) -> FteDivisor:
    """Set the divisor from a day, for everybody or one staff group. Set again for the same day it is replaced.

    Benefits keep the divisor they were identified with. ValueError unless `hours` is above zero.
    """
    if hours <= 0:
        raise ValueError("a divisor is above zero")
    divisor, _created = FteDivisor.objects.update_or_create(
        staff_group=staff_group, valid_from=valid_from, defaults={"hours": hours, "basis": basis}
    )
    events.record(
        "benefits.divisor.set",
        subject_id=divisor.id,
        actor_id=by,
        hours=str(hours),
        basis=str(basis),
        valid_from=valid_from.isoformat(),
        staff_group=staff_group,
    )
    return divisor
