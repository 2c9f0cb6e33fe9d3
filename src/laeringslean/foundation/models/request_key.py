from django.db import models

from laeringslean.foundation.models.tenant_row import TenantRow


class RequestKey(TenantRow):
    """A key that the sender made for one submission, so that a retry is answered instead of done twice."""

    key = models.UUIDField()
    route = models.CharField(max_length=120)
    location = models.CharField(max_length=500, blank=True)
    used_on = models.DateField()

    class Meta(TenantRow.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "key", "route"], name="request_key_once")]
