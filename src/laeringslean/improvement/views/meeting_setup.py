"""How a unit holds its meetings: its agenda, when it asks how it did, who gets the minutes, and its wall screens."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from laeringslean.foundation.models import EditConflict
from laeringslean.improvement.actions import meeting_setup as setups
from laeringslean.improvement.actions import walls
from laeringslean.improvement.actions.meetings import MeetingRefused
from laeringslean.improvement.forms.meeting_setup import (
    HandsForm,
    MeetingSetupForm,
    PointForms,
    VersionForm,
    WallLinkForm,
    initial_of,
    points_of,
)
from laeringslean.improvement.models import BoardMeeting, WallLink
from laeringslean.improvement.models.agenda import AIM_MINUTES, MOST_MINUTES, Point, minutes_of
from laeringslean.improvement.queries.agendas import agenda_of, setup_of
from laeringslean.improvement.queries.checks import check_of
from laeringslean.improvement.queries.walls import wall_links_of
from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import require
from laeringslean.organisation.actions import post
from laeringslean.organisation.models import Unit


@signed_in
@require_http_methods(["GET", "POST"])
def meeting_setup(request: HttpRequest, unit_pk: UUID) -> HttpResponse:
    """When the group is asked how it did, and which mailbox gets the minutes; from here on to agenda and screens."""
    unit = _arranged(request, unit_pk)
    setup = setup_of(unit.id)
    form = MeetingSetupForm(request.POST or None, setup=setup)
    context = {"unit": unit, "form": form, "mail_is_set_up": post.is_set_up(), "links": wall_links_of(unit.id)}
    if form.is_valid():
        version = form.cleaned_data.pop("version")
        try:
            setups.set_up(unit=unit, by=request.viewer.person_id, expected_version=version, **form.cleaned_data)
        except EditConflict as conflict:
            form.data = {**form.data.dict(), "version": conflict.current.version}
            return _page(request, unit, {**context, "stored": conflict.current}, status=409)
        messages.success(request, _("Saved."))
        return redirect("improvement:meeting-setup", unit_pk=unit.pk)
    return _page(request, unit, context, status=422 if form.is_bound else 200)


def _page(request: HttpRequest, unit: Unit, context: dict[str, object], *, status: int) -> HttpResponse:
    points = [point for point in agenda_of(unit.id) if not point.is_left_out]
    context |= {"points": points, "minutes": minutes_of(points), "link_form": WallLinkForm(), **_lengths()}
    return render(request, "improvement/meeting_setup.html", context, status=status)


@signed_in
@require_http_methods(["GET", "POST"])
def meeting_agenda(request: HttpRequest, unit_pk: UUID) -> HttpResponse:
    """The unit's own agenda: order, minutes, names, what to ask, points added and left out."""
    unit = _arranged(request, unit_pk)
    known, setup = agenda_of(unit.id), setup_of(unit.id)
    if "restore" in request.POST:
        return _keep(request, unit, [], known)
    # Each row is read in full, also one that its reader left as it was.
    rows = PointForms(request.POST or None, initial=initial_of(known), form_kwargs={"empty_permitted": False})
    if not rows.is_bound:
        return _agenda_page(request, unit, rows, known, version=setup.version)
    if not rows.is_valid():
        return _agenda_page(request, unit, rows, known, version=setup.version, status=422)
    return _keep(request, unit, points_of(rows, known), known, rows)


def _keep(
    request: HttpRequest, unit: Unit, points: list[Point], known: list[Point], rows: object = None
) -> HttpResponse:
    form = VersionForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else None
    try:
        setups.arrange_agenda(unit=unit, points=points, by=request.viewer.person_id, expected_version=version)
    except (MeetingRefused, EditConflict) as refused:
        rows = rows or PointForms(initial=initial_of(known))
        conflict = isinstance(refused, EditConflict)
        now = refused.current.version if isinstance(refused, EditConflict) else version
        return _agenda_page(
            request, unit, rows, known, version=now, refused=str(refused), status=409 if conflict else 422
        )
    minutes = minutes_of(points)
    messages.success(request, _("The agenda is saved. Meetings that are planned from now on use it."))
    if minutes > MOST_MINUTES:
        warned = _("It adds up to %(minutes)s minutes. Most groups lose their people after twenty.")
        messages.warning(request, warned % {"minutes": minutes})
    return redirect("improvement:meeting-agenda", unit_pk=unit.pk)


