"""Who works where: for those who manage the organisation, or the memberships of their own units."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laeringslean.foundation.exports import is_wanted
from laeringslean.foundation.models import EditConflict
from laeringslean.foundation.web.back import back
from laeringslean.foundation.web.once import once
from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer, require
from laeringslean.organisation.actions import people
from laeringslean.organisation.actions.invitations import invite
from laeringslean.organisation.actions.refusals import Refused
from laeringslean.organisation.forms.people import InvitationForm, MembershipForm, PersonForm, WorkForm
from laeringslean.organisation.models import Membership, Person, Unit
from laeringslean.organisation.queries.people import (
    MOST_FOUND,
    grantable_ids,
    members_of,
    memberships_of,
    people_found,
    roles_in,
    roles_of,
)
from laeringslean.organisation.views.exports import members_answer, people_answer
from laeringslean.organisation.views.pages import form_page, keep_newest_version


@signed_in
@require_GET
def unit_people(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who works in a unit and who has a role there."""
    unit = get_object_or_404(Unit.objects.visible_to(request.viewer), pk=pk)
    _require_names(request.viewer, unit)
    roles, members = roles_in(unit), members_of(unit)
    if is_wanted(request):
        return members_answer(request, members, roles, unit.name)
    context = {
        "unit": unit,
        "members": members,
        "roles": roles,
        "may_end": grantable_ids(request.viewer, roles),
        "may_invite": _may_invite(request.viewer, unit),
    }
    return render(request, "organisation/unit_people.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
@once
def invitation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Invite somebody into a unit."""
    unit = get_object_or_404(Unit.objects.active().visible_to(request.viewer), pk=pk)
    if not _may_invite(request.viewer, unit):
        require(request.viewer, Permission.PERSON_INVITE, unit.id)
    form = InvitationForm(request.POST or None)
    if form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        address = request.build_absolute_uri(reverse("organisation:password-code"))
        try:
            person = invite(unit=unit, address=address, by=request.viewer.person_id, **given)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("%(name)s is invited and gets an e-mail.") % {"name": person.name})
            return redirect("overview:unit", pk=unit.pk)
    return form_page(
        request,
        form,
        title=_("Invite somebody to %(unit)s") % {"unit": unit.name},
        intro=_("They get an e-mail that tells how to choose a password and sign in."),
        button=_("Invite"),
        back=reverse("overview:unit", args=[unit.pk]),
        once=True,
    )


@signed_in
@require_GET
def person_list(request: HttpRequest) -> HttpResponse:
    """Search for people. Nobody is listed before something is asked for."""
    if not request.viewer.can(Permission.REPRESENTATIVE_MANAGE):
        require(request.viewer, Permission.ORGANISATION_MANAGE)
    search = request.GET.get("q", "")[:100]
    found = people_found(request.viewer, search)
    if is_wanted(request):
        return people_answer(request, found)
    context = {
        "search": search.strip(),
        "search_address": urlencode({"q": search}),
        "found": found,
        "is_cut": len(found) == MOST_FOUND,
        "most": MOST_FOUND,
    }
    return render(request, "organisation/person_list.html", context)


@signed_in
@require_GET
def person_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where somebody works and which roles they have."""
    person = get_object_or_404(Person.objects.visible_to(request.viewer), pk=pk)
    memberships, roles = memberships_of(person), roles_of(person)
    may_change = Membership.objects.visible_to(request.viewer).filter(person=person).values_list("pk", flat=True)
    context = {
        "person": person,
        "memberships": memberships,
        "may_change": set(may_change),
        "roles": roles,
        "may_end": grantable_ids(request.viewer, roles),
        "may_manage": request.viewer.can(Permission.ORGANISATION_MANAGE),
        "may_add": request.viewer.can(Permission.ORGANISATION_MANAGE)
        or request.viewer.can(Permission.MEMBERSHIP_MANAGE),
        "is_oneself": person.id == request.viewer.person_id,
    }
    return render(request, "organisation/person_detail.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def person_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change name and e-mail address."""
    person = _managed(request, pk)
    initial = {"name": person.name, "email": person.email, "version": person.version}
    form = PersonForm(request.POST or None, initial=initial)
    stored: list[tuple[str, str]] = []
    if form.is_valid():
        try:
            people.revise_person(
                person=person,
                name=form.cleaned_data["name"],
                email=form.cleaned_data["email"],
                by=request.viewer.person_id,
                expected_version=form.cleaned_data["version"],
            )
        except Refused as refused:
            form.add_error("email", str(refused))
        except EditConflict as conflict:
            keep_newest_version(form, conflict.current.version)
            stored = [(_("Name"), conflict.current.name), (_("E-mail"), conflict.current.email)]
        else:
            return redirect("organisation:person-detail", pk=person.pk)
    return form_page(
        request,
        form,
        title=_("Change %(name)s") % {"name": person.name},
        button=_("Save"),
        back=_of(person),
        stored=stored,
    )


@signed_in
@require_POST
def person_closure(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close an account; its sessions end at once."""
    person = _managed(request, pk)
    return _do(request, _of(person), _("The account is closed."), people.deactivate, person=person)


@signed_in
@require_POST
def person_reopening(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a closed account again."""
    person = _managed(request, pk)
    return _do(request, _of(person), _("The account is open again."), people.reactivate, person=person)


@signed_in
@require_http_methods(["GET", "POST"])
@once
def membership_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody known works in one more unit."""
    person = get_object_or_404(Person.objects.visible_to(request.viewer), pk=pk)
    if not request.viewer.can(Permission.ORGANISATION_MANAGE):
        require(request.viewer, Permission.MEMBERSHIP_MANAGE)
    form = MembershipForm(request.POST or None, viewer=request.viewer)
    if form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        try:
            people.add_membership(person=person, by=request.viewer.person_id, **given)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect(_of(person))
    title = _("%(name)s works in one more unit") % {"name": person.name}
    return form_page(request, form, title=title, button=_("Add"), back=_of(person), once=True)


@signed_in
@require_http_methods(["GET", "POST"])
def membership_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change position, occupation group or shift."""
    membership = _membership(request, pk)
    names = ("position_percent", "staff_group", "shift", "version")
    form = WorkForm(request.POST or None, initial={name: getattr(membership, name) for name in names})
    stored: list[tuple[str, str]] = []
    leads_to = reverse("organisation:unit-people", args=[membership.unit_id])
    if form.is_valid():
        given = dict(form.cleaned_data)
        version = given.pop("version")
        try:
            people.revise_membership(
                membership=membership, by=request.viewer.person_id, expected_version=version, **given
            )
        except EditConflict as conflict:
            keep_newest_version(form, conflict.current.version)
            stored = _as_stored(conflict.current)
        else:
            return redirect(leads_to)
    words = {"name": membership.person.name, "unit": membership.unit.name}
    title = _("%(name)s in %(unit)s") % words
    return form_page(request, form, title=title, button=_("Save"), back=leads_to, stored=stored, membership=membership)


@signed_in
@require_POST
def membership_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody no longer works in the unit."""
    membership = _membership(request, pk)
    leads_to = reverse("organisation:unit-people", args=[membership.unit_id])
    return _do(request, leads_to, _("The membership has ended."), people.end_membership, membership=membership)


def _managed(request: HttpRequest, pk: UUID) -> Person:
    """The person, for somebody who manages the organisation. Raises Http404 or PermissionDenied."""
    person = get_object_or_404(Person.objects.visible_to(request.viewer), pk=pk)
    require(request.viewer, Permission.ORGANISATION_MANAGE)
    return person


def _membership(request: HttpRequest, pk: UUID) -> Membership:
    memberships = Membership.objects.visible_to(request.viewer).select_related("person", "unit")
    return get_object_or_404(memberships, pk=pk)


def _require_names(viewer: Viewer, unit: Unit) -> None:
    """Raise PermissionDenied unless the viewer may know who works in the unit."""
    if not viewer.can(Permission.ORGANISATION_MANAGE):
        require(viewer, Permission.MEMBERSHIP_MANAGE, unit.id)


def _may_invite(viewer: Viewer, unit: Unit) -> bool:
    return viewer.can(Permission.ORGANISATION_MANAGE) or viewer.can(Permission.PERSON_INVITE, unit.id)


def _of(person: Person) -> str:
    return reverse("organisation:person-detail", args=[person.pk])


def _do(request: HttpRequest, leads_to: str, done: str, action: Any, **given: Any) -> HttpResponse:
    """Make the change, or say why not, and go on."""
    try:
        action(by=request.viewer.person_id, **given)
    except (Refused, EditConflict) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect(back(request, leads_to))


def _as_stored(membership: Any) -> list[tuple[str, str]]:
    return [
        (_("Position in per cent"), f"{membership.position_percent:g}"),
        (_("Occupation group"), membership.staff_group),
        (_("Shift"), membership.get_shift_display()),
    ]
