from django.db import connection, models

from laeringslean.foundation.models.tenant import Tenant
from laeringslean.foundation.tenancy.managers import TenantManager
from laeringslean.foundation.tenancy.scope import current_tenant_id


def current_transaction() -> str:
    """SQL for the database transaction that writes a row: on PostgreSQL its 64-bit id, on SQLite 0 (one writer)."""
    return "pg_current_xact_id()::text::bigint" if connection.vendor == "postgresql" else "0"


class Event(models.Model):
    """What happened, written in the same transaction as the change. Append-only; also the outbox of live updates.

    References are plain ids, so that an event never blocks a deletion. An anonymous event has neither actor nor
    time of day. `details` holds small facts, never free text that somebody wrote.
    """

    sequence = models.BigAutoField(primary_key=True)
    transaction_id = models.BigIntegerField(default=0)
    tenant = models.ForeignKey(
        Tenant, on_delete=models.PROTECT, related_name="+", db_index=False, default=current_tenant_id
    )
    kind = models.CharField(max_length=80)
    happened_on = models.DateField()
    happened_at = models.DateTimeField(null=True)
    actor_id = models.UUIDField(null=True)
    subject_id = models.UUIDField()
    unit_id = models.UUIDField(null=True)
    details = models.JSONField(default=dict)

    objects: TenantManager["Event"] = TenantManager()  # type: ignore[assignment]

    class Meta:
        base_manager_name = "objects"
        indexes = [
            models.Index(fields=["tenant", "subject_id", "sequence"], name="event_subject"),
            models.Index(fields=["tenant", "unit_id", "sequence"], name="event_unit"),
            models.Index(fields=["tenant", "sequence"], name="event_tenant"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind}"
