"""The demo municipality's files are whole, and say what the programme's own figures say."""

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from laeringslean.config.demo import content, staff
from laeringslean.organisation.access.roles import Role

HEADS = {"hjs": 48, "nfl": 14, "so2": 36, "fjg": 22, "byg": 12, "elv": 52, "vav": 27, "reg": 9}

HOURS = {
    "forslag-01": "17.5",
    "forslag-02": "5.0",
    "forslag-03": "3.0",
    "forslag-04": "4.0",
    "forslag-05": "4.5",
    "forslag-06": "2.5",
    "forslag-07": "3.0",
    "forslag-08": "2.0",
    "forslag-09": "3.5",
    "forslag-10": "6.0",
    "forslag-11": "2.0",
    "forslag-12": "6.5",
    "forslag-13": "10.0",
    "forslag-14": "2.5",
    "forslag-16": "4.0",
    "forslag-17": "3.0",
    "forslag-18": "2.5",
    "forslag-19": "5.0",
    "forslag-20": "3.5",
}
REALISED = {f"forslag-{number:02}" for number in (1, 2, 5, 6, 8, 9, 12, 13, 14, 18, 19)}


def benefits() -> dict[str, dict[str, Any]]:
    return {
        idea["id"]: idea["benefit"]
        for board in content.BOARDS
        for idea in content.story(board)["ideas"]
        if "benefit" in idea
    }


def weekly_hours(benefit: dict[str, Any]) -> Decimal:
    return Decimal(benefit["minutes"]) * benefit["persons"] * Decimal(benefit["times_per_week"]) / 60


def texts_of_people(node: Any) -> list[str]:
    """Every value in a story that points at a person."""
    keys = ("by", "owner", "leader", "representative", "raised_by_external_id")
    if isinstance(node, dict):
        mine = [value for key, value in node.items() if key in keys]
        return mine + [found for value in node.values() for found in texts_of_people(value)]
    if isinstance(node, list):
        return [found for value in node for found in texts_of_people(value)]
    return []


def test_units_are_forty_two_with_a_parent_each():
    units = content.table("units.csv")
    kinds = Counter(unit["kind"] for unit in units)

    assert kinds["enhet"] == 42
    ids = [unit["external_id"] for unit in units]
    for number, unit in enumerate(units):
        assert (unit["parent_external_id"] == "") == (unit["kind"] == "kommunalområde")
        # A parent stands before its children, so that the file can be read from top to bottom.
        assert unit["parent_external_id"] in ["", *ids[:number]]


def test_staff_are_1950_different_people():
    rows = staff.staff_rows()
    people = {(row["external_id"], row["name"], row["email"]) for row in rows}

    assert len(people) == 1950
    assert len({name for _, name, _ in people}) == 1950
    assert len({email for _, _, email in people}) == 1950
    assert all(email.isascii() and email.endswith("@demo.kommune.example") for _, _, email in people)


def test_staff_of_the_eight_boards_are_as_many_as_the_programme_says():
    workplaces = Counter(row["unit_external_id"] for row in staff.staff_rows())

    assert {unit: workplaces[unit] for unit in HEADS} == HEADS


def test_staff_are_the_same_every_time():
    assert staff.staff_file() == staff.staff_file()


def test_a_person_with_two_workplaces_is_the_same_person():
    rows = Counter(row["external_id"] for row in staff.staff_rows())
    two = [external_id for external_id, count in rows.items() if count == 2]

    assert len(two) > 10
    assert max(rows.values()) == 2
    assert all(
        sum(int(row["position_percent"]) for row in staff.staff_rows() if row["external_id"] == external_id) <= 100
        for external_id in two[:3]
    )


def test_demo_people_cover_every_role():
    leaders = {"enhetsleder": Role.UNIT_MANAGER, "avdelingsleder": Role.DEPARTMENT_MANAGER}
    by_id = {row["external_id"]: leaders.get(row["role"], Role.EMPLOYEE) for row in staff.staff_rows()}
    held = {Role(role) for person in content.demo_people() for role, _ in person.grants}
    held |= {by_id[person.external_id] for person in content.demo_people() if person.unit}

    assert held == set(Role)


@pytest.mark.parametrize("person", content.demo_people(), ids=lambda person: person.external_id)
def test_demo_person_is_told_about_in_three_languages(person: content.DemoPerson):
    for texts in (person.role, person.title, person.to_try):
        assert list(texts) == ["nb", "nn", "en"]
        assert all(texts.values())


def test_twenty_ideas_free_the_hours_of_the_programme():
    ideas = [row["external_id"] for row in content.table("ideas.csv")]

    assert ideas == [f"forslag-{number:02}" for number in range(1, 21)]
    assert {idea: weekly_hours(benefit) for idea, benefit in benefits().items()} == {
        idea: Decimal(hours) for idea, hours in HOURS.items()
    }
    assert sum(map(weekly_hours, benefits().values())) == Decimal("90.0")


def test_realised_benefits_sum_to_sixty_one_and_a_half_hours():
    realised = {idea: benefit for idea, benefit in benefits().items() if "realise" in benefit}

    assert set(realised) == REALISED
    assert sum(map(weekly_hours, realised.values())) == Decimal("61.5")
    assert all(benefit["agreement"]["staff_signs"] for benefit in realised.values())


@pytest.mark.parametrize("board", content.BOARDS)
def test_story_tells_of_every_idea_of_its_unit_once(board: str):
    mine = [
        row["external_id"]
        for file in ("ideas.csv", "small_ideas.csv")
        for row in content.table(file)
        if row["unit_external_id"] == board
    ]

    assert sorted(idea["id"] for idea in content.story(board)["ideas"]) == sorted(mine)


@pytest.mark.parametrize("board", content.BOARDS)
def test_story_only_names_people_who_exist(board: str):
    known = {row["external_id"] for row in staff.staff_rows()}
    told = content.story(board)
    named = texts_of_people(told) + told["meetings"]["facilitators"]

    assert set(named) <= known


def test_ideas_are_raised_by_people_of_the_unit():
    home = {(row["external_id"], row["unit_external_id"]) for row in staff.staff_rows()}

    for file in ("ideas.csv", "small_ideas.csv"):
        for row in content.table(file):
            assert (row["raised_by_external_id"], row["unit_external_id"]) in home


def test_anonymous_ideas_name_nobody():
    rows = content.table("anonymous_ideas.csv")

    assert [list(row) for row in rows] == [
        ["unit_external_id", "kind", "problem", "proposal", "expected_effect"] for _ in rows
    ]
    told = [told["number"] for board in content.BOARDS for told in content.story(board).get("anonymous", [])]
    assert sorted(told) == list(range(1, len(rows) + 1))
