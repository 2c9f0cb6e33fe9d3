from django.db import models
from django.utils.translation import get_language

from laeringslean.foundation.models import Link, TenantRow


class MethodVersion(TenantRow):
    """The municipality's own way of working, as data. A published version never changes; a new one is made."""

    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    published_on = models.DateField(null=True)

    class Meta(TenantRow.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "number"], name="method_version_number_once")]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"


class NamedInLanguages(TenantRow):
    """A text that the municipality may rename, in bokmål and nynorsk (and English for the demo)."""

    method_version = Link(MethodVersion, on_delete=models.CASCADE)
    key = models.SlugField(max_length=40, db_index=False)
    position = models.PositiveSmallIntegerField()
    name_nb = models.CharField(max_length=120)
    name_nn = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)

    class Meta(TenantRow.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page; bokmål where there is none."""
        return getattr(self, f"name_{get_language()}", "") or self.name_nb


class BoardSection(NamedInLanguages):
    """A part of the improvement board. The key says what it shows, the name is the municipality's own."""

    class Meta(NamedInLanguages.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "method_version", "key"], name="board_section_once")]


class AgendaPoint(NamedInLanguages):
    """A point of the weekly board meeting, with the minutes it may take and a prompt for who leads."""

    minutes = models.PositiveSmallIntegerField()
    prompt_nb = models.CharField(max_length=300, blank=True)
    prompt_nn = models.CharField(max_length=300, blank=True)
    prompt_en = models.CharField(max_length=300, blank=True)

    class Meta(NamedInLanguages.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "method_version", "key"], name="agenda_point_once")]

    @property
    def prompt(self) -> str:
        """What to ask the group, in the language of the page."""
        return getattr(self, f"prompt_{get_language()}", "") or self.prompt_nb


class WasteType(NamedInLanguages):
    """A kind of tidstyv (time thief)."""

    class Meta(NamedInLanguages.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "method_version", "key"], name="waste_type_once")]
