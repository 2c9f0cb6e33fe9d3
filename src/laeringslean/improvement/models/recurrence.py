from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from laeringslean.calc.rhythm import Rhythm
from laeringslean.foundation.models import Link, VersionedRow
from laeringslean.foundation.tenancy.managers import TenantManager, TenantQuerySet
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer


class RecurrenceKind(models.TextChoices):
    """What comes back by itself."""

    TASK = "task", _("Task")
    IDEA = "idea", _("Idea")


class RecurrenceRhythm(models.TextChoices):
    """How often it comes back; the arithmetic is `calc.rhythm`."""

    WEEKLY = Rhythm.WEEKLY.value, _("Every week")
    FORTNIGHTLY = Rhythm.FORTNIGHTLY.value, _("Every other week")
    FOUR_WEEKLY = Rhythm.FOUR_WEEKLY.value, _("Every fourth week")
    MONTHLY = Rhythm.MONTHLY.value, _("Every month")
    QUARTERLY = Rhythm.QUARTERLY.value, _("Every quarter")
    HALF_YEARLY = Rhythm.HALF_YEARLY.value, _("Every half-year")
    YEARLY = Rhythm.YEARLY.value, _("Every year")


class RecurrenceQuerySet(TenantQuerySet["Recurrence"]):
    """Questions about what comes back by itself."""

    def visible_to(self, viewer: Viewer) -> "RecurrenceQuerySet":
        """What comes back on the boards the viewer may read."""
        return self.filter(viewer.within(Permission.BOARD_READ, "unit_id"))


class Recurrence(VersionedRow):
    """A task or an idea that comes back on a unit's board by itself: «check the first-aid kits every quarter».

    `begins_on` is the day that all others are counted from, `next_on` the next of them; None when it has ended.
    """

    unit = Link("organisation.Unit")
    kind = models.CharField(max_length=10, choices=RecurrenceKind.choices)
    text = models.CharField(max_length=500)
    rhythm = models.CharField(max_length=20, choices=RecurrenceRhythm.choices)
    begins_on = models.DateField()
    next_on = models.DateField(null=True, editable=False)
    ends_on = models.DateField(null=True)
    owner = Link("organisation.Person", null=True)
    is_paused = models.BooleanField(default=False)

    objects = TenantManager.of(RecurrenceQuerySet)

    class Meta(VersionedRow.Meta):
        indexes = [
            models.Index(fields=["tenant", "unit"], name="recurrence_unit"),
            models.Index(fields=["tenant", "next_on"], name="recurrence_next"),
        ]

    def __str__(self) -> str:
        return self.text


class RecurrentTaskQuerySet(TenantQuerySet["RecurrentTask"]):
    """Questions about many tasks that came back."""

    def visible_to(self, viewer: Viewer) -> "RecurrentTaskQuerySet":
        """Tasks of the boards the viewer may read, and the viewer's own."""
        return self.filter(viewer.within(Permission.BOARD_READ, "unit_id") | Q(owner_id=viewer.person_id))

    def open(self) -> "RecurrentTaskQuerySet":
        """Those that nobody has said are done."""
        return self.filter(done_on=None)


class RecurrentTask(VersionedRow):
    """A task that came back on its day, and is done once like any other."""

    recurrence = Link(Recurrence, on_delete=models.CASCADE, related_name="tasks")
    unit = Link("organisation.Unit")
    text = models.CharField(max_length=500)
    owner = Link("organisation.Person", null=True)
    due_on = models.DateField()
    done_on = models.DateField(null=True)

    objects = TenantManager.of(RecurrentTaskQuerySet)

    class Meta(VersionedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "recurrence", "due_on"], name="recurrent_task_day_once")
        ]
        indexes = [
            models.Index(fields=["tenant", "unit", "done_on"], name="recurrent_task_unit"),
            models.Index(fields=["tenant", "owner", "done_on"], name="recurrent_task_owner"),
        ]

    def __str__(self) -> str:
        return self.text
