"""What a group thinks about an idea before it decides: how much work it takes and how much it gives, and why the
problem is there at all.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from laeringslean.foundation.models import Link, TenantRow, VersionedRow

# As many as the method's name says to begin with, and as many as there is room for.
WHYS, MOST_WHYS = 5, 7
LONGEST_WHY = 300


class Level(models.IntegerChoices):
    """Little, some or much; of more than three no group agrees within a minute."""

    LITTLE = 1, _("Little")
    SOME = 2, _("Some")
    MUCH = 3, _("Much")


EFFORT_WORDS = {Level.LITTLE: _("Little work"), Level.SOME: _("Some work"), Level.MUCH: _("Much work")}
IMPACT_WORDS = {Level.LITTLE: _("gives little"), Level.SOME: _("gives some"), Level.MUCH: _("gives much")}


class EffortImpact(VersionedRow):
    """Where the group has placed an idea: the effort it takes and the impact it has. Who placed it is not kept here."""

    idea = Link("improvement.Idea", on_delete=models.CASCADE)
    effort = models.PositiveSmallIntegerField(choices=Level.choices)
    impact = models.PositiveSmallIntegerField(choices=Level.choices)
    placed_on = models.DateField()

    class Meta(VersionedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "idea"], name="effort_impact_once"),
            models.CheckConstraint(
                condition=Q(effort__in=Level.values) & Q(impact__in=Level.values), name="effort_impact_in_grid"
            ),
        ]

    @property
    def words(self) -> str:
        """Where it stands, in words: «Little work, gives much»."""
        return f"{EFFORT_WORDS[Level(self.effort)]}, {IMPACT_WORDS[Level(self.impact)]}"

    @property
    def is_quick_win(self) -> bool:
        """Whether it gives more than it takes, and takes little."""
        return self.effort == Level.LITTLE and self.impact >= Level.SOME


class FiveWhys(VersionedRow):
    """Why the problem is there, and why that is so, until what can be changed is found.

    `answers` are up to seven texts in their order; `root` is the number, from one, of the answer that is the root
    cause, None while the group has not said which.
    """

    idea = Link("improvement.Idea", on_delete=models.CASCADE)
    answers = models.JSONField(default=list)
    root = models.PositiveSmallIntegerField(null=True)
    written_on = models.DateField()

    class Meta(VersionedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "idea"], name="five_whys_once")]

    @property
    def root_cause(self) -> str:
        """The text of the answer that is the root cause; "" while none is marked."""
        return self.answers[self.root - 1] if self.root and self.root <= len(self.answers) else ""


class IdeaSource(TenantRow):
    """That an idea builds on another one, most often another unit's that is finished."""

    idea = Link("improvement.Idea", on_delete=models.CASCADE)
    source = Link("improvement.Idea", on_delete=models.CASCADE)
    linked_on = models.DateField()

    class Meta(TenantRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "idea", "source"], name="idea_source_once"),
            models.CheckConstraint(condition=~Q(idea=models.F("source")), name="idea_source_is_another"),
        ]
        indexes = [models.Index(fields=["tenant", "source"], name="idea_source_source")]
