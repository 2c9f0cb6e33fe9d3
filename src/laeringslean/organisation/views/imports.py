"""Importing units and people: choose files, see what would happen, confirm."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import require
from laeringslean.organisation.actions import import_drafts
from laeringslean.organisation.actions.imports import OrganisationReport, import_organisation
from laeringslean.organisation.forms.imports import ImportForm
from laeringslean.organisation.models import ImportDraft

# A page shows no more errors than somebody can mend at a time.
MOST_SHOWN = 200

EXAMPLES = {
    "units": "external_id;name;kind;parent_external_id\n"
    "helse;Helse og mestring;kommunalområde;\n"
    "hjt;Hjemmetjenesten;enhet;helse\n"
    "hjs;Hjemmetjenesten Sør;avdeling;hjt\n",
    "people": "external_id;name;email;unit_external_id;position_percent;role;staff_group;shift\n"
    "1001;Kari Nordmann;kari.nordmann@kommune.example;hjs;100;avdelingsleder;Sykepleier;dag\n"
    "1002;Ola Nordmann;ola.nordmann@kommune.example;hjs;62,5;;Helsefagarbeider;turnus\n"
    "1002;Ola Nordmann;ola.nordmann@kommune.example;hjt;20;;Helsefagarbeider;natt\n",
}


@signed_in
@require_http_methods(["GET", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    """Choose the files."""
    require(request.viewer, Permission.ORGANISATION_MANAGE)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_valid():
        files = form.cleaned_data
        import_drafts.keep(units=files["units"], people=files["people"], by=request.viewer.person_id)
        return redirect("organisation:import-preview")
    return render(request, "organisation/import.html", {"form": form}, status=422 if form.is_bound else 200)


@signed_in
@require_GET
def preview(request: HttpRequest) -> HttpResponse:
    """What the import would do, and every row that is wrong."""
    draft = _draft(request)
    report = import_organisation(
        units=bytes(draft.units_file), people=bytes(draft.people_file), dry_run=True, by=request.viewer.person_id
    )
    return _report_page(request, report, 200 if report.is_clean else 422)


@signed_in
@require_POST
def confirmation(request: HttpRequest) -> HttpResponse:
    """Import the files that were looked through."""
    draft = _draft(request)
    report = import_organisation(
        units=bytes(draft.units_file), people=bytes(draft.people_file), by=request.viewer.person_id
    )
    if not report.is_clean:
        return _report_page(request, report, 422)
    import_drafts.discard(by=request.viewer.person_id)
    messages.success(request, _done(report))
    return redirect("organisation:unit-list")


@signed_in
@require_POST
def cancellation(request: HttpRequest) -> HttpResponse:
    """Throw the files away."""
    require(request.viewer, Permission.ORGANISATION_MANAGE)
    import_drafts.discard(by=request.viewer.person_id)
    return redirect("organisation:import")


@signed_in
@require_GET
def example(request: HttpRequest, name: str) -> HttpResponse:
    """A small file to copy from."""
    require(request.viewer, Permission.ORGANISATION_MANAGE)
    if name not in EXAMPLES:
        raise Http404
    # With the mark that makes a spreadsheet read æ, ø and å.
    response = HttpResponse("\ufeff" + EXAMPLES[name], content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _draft(request: HttpRequest) -> ImportDraft:
    """The files that the viewer has kept. Raises PermissionDenied, or Http404 when there are none."""
    require(request.viewer, Permission.ORGANISATION_MANAGE)
    draft = ImportDraft.objects.filter(made_by_id=request.viewer.person_id).first()
    if draft is None:
        raise Http404
    return draft


def _report_page(request: HttpRequest, report: OrganisationReport, status: int) -> HttpResponse:
    context = {
        "report": report,
        "errors": report.errors[:MOST_SHOWN],
        "more_errors": max(len(report.errors) - MOST_SHOWN, 0),
        "warnings": report.warnings[:MOST_SHOWN],
    }
    return render(request, "organisation/import_preview.html", context, status=status)


def _done(report: OrganisationReport) -> str:
    created = ngettext("%(count)s created", "%(count)s created", report.created) % {"count": report.created}
    updated = ngettext("%(count)s updated", "%(count)s updated", report.updated) % {"count": report.updated}
    return _("The import is done: %(created)s, %(updated)s.") % {"created": created, "updated": updated}
