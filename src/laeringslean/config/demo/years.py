"""Unfolds the older history of a board, which is told in few words, into a story such as the newer one is told in.

An older idea says in which week it was raised and which way it went (`way`); when each step happened follows from that.
"""

from collections.abc import Callable
from itertools import pairwise
from random import Random
from typing import Any

Step = dict[str, Any]


def with_years(story: dict[str, Any], years: dict[str, Any]) -> dict[str, Any]:
    """The story of a board with its older ideas, thanks, remarks and tasks before the newer ones."""
    unit = story["unit"]
    ideas = [_idea(unit, number, told) for number, told in enumerate(years["ideas"])]
    anonymous = [_anonymous(unit, told) for told in years["anonymous"]]
    return story | {
        "ideas": [*ideas, *story["ideas"]],
        "anonymous": [*anonymous, *story.get("anonymous", [])],
        "extras": years.get("extras", []),
        "recognitions": [{"week": week, "text": text} for week, text in years["thanks"]] + story["recognitions"],
        "minutes": [{"week": week, "remarks": text} for week, text in years["remarks"]] + story["minutes"],
        "tasks": [_task(unit, *told) for told in years["tasks"]] + story["tasks"],
        "goals": [goal | {"values": _series(story, goal, number)} for number, goal in enumerate(story["goals"])],
    }


# Ideas


def _idea(unit: str, number: int, told: dict[str, Any]) -> dict[str, Any]:
    proposer = _person(unit, told["by"])
    row = _row(told) | {"raised_by_external_id": proposer}
    first = {"at": f"{told['week']}+{1 + number % 4}", "do": "raise"}
    said = told.get("said", [])
    return {
        "id": f"{unit}/{number}",
        "row": row,
        "path": [first, *_WAYS[told["way"]](told | {"proposer": proposer}, number)],
        "comments": [
            {"at": f"{max(told['week'] - index // 2, 1)}+{3 + index}", "by": _person(unit, by), "text": text}
            for index, (by, text) in enumerate(said)
        ],
    }


def _anonymous(unit: str, told: dict[str, Any]) -> dict[str, Any]:
    path = _WAYS[told["way"]](told | {"proposer": f"{unit}-01"}, 0)
    return {"row": _row(told), "at": f"{told['week']}+2", "path": path}


def _row(told: dict[str, Any]) -> dict[str, str]:
    return {
        "kind": told["kind"],
        "problem": told["problem"],
        "proposal": told.get("proposal", ""),
        "expected_effect": told.get("effect", ""),
        "waste_type": told.get("waste", ""),
    }


def _person(unit: str, by: int | str) -> str:
    """Somebody of the unit by number, or anybody by their own external id."""
    return by if isinstance(by, str) else f"{unit}-{by:02}"


def _task(unit: str, week: int, text: str, owner: int, due_in_days: int) -> dict[str, Any]:
    person = _person(unit, owner)
    return {"week": week, "text": text, "owner": person, "due_in_days": due_in_days, "done": str(week - 2)}


def _learned(told: dict[str, Any], week: int, worked: str = "yes", decision: str = "keep") -> Step:
    return {"at": f"{week}", "do": "evaluate", "worked": worked, "decision": decision, "learned": told["learned"]}


def _done(told: dict[str, Any], number: int, accepted: int | None = None) -> list[Step]:
    week = told["week"] - 1 if accepted is None else accepted
    looked_at = max(week - 3 - number % 3, 1)
    return [
        {"at": f"{week}", "do": "accept"},
        {"at": f"{week - 1}+{number % 4}", "do": "mark_done", "by": told["proposer"]},
        _learned(told, looked_at),
        {"at": f"{looked_at}", "do": "close"},
    ]


def _planned(told: dict[str, Any], number: int) -> list[Step]:
    week = told["week"] - 1
    due = told.get("due_in_days", 14)
    talked = [{"at": f"{week}", "do": "discuss"}] if number % 2 else []
    return [
        *talked,
        {"at": f"{week}", "do": "accept"},
        {"at": f"{week}", "do": "plan", "owner": told["proposer"], "due_in_days": due},
    ]


def _started(told: dict[str, Any], number: int, weeks: int) -> list[Step]:
    trial = {"plan": told["plan"], "look_at": told["look_at"], "weeks": weeks}
    return [*_planned(told, number), {"at": f"{told['week'] - 2}", "do": "start_trial"} | trial]


def _tried(told: dict[str, Any], number: int) -> tuple[int, list[Step]]:
    """In which week the result came, and the steps until then."""
    weeks = 3 + number % 4
    measured = told["week"] - 2 - weeks
    result = {"at": f"{measured}", "do": "record_result", "result": told["result"]}
    return measured, [*_started(told, number, weeks), result]


def _trial(told: dict[str, Any], number: int) -> list[Step]:
    measured, steps = _tried(told, number)
    looked_at = max(measured - 1, 1)
    after = [_learned(told, looked_at), {"at": f"{looked_at}", "do": "standardise"}]
    return [*steps, *after, {"at": f"{max(measured - 6, 1)}", "do": "close"}]


