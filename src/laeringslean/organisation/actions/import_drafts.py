"""Keeping the files of an import between its preview and its confirmation."""

from uuid import UUID

from laeringslean.foundation import clock
from laeringslean.foundation.database.gate import action
from laeringslean.organisation.models import ImportDraft


@action
def keep(*, units: bytes, people: bytes, by: UUID) -> ImportDraft:
    """Keep the files of whoever prepares an import, in place of earlier ones; what others forgot is deleted.

    No event: nothing of the organisation has changed.
    """
    ImportDraft.objects.filter(made_by_id=by).delete()
    ImportDraft.objects.filter(made_on__lt=clock.today()).delete()
    return ImportDraft.objects.create(made_by_id=by, units_file=units, people_file=people, made_on=clock.today())


@action
def discard(*, by: UUID) -> None:
    """Delete the files that somebody has kept."""
    ImportDraft.objects.filter(made_by_id=by).delete()
