from django.db import models

from laeringslean.foundation.models import Link, TenantRow


class ReadMark(TenantRow):
    """How far a person has read their news. The news themselves are read from the events."""

    person = Link("organisation.Person", on_delete=models.CASCADE)
    up_to = models.BigIntegerField(default=0)

    class Meta(TenantRow.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "person"], name="read_mark_once")]
