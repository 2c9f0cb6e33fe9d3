"""A page put together from pieces, some of them shared by everybody who looks and compressed only once.

A board of 500 cards is some hundred kilobytes, the same for all its readers until something on it changes. Compressing
it anew for each of them would cost more than everything else on the page. The gzip format lets finished deflate blocks
stand one after the other as long as each begins on a byte and refers to nothing before it (a full flush), so the cards
are compressed once per board version and the rest of the page, which is small and different for each reader, every
time. This also keeps a reader's own part and the shared text apart: what others wrote never shares a compression window
with a form token (which Django masks anew in every response besides), so lengths tell nothing about it.

gzip and not zstd or brotli, because every browser takes it and Python has it.
"""

import re
import struct
import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from threading import Lock
from typing import Generic, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_LAST_BLOCK = b"\x03\x00"
# The reader's own part is small and compressed for each response; the shared part once for all.
_OWN_LEVEL, _SHARED_LEVEL = 1, 4


class Piece:
    """A part of a page as bytes, and as finished deflate blocks with what it takes to add its checksum to others."""

    __slots__ = ("_checksum", "_factor", "deflated", "plain")

    def __init__(self, text: bytes) -> None:
        self.plain = text
        self.deflated = _deflate(self.plain)
        self._checksum = zlib.crc32(self.plain)
        self._factor = _zero_bytes(len(self.plain))

    @property
    def size(self) -> int:
        """Bytes of memory, roughly."""
        return len(self.plain) + len(self.deflated)

    def checksum_after(self, checksum: int) -> int:
        """The CRC-32 of something that has `checksum`, followed by this piece, without reading either again."""
        return _times(self._factor, checksum) ^ self._checksum


T = TypeVar("T")


class Kept(Generic[T]):
    """The most recently used things of a kind, bounded by their size in bytes. Safe for several threads."""

    def __init__(self, size: Callable[[T], int], most_bytes: int) -> None:
        self._size = size
        self._most_bytes = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = Lock()

    def find(self, key: Hashable) -> T | None:
        """What is kept under the key, if anything."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: Hashable, thing: T) -> None:
        """Keep something under the key instead of what was there; what was used least recently may have to go."""
        with self._lock:
            if key in self._kept:
                self._bytes -= self._size(self._kept.pop(key))
            self._kept[key] = thing
            self._bytes += self._size(thing)
            while self._bytes > self._most_bytes and len(self._kept) > 1:
                _, dropped = self._kept.popitem(last=False)
                self._bytes -= self._size(dropped)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._bytes = 0


def respond(request: HttpRequest, page: str, pieces: Mapping[str, Piece], mark: str) -> HttpResponse:
    """The page with its pieces in place, compressed when the browser takes gzip.

    In `page` a piece is called for by `<!--MARK:key-->`; a key without a piece leaves nothing.
    """
    parts = re.split(rf"\s*<!--{mark}:([\w-]+)-->\s*", page)
    own, called = [part.encode() for part in parts[::2]], parts[1::2]
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(_gzip(own, called, pieces))
        response.headers["Content-Encoding"] = "gzip"
    else:
        shared = [pieces[key].plain if key in pieces else b"" for key in called]
        response = HttpResponse(b"".join(part for pair in zip(own, [*shared, b""], strict=True) for part in pair))
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _gzip(own: list[bytes], called: list[str], pieces: Mapping[str, Piece]) -> bytes:
    compressor = zlib.compressobj(_OWN_LEVEL, zlib.DEFLATED, -15)
    blocks, checksum, length = [_HEAD], 0, 0
    for text, key in zip(own, [*called, ""], strict=True):
        if text:
            # A full flush forgets what went before, so the piece that follows stands alone too.
            blocks += [compressor.compress(text), compressor.flush(zlib.Z_FULL_FLUSH)]
            checksum, length = zlib.crc32(text, checksum), length + len(text)
        piece = pieces.get(key)
        if piece is not None:
            blocks.append(piece.deflated)
            checksum, length = piece.checksum_after(checksum), length + len(piece.plain)
    return b"".join([*blocks, _LAST_BLOCK, struct.pack("<II", checksum, length & 0xFFFF_FFFF)])


def _deflate(data: bytes) -> bytes:
    compressor = zlib.compressobj(_SHARED_LEVEL, zlib.DEFLATED, -15)
    return compressor.compress(data) + compressor.flush(zlib.Z_FULL_FLUSH)


# Adding checksums: a CRC-32 is a polynomial over GF(2) modulo _POLYNOMIAL, bit-reversed, and reading n zero bytes
# multiplies it by x to the power of 8n.
_POLYNOMIAL = 0xEDB8_8320
_ONE, _X = 1 << 31, 1 << 30


def _times(a: int, b: int) -> int:
    """The product of two such polynomials."""
    product, bit = 0, _ONE
    while a:
        if a & bit:
            product ^= b
            a ^= bit
        bit >>= 1
        b = b >> 1 ^ _POLYNOMIAL if b & 1 else b >> 1
    return product


def _squares_of_x() -> list[int]:
    """x, x^2, x^4, x^8, … as far as four gigabytes take."""
    powers = [_X]
    while len(powers) < 36:
        powers.append(_times(powers[-1], powers[-1]))
    return powers


_SQUARES = _squares_of_x()


def _zero_bytes(length: int) -> int:
    """What `length` zero bytes multiply a checksum by."""
    factor, power = _ONE, 3
    while length:
        if length & 1:
            factor = _times(_SQUARES[power], factor)
        length, power = length >> 1, power + 1
    return factor
