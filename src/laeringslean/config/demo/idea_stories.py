"""What happened to each idea of one board: raised, moved, commented on, and what its freed time came to."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from laeringslean.benefits.actions import agreements, benefits
from laeringslean.benefits.models import Benefit, BenefitAgreement
from laeringslean.config.demo.meetings import Meetings
from laeringslean.config.demo.rhythm import Rhythm
from laeringslean.config.demo.script import Script
from laeringslean.foundation import clock
from laeringslean.foundation.keys import uuid4
from laeringslean.foundation.tenancy import rows
from laeringslean.improvement.actions import anonymous, comments, ideas, untouched
from laeringslean.improvement.models import Idea, IdeaKind
from laeringslean.method.models import WasteType
from laeringslean.organisation.models import Unit

KINDS = {"forslag": IdeaKind.SUGGESTION, "avvik": IdeaKind.DEVIATION, "ønske": IdeaKind.WISH}

Step = dict[str, Any]

_A_MOMENT = timedelta(seconds=10)


class IdeaStories:
    """Plays the ideas of one board. `texts` are the ideas' rows by external id, `wastes` the waste types by name."""

    def __init__(
        self,
        *,
        story: dict[str, Any],
        texts: dict[str, dict[str, str]],
        anonymous_rows: list[dict[str, str]],
        unit: Unit,
        people: dict[str, UUID],
        wastes: dict[str, WasteType],
        rhythm: Rhythm,
        meetings: Meetings,
    ) -> None:
        self._story, self._rows, self._anonymous_rows = story, texts, anonymous_rows
        self._unit, self._people, self._wastes = unit, people, wastes
        self._rhythm, self._meetings = rhythm, meetings
        self._leader = people[f"{story['unit']}-01"]
        self._ideas: dict[str, Idea] = {}
        self._benefits: dict[str, Benefit] = {}
        self._agreements: dict[str, BenefitAgreement] = {}
        self._happened_on: dict[datetime, int] = {}
        self._last: dict[str, datetime] = {}
        self._raised_at: dict[str, datetime] = {}

    def add_to(self, script: Script) -> None:
        """Put every idea of the board into the script."""
        for told in self._story["ideas"]:
            if "row" in told:
                self._rows[told["id"]] = told["row"]
            for step in told["path"]:
                self._add_step(script, told["id"], step)
            for said in told.get("comments", []):
                moment = max(self._after(said["at"]), self._raised_at[told["id"]] + _A_MOMENT)
                script.add(moment, lambda key=told["id"], said=said: self._comment(key, said))
            if "benefit" in told:
                self._add_benefit(script, told["id"], told["benefit"])
        for told in self._story.get("anonymous", []):
            row = told.get("row") or self._anonymous_rows[told["number"] - 1]
            self._last[row["problem"]] = self._after(told["at"])
            script.add(self._last[row["problem"]], lambda row=row: self._submit(row))
            for step in told["path"]:
                self._add_step(script, row["problem"], step)

    # When

    def _moment(self, at: str, verb: str) -> datetime:
        """`at` is a week ("3": in that week's meeting) or a week and days after its meeting ("3+2")."""
        return self._after(at) if "+" in at else self._meetings.moment(int(at), verb)

    def _after(self, at: str) -> datetime:
        week, _, days = at.partition("+")
        moment = self._rhythm.after_meeting(int(week), int(days or 0))
        # Some minutes between what is done on the same day.
        self._happened_on[moment] = self._happened_on.get(moment, -1) + 1
        return self._rhythm.after_meeting(int(week), int(days or 0), minutes=11 * self._happened_on[moment])

    def _in_order(self, key: str, moment: datetime) -> datetime:
        """The moment, or just after what last happened to the idea: where a meeting fell out, all comes later."""
        if key in self._last:
            moment = max(moment, self._last[key] + _A_MOMENT)
        self._last[key] = moment
        return moment

    # Ideas

    def _add_step(self, script: Script, key: str, step: Step) -> None:
        moment = self._in_order(key, self._moment(step["at"], step["do"]))
        if step["do"] == "raise":
            self._raised_at[key] = moment
            script.add(moment, lambda: self._raise(key))
        else:
            script.add(moment, lambda: self._move(key, step))

    def _raise(self, key: str) -> None:
        row = self._rows[key]
        self._ideas[key] = ideas.raise_idea(
            unit=self._unit,
            kind=KINDS[row["kind"]],
            problem=row["problem"],
            proposal=row["proposal"],
            expected_effect=row["expected_effect"],
            waste_type=self._wastes.get(row["waste_type"]),
            external_id=row.get("external_id"),
            by=self._people[row["raised_by_external_id"]],
        )

    def _submit(self, row: dict[str, str]) -> None:
        anonymous.submit(
            unit=self._unit,
            kind=KINDS[row["kind"]],
            problem=row["problem"],
            proposal=row["proposal"],
            expected_effect=row["expected_effect"],
            client_key=uuid4(),
        )
        anonymous.publish_waiting()
        self._ideas[row["problem"]] = Idea.objects.get(unit=self._unit, problem=row["problem"])

    def _move(self, key: str, step: Step) -> None:
        idea = self._stored(key)
        if step["do"] in _NIGHTLY:
            _NIGHTLY[step["do"]](idea, step)
            return
        _MOVES[step["do"]](idea, step, self._who(idea, step), self._people)

    def _stored(self, key: str) -> Idea:
        """The idea as it is now, whoever has changed it."""
        idea = rows.find(Idea, pk=self._ideas[key].pk)
        if idea is None:
            raise LookupError(f"{key} is not on the board yet")
        idea.unit = self._unit
        return idea

    def _who(self, idea: Idea, step: Step) -> UUID:
        """Who does it: whoever the story names; trials their owner; the rest, decisions, the leader."""
        if "by" in step:
            return self._people[step["by"]]
        if step["do"] in ("start_trial", "record_result", "adjust") and idea.owner_id:
            return idea.owner_id
        return self._leader

    def _comment(self, key: str, said: Step) -> None:
        comments.comment(idea=self._ideas[key], body=said["text"], by=self._people[said["by"]])

    # Benefits

    def _add_benefit(self, script: Script, key: str, told: Step) -> None:
        self._last[_benefit(key)] = self._raised_at[key]
        script.add(self._benefit_moment(key, told["identify"], "identify"), lambda: self._identify(key, told))
        if agreed := told.get("agreement"):
            script.add(self._benefit_moment(key, agreed["at"], "agree"), lambda: self._agree(key, agreed))
            for side, sign in (("leader", agreements.sign_as_leader), ("staff", agreements.sign_as_staff)):
                signer = self._people[agreed["leader" if side == "leader" else "representative"]]
                if f"{side}_signs" in agreed:
                    moment = self._benefit_moment(key, agreed[f"{side}_signs"], "sign")
                    script.add(moment, lambda sign=sign, signer=signer: self._sign(key, sign, signer))
        if realised := told.get("realise"):
            moment = self._benefit_moment(key, realised["at"], "realise")
            script.add(moment, lambda: self._realise(key, realised["evidence"]))

    def _benefit_moment(self, key: str, at: str, verb: str) -> datetime:
        return self._in_order(_benefit(key), self._moment(at, verb))

    def _identify(self, key: str, told: Step) -> None:
        self._benefits[key] = benefits.identify(
            idea=self._ideas[key],
            minutes=Decimal(told["minutes"]),
            persons=told["persons"],
            times_per_week=Decimal(told["times_per_week"]),
            by=self._leader,
        )

    def _agree(self, key: str, agreed: Step) -> None:
        self._agreements[key] = agreements.agree(
            benefit=self._benefits[key],
            use_of_time=agreed["use_of_time"],
            use_kind=agreed["use_kind"],
            takes_effect_on=self._rhythm.meeting_day(agreed["takes_effect"]),
            follow_up_on=self._rhythm.meeting_day(agreed["follow_up"]),
            leader_id=self._people[agreed["leader"]],
            staff_representative_id=self._people[agreed["representative"]],
            by=self._leader,
        )

    def _sign(self, key: str, sign: Callable[..., BenefitAgreement], signer: UUID) -> None:
        self._agreements[key] = sign(agreement=self._agreements[key], by=signer)

    def _realise(self, key: str, evidence: str) -> None:
        benefit = Benefit.objects.get(pk=self._benefits[key].pk)
        self._benefits[key] = benefits.realise(benefit=benefit, evidence=evidence, by=self._leader)


