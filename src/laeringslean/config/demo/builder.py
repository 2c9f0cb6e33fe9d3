"""Makes Demo kommune: its organisation by the import, its history by the actions under a set clock.

Everything that people did is done by the same actions as in the product, at the moment when it happened, so that
events, minutes and versions are real. All dates follow today. It is one transaction: there is a whole municipality
or none.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from laeringslean.benefits.actions import divisors
from laeringslean.config.demo import content, staff
from laeringslean.config.demo.extras import Extras
from laeringslean.config.demo.idea_stories import IdeaStories
from laeringslean.config.demo.meetings import Meetings
from laeringslean.config.demo.rhythm import Rhythm
from laeringslean.config.demo.script import Script
from laeringslean.config.demo.years import with_years
from laeringslean.foundation import clock
from laeringslean.foundation.database.gate import write_transaction
from laeringslean.foundation.imports import ImportReport
from laeringslean.foundation.models import Event, Tenant
from laeringslean.foundation.tenancy.scope import tenant_scope
from laeringslean.improvement.actions import boards
from laeringslean.improvement.models import BoardMeeting, Idea
from laeringslean.method.actions.versions import publish_standard
from laeringslean.method.models import WasteType
from laeringslean.organisation.access.roles import Role
from laeringslean.organisation.actions import people as people_actions
from laeringslean.organisation.actions import roles
from laeringslean.organisation.actions.imports import import_organisation
from laeringslean.organisation.models import Person, Unit

HISTORY = timedelta(weeks=106)
_CONTRACT = timedelta(days=90)


class ContentRefused(Exception):
    """The demo's own files do not pass the import; the message says where. It is a fault of the product."""


@dataclass(frozen=True)
class DemoSummary:
    """What was made."""

    tenant_id: int
    units: int
    people: int
    ideas: int
    meetings: int
    events: int


def build_demo(tenant_name: str = "Demo kommune", today: date | None = None) -> DemoSummary:
    """Make the demo municipality in a migrated database and say what was made.

    Its history ends the day before `today` (default: the clock's today); next meetings lie on it or after.
    """
    day = today or clock.today()
    with write_transaction():
        tenant = Tenant.objects.create(name=tenant_name)
        with tenant_scope(tenant.id):
            with clock.set_clock(_morning(day - HISTORY)):
                _found(day)
            _play(day)
            return DemoSummary(
                tenant_id=tenant.id,
                units=Unit.objects.count(),
                people=Person.objects.count(),
                ideas=Idea.objects.count(),
                meetings=BoardMeeting.objects.count(),
                events=Event.objects.count(),
            )


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(8)))


# The organisation


def _found(today: date) -> None:
    """The municipality before anything has happened: method, units, people, roles."""
    publish_standard(by=None)
    report = import_organisation(
        units=(content.CONTENT / "units.csv").read_bytes(), people=staff.staff_file().encode(), by=None
    )
    _refuse_errors(report)
    _let_demo_people_in(today)
    for row in content.area_directors():
        _grant(row["person_external_id"], Role.SERVICE_DIRECTOR, row["unit_external_id"])
    for board in content.BOARDS:
        for person in content.story(board)["meetings"]["facilitators"]:
            _grant(person, Role.FACILITATOR, board)
    coordinator = Person.objects.get(external_id="sta-08")
    divisors.set_divisor(hours=divisors.ORDINARY_WEEK, valid_from=clock.today(), by=coordinator.id)


def _refuse_errors(report: ImportReport) -> None:
    if report.errors:
        first = report.errors[0]
        raise ContentRefused(f"line {first.line}, {first.column}: {first.reason} ({len(report.errors)} errors)")


def _let_demo_people_in(today: date) -> None:
    """Give the demo people their roles and an account. Nobody is told its password: in demo mode one click enters."""
    password = make_password(secrets.token_urlsafe(32))
    for told in content.demo_people():
        if told.unit is None:
            people_actions.add_person(
                name=told.name, email=staff.mail_address(told.name), external_id=told.external_id, by=None
            )
        person = Person.objects.get(external_id=told.external_id)
        person.password = password
        person.save_changes("password")
        for role, unit in told.grants:
            until = today + _CONTRACT if role == Role.EXTERNAL_CONSULTANT else None
            _grant(told.external_id, Role(role), unit, until)


def _grant(person: str, role: Role, unit: str | None, until: date | None = None) -> None:
    roles.grant_role(
        person=Person.objects.get(external_id=person),
        role=role,
        unit=Unit.objects.get(external_id=unit) if unit else None,
        valid_until=until,
        by=None,
    )


# The history


def _play(today: date) -> None:
    """All that has happened in the eight units, in the order in which it happened."""
    people = {key: pk for key, pk in Person.objects.values_list("external_id", "id") if key}
    rows = {row["external_id"]: row for file in ("ideas.csv", "small_ideas.csv") for row in content.table(file)}
    anonymous_rows = content.table("anonymous_ideas.csv")
    wastes = {waste.name_nb: waste for waste in WasteType.objects.all()}
    script = Script()
    for board in content.BOARDS:
        story = with_years(content.story(board), content.years(board))
        unit = Unit.objects.select_related("tenant", "parent").get(external_id=board)
        rhythm = _rhythm(story["meetings"], today)
        meetings = Meetings(story, unit, people, rhythm)
        ideas = IdeaStories(
            story=story,
            texts=rows,
            anonymous_rows=anonymous_rows,
            unit=unit,
            people=people,
            wastes=wastes,
            rhythm=rhythm,
            meetings=meetings,
        )
        _add_board(script, story, unit, people[f"{board}-01"], rhythm)
        meetings.add_to(script)
        ideas.add_to(script)
        Extras(story["extras"], unit, people[f"{board}-01"], meetings).add_to(script)
    script.play()


def _rhythm(told: dict[str, Any], today: date) -> Rhythm:
    return Rhythm(
        today,
        told["workdays_ahead"],
        time.fromisoformat(told["time"]),
        works_weekends="kveld" in told["shifts"],
        is_school=told.get("school", False),
    )


def _add_board(script: Script, story: dict[str, Any], unit: Unit, leader: UUID, rhythm: Rhythm) -> None:
    script.add(
        rhythm.after_meeting(story["meetings"]["first"] + 2, 1),
        lambda: boards.arrange(board=boards.ensure(unit.id), vision=story["vision"], values=story["values"], by=leader),
    )
