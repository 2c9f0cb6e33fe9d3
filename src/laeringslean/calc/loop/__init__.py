"""How the improvement loop runs, and which of its figures may be shown. Plain arithmetic, no Django."""

from laeringslean.calc.loop.groups import SMALLEST_GROUP, Group, People, Tally, safe_to_show
from laeringslean.calc.loop.rates import (
    Period,
    Stay,
    average_staff,
    ideas_per_employee_year,
    median_days,
    net_hours_per_week,
    person_hours,
    share,
)

__all__ = [
    "SMALLEST_GROUP",
    "Group",
    "People",
    "Period",
    "Stay",
    "Tally",
    "average_staff",
    "ideas_per_employee_year",
    "median_days",
    "net_hours_per_week",
    "person_hours",
    "safe_to_show",
    "share",
]
