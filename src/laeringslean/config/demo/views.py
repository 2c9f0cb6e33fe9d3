"""The entrance of the demo municipality: one click enters as any of its people. Only there in demo mode."""

from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from laeringslean.config.demo.content import DemoPerson, demo_people
from laeringslean.foundation.web.back import back
from laeringslean.organisation.access.browser import device_of, hand_over
from laeringslean.organisation.access.doors import public
from laeringslean.organisation.actions import sign_in as signing_in
from laeringslean.organisation.models import Person


@public
@never_cache
@require_GET
def entrance(request: HttpRequest) -> HttpResponse:
    """Who one can be here, with a line each about what to try as them."""
    _demo_only()
    language = get_language() or settings.LANGUAGE_CODE
    ids = dict(_enterable().values_list("external_id", "id"))
    people = [_card(told, ids[told.external_id], language) for told in demo_people() if told.external_id in ids]
    return render(request, "demo/entrance.html", {"people": people, "next": back(request, "/")})


@public
@require_POST
def enter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Become one of the demo people; whoever one was before is signed out."""
    _demo_only()
    person = get_object_or_404(_enterable(), pk=pk)
    if request.viewer is not None and request.viewer.session_id is not None:
        signing_in.close_session(session_id=request.viewer.session_id, person_id=request.viewer.person_id)
    token = signing_in.open_session(person=person, device=device_of(request))
    return hand_over(request, token, back(request, "/"))


def _demo_only() -> None:
    """Whatever the addresses say: without demo mode nobody enters without a password."""
    if not settings.DEMO:
        raise Http404


def _enterable() -> QuerySet[Person]:
    return Person.objects.active().filter(external_id__in=[told.external_id for told in demo_people()])


def _card(told: DemoPerson, person_id: UUID, language: str) -> dict[str, object]:
    return {
        "id": person_id,
        "external_id": told.external_id,
        "name": told.name,
        "role": told.role.get(language, told.role["nb"]),
        "title": told.title.get(language, told.title["nb"]),
        "to_try": told.to_try.get(language, told.to_try["nb"]),
    }
