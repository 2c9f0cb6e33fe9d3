"""What else a unit does with its board: lanes and names of its own, ideas placed on the grid, whys, what it learned."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from laeringslean.config.demo.meetings import Meetings
from laeringslean.config.demo.script import Script
from laeringslean.improvement.actions import boards, ideas, lanes, recognitions, thinking
from laeringslean.improvement.models import Idea, Lane, RecognitionKind
from laeringslean.improvement.models.arrangement import OwnSection
from laeringslean.organisation.models import Unit

Told = dict[str, Any]


class Extras:
    """Plays these things of one board. Ideas are found by their first words."""

    def __init__(self, told: list[Told], unit: Unit, leader: UUID, meetings: Meetings) -> None:
        self._told, self._unit, self._leader, self._meetings = told, unit, leader, meetings

    def add_to(self, script: Script) -> None:
        """Put them into the script, each under the new ideas of its week's meeting."""
        for told in self._told:
            moment = self._meetings.moment(told["week"], told["do"])
            script.add(moment, lambda told=told: _DOINGS[told["do"]](self, told))

    def _idea(self, words: str) -> Idea:
        return Idea.objects.get(unit=self._unit, problem__startswith=words)

    def _place(self, told: Told) -> None:
        idea = self._idea(told["idea"])
        thinking.place(idea=idea, effort=told["effort"], impact=told["impact"], by=self._leader)

    def _whys(self, told: Told) -> None:
        idea = self._idea(told["idea"])
        thinking.ask_why(idea=idea, answers=told["answers"], root=told["root"], by=self._leader)

    def _learned(self, told: Told) -> None:
        to_unit = Unit.objects.get(external_id=told["to"]) if "to" in told else None
        kind = RecognitionKind(told["kind"])
        recognitions.give(unit=self._unit, text=told["text"], kind=kind, to_unit=to_unit, by=self._leader)

    def _lane(self, told: Told) -> None:
        lanes.add(unit=self._unit, name=told["name"], by=self._leader)

    def _tag(self, told: Told) -> None:
        idea = self._idea(told["idea"])
        lane = Lane.objects.get(unit=self._unit, name=told["lane"])
        ideas.tag(idea=idea, lane=lane, waste_type=idea.waste_type, by=self._leader)

    def _name(self, told: Told) -> None:
        board = boards.ensure(self._unit.id)
        own = [OwnSection(told["section"], name_nb=told["name"])]
        boards.arrange_sections(board=board, sections=own, by=self._leader)


_DOINGS: dict[str, Callable[[Extras, Told], None]] = {
    "place": Extras._place,
    "whys": Extras._whys,
    "recognise": Extras._learned,
    "lane": Extras._lane,
    "tag": Extras._tag,
    "name": Extras._name,
}
