"""A file that waits between its preview and the go-ahead, so that nobody has to choose it twice."""

import secrets
import time
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core import signing

from laeringslean.foundation.tenancy.scope import current_tenant_id

KEPT_SECONDS = 24 * 3600
_SALT = "laeringslean.foundation.uploads"


def keep(content: bytes, *, by: UUID) -> str:
    """Keep a file for a day and return the token that `take` gives it back for, to the same person only."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    forget_old()
    name = secrets.token_hex(16)
    (folder / name).write_bytes(content)
    return signing.dumps([name, str(by)], salt=_SALT)


def forget_old() -> None:
    """Delete what has been kept for a day in the current municipality; whoever left it there may never come back."""
    for left in _folder().glob("*"):
        if left.stat().st_mtime < time.time() - KEPT_SECONDS:
            left.unlink(missing_ok=True)


def take(token: str, *, by: UUID) -> bytes | None:
    """The kept file, and forget it; None when the token is not this person's, or the file is no longer kept."""
    try:
        name, keeper = signing.loads(token, salt=_SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return None
    path = _folder() / name
    if keeper != str(by) or not path.exists():
        return None
    content = path.read_bytes()
    path.unlink(missing_ok=True)
    return content


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / str(current_tenant_id()) / "waiting"
