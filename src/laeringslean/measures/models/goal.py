from django.db import models
from django.utils.translation import gettext_lazy as _

from laeringslean.foundation.models import Link, VersionedRow
from laeringslean.foundation.tenancy.managers import TenantManager, TenantQuerySet
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer


class GoalKind(models.TextChoices):
    """A goal for the users of the service, or an indicator that the staff chose for themselves."""

    QUALITY = "quality", _("Quality goal")
    WELLBEING = "wellbeing", _("Wellbeing indicator")


class GoalQuerySet(TenantQuerySet["Goal"]):
    """Questions about many goals."""

    def visible_to(self, viewer: Viewer) -> "GoalQuerySet":
        """Goals of the units whose goals the viewer may read."""
        return self.filter(viewer.within(Permission.GOAL_READ, "unit_id"))

    def for_unit(self, unit_id: object) -> "GoalQuerySet":
        """The goals on a unit's board, in order."""
        return self.filter(unit_id=unit_id, is_active=True).order_by("kind", "position", "id")


class Goal(VersionedRow):
    """A named goal with a value for now and a target. Series and baselines come with the measures issue."""

    unit = Link("organisation.Unit")
    kind = models.CharField(max_length=20, choices=GoalKind.choices, default=GoalKind.QUALITY)
    name = models.CharField(max_length=200)
    user_effect = models.CharField(max_length=300, blank=True)
    measurement_unit = models.CharField(max_length=40, blank=True)
    target = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    higher_is_better = models.BooleanField(default=True)
    current_value = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    current_on = models.DateField(null=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    objects = TenantManager.of(GoalQuerySet)

    class Meta(VersionedRow.Meta):
        indexes = [models.Index(fields=["tenant", "unit"], name="goal_unit")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_reached(self) -> bool | None:
        """Whether the value reaches the target; None while either is missing."""
        if self.target is None or self.current_value is None:
            return None
        return self.current_value >= self.target if self.higher_is_better else self.current_value <= self.target
