"""Managers that only ever see the rows of the current municipality."""

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


class TenantManager(models.Manager[M]):
    """Filters on the current municipality and raises NoTenant when none is set."""

    use_in_migrations = False

    def get_queryset(self) -> TenantQuerySet[M]:
        """All rows of the current municipality."""
        return TenantQuerySet(self.model, using=self._db).filter(tenant_id=current_tenant_id())

    @classmethod
    def of(cls, queryset_class: type[TenantQuerySet[M]]) -> "TenantManager[M]":
        """A manager whose querysets are of the given class, for `objects = TenantManager.of(IdeaQuerySet)`."""

        def get_queryset(self: TenantManager[M]) -> TenantQuerySet[M]:
            return queryset_class(self.model, using=self._db).filter(tenant_id=current_tenant_id())

        methods = {**cls._get_queryset_methods(queryset_class), "get_queryset": get_queryset}
        return type(f"{queryset_class.__name__}Manager", (cls,), methods)()
