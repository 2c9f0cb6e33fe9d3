"""Pages put together from shared pieces."""

import gzip
import zlib

import pytest
from django.test import RequestFactory

from laeringslean.overview.views import pieces
from laeringslean.overview.views.pieces import Kept, Piece, respond

PAGE = "<p>æ</p>\n<!--m:one-->\n<!--m:two-->\n<p>ø</p><!--m:missing--><p>å</p>"
PARTS = {"one": Piece(("<i>" + "Tavle «ø» " * 500 + "</i>").encode()), "two": Piece(b"")}


def answer(encoding: str, page: str = PAGE, parts=PARTS):
    return respond(RequestFactory().get("/", headers={"accept-encoding": encoding}), page, parts, "m")


def test_respond_puts_the_pieces_in_place():
    expected = "<p>æ</p>" + PARTS["one"].plain.decode() + "<p>ø</p><p>å</p>"
    response = answer("br, identity")
    assert response.content.decode() == expected
    assert "Content-Encoding" not in response.headers


@pytest.mark.parametrize("page", [PAGE, "<!--m:one-->", "<!--m:two--><!--m:one--><!--m:one-->x", "no pieces"])
def test_a_compressed_answer_unpacks_to_the_plain_one(page):
    response = answer("br, gzip", page)
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.headers["Vary"] == "Accept-Encoding"
    # gzip checks the checksum and the length that we put together.
    assert gzip.decompress(response.content) == answer("", page).content


def test_the_shared_part_is_never_compressed_with_a_readers_own():
    secret = "x" * 40
    alone = len(answer("gzip", "<!--m:one-->", {"one": Piece(secret.encode())}).content)
    beside = len(answer("gzip", f"{secret}<!--m:one-->", {"one": Piece(secret.encode())}).content)
    own = len(answer("gzip", secret, {}).content)
    empty = len(answer("gzip", "", {}).content)
    assert beside - alone == own - empty


@pytest.mark.parametrize("length", [0, 1, 7, 255, 4096, 100_003])
def test_checksums_are_added_without_reading_again(length):
    head, tail = b"start", bytes(n * 7 % 251 for n in range(length))
    piece = Piece(tail)
    assert piece.checksum_after(zlib.crc32(head)) == zlib.crc32(head + piece.plain)


def test_what_was_used_least_recently_goes_first():
    kept = Kept(len, most_bytes=25)
    for name in ["a", "b"]:
        kept.keep(name, name * 10)
    kept.find("a")
    kept.keep("c", "c" * 10)
    assert [kept.find(name) for name in "abc"] == ["a" * 10, None, "c" * 10]
    kept.keep("a", "short")
    kept.keep("d", "d" * 10)
    assert [kept.find(name) for name in "acd"] == ["short", "c" * 10, "d" * 10]


def test_what_is_larger_than_everything_is_still_kept_alone():
    kept = Kept(len, most_bytes=10)
    kept.keep("a", "small")
    kept.keep("b", "b" * 100)
    assert [kept.find(name) for name in "ab"] == [None, "b" * 100]
    kept.clear()
    assert kept.find("b") is None


def test_the_largest_page_has_a_checksum_too():
    assert pieces._zero_bytes(2**32 - 1) != 0
