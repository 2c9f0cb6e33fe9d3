from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from laeringslean.foundation.models import Link, TenantRow, VersionedRow
from laeringslean.foundation.tenancy.managers import TenantManager, TenantQuerySet
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer


class MeetingState(models.TextChoices):
    """A board meeting is planned, held, and then locked."""

    DRAFT = "draft", _("Planned")
    IN_PROGRESS = "in_progress", _("In progress")
    CLOSED = "closed", _("Held")


class BoardMeetingQuerySet(TenantQuerySet["BoardMeeting"]):
    """Questions about many meetings."""

    def visible_to(self, viewer: Viewer) -> "BoardMeetingQuerySet":
        """Meetings of the boards the viewer may read."""
        return self.filter(viewer.within(Permission.BOARD_READ, "unit_id"))

    def held(self) -> "BoardMeetingQuerySet":
        """Meetings that were held and closed."""
        return self.filter(state=MeetingState.CLOSED)

    def missed(self, today: object) -> "BoardMeetingQuerySet":
        """Meetings that were planned for a day before `today` and never started."""
        return self.filter(state=MeetingState.DRAFT, planned_on__lt=today)


class BoardMeeting(VersionedRow):
    """The weekly meeting at the board (tavlemøte)."""

    unit = Link("organisation.Unit")
    planned_on = models.DateField()
    planned_time = models.TimeField(null=True)
    state = models.CharField(
        max_length=20, choices=MeetingState.choices, default=MeetingState.DRAFT, editable=False
    )
    facilitator = Link("organisation.Person", null=True)
    next_facilitator = Link("organisation.Person", null=True)
    started_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # Heads, never names: who was absent is nobody's business.
    head_count = models.PositiveSmallIntegerField(null=True)
    shifts_present = models.JSONField(default=list)
    current_position = models.PositiveSmallIntegerField(default=1)
    remarks = models.TextField(max_length=4000, blank=True)

    objects = TenantManager.of(BoardMeetingQuerySet)

    class Meta(VersionedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "unit", "planned_on"], name="meeting_day_once"),
            models.UniqueConstraint(
                fields=["tenant", "unit"], condition=models.Q(state="in_progress"), name="meeting_one_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["tenant", "unit", "state", "planned_on"], name="meeting_unit")]


class MeetingItem(TenantRow):
    """A point of one meeting's agenda, copied from the method so that the minutes keep what was used."""

    meeting = Link(BoardMeeting, on_delete=models.CASCADE, related_name="items")
    key = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    name_nb = models.CharField(max_length=120)
    name_nn = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    prompt_nb = models.CharField(max_length=300, blank=True)
    prompt_nn = models.CharField(max_length=300, blank=True)
    prompt_en = models.CharField(max_length=300, blank=True)
    opened_at = models.DateTimeField(null=True)
    seconds_used = models.PositiveIntegerField(default=0)

    class Meta(TenantRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "meeting", "position"], name="meeting_item_position_once")
        ]

    @property
    def name(self) -> str:
        """The point's name in the language of the page."""
        return getattr(self, f"name_{get_language()}", "") or self.name_nb

    @property
    def prompt(self) -> str:
        """What to ask the group, in the language of the page."""
        return getattr(self, f"prompt_{get_language()}", "") or self.prompt_nb

    @property
    def seconds_planned(self) -> int:
        """How long the point may take, in seconds."""
        return self.minutes * 60


class OutcomeKind(models.TextChoices):
    """What a meeting led to."""

    DECISION = "decision", _("Decision")
    TASK = "task", _("Task")
    TRIAL = "trial", _("Trial")


class Outcome(VersionedRow):
    """A decision, task or trial recorded on the spot, under a point of the agenda."""

    meeting = Link(BoardMeeting, on_delete=models.CASCADE, related_name="outcomes")
    item = Link(MeetingItem, null=True, on_delete=models.CASCADE, related_name="outcomes")
    kind = models.CharField(max_length=20, choices=OutcomeKind.choices)
    text = models.CharField(max_length=500)
    idea = Link("improvement.Idea", null=True)
    owner = Link("organisation.Person", null=True)
    due_on = models.DateField(null=True)
    done_on = models.DateField(null=True)

    class Meta(VersionedRow.Meta):
        indexes = [models.Index(fields=["tenant", "meeting"], name="outcome_meeting")]
