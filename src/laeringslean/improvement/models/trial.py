from django.db import models
from django.utils.translation import gettext_lazy as _

from laeringslean.foundation.models import Link, TenantRow, VersionedRow


class Trial(VersionedRow):
    """One round of PUKK: what we try, for how long, what we look at, and what came of it."""

    idea = Link("improvement.Idea", on_delete=models.CASCADE, related_name="trials")
    cycle = models.PositiveSmallIntegerField(default=1)
    plan = models.TextField(max_length=2000)
    look_at = models.CharField(max_length=300, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    result = models.TextField(max_length=2000, blank=True)
    measured_on = models.DateField(null=True)

    class Meta(VersionedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "idea", "cycle"], name="trial_cycle_once"),
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("starts_on")), name="trial_ends_after"),
        ]


class Worked(models.TextChoices):
    """Did it work? «No» is finished work too."""

    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")


class Decision(models.TextChoices):
    """What the evaluation leads to."""

    KEEP = "keep", _("Keep it")
    ADJUST = "adjust", _("Adjust and try again")
    DROP = "drop", _("Drop it")


class Evaluation(TenantRow):
    """Did it work, what did we learn, and what do we do now? Nothing is closed without one."""

    idea = Link("improvement.Idea", on_delete=models.CASCADE, related_name="evaluations")
    trial = Link(Trial, null=True, on_delete=models.CASCADE)
    worked = models.CharField(max_length=10, choices=Worked.choices)
    learned = models.TextField(max_length=2000)
    decision = models.CharField(max_length=10, choices=Decision.choices)
    evaluated_by = Link("organisation.Person", null=True)
    evaluated_on = models.DateField()

    class Meta(TenantRow.Meta):
        constraints = [models.CheckConstraint(condition=~models.Q(learned=""), name="evaluation_says_what_we_learned")]
        indexes = [models.Index(fields=["tenant", "idea"], name="evaluation_idea")]
