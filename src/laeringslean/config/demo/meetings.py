"""The weekly meetings of one board: where in a meeting each thing happens, and the meetings themselves."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import UUID

from laeringslean.config.demo.rhythm import Rhythm
from laeringslean.config.demo.script import Script
from laeringslean.config.demo.staff import SHIFTS
from laeringslean.improvement.actions import meeting_setup, meetings
from laeringslean.improvement.models import BoardMeeting, MeetingCheck, Outcome, OutcomeKind
from laeringslean.measures.actions import goals
from laeringslean.measures.models import Goal
from laeringslean.organisation.models import Unit

# (position on the agenda, minute at which it is opened)
_GOALS, _ACTIONS, _IDEAS, _EVALUATE, _THANKS = 2, 3, 4, 5, 6
_OPENED_AT = {_GOALS: 1, _ACTIONS: 4, _IDEAS: 8, _EVALUATE: 12, _THANKS: 14}
_POINT_OF_VERB = {
    "start_trial": _ACTIONS,
    "record_result": _ACTIONS,
    "mark_done": _ACTIONS,
    "evaluate": _EVALUATE,
    "standardise": _EVALUATE,
    "adjust": _EVALUATE,
    "drop": _EVALUATE,
    "close": _EVALUATE,
    "realise": _EVALUATE,
}
_SECONDS_BETWEEN = 12


class Meetings:
    """Plans and holds a board's meetings as its story tells, and gives the moment of what happens in them."""

    def __init__(self, story: dict[str, Any], unit: Unit, people: dict[str, UUID], rhythm: Rhythm) -> None:
        self._story, self._unit, self._people, self._rhythm = story, unit, people, rhythm
        told = story["meetings"]
        self._first: int = told["first"]
        self._missed: list[int] = told.get("missed", [])
        # The last meeting was held in any season: the newest of the story happens there.
        self._planned_weeks = [week for week in range(self._first, 0, -1) if week == 1 or not rhythm.is_off(week)]
        self._held_weeks = [week for week in self._planned_weeks if week not in self._missed]
        self._facilitators = [people[person] for person in told["facilitators"]]
        self._leader = people[f"{story['unit']}-01"]
        self._held = set(self._held_weeks)
        self._used: Counter[tuple[int, int]] = Counter()
        self._meeting: BoardMeeting | None = None
        self._goals: dict[str, Goal] = {}
        self._values: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
        for goal in story["goals"]:
            for week, value in goal["values"]:
                self._values[self.held(week)].append((goal["name"], value))
        self._thanks: defaultdict[int, list[str]] = defaultdict(list)
        for thanks in story["recognitions"]:
            self._thanks[self.held(thanks["week"])].append(thanks["text"])
        self._minutes = {self.held(told["week"]): told for told in story["minutes"]}
        self._tasks: dict[str, Outcome] = {}

    def facilitator(self, week: int) -> UUID:
        """Who leads the meeting of a week: they take turns."""
        return self._facilitators[-week % len(self._facilitators)]

    def moment(self, week: int, verb: str) -> datetime:
        """A moment under the point of the agenda where such things are dealt with, one after another."""
        point = _POINT_OF_VERB.get(verb, _IDEAS)
        week = self.held(week)
        self._used[week, point] += 1
        return self._rhythm.in_meeting(week, 60 * _OPENED_AT[point] + _SECONDS_BETWEEN * self._used[week, point])

    def held(self, week: int) -> int:
        """The week itself when there was a meeting in it, else that of the next meeting, else of the last one."""
        if week in self._held:
            return week
        return next((held for held in self._held_weeks if held <= week), self._held_weeks[-1])

    def add_to(self, script: Script) -> None:
        """Put every meeting into the script, with its goals' values, tasks, thanks and minutes."""
        script.add(self._rhythm.after_meeting(self._first + 1, 1), lambda: self._plan_ahead(self._planned_weeks[0]))
        for goal in self._story["goals"]:
            script.add(self._rhythm.after_meeting(self._first + 1, 2), lambda goal=goal: self._define(goal))
        for week, following in pairwise([*self._planned_weeks, 0]):
            if week in self._missed:
                moment = self._rhythm.after_meeting(week, 1)
                script.add(moment, lambda following=following: self._plan_ahead(following))
            else:
                self._add_meeting(script, week, following)
        for task in self._story["tasks"]:
            self._add_task(script, task)

    def _plan_ahead(self, week: int) -> None:
        self._meeting = meetings.plan(
            unit=self._unit,
            planned_on=self._rhythm.meeting_day(week),
            planned_time=self._rhythm.at,
            facilitator_id=self.facilitator(week),
            by=self._leader,
        )

    def _define(self, goal: dict[str, Any]) -> None:
        written = ("kind", "name", "measurement_unit", "target", "higher_is_better", "user_effect")
        facts = {key: goal[key] for key in written}
        facts["target"] = Decimal(goal["target"])
        self._goals[goal["name"]] = goals.define(unit=self._unit, **facts, by=self._leader)

    def _add_meeting(self, script: Script, week: int, following: int) -> None:
        minutes = self._minutes.get(week, {})
        length = 15 + minutes.get("minutes_over", week * 7 % 3)
        at = self._rhythm.in_meeting
        script.add(at(week, 0), lambda: self._start(week))
        for point, minute in _OPENED_AT.items():
            # Nobody keeps time to the second.
            late = (week * 7 + point * 5) % _SECONDS_BETWEEN
            script.add(at(week, 60 * minute + late), lambda point=point: self._go_to(week, point))
        for name, value in self._values[week]:
            self._add_value(script, week, name, value)
        for text in self._thanks[week]:
            script.add(at(week, 14 * 60 + 5), lambda text=text: self._thank(week, text))
        script.add(at(week, 60 * length), lambda: self._close(week, following, minutes.get("remarks", "")))

    def _start(self, week: int) -> None:
        by = self.facilitator(week)
        self._meeting = meetings.start(meeting=self._planned(), by=by)
        heads, shifts = self._present(week)
        self._meeting = meetings.attend(meeting=self._planned(), head_count=heads, shifts_present=shifts, by=by)

    def _present(self, week: int) -> tuple[int, list[str]]:
        """How many are there, and which shifts: some weeks the whole day shift, some weeks few and none but they."""
        low, high = self._story["meetings"]["heads"]
        shifts = [SHIFTS[shift].value for shift in self._story["meetings"]["shifts"]]
        heads = low + (week * 5 + week // 4) % (high - low + 1)
        if len(shifts) > 1 and week % 3 == 0:
            return max(heads * 2 // 3, 2), shifts[:1]
        if week in self._story["meetings"].get("thin", []):
            return max(low // 2, 2), shifts
        return heads, shifts

    def _go_to(self, week: int, point: int) -> None:
        self._meeting = meetings.go_to(meeting=self._planned(), position=point, by=self.facilitator(week))

    def _add_value(self, script: Script, week: int, name: str, value: str) -> None:
        script.add(
            self._rhythm.in_meeting(week, 60 + 2 * _SECONDS_BETWEEN),
            lambda: goals.enter_value(goal=self._goals[name], value=Decimal(value), by=self.facilitator(week)),
        )

    def _thank(self, week: int, text: str) -> None:
        meetings.recognise(unit=self._unit, text=text, meeting=self._meeting, by=self.facilitator(week))

    def _close(self, week: int, following: int, remarks: str) -> None:
        meeting = self._planned()
        self._ask_how_it_went(meeting, week)
        if following != week - 1:
            # There will be none next week.
            self._plan_ahead(following)
        self._meeting = meetings.close(
            meeting=meeting,
            next_facilitator_id=self.facilitator(following),
            remarks=remarks,
            by=self.facilitator(week),
        )

    def _ask_how_it_went(self, meeting: BoardMeeting, week: int) -> None:
        """Where the meeting ends with the question how they did, hands are counted; not all have an opinion."""
        check = MeetingCheck.objects.filter(meeting=meeting).first()
        if check is None:
            return
        there = self._present(week)[0]
        unsure = 1 + week % 3 if there > 5 else 0
        poor = 1 if week % 11 == 0 else 0
        good = max(there - unsure - poor - week % 2, 0)
        meeting_setup.count_hands(check=check, good=good, fair=unsure, poor=poor, by=self.facilitator(week))

    def _add_task(self, script: Script, task: dict[str, Any]) -> None:
        moment = self.moment(task["week"], "record_outcome")
        owner = self._people[task["owner"]]

        def record() -> None:
            self._tasks[task["text"]] = meetings.record_outcome(
                meeting=self._planned(),
                kind=OutcomeKind.TASK,
                text=task["text"],
                item=self._planned().items.get(position=_IDEAS),
                owner_id=owner,
                due_on=moment.date() + timedelta(days=task["due_in_days"]),
                by=self.facilitator(self.held(task["week"])),
            )

        script.add(moment, record)
        if "done" in task:
            done = max(self.moment(int(task["done"]), "mark_done"), moment + timedelta(days=1))
            script.add(done, lambda: meetings.finish_task(outcome=self._tasks[task["text"]], by=owner))

    def _planned(self) -> BoardMeeting:
        if self._meeting is None:
            raise LookupError("no meeting has been planned yet")
        return self._meeting
