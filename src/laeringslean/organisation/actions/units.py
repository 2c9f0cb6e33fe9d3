"""The tree of units."""

from uuid import UUID

from django.utils.translation import gettext as _

from laeringslean.foundation import events
from laeringslean.foundation.database.gate import action
from laeringslean.organisation.actions.refusals import Refused
from laeringslean.organisation.actions.versions import one_at_a_time, organisation_changed
from laeringslean.organisation.models import Membership, Unit, UnitKind
from laeringslean.organisation.queries.units import in_force


@action
def add_unit(
    *,
    name: str,
    kind: UnitKind | str = UnitKind.UNIT,
    parent: Unit | None = None,
    external_id: str | None = None,
    by: UUID | None,
) -> Unit:
    """Add a unit under `parent` (None: at the top of the tree) and return it.

    Raises Refused when `parent` is closed or another unit has the external id.
    """
    _refuse_closed(parent)
    _refuse_taken(external_id)
    unit = Unit.objects.create(name=name.strip(), kind=kind, parent=parent, external_id=external_id or None)
    organisation_changed()
    events.record("organisation.unit.added", subject_id=unit.id, actor_id=by, unit_id=unit.id)
    return unit


@action
def revise_unit(
    *, unit: Unit, name: str, kind: UnitKind | str, by: UUID | None, expected_version: int | None = None
) -> None:
    """Give a unit another name or kind. Raises EditConflict."""
    unit.name, unit.kind = name.strip(), kind
    unit.save_changes("name", "kind", expected_version=expected_version)
    organisation_changed()
    events.record("organisation.unit.revised", subject_id=unit.id, actor_id=by, unit_id=unit.id)


@action
def move_unit(*, unit: Unit, parent: Unit | None, by: UUID | None, expected_version: int | None = None) -> None:
    """Put a unit, with all below it, under `parent` (None: at the top of the tree).

    Raises Refused when `parent` is closed, the unit itself or below it; EditConflict.
    """
    one_at_a_time()
    _refuse_closed(parent)
    if parent is not None and unit.id in _with_those_above(parent):
        raise Refused(_("A unit cannot lie under itself."))
    unit.parent = parent
    unit.save_changes("parent_id", expected_version=expected_version)
    organisation_changed()
    events.record(
        "organisation.unit.moved",
        subject_id=unit.id,
        actor_id=by,
        unit_id=unit.id,
        parent_id=str(parent.id) if parent else None,
    )


@action
def close_unit(*, unit: Unit, by: UUID | None, expected_version: int | None = None) -> None:
    """Take a unit out of use. Its history stays.

    Raises Refused while somebody works there or units in use lie below it; EditConflict.
    """
    one_at_a_time()
    if Unit.objects.active().filter(parent=unit).exists():
        raise Refused(_("Units lie under this one. Move or close them first."))
    if Membership.objects.filter(in_force(), unit=unit, person__is_active=True).exists():
        raise Refused(_("People still work in this unit. End their memberships first."))
    unit.is_active = False
    unit.save_changes("is_active", expected_version=expected_version)
    organisation_changed()
    events.record("organisation.unit.closed", subject_id=unit.id, actor_id=by, unit_id=unit.id)


def _refuse_closed(parent: Unit | None) -> None:
    if parent is not None and not parent.is_active:
        raise Refused(_("The unit above is no longer in use."))


def _refuse_taken(external_id: str | None) -> None:
    if external_id and Unit.objects.filter(external_id=external_id).exists():
        raise Refused(_("Another unit has this external id."))


def _with_those_above(unit: Unit) -> set[UUID]:
    """The unit and all above it, read row by row inside the transaction: no cache may answer while it changes."""
    parents = dict(Unit.objects.values_list("id", "parent_id"))
    found: set[UUID] = set()
    current: UUID | None = unit.id
    while current is not None and current not in found:
        found.add(current)
        current = parents.get(current)
    return found
