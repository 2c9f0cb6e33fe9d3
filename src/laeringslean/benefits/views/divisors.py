"""Hours per årsverk, dated."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from laeringslean.benefits.actions import divisors
from laeringslean.benefits.forms import DivisorForm
from laeringslean.benefits.models import FteDivisor
from laeringslean.benefits.queries.divisors import in_force
from laeringslean.foundation import clock
from laeringslean.foundation.web.once import once
from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import require


@signed_in
@require_http_methods(["GET", "POST"])
@once
def divisor_list(request: HttpRequest) -> HttpResponse:
    """The divisors, the newest first, and a form for the next."""
    require(request.viewer, Permission.BENEFIT_SETTINGS)
    today = clock.today()
    form = DivisorForm(request.POST or None, initial={"valid_from": today})
    if form.is_valid():
        divisors.set_divisor(by=request.viewer.person_id, **form.cleaned_data)
        messages.success(request, _("Saved. Benefits that are already written down keep their number."))
        return redirect("benefits:divisor-list")
    rows = list(FteDivisor.objects.order_by("-valid_from", "staff_group"))
    context = {"form": form, "divisors": rows, "in_force": in_force(today, rows), "today": today}
    return render(request, "benefits/divisor_list.html", context, status=422 if form.is_bound else 200)
