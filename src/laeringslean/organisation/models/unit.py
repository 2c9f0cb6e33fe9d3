from django.db import models
from django.utils.translation import gettext_lazy as _

from laeringslean.foundation.models import Link, VersionedRow
from laeringslean.foundation.tenancy.managers import TenantManager, TenantQuerySet
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer


class UnitKind(models.TextChoices):
    """Where in the tree a unit stands."""

    SERVICE_AREA = "service_area", _("Service area")
    UNIT = "unit", _("Unit")
    DEPARTMENT = "department", _("Department")


class UnitQuerySet(TenantQuerySet["Unit"]):
    """Questions about many units."""

    def active(self) -> "UnitQuerySet":
        """Units that are in use."""
        return self.filter(is_active=True)

    def visible_to(self, viewer: Viewer) -> "UnitQuerySet":
        """Units whose page the viewer may open."""
        return self.allowing(viewer, Permission.UNIT_READ)

    def allowing(self, viewer: Viewer, permission: Permission) -> "UnitQuerySet":
        """Units where the viewer has the permission."""
        return self.filter(viewer.within(permission, "id"))


class Unit(VersionedRow):
    """A part of the municipality: kommunalområde, enhet or avdeling."""

    external_id = models.CharField(max_length=64, null=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=UnitKind.choices, default=UnitKind.UNIT)
    parent = Link("self", null=True, related_name="children")
    is_active = models.BooleanField(default=True)

    objects = TenantManager.of(UnitQuerySet)

    class Meta(VersionedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "external_id"], name="unit_external_id_once"),
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="unit_not_its_own_parent"),
        ]
        indexes = [models.Index(fields=["tenant", "parent"], name="unit_parent")]

    def __str__(self) -> str:
        return self.name


class Shift(models.TextChoices):
    """When a member of staff usually works."""

    DAY = "day", _("Day")
    EVENING = "evening", _("Evening")
    NIGHT = "night", _("Night")
    ROTATING = "rotating", _("Rotating")


class MembershipQuerySet(TenantQuerySet["Membership"]):
    """Questions about many memberships."""

    def visible_to(self, viewer: Viewer) -> "MembershipQuerySet":
        """Memberships that the viewer may change."""
        if viewer.can(Permission.ORGANISATION_MANAGE):
            return self.all()
        return self.filter(viewer.within(Permission.MEMBERSHIP_MANAGE, "unit_id"))


class Membership(VersionedRow):
    """A person works in a unit, with a position, a shift and an occupation group, for a period."""

    person = Link("organisation.Person", on_delete=models.CASCADE, related_name="memberships")
    unit = Link(Unit, related_name="memberships")
    position_percent = models.DecimalField(max_digits=5, decimal_places=2, default=100)
    staff_group = models.CharField(max_length=100, blank=True)
    shift = models.CharField(max_length=20, choices=Shift.choices, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    objects = TenantManager.of(MembershipQuerySet)

    class Meta(VersionedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "person", "unit"], name="membership_once"),
            models.CheckConstraint(
                condition=models.Q(position_percent__gte=0) & models.Q(position_percent__lte=100),
                name="membership_percent",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "unit"], name="membership_unit")]

    def __str__(self) -> str:
        return f"{self.person_id} @ {self.unit_id}"
