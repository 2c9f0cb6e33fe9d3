from typing import Any, Self

from django.db import models
from django.utils.translation import gettext as _

from laeringslean.foundation.keys import uuid7
from laeringslean.foundation.models.tenant import Tenant
from laeringslean.foundation.tenancy import rows
from laeringslean.foundation.tenancy.managers import TenantManager
from laeringslean.foundation.tenancy.scope import current_tenant_id


class Link(models.ForeignKey):
    """A foreign key between rows of one municipality.

    No index of its own (every index begins with tenant_id; the model declares those it needs), no reverse name
    unless given, and protected against deletion unless told otherwise. On PostgreSQL the migration step adds the
    composite key (tenant_id, …), so that a row can never point into another municipality.
    """

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        kwargs.setdefault("db_index", False)
        kwargs.setdefault("related_name", "+")
        super().__init__(to, on_delete, **kwargs)


class TenantRow(models.Model):
    """The base of every row that belongs to a municipality. Subclasses write `class Meta(TenantRow.Meta)`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(
        Tenant,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        db_index=False,
        default=current_tenant_id,
    )

    objects: TenantManager[Self] = TenantManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"


class EditConflict(Exception):
    """Somebody else changed the row since this editor opened it; `current` is the row as it is now."""

    def __init__(self, current: models.Model) -> None:
        super().__init__(_("Somebody else has changed this in the meantime."))
        self.current = current


class VersionedRow(TenantRow):
    """A row that people edit. `version` rises with every change, so that nobody overwrites another unknowingly."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta(TenantRow.Meta):
        abstract = True

    def save_changes(self, *fields: str, expected_version: int | None = None) -> None:
        """Write the named fields and raise the version by one.

        `expected_version` is the version the editor saw (default: the one this object was read with).
        Raises EditConflict, writing nothing, when the stored version is another.
        """
        expected = self.version if expected_version is None else expected_version
        if not rows.update(self, fields, version=expected):
            raise EditConflict(type(self)._base_manager.get(pk=self.pk))
        self.version = expected + 1
