from django.db import models


class Tenant(models.Model):
    """A municipality. Everything else belongs to exactly one."""

    id = models.AutoField(primary_key=True)
    name = models.CharField(max_length=200)
    # Raised whenever units, memberships or roles change, so that cached access is never older than that.
    organisation_version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.name


class Placement(models.Model):
    """A host name under which a municipality is reached."""

    host = models.CharField(max_length=253, unique=True)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="placements")

    def __str__(self) -> str:
        return self.host
