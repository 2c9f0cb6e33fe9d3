from django.db import models
from django.utils.translation import gettext_lazy as _

from laeringslean.calc.words import stems_of
from laeringslean.foundation.models import Link, TenantRow
from laeringslean.foundation.tenancy.managers import TenantManager, TenantQuerySet
from laeringslean.improvement.models.idea import STEMS
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer


class RecognitionKind(models.TextChoices):
    """What a recognition is for."""

    THANKS = "thanks", _("Thanks")
    LEARNED = "learned", _("We learned something")


class RecognitionQuerySet(TenantQuerySet["Recognition"]):
    """Questions about many recognitions."""

    def visible_to(self, viewer: Viewer) -> "RecognitionQuerySet":
        """Those given on the boards that the viewer may read, and those given to the units whose boards they read."""
        return self.filter(
            viewer.within(Permission.BOARD_READ, "unit_id") | viewer.within(Permission.BOARD_READ, "to_unit_id")
        )


class Recognition(TenantRow):
    """A thank-you on the board, to the team or another unit that helped, or something that was learned.

    `unit` gives it; `to_unit` is the unit that is thanked, None for one's own. It is for teams: there is no field for
    a person, and nothing counts them.
    """

    unit = Link("organisation.Unit")
    text = models.CharField(max_length=500)
    given_on = models.DateField()
    meeting = Link("improvement.BoardMeeting", null=True)
    kind = models.CharField(max_length=20, choices=RecognitionKind.choices, default=RecognitionKind.THANKS)
    to_unit = Link("organisation.Unit", null=True)
    idea = Link("improvement.Idea", null=True, on_delete=models.SET_NULL)
    # What search looks in, on both databases: see `words`. Empty for what was given before there was a search.
    search_text = models.TextField(blank=True, editable=False)

    objects = TenantManager.of(RecognitionQuerySet)

    class Meta(TenantRow.Meta):
        indexes = [
            models.Index(fields=["tenant", "unit", "given_on"], name="recognition_unit"),
            models.Index(fields=["tenant", "to_unit", "given_on"], name="recognition_to_unit"),
            models.Index(fields=["tenant", "idea"], name="recognition_idea"),
        ]

    @property
    def words(self) -> str:
        """What `search_text` holds: the text in lower case, then the stems of its words."""
        said = self.text.lower()
        return f"{said}{STEMS}{' '.join(stems_of(said))} "
