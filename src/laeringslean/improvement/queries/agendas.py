"""Reading how a unit holds its meetings: its agenda, when it asks how it did, and who gets the minutes."""

from uuid import UUID

from laeringslean.foundation.tenancy import rows
from laeringslean.improvement.models import Board, MeetingSetup, MinutesSubscription
from laeringslean.improvement.models.agenda import Point, read
from laeringslean.method.models import AgendaPoint
from laeringslean.method.queries import method_in_force

_COPIED = ("key", "minutes", "name_nb", "name_nn", "name_en", "prompt_nb", "prompt_nn", "prompt_en")


def setup_of(unit_id: UUID) -> MeetingSetup:
    """How the unit holds its meetings; where it has changed nothing, a row that is not stored yet. One query."""
    return rows.find(MeetingSetup, unit_id=unit_id) or MeetingSetup(unit_id=unit_id)


def agenda_of_method(unit_id: UUID) -> list[Point]:
    """The agenda of the method that the unit's board follows. Two queries."""
    method_version_id = Board.objects.filter(unit_id=unit_id).values_list("method_version_id", flat=True).first()
    points = AgendaPoint.objects.filter(method_version_id=method_version_id or method_in_force().pk)
    return [Point(**point) for point in points.order_by("position").values(*_COPIED)]


def agenda_of(unit_id: UUID) -> list[Point]:
    """The unit's agenda with what it has left out: its own, else the method's. What the method has and the unit's own
    agenda has not comes last, left out. Three queries."""
    of_method = agenda_of_method(unit_id)
    own = read(setup_of(unit_id).agenda)
    if not own:
        return of_method
    known = {point.key for point in own}
    return own + [point._replace(is_left_out=True) for point in of_method if point.key not in known]


def wants_minutes(person_id: UUID, unit_id: UUID) -> bool:
    """Whether somebody gets the minutes of a unit by e-mail. One query."""
    return MinutesSubscription.objects.filter(person_id=person_id, unit_id=unit_id).exists()
