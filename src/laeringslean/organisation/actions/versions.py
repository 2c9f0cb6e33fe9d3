"""Raising the versions that every cache of access and of the tree of units hangs on."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F

from laeringslean.foundation.models import Tenant
from laeringslean.foundation.tenancy.scope import current_tenant_id
from laeringslean.organisation.models import Person

_AT_A_TIME = 5000


def one_at_a_time() -> None:
    """Let other changes of the organisation wait until this one is committed, for those that are allowed or not by
    what stands in other rows. On SQLite they wait anyway; reading and everything else goes on."""
    Tenant.objects.select_for_update(no_key=True).get(pk=current_tenant_id())


def organisation_changed() -> None:
    """Units, or names of units or people, are no longer what they were."""
    Tenant.objects.filter(pk=current_tenant_id()).update(organisation_version=F("organisation_version") + 1)


def access_changed(person_ids: Iterable[UUID]) -> None:
    """The memberships or roles of these people are no longer what they were."""
    ids = list(person_ids)
    for start in range(0, len(ids), _AT_A_TIME):
        some = ids[start : start + _AT_A_TIME]
        Person.objects.filter(pk__in=some).update(access_version=F("access_version") + 1)
