"""Managers that only ever see the rows of the current municipality."""

from functools import lru_cache
from typing import Any, TypeVar

from django.db import models

from laeringslean.foundation.tenancy.scope import current_tenant_id

M = TypeVar("M", bound=models.Model)


class TenantQuerySet(models.QuerySet[M]):
    """The base of every queryset of tenant rows."""

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        """As Django's; refuses rows of another municipality."""
        rows = list(objs)
        for row in rows:
            if row.tenant_id != current_tenant_id():
                raise ValueError("a row belongs to another municipality")
        return super().bulk_create(rows, *args, **kwargs)


@lru_cache(maxsize=2048)
def _rows_of(
    queryset_class: type[TenantQuerySet[M]], model: type[M], using: str | None, tenant_id: int
) -> TenantQuerySet[M]:
    """All rows of a municipality: never asked itself, only copied, which is far quicker than to put it together."""
    return queryset_class(model, using=using).filter(tenant_id=tenant_id)


class TenantManager(models.Manager[M]):
    """Filters on the current municipality and raises NoTenant when none is set."""

    use_in_migrations = False

    def get_queryset(self) -> TenantQuerySet[M]:
        """All rows of the current municipality."""
        return _rows_of(TenantQuerySet, self.model, self._db, current_tenant_id()).all()

    @classmethod
    def of(cls, queryset_class: type[TenantQuerySet[M]]) -> "TenantManager[M]":
        """A manager whose querysets are of the given class, for `objects = TenantManager.of(IdeaQuerySet)`."""

        def get_queryset(self: TenantManager[M]) -> TenantQuerySet[M]:
            return _rows_of(queryset_class, self.model, self._db, current_tenant_id()).all()

        methods = {**cls._get_queryset_methods(queryset_class), "get_queryset": get_queryset}
        return type(f"{queryset_class.__name__}Manager", (cls,), methods)()
