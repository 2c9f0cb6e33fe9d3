"""Importing a list of ideas: first what would happen, then the go-ahead."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from laeringslean.foundation import uploads
from laeringslean.foundation.imports import ImportReport
from laeringslean.improvement.actions.imports import OPTIONAL, REQUIRED, import_ideas
from laeringslean.improvement.forms.ideas import ImportForm
from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import require
from laeringslean.organisation.models import Unit

MOST_ERRORS_SHOWN = 200


@signed_in
@require_http_methods(["GET", "POST"])
def idea_import(request: HttpRequest) -> HttpResponse:
    """Choose a file and see what would happen; then let it happen."""
    require(request.viewer, Permission.IDEA_IMPORT)
    if token := request.POST.get("token"):
        return _import(request, token)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "GET" or not form.is_valid():
        return _page(request, form, status=200 if request.method == "GET" else 422)
    content = form.cleaned_data["file"].read()
    report = _run(request, content, dry_run=True)
    if not report.is_clean:
        return _page(request, form, report=report, status=422)
    return _page(request, form, report=report, token=uploads.keep(content, by=request.viewer.person_id))


def _import(request: HttpRequest, token: str) -> HttpResponse:
    content = uploads.take(token, by=request.viewer.person_id)
    if content is None:
        messages.warning(request, _("The file is no longer kept here. Choose it again."))
        return redirect("improvement:idea-import")
    report = _run(request, content, dry_run=False)
    if not report.is_clean:
        return _page(request, ImportForm(), report=report, status=422)
    created = ngettext("%d new idea", "%d new ideas", report.created) % report.created
    updated = ngettext("%d changed", "%d changed", report.updated) % report.updated
    messages.success(request, _("Imported: %(created)s, %(updated)s.") % {"created": created, "updated": updated})
    return redirect("improvement:idea-list")


def _run(request: HttpRequest, content: bytes, *, dry_run: bool) -> ImportReport:
    units = Unit.objects.allowing(request.viewer, Permission.IDEA_IMPORT)
    return import_ideas(file=content, dry_run=dry_run, by=request.viewer.person_id, units=units)


def _page(
    request: HttpRequest, form: ImportForm, report: ImportReport | None = None, token: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "report": report,
        "errors": report.errors[:MOST_ERRORS_SHOWN] if report else [],
        "more_errors": max(0, len(report.errors) - MOST_ERRORS_SHOWN) if report else 0,
        "token": token,
        "required": REQUIRED,
        "optional": OPTIONAL,
    }
    return render(request, "improvement/idea_import.html", context, status=status)
