"""Pictures: made anew on receipt, bounded, and shown only to those who may see the idea."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from laeringslean.foundation.keys import uuid4
from laeringslean.improvement.actions import photos
from laeringslean.improvement.actions.photos import PhotoRefused
from laeringslean.improvement.models import Idea
from tests.factories.improvement import make_idea, make_method, picture
from tests.factories.organisation import make_person, make_unit

pytestmark = pytest.mark.django_db
ORIENTATION, CAMERA, TAKEN_AT = 0x0112, 0x0110, 0x0132


@pytest.fixture
def unit():
    make_method()
    return make_unit()


def _kept(content: bytes) -> Image.Image:
    return Image.open(photos.path_of(photos.receive(content)))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_every_common_kind_of_picture_becomes_jpeg(form):
    assert _kept(picture(form=form)).format == "JPEG"


def test_place_camera_and_time_are_gone():
    content = picture(exif={CAMERA: "KARIS TELEFON", TAKEN_AT: "2026:01:01 12:00:00"})
    assert b"KARIS TELEFON" in content
    kept = _kept(content)
    assert not kept.getexif()
    assert b"KARIS" not in photos.path_of(photos.receive(content)).read_bytes()
    assert set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}


def test_text_hidden_in_a_png_is_gone():
    from PIL.PngImagePlugin import PngInfo

    notes = PngInfo()
    notes.add_text("Author", "Kari Nordmann")
    drawn = BytesIO()
    Image.new("RGB", (9, 9)).save(drawn, "PNG", pnginfo=notes)
    assert b"Kari" in drawn.getvalue()
    assert b"Kari" not in photos.path_of(photos.receive(drawn.getvalue())).read_bytes()


def test_a_large_picture_is_made_smaller_and_turned_upright():
    kept = _kept(picture(size=(4000, 1000), exif={ORIENTATION: 6}))
    assert kept.size == (400, 1600)


def test_what_is_transparent_becomes_white():
    drawn = BytesIO()
    Image.new("RGBA", (8, 8), (255, 0, 0, 0)).save(drawn, "PNG")
    assert _kept(drawn.getvalue()).getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize("content", [b"", b"not a picture", picture()[:300], b"%PDF-1.7", b"<svg xmlns='x'/>"])
def test_a_broken_or_unknown_file_is_refused(content):
    with pytest.raises(PhotoRefused):
        photos.receive(content)


def test_a_file_over_ten_megabytes_is_refused():
    with pytest.raises(PhotoRefused, match="10 MB"):
        photos.receive(picture() + b"\0" * photos.LARGEST_FILE)


@pytest.mark.parametrize("form", ["PNG", "WEBP", "GIF"])
def test_a_format_that_is_unpacked_as_a_whole_may_have_fewer_pixels_than_a_jpeg(form):
    enormous = picture(form=form, size=(5200, 5200))
    assert len(enormous) < 1_000_000
    with pytest.raises(PhotoRefused, match="pixels|piksler|pikslar"):
        photos.receive(enormous)
    assert _kept(picture(size=(5200, 5200))).size == (1600, 1600)


def _bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to be enormous."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 999)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(9000, 9000), (60000, 60000)])
def test_a_decompression_bomb_is_refused_unopened(size):
    with pytest.raises(PhotoRefused):
        photos.receive(_bomb(*size))


@pytest.mark.parametrize("name", ["", "../secret-key", "/etc/passwd", "a/b.jpg"])
def test_a_name_with_a_path_in_it_is_refused(name):
    with pytest.raises(ValueError, match="name"):
        photos.path_of(name)


def test_an_idea_comes_with_its_picture_and_only_its_readers_see_it(client_of, unit):
    nurse = make_person(unit=unit)
    filled = {
        "problem": "Se her",
        "kind": "suggestion",
        "unit": unit.pk,
        "author": "named",
        "client_key": uuid4(),
        "anonymous_key": uuid4(),
        "photo": SimpleUploadedFile("kari-sin-telefon.png", picture(form="PNG"), "image/png"),
    }
    client = client_of(nurse)
    assert client.post(reverse("improvement:idea-new"), filled).status_code == 302
    idea = Idea.objects.get()
    assert "kari" not in idea.photo
    shown = reverse("improvement:idea-photo", args=[idea.pk])
    response = client.get(shown)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/jpeg")
    assert "private" in response.headers["Cache-Control"]
    assert Image.open(BytesIO(response.content)).size == (40, 30)
    assert client_of(make_person(unit=make_unit())).get(shown).status_code == 404
    assert shown in client.get(reverse("improvement:idea-detail", args=[idea.pk])).content.decode()


def test_an_idea_without_a_picture_has_none_to_show(client_of, unit):
    idea = make_idea(unit)
    assert client_of(make_person(unit=unit)).get(reverse("improvement:idea-photo", args=[idea.pk])).status_code == 404


@pytest.mark.parametrize("author", ["named", "anonymous"])
def test_a_broken_picture_is_explained_and_the_text_is_kept(client_of, unit, author):
    filled = {
        "problem": "Min lange tekst",
        "kind": "suggestion",
        "unit": unit.pk,
        "author": author,
        "client_key": uuid4(),
        "anonymous_key": uuid4(),
        "photo": SimpleUploadedFile("bilde.jpg", b"ikke et bilde", "image/jpeg"),
    }
    response = client_of(make_person(unit=unit)).post(reverse("improvement:idea-new"), filled)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Min lange tekst" in page and 'id="id_photo"' in page and "JPEG" in page
    assert Idea.objects.count() == 0


def test_a_picture_can_be_taken_away_and_replaced(client_of, unit):
    nurse = make_person(unit=unit)
    first = photos.receive(picture())
    idea = make_idea(unit, by=nurse, photo=first)
    edit = reverse("improvement:idea-edit", args=[idea.pk])
    answers = {"problem": "Samme", "kind": "suggestion"}
    photo = SimpleUploadedFile("nytt.jpg", picture(size=(50, 50)), "image/jpeg")
    client_of(nurse).post(edit, {**answers, "version": 1, "photo": photo})
    second = Idea.objects.get().photo
    assert second not in ("", first)
    assert not photos.path_of(first).exists()
    client_of(nurse).post(edit, {**answers, "version": 2, "remove_photo": "on"})
    assert Idea.objects.get().photo == ""
    assert not photos.path_of(second).exists()
