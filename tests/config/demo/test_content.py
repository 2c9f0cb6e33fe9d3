"""The demo municipality's files are whole, and say what the programme's own figures say."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from laeringslean.config.demo import content, staff
from laeringslean.config.demo.holidays import easter, is_day_off
from laeringslean.config.demo.years import with_years
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


# The older history


def told_texts(node: Any) -> list[str]:
    """Every sentence in it: what somebody may read twice."""
    if isinstance(node, dict):
        return [found for key, value in node.items() if key != "waste" for found in told_texts(value)]
    if isinstance(node, list):
        return [found for value in node for found in told_texts(value)]
    return [node] if isinstance(node, str) and " " in node else []


def test_no_two_texts_are_the_same():
    told = [text for board in content.BOARDS for text in told_texts(content.years(board)["ideas"])]
    told += [row["problem"] for file in ("ideas.csv", "small_ideas.csv") for row in content.table(file)]

    assert [text for text, times in Counter(told).items() if times > 1] == []


@pytest.mark.parametrize("board", content.BOARDS)
def test_older_history_unfolds_into_people_and_weeks_there_are(board: str):
    known = {row["external_id"] for row in staff.staff_rows()}
    home = {row["external_id"] for row in staff.staff_rows() if row["unit_external_id"] == board}
    unfolded = with_years(content.story(board), content.years(board))
    older = [idea for idea in unfolded["ideas"] if "row" in idea]

    assert len(older) >= 20
    assert {idea["row"]["raised_by_external_id"] for idea in older} <= home
    assert set(texts_of_people(unfolded)) <= known
    weeks = [int(step["at"].partition("+")[0]) for idea in older for step in idea["path"]]
    assert min(weeks) >= 1 and max(weeks) <= unfolded["meetings"]["first"]


@pytest.mark.parametrize("board", content.BOARDS)
def test_older_ideas_happen_in_order_and_mostly_end(board: str):
    older = [idea for idea in with_years(content.story(board), content.years(board))["ideas"] if "row" in idea]

    for idea in older:
        weeks = [int(step["at"].partition("+")[0]) for step in idea["path"]]
        assert weeks == sorted(weeks, reverse=True), idea["row"]["problem"]
    ends = Counter(idea["path"][-1]["do"] for idea in older)
    assert ends["close"] > len(older) / 2
    assert ends["decline"] >= 1 and ends["drop"] + ends["escalate"] >= 1


@pytest.mark.parametrize("board", content.BOARDS)
def test_goals_get_a_series_that_ends_in_the_told_values(board: str):
    story = content.story(board)
    unfolded = with_years(story, content.years(board))

    for goal, told in zip(unfolded["goals"], story["goals"], strict=True):
        assert {(week, value) for week, value in told["values"]} <= set(goal["values"])
        assert len(goal["values"]) >= 12
        assert all(Decimal(value) >= 0 for _week, value in goal["values"])
        assert goal["measurement_unit"] != "%" or all(Decimal(value) <= 100 for _week, value in goal["values"])


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(2024, date(2024, 3, 31)), (2025, date(2025, 4, 20)), (2026, date(2026, 4, 5)), (2027, date(2027, 3, 28))],
)
def test_easter_is_found(year: int, sunday: date):
    assert easter(year) == sunday
    assert is_day_off(sunday) and is_day_off(sunday - timedelta(days=3)) and is_day_off(sunday + timedelta(days=1))


@pytest.mark.parametrize(
    ("day", "of_office", "of_care", "of_school"),
    [
        (date(2026, 7, 8), True, True, True),
        (date(2026, 7, 15), True, False, True),
        (date(2026, 6, 24), False, False, True),
        (date(2026, 12, 28), True, True, True),
        (date(2026, 5, 17), True, True, True),
        (date(2026, 9, 30), False, False, True),
        (date(2026, 11, 4), False, False, False),
    ],
)
def test_days_off_differ_between_kinds_of_units(day: date, of_office: bool, of_care: bool, of_school: bool):
    assert is_day_off(day) == of_office
    assert is_day_off(day, all_year=True) == of_care
    assert is_day_off(day, school=True) == of_school
