"""What belongs to the meeting in the room: how a unit holds it, the screen on the wall, the phone that is the remote,
how it went, and who gets the minutes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from laeringslean.foundation.models import Link, TenantRow, VersionedRow
from laeringslean.foundation.tenancy.managers import TenantManager, TenantQuerySet
from laeringslean.improvement.models.meeting import BoardMeeting
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer


class MeetingSetup(VersionedRow):
    """How a unit holds its board meetings, where it differs from the method. Meetings that are planned copy it.

    `agenda` is as `improvement/agendas.py` reads and writes it; empty means as the method has it.
    """

    unit = Link("organisation.Unit")
    agenda = models.JSONField(default=list, blank=True)
    # After how many meetings the group is asked how it did; 0 means never.
    check_every = models.PositiveSmallIntegerField(default=4)
    # A mailbox of the unit's own that gets the minutes, and in which language; "" for none.
    minutes_address = models.EmailField(blank=True)
    minutes_language = models.CharField(max_length=5, blank=True)

    class Meta(VersionedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "unit"], name="meeting_setup_once")]


class MinutesSubscription(TenantRow):
    """Somebody wants the minutes of a unit's meetings by e-mail. They alone put it there and take it away."""

    person = Link("organisation.Person", on_delete=models.CASCADE)
    unit = Link("organisation.Unit")

    class Meta(TenantRow.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "unit", "person"], name="minutes_subscription_once")]


class LetterState(models.TextChoices):
    """Where a letter is. One that was being handed over when the server stopped is never sent again."""

    WAITING = "waiting", _("Waiting")
    LEAVING = "leaving", _("Being handed over")
    SENT = "sent", _("Sent")
    GIVEN_UP = "given_up", _("Given up")


class MinutesLetter(TenantRow):
    """The minutes of a meeting on their way to one reader: a person, or (person empty) the unit's own mailbox."""

    meeting = Link(BoardMeeting, on_delete=models.CASCADE)
    person = Link("organisation.Person", null=True, on_delete=models.CASCADE)
    state = models.CharField(max_length=10, choices=LetterState.choices, default=LetterState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()

    class Meta(TenantRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "meeting", "person"], name="minutes_letter_once"),
            models.UniqueConstraint(
                fields=["tenant", "meeting"], condition=Q(person=None), name="minutes_letter_mailbox_once"
            ),
        ]
        indexes = [models.Index(fields=["tenant", "state", "next_try_at"], name="minutes_letter_due")]


class WallLinkQuerySet(TenantQuerySet["WallLink"]):
    """Questions about many wall links."""

    def visible_to(self, viewer: Viewer) -> "WallLinkQuerySet":
        """Links to the boards that the viewer may arrange."""
        return self.filter(viewer.within(Permission.BOARD_ARRANGE, "unit_id"))


class WallLink(TenantRow):
    """A screen on the wall may show a unit's board and meetings without anybody being signed in. Deleting the row
    shuts it out at once."""

    unit = Link("organisation.Unit")
    # Where the screen hangs.
    name = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64)
    made_on = models.DateField()
    used_on = models.DateField(null=True)

    objects = TenantManager.of(WallLinkQuerySet)

    class Meta(TenantRow.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "token_hash"], name="wall_link_token_once")]
        indexes = [models.Index(fields=["tenant", "unit"], name="wall_link_unit")]

    def __str__(self) -> str:
        return self.name


class RemoteState(models.TextChoices):
    """How far a phone has come on its way to being the remote."""

    OFFERED = "offered", _("Waiting for a phone")
    ASKING = "asking", _("Asking to be let in")
    ADMITTED = "admitted", _("Connected")


class MeetingRemote(TenantRow):
    """A phone that runs one meeting for somebody. Only hashes of its code and its key are kept, until the meeting ends.

    `number` is what the phone shows while it asks, so that the right one is let in.
    """

    meeting = Link(BoardMeeting, on_delete=models.CASCADE)
    # For whom it acts: whoever showed the code.
    person = Link("organisation.Person", on_delete=models.CASCADE)
    code_hash = models.CharField(max_length=64)
    code_ends_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=RemoteState.choices, default=RemoteState.OFFERED)
    number = models.PositiveSmallIntegerField()
    key_hash = models.CharField(max_length=64, null=True)

    class Meta(TenantRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "code_hash"], name="meeting_remote_code_once"),
            models.UniqueConstraint(fields=["tenant", "key_hash"], name="meeting_remote_key_once"),
        ]
        indexes = [models.Index(fields=["tenant", "meeting"], name="meeting_remote_meeting")]


class CheckQuestion(models.TextChoices):
    """What the group is asked about its meeting, one at a time."""

    TIME = "time", _("Did we keep the time?")
    VOICES = "voices", _("Did everybody get a word in?")
    DECISIONS = "decisions", _("Did we get something decided?")


class MeetingCheck(VersionedRow):
    """How a meeting went, as the group said by show of hands: counts and nothing else."""

    meeting = Link(BoardMeeting, on_delete=models.CASCADE)
    question = models.CharField(max_length=20, choices=CheckQuestion.choices)
    good = models.PositiveSmallIntegerField(default=0)
    fair = models.PositiveSmallIntegerField(default=0)
    poor = models.PositiveSmallIntegerField(default=0)

    class Meta(VersionedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "meeting"], name="meeting_check_once")]

    @property
    def answers(self) -> int:
        """How many hands were counted."""
        return self.good + self.fair + self.poor
