from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from laeringslean.calc import benefits as calc
from laeringslean.foundation.models import Link, TenantRow, VersionedRow
from laeringslean.foundation.tenancy.managers import TenantManager, TenantQuerySet
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer


class Basis(models.TextChoices):
    """How hours become årsverk: by the week (active weeks ignored) or by the year (multiplied by them)."""

    WEEKLY = "weekly", _("Hours per week")
    YEARLY = "yearly", _("Hours per year")


class FteDivisor(TenantRow):
    """How many hours make one årsverk, from a date; for one staff group where that is filled in."""

    valid_from = models.DateField()
    staff_group = models.CharField(max_length=100, blank=True)
    basis = models.CharField(max_length=10, choices=Basis.choices)
    hours = models.DecimalField(max_digits=8, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))])

    class Meta(TenantRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "staff_group", "valid_from"], name="fte_divisor_once"),
            models.CheckConstraint(condition=models.Q(hours__gt=0), name="fte_divisor_positive"),
        ]


class BenefitState(models.TextChoices):
    """How far a benefit has come. Never report identified as realised."""

    IDENTIFIED = "identified", _("Identified")
    AGREED = "agreed", _("Agreed")
    REALISED = "realised", _("Realised")
    LOST = "lost", _("Lost")


class BenefitQuerySet(TenantQuerySet["Benefit"]):
    """Questions about many benefits."""

    def visible_to(self, viewer: Viewer) -> "BenefitQuerySet":
        """Benefits of the units whose benefits the viewer may read."""
        return self.filter(viewer.within(Permission.BENEFIT_READ, "unit_id"))


class Benefit(VersionedRow):
    """Time that an idea frees: the raw facts, with the divisor and basis that held then. The rest is derived."""

    idea = Link("improvement.Idea")
    unit = Link("organisation.Unit")
    minutes = models.DecimalField(max_digits=8, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))])
    persons = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    times_per_week = models.DecimalField(
        max_digits=8, decimal_places=3, validators=[MinValueValidator(Decimal("0.001"))]
    )
    active_weeks = models.PositiveSmallIntegerField(
        default=52, validators=[MinValueValidator(1), MaxValueValidator(53)]
    )
    staff_group = models.CharField(max_length=100, blank=True)
    basis = models.CharField(max_length=10, choices=Basis.choices)
    divisor_hours = models.DecimalField(max_digits=8, decimal_places=2)
    state = models.CharField(
        max_length=20, choices=BenefitState.choices, default=BenefitState.IDENTIFIED, editable=False
    )
    # Gevinstansvarlig: the unit's leader, or whoever signed for the leader.
    owner = Link("organisation.Person", null=True)
    identified_on = models.DateField()
    identified_by = Link("organisation.Person", null=True)
    agreed_on = models.DateField(null=True)
    realised_on = models.DateField(null=True)
    realised_by = Link("organisation.Person", null=True)
    lost_on = models.DateField(null=True)
    lost_by = Link("organisation.Person", null=True)
    lost_reason = models.TextField(max_length=2000, blank=True)
    # What the freed time is in fact used for, and how we know.
    evidence = models.TextField(max_length=2000, blank=True)

    objects = TenantManager.of(BenefitQuerySet)

    class Meta(VersionedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "idea"], name="benefit_idea_once"),
            models.CheckConstraint(
                condition=~models.Q(state="realised") | ~models.Q(evidence=""), name="benefit_realised_has_evidence"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["agreed", "realised"]) | models.Q(agreed_on__isnull=False),
                name="benefit_agreed_first",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="lost") | ~models.Q(lost_reason=""), name="benefit_lost_has_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(minutes__gt=0, persons__gt=0, times_per_week__gt=0, divisor_hours__gt=0)
                & models.Q(active_weeks__gte=1, active_weeks__lte=53),
                name="benefit_facts_can_be",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "unit", "state"], name="benefit_unit_state")]

    @property
    def freed_time(self) -> calc.FreedTime:
        """The raw facts."""
        return calc.FreedTime(self.minutes, self.persons, self.times_per_week, self.active_weeks)

    @property
    def divisor(self) -> calc.Divisor:
        """The divisor and basis that held when the benefit was identified."""
        return calc.Divisor(self.divisor_hours, calc.Basis(self.basis))

    @property
    def hours_per_week(self) -> Decimal:
        """Exact hours a week."""
        return self.freed_time.hours_per_week

    @property
    def hours_per_year(self) -> Decimal:
        """Exact hours a year."""
        return self.freed_time.hours_per_year

    @property
    def fte(self) -> Decimal:
        """Exact årsverk."""
        return calc.fte(self.freed_time, self.divisor)


class UseKind(models.TextChoices):
    """What freed time is turned into."""

    QUALITY = "quality", _("Better quality")
    CAPACITY = "capacity", _("More capacity")
    SAVING = "saving", _("Saving")


class BenefitAgreement(VersionedRow):
    """Gevinstavtale: leader and staff agree what the freed time shall be used for, and both sign.

    Its version is that of its words and figures: a first signature leaves it as it is, so that the other side can
    sign what they have read.
    """

    benefit = Link(Benefit, on_delete=models.CASCADE, related_name="agreements")
    use_of_time = models.TextField(max_length=1000)
    use_kind = models.CharField(max_length=10, choices=UseKind.choices)
    takes_effect_on = models.DateField()
    follow_up_on = models.DateField()
    leader = Link("organisation.Person")
    leader_signed_on = models.DateField(null=True)
    staff_representative = Link("organisation.Person")
    staff_signed_on = models.DateField(null=True)

    class Meta(VersionedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "benefit"], name="benefit_agreement_once"),
            models.CheckConstraint(
                condition=~models.Q(leader=models.F("staff_representative")), name="benefit_agreement_two_people"
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "leader"], name="benefit_agreement_leader"),
            models.Index(fields=["tenant", "staff_representative"], name="benefit_agreement_staff"),
        ]

    @property
    def is_signed(self) -> bool:
        """Whether both sides have signed."""
        return self.leader_signed_on is not None and self.staff_signed_on is not None

    @property
    def has_a_signature(self) -> bool:
        """Whether at least one side has signed."""
        return self.leader_signed_on is not None or self.staff_signed_on is not None
