"""A form that is sent twice is done once."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from laeringslean.foundation import clock
from laeringslean.foundation.database.gate import write_transaction
from laeringslean.foundation.models import RequestKey
from laeringslean.foundation.tenancy import rows

View = Callable[..., HttpResponse]


def once(view: View) -> View:
    """Answer a repeated POST (same `request_key` field or Idempotency-Key header) with the first answer's redirect.

    Key and change commit together, so a crash between them is impossible. Requests without a key pass through.
    Not for anonymous routes: the key row would tie a day to a submission; those use the row's own client key.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = _key_of(request)
        if request.method != "POST" or key is None:
            return view(request, *args, **kwargs)
        route = request.resolver_match.view_name if request.resolver_match else request.path
        try:
            with write_transaction():
                if earlier := _answered(key, route):
                    return earlier
                response = view(request, *args, **kwargs)
                if response.status_code < 400 and response.headers.get("Location"):
                    _remember(key, route, response.headers["Location"])
        except _Overtaken:
            return _answered(key, route) or HttpResponseRedirect("/")
        return response

    return guarded


class _Overtaken(Exception):
    """On PostgreSQL the same form was done by another request meanwhile; what this one did is undone."""


def _answered(key: UUID, route: str) -> HttpResponse | None:
    earlier = rows.find(RequestKey, key=key, route=route[:120])
    return HttpResponseRedirect(earlier.location or "/") if earlier else None


def _remember(key: UUID, route: str, location: str) -> None:
    done = RequestKey(key=key, route=route[:120], location=location[:500], used_on=clock.today())
    if not rows.insert(done, unless_same=("tenant_id", "key", "route")):
        raise _Overtaken


def _key_of(request: HttpRequest) -> UUID | None:
    text = request.headers.get("Idempotency-Key") or request.POST.get("request_key", "")
    try:
        return UUID(text)
    except ValueError:
        return None
