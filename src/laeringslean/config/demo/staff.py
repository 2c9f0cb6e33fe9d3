"""Makes the staff file of Demo kommune: 1,950 fictional people, the same ones every time."""

import csv
import io
import unicodedata
from random import Random
from typing import Any

from laeringslean.config.demo import content
from laeringslean.organisation.models import Shift

COLUMNS = [
    "external_id",
    "name",
    "email",
    "unit_external_id",
    "position_percent",
    "role",
    "staff_group",
    "shift",
]
MAIL_DOMAIN = "demo.kommune.example"
# The words for shifts in the staff file and the stories.
SHIFTS = {"dag": Shift.DAY, "kveld": Shift.EVENING, "natt": Shift.NIGHT, "turnus": Shift.ROTATING}

_SEED = 2014
# Who works part-time may have a second workplace; this share of them does, outside the units that have a board.
_SHARE_WITH_TWO_WORKPLACES = 0.06
_PLAIN = str.maketrans({"æ": "ae", "ø": "o", "đ": "d", "ŋ": "n", "ŧ": "t"})


def staff_file() -> str:
    """The text of the staff file in the product's import format (CSV with semicolons)."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, COLUMNS, delimiter=";", lineterminator="\n")
    writer.writeheader()
    writer.writerows(staff_rows())
    return file.getvalue()


def staff_rows() -> list[dict[str, str]]:
    """One row per workplace of a person, in the order of the units; leaders first in each unit."""
    return _Staff().rows()


def mail_address(name: str, number: int = 1) -> str:
    """first.last@…, in plain letters; `number` tells people with the same plain name apart."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(_PLAIN)).encode("ascii", "ignore").decode()
    return f"{'.'.join(plain.split())}{number if number > 1 else ''}@{MAIL_DOMAIN}"


class _Staff:
    """Draws names, positions and shifts. Of `Random` only `random()` is used: its values never change."""

    def __init__(self) -> None:
        self._random = Random(_SEED)
        self._names = content.names()
        self._profiles = content.staff_profiles()
        self._fixed = {person.external_id: person for person in content.demo_people()}
        self._taken = {person.name for person in self._fixed.values()}
        self._mails: set[str] = set()
        self._parents = {row["external_id"]: row["parent_external_id"] for row in content.table("units.csv")}
        self._workplaces = [row["unit_external_id"] for row in content.table("staffing.csv")]

    def rows(self) -> list[dict[str, str]]:
        rows = []
        for staffing in content.table("staffing.csv"):
            for number in range(1, int(staffing["head_count"]) + 1):
                rows += self._person(staffing, number)
        return rows

    def _person(self, staffing: dict[str, str], number: int) -> list[dict[str, str]]:
        unit = staffing["unit_external_id"]
        external_id = f"{unit}-{number:02}"
        profile = self._profiles[staffing["profile"]]
        row = {
            "external_id": external_id,
            "unit_external_id": unit,
            "role": staffing["leader_role"] if number == 1 and staffing["leader_role"] else "medarbeider",
            "name": self._name(profile),
            "staff_group": self._weighted(profile["groups"]),
            "position_percent": self._one_of(profile["percents"]),
            "shift": self._weighted(profile["shifts"]),
        }
        if number == 1:
            row |= {"staff_group": "Leder", "position_percent": "100", "shift": "dag"}
        if fixed := self._fixed.get(external_id):
            row |= {
                "name": fixed.name,
                "staff_group": fixed.staff_group,
                "position_percent": fixed.position_percent,
                "shift": fixed.shift,
            }
        row["email"] = self._mail(row["name"])
        return [row, *self._second_workplace(row)]

    def _second_workplace(self, row: dict[str, str]) -> list[dict[str, str]]:
        """A part-time worker's other workplace in the same area, now and then."""
        drawn = self._random.random() < _SHARE_WITH_TWO_WORKPLACES
        unit = row["unit_external_id"]
        beside = [
            other
            for other in self._workplaces
            if other != unit and self._parents[other] == self._parents[unit] and other not in content.BOARDS
        ]
        if not drawn or unit in content.BOARDS or not beside or int(row["position_percent"]) > 60:
            return []
        return [row | {"unit_external_id": self._one_of(beside), "position_percent": "20", "role": "medarbeider"}]

    def _name(self, profile: dict[str, Any]) -> str:
        while True:
            origin = self._names[self._weighted([(key, group["weight"]) for key, group in self._names.items()])]
            first = self._one_of(origin["women" if self._random.random() * 100 < profile["women"] else "men"])
            name = f"{first} {self._one_of(origin['surnames'])}"
            if name not in self._taken:
                self._taken.add(name)
                return name

    def _mail(self, name: str) -> str:
        number = 1
        while (address := mail_address(name, number)) in self._mails:
            number += 1
        self._mails.add(address)
        return address

    def _one_of(self, choices: list[str]) -> str:
        return choices[int(self._random.random() * len(choices))]

    def _weighted(self, choices: list[Any]) -> str:
        """One of (text, weight) pairs."""
        point = self._random.random() * sum(weight for _, weight in choices)
        for text, weight in choices:
            point -= weight
            if point < 0:
                return text
        return choices[-1][0]