def _failed(told: dict[str, Any], number: int) -> list[Step]:
    measured, steps = _tried(told, number)
    looked_at = f"{max(measured - 1, 1)}"
    return [*steps, _learned(told, measured - 1, "no", "drop"), {"at": looked_at, "do": "drop"}]


def _declined(told: dict[str, Any], _number: int) -> list[Step]:
    return [{"at": f"{told['week'] - 1}", "do": "decline", "reason": told["reason"]}]


def _woken(told: dict[str, Any], number: int) -> list[Step]:
    parked = {"at": f"{told['week'] - 1}", "do": "park", "reason": told["reason"], "until_in_days": 56}
    return [parked, {"at": f"{told['week'] - 9}", "do": "revive"}, *_done(told, number, told["week"] - 9)]


def _lifted_open(told: dict[str, Any], _number: int) -> list[Step]:
    return [{"at": f"{told['week'] - 1}", "do": "escalate", "reason": told["reason"]}]


def _answered(told: dict[str, Any], number: int) -> list[Step]:
    reply = {"do": "answer_escalation", "by": told["by_above"], "reply": told["reply"]}
    return [*_lifted_open(told, number), {"at": f"{told['week'] - 3}+{number % 4}"} | reply]


def _lifted(told: dict[str, Any], number: int) -> list[Step]:
    return [*_answered(told, number), *_done(told, number, told["week"] - 4)]


def _lifted_no(told: dict[str, Any], number: int) -> list[Step]:
    no = {"at": f"{told['week'] - 4}", "do": "decline", "reason": told["no"]}
    return [*_answered(told, number), no]


def _new(_told: dict[str, Any], _number: int) -> list[Step]:
    return []


def _discussed(told: dict[str, Any], _number: int) -> list[Step]:
    return [{"at": f"{told['week'] - 1}", "do": "discuss"}]


def _forgotten(told: dict[str, Any], number: int) -> list[Step]:
    """Nobody took it on: it was announced that it would be set aside, and nobody said that it should stay."""
    week = told["week"]
    announced = {"at": f"{week - 6}+{number % 4}", "do": "announce", "in_days": 14}
    return [*_discussed(told, number), announced, {"at": f"{week - 8}+{number % 4}", "do": "set_aside"}]


def _remembered(told: dict[str, Any], number: int) -> list[Step]:
    revived = {"at": f"{told['week'] - 11}", "do": "revive"}
    return [*_forgotten(told, number), revived, *_done(told, number, told["week"] - 11)]


def _accepted(told: dict[str, Any], _number: int) -> list[Step]:
    return [{"at": f"{told['week'] - 1}", "do": "accept"}]


def _testing(told: dict[str, Any], number: int) -> list[Step]:
    # It ends within the next weeks.
    return _started(told, number, told["week"] + number % 3)


_WAYS: dict[str, Callable[[dict[str, Any], int], list[Step]]] = {
    "done": _done,
    "trial": _trial,
    "failed": _failed,
    "declined": _declined,
    "woken": _woken,
    "lifted": _lifted,
    "lifted-no": _lifted_no,
    "lifted-open": _lifted_open,
    "forgotten": _forgotten,
    "remembered": _remembered,
    "new": _new,
    "discussed": _discussed,
    "accepted": _accepted,
    "planned": _planned,
    "testing": _testing,
}


# Goals

_EVERY = 4
# The first goal of a board is looked at more often.
_EVERY_FIRST = 2


def _series(story: dict[str, Any], goal: dict[str, Any], number: int) -> list[tuple[int, str]]:
    """Values from the board's first month until now: the told ones, and between and before them plausible others."""
    told = [(week, float(value)) for week, value in goal["values"]]
    decimals = max(len(value.partition(".")[2]) for _, value in goal["values"])
    start = story["meetings"]["first"]
    worst, target = told[0][1], float(goal["target"])
    points = [(start, worst + (worst - target) * 0.12), *told]
    random = Random(f"{story['unit']} {goal['name']}")
    spread = max(abs(target - worst) * 0.12, 10**-decimals)
    exact = {week for week, _ in told}
    values = dict(goal["values"])
    first_week = start - number % 3
    for week in range(first_week, told[-1][0], -(_EVERY if number else _EVERY_FIRST)):
        noise = (random.random() + random.random() - 1) * spread
        if not any(abs(week - known) < 2 for known in exact):
            values[week] = _written(_between(points, week) + noise, decimals, goal["measurement_unit"])
    return sorted(values.items(), reverse=True)


def _between(points: list[tuple[int, float]], week: int) -> float:
    for (earlier, before), (later, after) in pairwise(points):
        if later <= week <= earlier:
            return before + (after - before) * (earlier - week) / max(earlier - later, 1)
    return points[-1][1]


def _written(value: float, decimals: int, unit: str) -> str:
    highest = {"%": 100.0, "av 6": 6.0}.get(unit, 10.0**6)
    return f"{min(max(value, 0), highest):.{decimals}f}"
