from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from laeringslean.attention.actions import reading
from laeringslean.attention.queries.news import news_of, unread_count
from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.permissions import Permission


@signed_in
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """What has happened to the viewer's own ideas and to those they have taken on."""
    items = news_of(request.viewer)
    unread = sum(item.is_unread for item in items)
    page = {"items": items, "unread": unread, "may_raise": request.viewer.can(Permission.IDEA_RAISE)}
    return render(request, "attention/news.html", page)


@signed_in
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark everything up to the newest item that the page showed as read."""
    up_to = request.POST.get("up_to", "")
    if up_to.isdecimal() and len(up_to) < 19:
        reading.mark_read(up_to=int(up_to), by=request.viewer.person_id)
    return redirect("attention:news")


@signed_in
@require_safe
def unread(request: HttpRequest) -> HttpResponse:
    """The number on the menu's link, fetched after the page; nothing when there is none."""
    return render(request, "attention/unread.html", {"unread": unread_count(request.viewer)})
