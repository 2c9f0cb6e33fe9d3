"""The input of an import."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laeringslean.organisation.actions.imports import LARGEST_FILE


class ImportForm(forms.Form):
    """The two files; one of them is enough."""

    units = forms.FileField(label=gettext_lazy("File of units (CSV)"), required=False, allow_empty_file=True)
    people = forms.FileField(label=gettext_lazy("File of people (CSV)"), required=False, allow_empty_file=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["accept"] = ".csv,.txt,text/csv,text/plain"

    def clean(self) -> dict[str, Any]:
        """The contents as bytes, none of them larger than 5 MB."""
        cleaned = super().clean() or {}
        for name in ("units", "people"):
            cleaned[name] = self._content(name, cleaned.get(name))
        if not self.errors and not (cleaned["units"] or cleaned["people"]):
            raise forms.ValidationError(_("Choose at least one file."))
        return cleaned

    def _content(self, name: str, file: UploadedFile | None) -> bytes:
        if file is None:
            return b""
        if (file.size or 0) > LARGEST_FILE:
            self.add_error(name, _("The file is larger than 5 MB."))
            return b""
        return file.read()
