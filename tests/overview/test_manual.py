import re
from pathlib import Path

import pytest
from django.urls import reverse

from laeringslean.overview.queries.manual import CHAPTERS, FOLDER, chapter
from tools.pictures import PICTURES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tenant")]

USED = re.compile(r"!\[[^\]]*\]\(pictures/([\w-]+\.png)\)")
LINKED = re.compile(r"(?<!!)\[[^\]]*\]\(([^)]+)\)")


def text_of(slug: str) -> str:
    return (FOLDER / f"{slug}.md").read_text(encoding="utf-8")


def test_every_chapter_is_in_the_table_of_contents_of_both_places(client):
    files = {file.stem for file in FOLDER.glob("*.md")} - {"README"}
    assert files == set(CHAPTERS)
    assert re.findall(r"\((\w+)\.md\)", text_of("README")) == list(CHAPTERS)
    page = client.get(reverse("overview:manual")).content.decode()
    assert [slug for slug in CHAPTERS if f'href="/manual/{slug}/"' in page] == list(CHAPTERS)


@pytest.mark.parametrize("slug", CHAPTERS)
def test_a_chapter_shows_its_headings_once_each_and_nothing_raw(client, slug):
    page = client.get(reverse("overview:manual-chapter", args=[slug])).content.decode()
    shown = chapter(slug)
    anchors = [anchor for anchor, _ in shown.sections]
    assert anchors and len(set(anchors)) == len(anchors)
    assert all(page.count(f'id="{anchor}"') == 1 for anchor in anchors)
    assert f'<h1 class="ds-heading" data-size="lg">{shown.title}</h1>' in page
    assert ".md" not in shown.html


@pytest.mark.parametrize("slug", CHAPTERS)
def test_links_between_chapters_lead_to_a_heading_that_is_there(slug):
    for address in LINKED.findall(text_of(slug)):
        file, _, anchor = address.partition("#")
        target = file.removesuffix(".md") or slug
        assert target in CHAPTERS, address
        assert not anchor or anchor in [name for name, _ in chapter(target).sections], address


def test_the_pictures_shown_are_those_that_the_script_takes():
    used = {name for slug in CHAPTERS for name in USED.findall(text_of(slug))}
    made = {Path(picture.file).name for picture in PICTURES if picture.file.startswith("manual/")}
    there = {file.name for file in (FOLDER / "pictures").glob("*.png")}
    assert used == made == there


def test_no_picture_outside_the_manual_is_served(client):
    assert client.get("/manual/pictures/tavla.png").headers["Content-Type"] == "image/png"
    assert client.get("/manual/pictures/..%2F..%2Fimages%2Fboard.png").status_code == 404
    assert client.get("/manual/nothing/").status_code == 404
