"""Pictures that come with an idea: made anew on receipt, so that nothing but what they show is kept."""

import os
import secrets
import threading
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from laeringslean.foundation import clock
from laeringslean.foundation.tenancy.scope import current_tenant_id

LARGEST_FILE = 10 * 1024 * 1024
# A picture of more pixels than any phone takes is not opened at all, whatever its file weighs.
MOST_PIXELS = 60_000_000
# All formats but JPEG are unpacked as a whole before they can be made smaller, at up to 16 bytes per pixel: a file of
# a tenth of a megabyte would otherwise take more than a gigabyte of memory.
MOST_PIXELS_AT_ONCE = 25_000_000
LONGEST_SIDE = 1600
FORMATS = ["JPEG", "PNG", "WEBP", "GIF"]


# However many come at once, no more memory is taken than one of them needs.
_one_at_a_time = threading.Lock()


class PhotoRefused(Exception):
    """The file cannot be used as a picture; the message says why, for the one who sent it."""


def receive(content: bytes) -> str:
    """Keep a picture and return the random name it is kept under.

    It is drawn anew as JPEG, at most 1600 pixels wide and high, upright, on white: place, camera and time are gone.
    Raises PhotoRefused when it is larger than 10 MB, broken, or not a picture we know.
    """
    if len(content) > LARGEST_FILE:
        raise PhotoRefused(_("The picture is larger than 10 MB. Take a smaller one, or send the idea without it."))
    return _keep(_redrawn(content))


def receive_copy(name: str) -> str:
    """Keep a kept picture under a new name as well, so that nobody can tell when the first one came.

    Returns "" when the file is gone.
    """
    path = path_of(name)
    return _keep(path.read_bytes()) if path.exists() else ""


def remove(name: str) -> None:
    """Take a kept picture away for good; nothing happens when it is gone already."""
    if name:
        path_of(name).unlink(missing_ok=True)


def path_of(name: str) -> Path:
    """Where the picture of that name is kept. Raises ValueError for anything that is not a bare file name."""
    if not name or Path(name).name != name:
        raise ValueError("not the name of a picture")
    return _folder() / name


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / str(current_tenant_id()) / "ideas"


def _redrawn(content: bytes) -> bytes:
    try:
        with _one_at_a_time, Image.open(BytesIO(content), formats=FORMATS) as picture:
            # MPO is what some phones make: a JPEG with more pictures behind it.
            is_jpeg = picture.format in ("JPEG", "MPO")
            if picture.width * picture.height > (MOST_PIXELS if is_jpeg else MOST_PIXELS_AT_ONCE):
                raise PhotoRefused(_("The picture has too many pixels. Take a smaller one."))
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            # Made small first: whatever comes after is done with a fraction of the memory.
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            plain = _on_white(ImageOps.exif_transpose(picture))
    except PhotoRefused:
        raise
    except Exception as broken:  # a broken picture can fail anywhere inside Pillow
        raise PhotoRefused(
            _("This file could not be read as a picture. Use JPEG, PNG or WebP, or send the idea without it.")
        ) from broken
    redrawn = BytesIO()
    plain.save(redrawn, "JPEG", quality=82, optimize=True)
    return redrawn.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    """The bare pixels in a new picture: nothing that the file carried beside them comes along."""
    plain = Image.new("RGB", picture.size, "white")
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        plain.paste(layer, mask=layer.getchannel("A"))
    else:
        plain.paste(picture.convert("RGB"))
    return plain


def _keep(content: bytes) -> str:
    name = f"{secrets.token_hex(16)}.jpg"
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / name).open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    day = clock.today().toordinal() * 86400 - 62135683200
    # The day is all that the file says about when it came.
    os.utime(folder / name, (day, day))
    return name
