"""Reads the demo municipality's own files: units, staff, people to enter as, ideas, and the story of each board."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).resolve().parent / "content"

# The eight units that have begun with Læringslean: four pilots, then the four of the second wave.
BOARDS = ["hjs", "nfl", "so2", "fjg", "byg", "elv", "vav", "reg"]


@dataclass(frozen=True)
class DemoPerson:
    """Somebody a visitor can enter as. `role`, `title` and `to_try` are texts by language (nb, nn, en)."""

    external_id: str
    name: str
    unit: str | None
    staff_group: str
    position_percent: str
    shift: str
    # (role, external id of a unit or None for the whole municipality), beside what the staff file gives.
    grants: list[tuple[str, str | None]]
    role: dict[str, str]
    title: dict[str, str]
    to_try: dict[str, str]


def demo_people() -> list[DemoPerson]:
    """The people a visitor can enter as, in the order in which they are shown."""
    return [
        DemoPerson(
            **{key: row[key] for key in ("external_id", "name", "unit", "staff_group", "position_percent", "shift")},
            grants=[(role, unit) for role, unit in row["grants"]],
            role=row["role"],
            title=row["title"],
            to_try=row["try"],
        )
        for row in _json("demo_people.json")
    ]


def area_directors() -> list[dict[str, str]]:
    """Who directs each of the areas that no demo person directs: `person_external_id`, `unit_external_id`."""
    return table("area_directors.csv")


def names() -> dict[str, dict[str, Any]]:
    """First names and surnames that go together, by origin, with the weight of each origin in per cent."""
    return _json("names.json")


def staff_profiles() -> dict[str, dict[str, Any]]:
    """For each kind of workplace: staff groups and shifts with weights, positions, and women in per cent."""
    return _json("staff_profiles.json")


def story(board: str) -> dict[str, Any]:
    """What has happened in one of the `BOARDS`; times are counted in meetings back from the next one."""
    return _json(f"stories/{board}.json")


def years(board: str) -> dict[str, Any]:
    """What else has happened there since the board's first meeting, in few words; `years.with_years` unfolds it."""
    return _json(f"years/{board}.json")


def table(name: str) -> list[dict[str, str]]:
    """The rows of one of the CSV files."""
    with (CONTENT / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def _json(name: str) -> Any:
    return json.loads((CONTENT / name).read_text(encoding="utf-8"))
