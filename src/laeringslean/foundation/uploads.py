"""A file that waits between its preview and the go-ahead, so that nobody has to choose it twice."""

import re
import secrets
import time
from pathlib import Path

from django.conf import settings

from laeringslean.foundation.tenancy.scope import current_tenant_id

KEPT_SECONDS = 24 * 3600
_NAME = re.compile(r"[0-9a-f]{32}")


def put(content: bytes) -> str:
    """Keep a file for a day and return its name for `read` and `forget`; whoever keeps the name says who may see it."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    forget_old()
    name = secrets.token_hex(16)
    (folder / name).write_bytes(content)
    return name


def read(name: str) -> bytes | None:
    """A kept file; None when it is no longer kept."""
    if not _NAME.fullmatch(name):
        return None
    try:
        return (_folder() / name).read_bytes()
    except FileNotFoundError:
        return None


def forget(name: str) -> None:
    """Delete a kept file; nothing happens when it is gone."""
    if _NAME.fullmatch(name):
        (_folder() / name).unlink(missing_ok=True)


def forget_old() -> None:
    """Delete what has been kept for a day in the current municipality; whoever left it there may never come back."""
    for left in _folder().glob("*"):
        try:
            if left.stat().st_mtime < time.time() - KEPT_SECONDS:
                left.unlink(missing_ok=True)
        except FileNotFoundError:
            continue


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / str(current_tenant_id()) / "waiting"
