"""Pages put together from shared pieces."""

import gzip
import zlib

import pytest
from django.test import RequestFactory

from laeringslean.overview.views import pieces
from laeringslean.overview.views.pieces import KeptPieces, Piece, respond

PAGE = "<p>æ</p>\n<!--m:one-->\n<!--m:two-->\n<p>ø</p><!--m:missing--><p>å</p>"
PARTS = {"one": Piece("<i>" + "Tavle «ø» " * 500 + "</i>"), "two": Piece("")}


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
    alone = len(answer("gzip", "<!--m:one-->", {"one": Piece(secret)}).content)
    beside = len(answer("gzip", f"{secret}<!--m:one-->", {"one": Piece(secret)}).content)
    own = len(answer("gzip", secret, {}).content)
    empty = len(answer("gzip", "", {}).content)
    assert beside - alone == own - empty


@pytest.mark.parametrize("length", [0, 1, 7, 255, 4096, 100_003])
def test_checksums_are_added_without_reading_again(length):
    head, tail = b"start", bytes(n * 7 % 251 for n in range(length))
    piece = Piece(tail.decode("latin-1"))
    assert piece.checksum_after(zlib.crc32(head)) == zlib.crc32(head + piece.plain)


def test_kept_pieces_are_made_once_and_the_least_used_go_first():
    kept, made = KeptPieces(most_bytes=25_000), []

    def make(name: str):
        def really():
            made.append(name)
            return {"one": Piece("".join(chr(97 + n * n % 26) for n in range(9_000)))}

        return really

    for name in ["a", "b", "a", "c", "a", "b"]:
        kept.get(name, make(name))
    assert made == ["a", "b", "c", "b"]


def test_kept_pieces_keep_one_that_is_larger_than_everything():
    kept = KeptPieces(most_bytes=10)
    first = kept.get("a", lambda: {"one": Piece("0123456789" * 10)})
    assert kept.get("a", dict) is first
    kept.clear()
    assert kept.get("a", dict) == {}


def test_the_largest_page_has_a_checksum_too():
    assert pieces._zero_bytes(2**32 - 1) != 0
