from datetime import timedelta

from django.db import models

from laeringslean.foundation.keys import uuid4
from laeringslean.foundation.models import Link, VersionedRow
from laeringslean.foundation.tenancy.managers import TenantManager, TenantQuerySet
from laeringslean.improvement.models.idea import IdeaKind
from laeringslean.organisation.access.viewer import Viewer

# How long a draft is kept that its writer does not touch.
DRAFTS_KEPT = timedelta(days=365)


class IdeaDraftQuerySet(TenantQuerySet["IdeaDraft"]):
    """Questions about many drafts."""

    def visible_to(self, viewer: Viewer) -> "IdeaDraftQuerySet":
        """The viewer's own. No role opens anybody else's."""
        return self.filter(author_id=viewer.person_id)


class IdeaDraft(VersionedRow):
    """An idea on its way, seen by whoever writes it and nobody else, until it is raised and the draft is gone.

    It never becomes an anonymous idea: the draft names its writer, and backups remember drafts. See ADR 0022.
    """

    author = Link("organisation.Person", on_delete=models.CASCADE)
    # The key under which it is raised, so that a button pressed twice makes one idea.
    client_key = models.UUIDField(default=uuid4, editable=False)
    unit = Link("organisation.Unit", null=True, on_delete=models.SET_NULL)
    kind = models.CharField(max_length=20, choices=IdeaKind.choices, default=IdeaKind.SUGGESTION)
    problem = models.TextField(max_length=2000, blank=True)
    proposal = models.TextField(max_length=2000, blank=True)
    expected_effect = models.TextField(max_length=2000, blank=True)
    touched_on = models.DateField()

    objects = TenantManager.of(IdeaDraftQuerySet)

    class Meta(VersionedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "client_key"], name="draft_client_key_once")]
        indexes = [models.Index(fields=["tenant", "author"], name="draft_author")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """One line that names the draft: the first that was written of proposal, problem and effect."""
        said = (self.proposal.strip() or self.problem.strip() or self.expected_effect.strip()).splitlines()
        return said[0][:160] if said else ""
