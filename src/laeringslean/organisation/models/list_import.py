from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from laeringslean.foundation.models import Link, TenantRow
from laeringslean.foundation.tenancy.managers import TenantManager, TenantQuerySet
from laeringslean.organisation.access.viewer import Viewer
from laeringslean.organisation.models.person import Person


class ImportKind(models.TextChoices):
    """What the rows of the list are."""

    IDEAS = "ideas", _("Ideas")
    UNITS = "units", _("Units")
    PEOPLE = "people", _("People")


class ImportState(models.TextChoices):
    """Where the import of a list is. While it is written it can no longer be stopped."""

    DRAFT = "draft", _("Being prepared")
    WAITING = "waiting", _("Waiting for its turn")
    CHECKING = "checking", _("Looking through the rows")
    WRITING = "writing", pgettext_lazy("import", "Saving")
    DONE = "done", _("Imported")
    REFUSED = "refused", _("Nothing was imported: some rows are wrong")
    CANCELLED = "cancelled", _("Stopped, nothing was imported")
    INTERRUPTED = "interrupted", _("Interrupted, nothing was imported")
    FAILED = "failed", _("It failed, nothing was imported")


UNDER_WAY = [ImportState.WAITING, ImportState.CHECKING, ImportState.WRITING]


class ListImportQuerySet(TenantQuerySet["ListImport"]):
    """Questions about many imports."""

    def visible_to(self, viewer: Viewer) -> "ListImportQuerySet":
        """What the viewer imports; nobody sees the lists of others."""
        return self.filter(made_by_id=viewer.person_id)


class ListImport(TenantRow):
    """A list on its way in: the file that somebody chose, what its columns mean, and how far the work on it has come.

    `kept` names the file among the uploads; `mapping` says what its columns and words mean; `result` what
    came of it. A server that works on it says so in `heartbeat_at` now and then.
    """

    kind = models.CharField(max_length=10, choices=ImportKind.choices)
    made_by = Link(Person, on_delete=models.CASCADE)
    made_on = models.DateField()
    file_name = models.CharField(max_length=200)
    kept = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=ImportState.choices, default=ImportState.DRAFT)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    cancel_wanted = models.BooleanField(default=False)
    heartbeat_at = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)

    objects = TenantManager.of(ListImportQuerySet)

    class Meta(TenantRow.Meta):
        indexes = [
            models.Index(fields=["tenant", "made_by"], name="list_import_maker"),
            models.Index(fields=["tenant", "state"], name="list_import_state"),
        ]

    @property
    def is_under_way(self) -> bool:
        """Whether somebody works on it, or is about to."""
        return self.state in UNDER_WAY

    @property
    def percent(self) -> int:
        """How far the looking through has come, 0 to 100."""
        return min(100, 100 * self.rows_done // self.rows_total) if self.rows_total else 0