def _benefit(key: str) -> str:
    return f"benefit of {key}"


def _in_days(days: int | None) -> Any:
    return None if days is None else clock.today() + timedelta(days=days)


def _trial(step: Step) -> dict[str, Any]:
    return {"plan": step["plan"], "look_at": step["look_at"], "ends_on": _in_days(7 * step["weeks"])}


# What nobody decides: verb -> (idea, step)
_NIGHTLY: dict[str, Callable[[Idea, Step], None]] = {
    "announce": lambda idea, step: untouched.announce(idea=idea, aside_on=_in_days(step["in_days"])),
    "set_aside": lambda idea, _step: untouched.set_aside(idea=idea),
}

# verb -> (idea, step, who, people) -> the idea
_MOVES: dict[str, Callable[[Idea, Step, UUID, dict[str, UUID]], Idea]] = {
    "discuss": lambda idea, step, by, _: ideas.discuss(idea=idea, by=by),
    "accept": lambda idea, step, by, _: ideas.accept(idea=idea, by=by),
    "park": lambda idea, step, by, _: ideas.park(
        idea=idea, reason=step["reason"], until=_in_days(step.get("until_in_days")), by=by
    ),
    "revive": lambda idea, step, by, _: ideas.revive(idea=idea, by=by),
    "escalate": lambda idea, step, by, _: ideas.escalate(idea=idea, reason=step["reason"], by=by),
    "answer_escalation": lambda idea, step, by, _: ideas.answer_escalation(idea=idea, reply=step["reply"], by=by),
    "decline": lambda idea, step, by, _: ideas.decline(idea=idea, reason=step["reason"], by=by),
    "plan": lambda idea, step, by, people: ideas.plan(
        idea=idea, owner_id=people[step["owner"]], due_on=_in_days(step["due_in_days"]), by=by
    ),
    "start_trial": lambda idea, step, by, _: ideas.start_trial(idea=idea, **_trial(step), by=by),
    "record_result": lambda idea, step, by, _: ideas.record_result(idea=idea, result=step["result"], by=by),
    "evaluate": lambda idea, step, by, _: ideas.evaluate(
        idea=idea, worked=step["worked"], learned=step["learned"], decision=step["decision"], by=by
    ),
    "standardise": lambda idea, step, by, _: ideas.standardise(idea=idea, by=by),
    "adjust": lambda idea, step, by, _: ideas.adjust(idea=idea, **_trial(step), by=by),
    "drop": lambda idea, step, by, _: ideas.drop(idea=idea, by=by),
    "mark_done": lambda idea, step, by, _: ideas.mark_done(idea=idea, by=by),
    "close": lambda idea, step, by, _: ideas.close(idea=idea, by=by),
}
