"""Pages that tell what a request brought, for tests of the server."""

import threading
import time

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

release = threading.Event()


@csrf_exempt
def echo(request: HttpRequest) -> HttpResponse:
    """What arrived."""
    told = {name: value for name, value in request.META.items() if isinstance(value, str)}
    return JsonResponse({"method": request.method, "body": request.body.decode("latin-1"), "meta": told})


@csrf_exempt
def stuck(request: HttpRequest) -> HttpResponse:
    """Does not answer before `release` is set."""
    release.wait(10)
    return HttpResponse("released")


def large(request: HttpRequest) -> HttpResponse:
    """Several megabytes."""
    return HttpResponse(b"x" * 4_000_000)


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of the program."""
    raise RuntimeError("the probe failed on purpose")


def slow(request: HttpRequest) -> HttpResponse:
    """Takes a second."""
    time.sleep(1)
    return HttpResponse("at last")


urlpatterns = [
    path("echo/", echo),
    path("æ/", echo),
    path("organisation/echo/", echo),
    path("stuck/", stuck),
    path("large/", large),
    path("broken/", broken),
    path("slow/", slow),
]
