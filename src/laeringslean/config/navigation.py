"""The menus on every page. They name pages of many rooms, so they live up here and not in the base template."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import Viewer


@dataclass(frozen=True)
class MenuLink:
    """One link of a menu; `count_url` gives a number that is fetched after the page."""

    label: str
    url: str
    current: bool = False
    count_url: str = ""


@dataclass(frozen=True)
class Navigation:
    """The main menu, the personal menu, the manual, and where languages and sign-out are posted."""

    links: list[MenuLink]
    menu: list[MenuLink]
    language_url: str
    sign_out_url: str
    manual_url: str
    languages: list[tuple[str, str]]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the menus for whoever is looking, worked out only when a page shows them."""
    return {"navigation": SimpleLazyObject(lambda: _navigation(request))}


def _navigation(request: HttpRequest) -> Navigation:
    viewer: Viewer | None = getattr(request, "viewer", None)
    return Navigation(
        links=_links(viewer, request.path) if viewer else [],
        menu=_menu(viewer) if viewer else [],
        language_url=reverse("organisation:language"),
        sign_out_url=reverse("organisation:sign-out"),
        manual_url=reverse("overview:manual"),
        languages=list(settings.LANGUAGES),
    )


def _links(viewer: Viewer, path: str) -> list[MenuLink]:
    pages = [(_("Home"), reverse("overview:home"), "")]
    if viewer.home_unit_ids and viewer.can(Permission.BOARD_READ, viewer.home_unit_ids[0]):
        pages.append((_("The board"), reverse("overview:board", args=[viewer.home_unit_ids[0]]), ""))
    if viewer.can(Permission.IDEA_READ):
        pages.append((_("Ideas"), reverse("improvement:idea-list"), ""))
    if viewer.can(Permission.UNIT_READ):
        pages.append((_("Units"), reverse("organisation:unit-list"), ""))
    if viewer.can(Permission.IDEA_READ):
        pages.append((_("News"), reverse("attention:news"), reverse("attention:unread")))
    return [MenuLink(label, url, current=path == url, count_url=count_url) for label, url, count_url in pages]


def _menu(viewer: Viewer) -> list[MenuLink]:
    links = [MenuLink(_("My profile"), reverse("organisation:profile"))]
    if viewer.can(Permission.ORGANISATION_MANAGE):
        links.append(MenuLink(_("Import units and people"), reverse("overview:import", args=["units"])))
    if viewer.can(Permission.IDEA_IMPORT):
        links.append(MenuLink(_("Import ideas"), reverse("overview:import", args=["ideas"])))
    if viewer.can(Permission.BENEFIT_SETTINGS):
        links.append(MenuLink(_("Hours per årsverk"), reverse("benefits:divisor-list")))
    return links
