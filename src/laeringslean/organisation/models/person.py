from django.contrib.auth.hashers import check_password, make_password
from django.db import models
from django.db.models.functions import Lower

from laeringslean.foundation.models import Link, TenantRow, VersionedRow
from laeringslean.foundation.tenancy.managers import TenantManager, TenantQuerySet
from laeringslean.organisation.access.names import ROLE_NAMES
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.roles import GRANTABLE, Role
from laeringslean.organisation.access.viewer import Viewer
from laeringslean.organisation.models.unit import Membership


class PersonQuerySet(TenantQuerySet["Person"]):
    """Questions about many people."""

    def active(self) -> "PersonQuerySet":
        """People who still work here."""
        return self.filter(is_active=True)

    def visible_to(self, viewer: Viewer) -> "PersonQuerySet":
        """People whose memberships and roles the viewer may see, because they may change some of them."""
        if viewer.can(Permission.ORGANISATION_MANAGE) or viewer.can(Permission.REPRESENTATIVE_MANAGE):
            return self.all()
        managed = viewer.within(Permission.MEMBERSHIP_MANAGE, "unit_id")
        return self.filter(pk__in=Membership.objects.filter(managed).values("person_id"))


class Person(VersionedRow):
    """Somebody in the municipality. With a password they can sign in."""

    external_id = models.CharField(max_length=64, null=True)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    password = models.CharField(max_length=200, blank=True, editable=False)
    language = models.CharField(max_length=5, blank=True)
    is_active = models.BooleanField(default=True)
    # Whether a single letter does something on the board (WCAG 2.1.4: each may switch that off for themselves).
    single_keys = models.BooleanField(default=True)
    # Raised whenever this person's roles or memberships change, so that cached access is never older than that.
    access_version = models.PositiveIntegerField(default=1, editable=False)

    objects = TenantManager.of(PersonQuerySet)

    class Meta(VersionedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "external_id"], name="person_external_id_once"),
            models.UniqueConstraint(
                models.F("tenant"),
                Lower("email"),
                condition=~models.Q(email=""),
                name="person_email_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def set_password(self, password: str) -> None:
        """Store a strong hash of the password on this object (not yet saved)."""
        self.password = make_password(password)

    def has_password(self, password: str) -> bool:
        """Whether this is the person's password."""
        return bool(self.password) and check_password(password, self.password)

    @property
    def can_sign_in(self) -> bool:
        """Whether the person has an account that is open."""
        return self.is_active and bool(self.password)


class RoleGrantQuerySet(TenantQuerySet["RoleGrant"]):
    """Questions about many roles."""

    def grantable_by(self, viewer: Viewer) -> "RoleGrantQuerySet":
        """Roles that the viewer may give and take back, where they may."""
        condition = models.Q(pk__in=[])
        for permission, roles in GRANTABLE.items():
            if viewer.can(permission):
                condition |= models.Q(role__in=list(roles)) & viewer.within(permission, "unit_id")
        return self.filter(condition)


class RoleGrant(TenantRow):
    """A person has a role, in a unit or (unit empty) in the whole municipality, for a period."""

    person = Link(Person, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=40, choices=[(role.value, name) for role, name in ROLE_NAMES.items()])
    unit = Link("organisation.Unit", null=True, related_name="role_grants")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    objects = TenantManager.of(RoleGrantQuerySet)

    class Meta(TenantRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "person", "role", "unit"], name="role_grant_once"),
            models.UniqueConstraint(
                fields=["tenant", "person", "role"], condition=models.Q(unit=None), name="role_grant_everywhere_once"
            ),
        ]
        indexes = [models.Index(fields=["tenant", "unit", "role"], name="role_grant_unit")]

    def __str__(self) -> str:
        return f"{self.role} {self.unit_id}"

    @property
    def name(self) -> str:
        """What the role is called, in the language of the page."""
        return str(ROLE_NAMES[Role(self.role)])


class Session(TenantRow):
    """Somebody is signed in on a device. Deleting the row signs them out at once."""

    token_hash = models.CharField(max_length=64)
    person = Link(Person, on_delete=models.CASCADE, related_name="sessions")
    started_on = models.DateField()
    expires_on = models.DateField()
    device = models.CharField(max_length=120, blank=True)

    class Meta(TenantRow.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "token_hash"], name="session_token_once")]
        indexes = [models.Index(fields=["tenant", "person"], name="session_person")]
