"""How a unit has arranged the sections of its own board, as plain data that is stored with the board.

What the unit has not changed is the method's: an arrangement holds the order, the unit's own names, the limits on work
in progress, and what is hidden. Sections that the method has and the arrangement has not come last, as the method has
them; those that the method no longer has are left out.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

# The sections in which somebody is expected to do something. They cannot be hidden: work would lie where nobody looks.
NEVER_HIDDEN = ("new", "decided", "testing", "evaluate", "escalated")
# The sections for which a unit may say how much is enough at a time.
LIMITED = ("decided", "testing", "evaluate")
LARGEST_LIMIT = 99
LONGEST_NAME = 60


class OwnSection(NamedTuple):
    """A section as the unit wants it; an empty name is the method's."""

    key: str
    name_nb: str = ""
    name_nn: str = ""
    limit: int | None = None
    is_hidden: bool = False

    def name(self, language: str) -> str:
        """The unit's own name in a language: in the other one where it was given in that alone, "" without any."""
        own = {"nb": self.name_nb, "nn": self.name_nn}
        return own.get(language) or self.name_nb or self.name_nn


class Arrangement(NamedTuple):
    """The sections in the unit's order, and the key of the template that the board began with ("" for none)."""

    sections: tuple[OwnSection, ...] = ()
    template: str = ""

    def of(self, key: str) -> OwnSection:
        """What the unit has said about a section."""
        return next((section for section in self.sections if section.key == key), OwnSection(key))

    def in_order(self, keys: Iterable[str]) -> tuple[OwnSection, ...]:
        """The sections that the method has, `keys`, as the unit has them."""
        known = list(keys)
        arranged = [section for section in self.sections if section.key in known]
        there = {section.key for section in arranged}
        return (*arranged, *(OwnSection(key) for key in known if key not in there))


def read(stored: str | Mapping[str, Any] | None) -> Arrangement:
    """The arrangement as it is stored: a dictionary, or its JSON text; nothing, when the unit has changed nothing."""
    facts = json.loads(stored) if isinstance(stored, str) and stored else stored or {}
    assert not isinstance(facts, str)
    sections = tuple(
        OwnSection(
            section["key"],
            section.get("nb", ""),
            section.get("nn", ""),
            section.get("limit"),
            section.get("hidden", False) and section["key"] not in NEVER_HIDDEN,
        )
        for section in facts.get("sections", [])
    )
    return Arrangement(sections, facts.get("template", ""))


def written(arrangement: Arrangement) -> dict[str, Any]:
    """What is stored of an arrangement: no more than what differs from the method, beside the order."""
    facts: dict[str, Any] = {"sections": [_written(section) for section in arrangement.sections]}
    if not arrangement.sections:
        facts = {}
    if arrangement.template:
        facts["template"] = arrangement.template
    return facts


def _written(section: OwnSection) -> dict[str, Any]:
    facts = {
        "key": section.key,
        "nb": section.name_nb,
        "nn": section.name_nn,
        "limit": section.limit if section.key in LIMITED else None,
        "hidden": section.is_hidden and section.key not in NEVER_HIDDEN,
    }
    return {name: value for name, value in facts.items() if value}
