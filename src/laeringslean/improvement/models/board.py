from django.db import models

from laeringslean.foundation.models import Link, TenantRow, VersionedRow


class Board(VersionedRow):
    """A unit's improvement board. `cards_version` rises with every change to what its cards show."""

    unit = Link("organisation.Unit")
    method_version = Link("method.MethodVersion")
    vision = models.TextField(max_length=1000, blank=True)
    values = models.TextField(max_length=1000, blank=True)
    cards_version = models.PositiveBigIntegerField(default=1, editable=False)

    class Meta(VersionedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "unit"], name="board_unit_once")]


class Recognition(TenantRow):
    """A thank-you on the board, to a team or for something learned."""

    unit = Link("organisation.Unit")
    text = models.CharField(max_length=500)
    given_on = models.DateField()
    meeting = Link("improvement.BoardMeeting", null=True)

    class Meta(TenantRow.Meta):
        indexes = [models.Index(fields=["tenant", "unit", "given_on"], name="recognition_unit")]
