"""A page that follows a board, for tests of live.js: its part is whatever the test puts into `Part`."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import path

_PAGE = """<!doctype html><html lang="nb"><head><title>Følg</title>
<link rel="icon" href="data:,"><script type="module" src="{script}"></script></head><body>
<p id="status" role="status" data-live-status data-lost="Ikke tilkoblet" data-back="Tilkoblet igjen"></p>
<div id="part" data-live="/live/boards/{unit}/" data-refresh="/part/" {version}>{part}</div></body></html>"""


class Part:
    """What the server would show now, and how often it was asked."""

    html = ""
    etag = ""
    version = ""
    answers: list[int] = []


def page(request: HttpRequest, unit: UUID) -> HttpResponse:
    """The whole page."""
    version = f'data-version="{Part.version}"' if Part.version else ""
    return HttpResponse(_PAGE.format(script=static("foundation/app.js"), unit=unit, part=Part.html, version=version))


def part(request: HttpRequest) -> HttpResponse:
    """The part alone."""
    unchanged = bool(Part.etag) and request.headers.get("If-None-Match") == Part.etag
    response = HttpResponse(status=304) if unchanged else HttpResponse(Part.html)
    if Part.etag:
        response.headers["ETag"] = Part.etag
    Part.answers.append(response.status_code)
    return response


urlpatterns = [path("follow/<uuid:unit>/", page), path("part/", part)]