def _agenda_page(
    request: HttpRequest,
    unit: Unit,
    rows: object,
    known: list[Point],
    *,
    version: int | None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "unit": unit,
        "rows": rows,
        "version": version,
        "refused": refused,
        "stored": known if status == 409 else None,
        "minutes": minutes_of(known),
        **_lengths(),
    }
    return render(request, "improvement/meeting_agenda.html", context, status=status)


def _lengths() -> dict[str, int]:
    return {"aim": AIM_MINUTES, "most": MOST_MINUTES}


@signed_in
@require_POST
def minutes_subscription(request: HttpRequest, unit_pk: UUID) -> HttpResponse:
    """Get the minutes of a unit by e-mail oneself, or no longer."""
    unit = get_object_or_404(Unit.objects.visible_to(request.viewer), pk=unit_pk)
    require(request.viewer, Permission.BOARD_READ, unit.id)
    wanted = request.POST.get("wanted") == "on"
    setups.subscribe(unit=unit, wanted=wanted, by=request.viewer.person_id)
    messages.success(
        request, _("You get the minutes by e-mail from now on.") if wanted else _("You get no more minutes by e-mail.")
    )
    return redirect("improvement:meeting-list", unit_pk=unit.pk)


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def wall_links(request: HttpRequest, unit_pk: UUID) -> HttpResponse:
    """The screens that show a unit's board without anybody signed in; a new link is shown once, right when made."""
    unit = _arranged(request, unit_pk)
    form = WallLinkForm(request.POST or None)
    address, status = "", 200
    if form.is_bound:
        status = 422
    if form.is_valid():
        try:
            _link, token = walls.make_link(unit=unit, name=form.cleaned_data["name"], by=request.viewer.person_id)
        except walls.TooManyLinks:
            form.add_error("name", _("The unit has as many screens as it may have. Take one back first."))
        else:
            # Not redirected to: the address is told once and kept nowhere.
            address, status, form = request.build_absolute_uri(f"/wall/{token}/"), 200, WallLinkForm()
    context = {"unit": unit, "form": form, "links": wall_links_of(unit.id), "address": address}
    return render(request, "improvement/wall_links.html", context, status=status)


@signed_in
@require_POST
def wall_link_removal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a screen's link back."""
    link = get_object_or_404(WallLink.objects.visible_to(request.viewer), pk=pk)
    walls.take_back(link=link, by=request.viewer.person_id)
    messages.success(request, _("The screen is shut out."))
    return redirect("improvement:wall-links", unit_pk=link.unit_id)


@signed_in
@require_POST
def meeting_hands(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down how many hands went up."""
    meeting = get_object_or_404(BoardMeeting.objects.visible_to(request.viewer).select_related("unit"), pk=pk)
    require(request.viewer, Permission.MEETING_RUN, meeting.unit_id)
    form, check = HandsForm(request.POST), check_of(meeting)
    if check is not None and form.is_valid():
        try:
            setups.count_hands(check=check, by=request.viewer.person_id, **form.counts())
        except MeetingRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Written down."))
    return redirect("overview:meeting", pk=meeting.pk)


def _arranged(request: HttpRequest, unit_pk: UUID) -> Unit:
    """The unit, for somebody who may arrange its board. Raises Http404 or PermissionDenied."""
    unit = get_object_or_404(Unit.objects.visible_to(request.viewer), pk=unit_pk)
    require(request.viewer, Permission.BOARD_ARRANGE, unit.id)
    return unit
