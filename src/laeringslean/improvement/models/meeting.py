from datetime import date, datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from laeringslean.foundation.models import Link, TenantRow, VersionedRow
from laeringslean.foundation.tenancy.managers import TenantManager, TenantQuerySet
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer
from laeringslean.organisation.models import Shift


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
    state = models.CharField(max_length=20, choices=MeetingState.choices, default=MeetingState.DRAFT, editable=False)
    facilitator = Link("organisation.Person", null=True)
    next_facilitator = Link("organisation.Person", null=True)
    started_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # Heads, never names: who was absent is nobody's business.
    head_count = models.PositiveSmallIntegerField(null=True)
    shifts_present = models.JSONField(default=list)
    current_position = models.PositiveSmallIntegerField(default=1)
    # Which of several new ideas is talked about, for all who follow along on screens of their own.
    current_idea = Link("improvement.Idea", null=True)
    remarks = models.TextField(max_length=4000, blank=True)

    objects = TenantManager.of(BoardMeetingQuerySet)

    class Meta(VersionedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "unit", "planned_on"], name="meeting_day_once"),
            models.UniqueConstraint(
                fields=["tenant", "unit"], condition=Q(state="in_progress"), name="meeting_one_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["tenant", "unit", "state", "planned_on"], name="meeting_unit")]

    def __str__(self) -> str:
        return f"{self.planned_on} {self.state}"

    @property
    def shift_names(self) -> list[str]:
        """The shifts that were present, as words inside a sentence."""
        return [str(Shift(shift).label).lower() for shift in self.shifts_present if shift in Shift.values]

    @property
    def is_closed(self) -> bool:
        """Whether the minutes are locked."""
        return self.state == MeetingState.CLOSED

    def is_missed(self, today: date) -> bool:
        """Whether it was planned for a day before `today` and never started."""
        return self.state == MeetingState.DRAFT and self.planned_on < today


class MeetingItem(TenantRow):
    """A point of one meeting's agenda, copied from the method so that the minutes keep what was used."""

    meeting = Link(BoardMeeting, on_delete=models.CASCADE, related_name="items")
    key = models.SlugField(max_length=40, db_index=False)
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

    @property
    def time_used(self) -> str:
        """How long the point took, as minutes and seconds: 1:05. Whole minutes would show 1 of 1 as too long."""
        return f"{self.seconds_used // 60}:{self.seconds_used % 60:02d}"

    @property
    def is_over(self) -> bool:
        """Whether the point took longer than planned."""
        return self.seconds_used > self.seconds_planned

    def seconds_until(self, moment: datetime) -> int:
        """How long the point has taken by `moment`, the time it is open now included, in seconds."""
        running = (moment - self.opened_at).total_seconds() if self.opened_at else 0
        return self.seconds_used + max(0, int(running))


class OutcomeKind(models.TextChoices):
    """What a meeting led to."""

    DECISION = "decision", _("Decision")
    TASK = "task", _("Task")
    TRIAL = "trial", _("Trial")


# What may be decided about an idea in a meeting: the end of the event's kind, and how the minutes say it.
MOVES = {
    "accepted": _("Accepted"),
    "parked": _("Parked"),
    "escalated": _("Lifted upwards"),
    "declined": _("Declined"),
    "planned": _("Planned"),
    "trial-started": _("To be tried"),
    "evaluated": _("Evaluated"),
    "standardised": _("New standard"),
    "adjusted": _("Adjusted, to be tried again"),
    "dropped": _("Dropped"),
    "done": _("Done"),
    "closed": _("Closed"),
}


class OutcomeQuerySet(TenantQuerySet["Outcome"]):
    """Questions about many outcomes."""

    def visible_to(self, viewer: Viewer) -> "OutcomeQuerySet":
        """Outcomes of meetings at the boards the viewer may read, and the viewer's own tasks."""
        return self.filter(viewer.within(Permission.BOARD_READ, "meeting__unit_id") | Q(owner_id=viewer.person_id))

    def open_tasks(self) -> "OutcomeQuerySet":
        """Tasks that nobody has said are done."""
        return self.filter(kind=OutcomeKind.TASK, done_on=None)


class Outcome(VersionedRow):
    """A decision, task or trial recorded on the spot, under a point of the agenda."""

    meeting = Link(BoardMeeting, on_delete=models.CASCADE, related_name="outcomes")
    item = Link(MeetingItem, null=True, on_delete=models.CASCADE, related_name="outcomes")
    kind = models.CharField(max_length=20, choices=OutcomeKind.choices)
    text = models.CharField(max_length=500)
    idea = Link("improvement.Idea", null=True)
    # What was decided about the idea, e.g. "accepted"; written when the meeting closes, empty for what was typed.
    move = models.CharField(max_length=40, blank=True)
    owner = Link("organisation.Person", null=True)
    due_on = models.DateField(null=True)
    done_on = models.DateField(null=True)

    objects = TenantManager.of(OutcomeQuerySet)

    class Meta(VersionedRow.Meta):
        indexes = [
            models.Index(fields=["tenant", "meeting"], name="outcome_meeting"),
            models.Index(fields=["tenant", "owner"], name="outcome_owner"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def move_label(self) -> str:
        """What was decided about the idea, in words; empty when the outcome is no such move."""
        return str(MOVES.get(self.move, ""))
