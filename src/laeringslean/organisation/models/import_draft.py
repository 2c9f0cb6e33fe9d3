from django.db import models

from laeringslean.foundation.models import Link, TenantRow
from laeringslean.organisation.models.person import Person


class ImportDraft(TenantRow):
    """The files of an import between its preview and its confirmation. One per person, gone after a day at the most."""

    made_by = Link(Person, on_delete=models.CASCADE)
    units_file = models.BinaryField()
    people_file = models.BinaryField()
    made_on = models.DateField()

    class Meta(TenantRow.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "made_by"], name="import_draft_person_once")]
