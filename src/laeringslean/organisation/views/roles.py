"""Giving roles and taking them back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laeringslean.foundation.exports import is_wanted
from laeringslean.foundation.web.back import back
from laeringslean.foundation.web.once import once
from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer, require
from laeringslean.organisation.actions import roles
from laeringslean.organisation.actions.refusals import Refused
from laeringslean.organisation.forms.people import RoleForm
from laeringslean.organisation.models import Person, RoleGrant
from laeringslean.organisation.queries.people import grantable_ids, memberships_of, roles_in
from laeringslean.organisation.queries.roles import role_table
from laeringslean.organisation.views.exports import roles_answer
from laeringslean.organisation.views.pages import form_page


@signed_in
@require_GET
def role_list(request: HttpRequest) -> HttpResponse:
    """The roles that hold in the whole municipality, and what every role may do."""
    _require_roles_everywhere(request.viewer)
    held = roles_in(None)
    if is_wanted(request):
        return roles_answer(request, held)
    context = {"roles": held, "may_end": grantable_ids(request.viewer, held), "table": role_table()}
    return render(request, "organisation/role_list.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
@once
def role_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give somebody a role."""
    person = get_object_or_404(Person.objects.active().visible_to(request.viewer), pk=pk)
    work = memberships_of(person)
    initial = {"unit": str(work[0].unit_id) if work else ""}
    form = RoleForm(request.POST or None, viewer=request.viewer, initial=initial)
    leads_to = reverse("organisation:person-detail", args=[person.pk])
    if form.is_valid():
        try:
            roles.grant_role(person=person, by=request.viewer.person_id, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The role is given."))
            return redirect(leads_to)
    title = _("Give %(name)s a role") % {"name": person.name}
    return form_page(request, form, title=title, button=_("Give the role"), back=leads_to, once=True)


@signed_in
@require_POST
def role_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a role back."""
    grant = get_object_or_404(RoleGrant.objects.grantable_by(request.viewer), pk=pk)
    try:
        roles.end_role(grant=grant, by=request.viewer.person_id)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The role has ended."))
    return redirect(back(request, reverse("organisation:person-detail", args=[grant.person_id])))


def _require_roles_everywhere(viewer: Viewer) -> None:
    if not viewer.can(Permission.REPRESENTATIVE_MANAGE):
        require(viewer, Permission.ORGANISATION_MANAGE)
