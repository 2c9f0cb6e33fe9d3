"""People and where they work."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from laeringslean.foundation import clock, events
from laeringslean.foundation.database.gate import action
from laeringslean.organisation.access.roles import Role
from laeringslean.organisation.actions import post
from laeringslean.organisation.actions.refusals import Refused
from laeringslean.organisation.actions.versions import access_changed, one_at_a_time, organisation_changed
from laeringslean.organisation.models import Membership, Person, ResetCode, RoleGrant, Session, Unit
from laeringslean.organisation.queries.units import in_force


@action
def add_person(*, name: str, email: str = "", external_id: str | None = None, by: UUID | None) -> Person:
    """Register somebody and return them. Raises Refused when another has the e-mail address or external id."""
    person = new_person(name, email, external_id)
    events.record("organisation.person.added", subject_id=person.id, actor_id=by)
    return person


@action
def revise_person(
    *, person: Person, name: str, email: str, by: UUID | None, expected_version: int | None = None
) -> None:
    """Give somebody another name or e-mail address. Raises Refused when another has the address; EditConflict.

    Who has the address can choose a new password: so the old one is told, and a code sent to it is worth nothing now.
    """
    _refuse_taken_address(email, but=person.id)
    before = person.email
    person.name, person.email = name.strip(), email.strip()
    person.save_changes("name", "email", expected_version=expected_version)
    if before.lower() != person.email.lower():
        ResetCode.objects.filter(person=person).delete()
        if before:
            _tell_old_address(person, before)
    # Names stand on cards and lists of every unit.
    organisation_changed()
    events.record("organisation.person.revised", subject_id=person.id, actor_id=by)


def _tell_old_address(person: Person, address: str) -> None:
    with override(person.language or settings.LANGUAGE_CODE):
        post.send(
            to=address,
            subject=_("Your e-mail address in Læringslean is changed"),
            text=_(
                "Hello %(name)s,\n\n"
                "an administrator has given your account in Læringslean another e-mail address. From now on you sign "
                "in with that one.\n\n"
                "If you know nothing of this, tell your administrator at once.\n"
            )
            % {"name": person.name},
        )


@action
def deactivate(*, person: Person, by: UUID | None, expected_version: int | None = None) -> None:
    """Close somebody's account: they are signed out everywhere at once.

    Raises Refused for oneself and for the last administrator; EditConflict.
    """
    if by == person.id:
        raise Refused(_("You cannot close your own account. Ask a colleague."))
    refuse_last_administrator(person.id)
    person.is_active = False
    person.save_changes("is_active", expected_version=expected_version)
    Session.objects.filter(person=person).delete()
    access_changed([person.id])
    events.record("organisation.person.deactivated", subject_id=person.id, actor_id=by)


@action
def reactivate(*, person: Person, by: UUID | None, expected_version: int | None = None) -> None:
    """Open a closed account again. Raises EditConflict."""
    person.is_active = True
    person.save_changes("is_active", expected_version=expected_version)
    access_changed([person.id])
    events.record("organisation.person.reactivated", subject_id=person.id, actor_id=by)


@action
def choose_language(*, person: Person, language: str, by: UUID | None) -> None:
    """Remember the language in which somebody reads Læringslean."""
    person.language = language
    person.save_changes("language")
    events.record("organisation.person.language_chosen", subject_id=person.id, actor_id=by)


@action
def choose_keys(*, person: Person, single_keys: bool, by: UUID | None) -> None:
    """Remember whether single letters do something on the board for somebody (WCAG 2.1.4)."""
    person.single_keys = single_keys
    person.save_changes("single_keys")
    events.record("organisation.person.keys_chosen", subject_id=person.id, actor_id=by)


@action
def add_membership(
    *,
    person: Person,
    unit: Unit,
    position_percent: Decimal | int = 100,
    staff_group: str = "",
    shift: str = "",
    valid_from: date | None = None,
    by: UUID | None,
) -> Membership:
    """Somebody works in a unit from `valid_from` (default: today) on. Returns the membership.

    Raises Refused for oneself, a closed unit, or when they belong to the unit already.
    """
    refuse_own(person.id, by)
    membership = join(person, unit, position_percent, staff_group, shift, valid_from)
    access_changed([person.id])
    _membership_event("added", membership, by)
    return membership


@action
def revise_membership(
    *,
    membership: Membership,
    position_percent: Decimal | int,
    staff_group: str = "",
    shift: str = "",
    by: UUID | None,
    expected_version: int | None = None,
) -> None:
    """Change position, occupation group or shift. Raises EditConflict."""
    membership.position_percent = Decimal(position_percent)
    membership.staff_group, membership.shift = staff_group.strip(), shift
    membership.save_changes("position_percent", "staff_group", "shift", expected_version=expected_version)
    access_changed([membership.person_id])
    _membership_event("revised", membership, by)


@action
def end_membership(*, membership: Membership, by: UUID | None) -> None:
    """Somebody no longer works in the unit, from today on. Raises Refused for oneself."""
    refuse_own(membership.person_id, by)
    membership.valid_until = clock.today() - timedelta(days=1)
    membership.save_changes("valid_until")
    access_changed([membership.person_id])
    _membership_event("ended", membership, by)


def refuse_own(person_id: UUID, by: UUID | None) -> None:
    """Raise Refused when somebody is about to change their own rights: that takes two people."""
    if by == person_id:
        raise Refused(_("You cannot change your own rights. Ask a colleague."))


def refuse_last_administrator(person_id: UUID) -> None:
    """Raise Refused when the person is the only one left who can manage the organisation."""
    one_at_a_time()
    administrators = set(
        RoleGrant.objects.filter(in_force(), role=Role.ADMINISTRATOR, person__is_active=True).values_list(
            "person_id", flat=True
        )
    )
    if administrators == {person_id}:
        raise Refused(_("Somebody has to be administrator. Give the role to a colleague first."))


def new_person(name: str, email: str, external_id: str | None) -> Person:
    """A new row, without an event. Raises Refused when another has the e-mail address or external id."""
    _refuse_taken_address(email)
    if external_id and Person.objects.filter(external_id=external_id).exists():
        raise Refused(_("Somebody else has this external id."))
    return Person.objects.create(name=name.strip(), email=email.strip(), external_id=external_id or None)


def _refuse_taken_address(email: str, *, but: UUID | None = None) -> None:
    one_at_a_time()
    if email and Person.objects.filter(email__iexact=email.strip()).exclude(pk=but).exists():
        raise Refused(_("Somebody else has this e-mail address."))


def join(
    person: Person,
    unit: Unit,
    position_percent: Decimal | int,
    staff_group: str,
    shift: str,
    valid_from: date | None = None,
) -> Membership:
    """A membership from the day (default: today) on, without an event; one that has ended begins anew.

    Raises Refused when the unit is closed or the person belongs to it already.
    """
    if not unit.is_active:
        raise Refused(_("This unit is no longer in use."))
    earlier = Membership.objects.filter(person=person, unit=unit).first()
    if earlier is not None and (earlier.valid_until is None or earlier.valid_until >= clock.today()):
        raise Refused(_("%(name)s belongs to this unit already.") % {"name": person.name})
    membership = earlier or Membership(person=person, unit=unit)
    membership.position_percent = Decimal(position_percent)
    membership.staff_group, membership.shift = staff_group.strip(), shift
    membership.valid_from, membership.valid_until = valid_from or clock.today(), None
    if earlier is None:
        membership.save()
    else:
        membership.save_changes("position_percent", "staff_group", "shift", "valid_from", "valid_until")
    return membership


def _membership_event(what: str, membership: Membership, by: UUID | None) -> None:
    events.record(
        f"organisation.membership.{what}",
        subject_id=membership.id,
        actor_id=by,
        unit_id=membership.unit_id,
        person_id=str(membership.person_id),
    )
