from django.db import models

from laeringslean.foundation.models import Link, VersionedRow
from laeringslean.foundation.tenancy.managers import TenantManager, TenantQuerySet
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer


class Board(VersionedRow):
    """A unit's improvement board. `cards_version` rises with every change to what its cards show.

    `arrangement` is how the unit has arranged its sections, as `improvement/arrangements.py` reads and writes it; empty
    means as the method has them.
    """

    unit = Link("organisation.Unit")
    method_version = Link("method.MethodVersion")
    vision = models.TextField(max_length=1000, blank=True)
    values = models.TextField(max_length=1000, blank=True)
    arrangement = models.JSONField(default=dict, blank=True)
    # The day on which somebody last put an idea on the board; None where nobody has since that is written down.
    last_raised_on = models.DateField(null=True, editable=False)
    # After so many days untouched an idea is set aside; None for never.
    set_aside_after = models.PositiveSmallIntegerField(null=True, default=90)
    cards_version = models.PositiveBigIntegerField(default=1, editable=False)

    class Meta(VersionedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "unit"], name="board_unit_once")]


class LaneQuerySet(TenantQuerySet["Lane"]):
    """Questions about many lanes."""

    def visible_to(self, viewer: Viewer) -> "LaneQuerySet":
        """Lanes of the boards that the viewer may read."""
        return self.filter(viewer.within(Permission.BOARD_READ, "unit_id"))

    def in_use(self, unit_id: object) -> "LaneQuerySet":
        """The lanes of a unit's board, in their order; those that are put away are not among them."""
        return self.filter(unit_id=unit_id, is_active=True).order_by("position", "id")


class Lane(VersionedRow):
    """A row of its own across a unit's board: a zone, a shift or a round, perhaps with somebody who looks after it and
    a day on which it ends. One that is put away is kept, since ideas stood in it.
    """

    unit = Link("organisation.Unit")
    name = models.CharField(max_length=60)
    owner = Link("organisation.Person", null=True)
    ends_on = models.DateField(null=True)
    position = models.PositiveSmallIntegerField()
    is_active = models.BooleanField(default=True)

    objects = TenantManager.of(LaneQuerySet)

    class Meta(VersionedRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "unit", "name"], condition=models.Q(is_active=True), name="lane_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
