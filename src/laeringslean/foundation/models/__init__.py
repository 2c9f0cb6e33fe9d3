from laeringslean.foundation.models.event import Event
from laeringslean.foundation.models.request_key import RequestKey
from laeringslean.foundation.models.tenant import Placement, Tenant
from laeringslean.foundation.models.tenant_row import EditConflict, Link, TenantRow, VersionedRow

__all__ = [
    "EditConflict",
    "Event",
    "Link",
    "Placement",
    "RequestKey",
    "Tenant",
    "TenantRow",
    "VersionedRow",
]
