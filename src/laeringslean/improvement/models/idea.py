from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from laeringslean.calc.words import stems_of
from laeringslean.foundation.models import Link, TenantRow, VersionedRow
from laeringslean.foundation.tenancy.managers import TenantManager, TenantQuerySet
from laeringslean.improvement.models.board import Lane
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer


class IdeaKind(models.TextChoices):
    """What somebody put on the board."""

    SUGGESTION = "suggestion", _("Suggestion")
    DEVIATION = "deviation", _("Deviation")
    WISH = "wish", _("Wish")


class IdeaState(models.TextChoices):
    """Where an idea is on its way. The moves between them are the actions of `actions/ideas.py`."""

    RAISED = "raised", _("Raised")
    DISCUSSED = "discussed", _("Discussed")
    ACCEPTED = "accepted", _("Accepted")
    PARKED = "parked", _("Parked")
    SET_ASIDE = "set_aside", _("Set aside")
    ESCALATED = "escalated", _("Escalated")
    DECLINED = "declined", _("Declined")
    PLANNED = "planned", _("Planned")
    TESTING = "testing", _("Being tried")
    MEASURED = "measured", _("Measured")
    EVALUATED = "evaluated", _("Evaluated")
    STANDARDISED = "standardised", _("New standard")
    DROPPED = "dropped", _("Dropped")
    DONE = "done", _("Done")
    CLOSED = "closed", _("Closed")


# The board's section for each state; states that are not here are not on the board.
SECTION_OF_STATE = {
    IdeaState.RAISED: "new",
    IdeaState.DISCUSSED: "new",
    IdeaState.ACCEPTED: "decided",
    IdeaState.PLANNED: "decided",
    IdeaState.TESTING: "testing",
    IdeaState.MEASURED: "evaluate",
    IdeaState.EVALUATED: "evaluate",
    IdeaState.ESCALATED: "escalated",
    IdeaState.STANDARDISED: "done",
    # «No, it did not work» is finished work too.
    IdeaState.DROPPED: "done",
    IdeaState.DONE: "done",
    IdeaState.CLOSED: "done",
}

# What nobody has taken on, and is set aside when nobody touches it for long.
SET_ASIDE_FROM = [IdeaState.RAISED, IdeaState.DISCUSSED, IdeaState.ACCEPTED]

# What stands before the stems in `search_text`. The number rises when stems are made in another way, so that `migrate`
# makes them anew.
STEMS = "\n¤1 "

# No further work is expected.
FINISHED = [IdeaState.DECLINED, IdeaState.DROPPED, IdeaState.CLOSED]
# What "implemented" counts.
IMPLEMENTED = [IdeaState.STANDARDISED, IdeaState.DONE]


class IdeaQuerySet(TenantQuerySet["Idea"]):
    """Questions about many ideas."""

    def visible_to(self, viewer: Viewer) -> "IdeaQuerySet":
        """Ideas of the viewer's units, their own, those they own, and the one card escalated to them."""
        return self.filter(
            viewer.within(Permission.IDEA_READ, "unit_id")
            | Q(raised_by_id=viewer.person_id)
            | Q(owner_id=viewer.person_id)
            | (Q(state=IdeaState.ESCALATED) & viewer.within(Permission.ESCALATION_ANSWER, "escalated_to_id"))
        )

    def for_unit(self, unit_id: object) -> "IdeaQuerySet":
        """The ideas of one unit."""
        return self.filter(unit_id=unit_id)

    def open(self) -> "IdeaQuerySet":
        """Ideas that still need somebody to do something."""
        return self.exclude(state__in=FINISHED)

    def on_board(self, unit_id: object, *, since: date) -> "IdeaQuerySet":
        """A unit's cards: what is open (parked and set aside ones excepted), and what was done on or after `since`."""
        done = Q(state__in=[state for state, section in SECTION_OF_STATE.items() if section == "done"])
        on_board = Q(state__in=list(SECTION_OF_STATE)) & (~done | Q(done_on__gte=since))
        return self.filter(on_board, unit_id=unit_id)


