"""Inviting somebody into a unit."""

from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from laeringslean.foundation import events
from laeringslean.foundation.database.gate import action
from laeringslean.organisation.actions import post
from laeringslean.organisation.actions.people import join, new_person, refuse_own
from laeringslean.organisation.actions.versions import access_changed
from laeringslean.organisation.models import Person, Unit


@action
def invite(
    *,
    unit: Unit,
    name: str,
    email: str,
    address: str,
    position_percent: Decimal | int = 100,
    staff_group: str = "",
    shift: str = "",
    by: UUID | None,
) -> Person:
    """Register somebody, or find who has the e-mail address, as a member of the unit's staff; return the person.

    They are sent a letter with `address`, the page where a first password is chosen. Raises Refused when they belong
    to the unit already, and for oneself.
    """
    person = Person.objects.active().filter(email__iexact=email.strip()).first() or new_person(name, email, None)
    refuse_own(person.id, by)
    membership = join(person, unit, position_percent, staff_group, shift)
    access_changed([person.id])
    _send_letter(person, unit, address)
    events.record(
        "organisation.person.invited",
        subject_id=person.id,
        actor_id=by,
        unit_id=unit.id,
        membership_id=str(membership.id),
    )
    return person


def _send_letter(person: Person, unit: Unit, address: str) -> None:
    with override(person.language or settings.LANGUAGE_CODE):
        post.send(
            to=person.email,
            subject=_("You are invited to Læringslean"),
            text=_(
                "Hello %(name)s,\n\n"
                "you are invited to the improvement board of %(unit)s. There you can raise ideas and see what comes of "
                "them.\n\n"
                "If you have no password yet, choose one here, with this e-mail address:\n\n"
                "    %(address)s\n"
            )
            % {"name": person.name, "unit": unit.name, "address": address},
        )