class Idea(VersionedRow):
    """An improvement idea: a suggestion, deviation or wish. Once planned the interface calls it a tiltak.

    An anonymous idea has a random key, no `raised_by`, and came here by way of `AnonymousSubmission`.
    """

    client_key = models.UUIDField(null=True, editable=False)
    unit = Link("organisation.Unit")
    kind = models.CharField(max_length=20, choices=IdeaKind.choices, default=IdeaKind.SUGGESTION)
    problem = models.TextField(max_length=2000)
    proposal = models.TextField(max_length=2000, blank=True)
    expected_effect = models.TextField(max_length=2000, blank=True)
    waste_type = Link("method.WasteType", null=True)
    photo = models.CharField(max_length=80, blank=True, editable=False)
    is_anonymous = models.BooleanField(default=False, editable=False)
    raised_by = Link("organisation.Person", null=True)
    raised_on = models.DateField()
    external_id = models.CharField(max_length=64, null=True)

    state = models.CharField(max_length=20, choices=IdeaState.choices, default=IdeaState.RAISED, editable=False)
    state_since = models.DateField()
    # The first answer: the day the idea was accepted, parked, escalated or declined.
    decided_on = models.DateField(null=True)
    done_on = models.DateField(null=True)
    owner = Link("organisation.Person", null=True)
    due_on = models.DateField(null=True)
    lane = Link("improvement.Lane", null=True)
    reason = models.TextField(max_length=2000, blank=True)
    parked_until = models.DateField(null=True)
    # The day on which somebody last wrote under it or changed it; None when nobody has since it came to its state.
    touched_on = models.DateField(null=True, editable=False)
    # The day on which it will be set aside if nobody touches it; written with the warning.
    aside_on = models.DateField(null=True, editable=False)
    # Where it stood when it was set aside, which is where it goes back to.
    aside_from = models.CharField(max_length=20, choices=IdeaState.choices, blank=True, editable=False)
    escalated_to = Link("organisation.Unit", null=True)
    # What search looks in, which knows æøå and stems on both databases: see `words`.
    search_text = models.TextField(blank=True, editable=False)

    objects = TenantManager.of(IdeaQuerySet)

    class Meta(VersionedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "client_key"], name="idea_client_key_once"),
            models.UniqueConstraint(fields=["tenant", "external_id"], name="idea_external_id_once"),
            models.CheckConstraint(
                condition=Q(is_anonymous=False) | Q(raised_by__isnull=True), name="idea_anonymous_has_no_author"
            ),
            models.CheckConstraint(
                condition=~Q(state="planned") | (Q(owner__isnull=False) & Q(due_on__isnull=False)),
                name="idea_planned_has_owner_and_date",
            ),
            models.CheckConstraint(condition=~Q(state="declined") | ~Q(reason=""), name="idea_declined_has_reason"),
        ]
        indexes = [
            models.Index(fields=["tenant", "unit", "state"], name="idea_unit_state"),
            models.Index(fields=["tenant", "raised_by"], name="idea_raised_by"),
            models.Index(fields=["tenant", "owner"], name="idea_owner"),
            models.Index(fields=["tenant", "escalated_to"], name="idea_escalated_to"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """One line that names the idea: the proposal, or the problem while there is none."""
        return (self.proposal or self.problem).strip().splitlines()[0][:160] if (self.proposal or self.problem) else ""

    @property
    def words(self) -> str:
        """What `search_text` holds: the three answers in lower case, then the stems of their words."""
        said = "\n".join(filter(None, [self.problem, self.proposal, self.expected_effect])).lower()
        return f"{said}{STEMS}{' '.join(stems_of(said))} "

    @property
    def is_unanswered(self) -> bool:
        """Whether nobody has said yes, wait, lift or no; until then its proposer may rewrite it."""
        return self.state in (IdeaState.RAISED, IdeaState.DISCUSSED)

    @property
    def is_finished(self) -> bool:
        """Whether nobody is expected to do anything more."""
        return self.state in FINISHED

    @property
    def lane_on_board(self) -> Lane | None:
        """The lane of its board that it stands in: one that is put away, or of a board that it has left, is none."""
        return self.lane if self.lane and self.lane.is_active and self.lane.unit_id == self.unit_id else None

    @property
    def section(self) -> str | None:
        """The key of the board section it stands in; None when it is not on the board."""
        return SECTION_OF_STATE.get(IdeaState(self.state))


class AnonymousSubmission(TenantRow):
    """An anonymous idea waiting for the next full hour, when all that wait are shuffled onto their boards.

    The key is random, the day is all the time that is kept, and no other row is written in its transaction.
    """

    client_key = models.UUIDField()
    unit = Link("organisation.Unit")
    kind = models.CharField(max_length=20, choices=IdeaKind.choices)
    problem = models.TextField(max_length=2000)
    proposal = models.TextField(max_length=2000, blank=True)
    expected_effect = models.TextField(max_length=2000, blank=True)
    waste_type = Link("method.WasteType", null=True)
    photo = models.CharField(max_length=80, blank=True)
    submitted_on = models.DateField()
    # The full hour (0 to 23, UTC) at which it is shown; that it waits tells the same.
    shown_at_hour = models.PositiveSmallIntegerField(null=True)

    class Meta(TenantRow.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "client_key"], name="anonymous_client_key_once")]


class Comment(VersionedRow):
    """What somebody wrote under an idea."""

    idea = Link(Idea, on_delete=models.CASCADE, related_name="comments")
    client_key = models.UUIDField(null=True, editable=False)
    author = Link("organisation.Person", null=True)
    body = models.TextField(max_length=2000)
    written_at = models.DateTimeField()

    class Meta(VersionedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "client_key"], name="comment_client_key_once")]
        indexes = [models.Index(fields=["tenant", "idea", "written_at"], name="comment_idea")]


class Escalation(VersionedRow):
    """An idea lifted to the leader above, with a reason, an answer clock, and the reply it comes back with."""

    idea = Link(Idea, on_delete=models.CASCADE, related_name="escalations")
    to_unit = Link("organisation.Unit")
    reason = models.TextField(max_length=2000)
    escalated_by = Link("organisation.Person", null=True)
    escalated_on = models.DateField()
    answer_due_on = models.DateField()
    reply = models.TextField(max_length=2000, blank=True)
    replied_by = Link("organisation.Person", null=True)
    replied_on = models.DateField(null=True)

    class Meta(VersionedRow.Meta):
        indexes = [
            models.Index(fields=["tenant", "idea"], name="escalation_idea"),
            models.Index(fields=["tenant", "to_unit", "replied_on"], name="escalation_to_unit"),
        ]
