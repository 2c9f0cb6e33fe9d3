import hashlib
from functools import lru_cache

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


@lru_cache(maxsize=512)
def _fingerprint(name: str) -> str:
    path = finders.find(name)
    if not isinstance(path, str):
        return ""
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()[:12]


class Assets(StaticFilesStorage):
    """Static files straight from the package; the address carries a hash of the content, so caches can be eternal."""

    def url(self, name: str | None) -> str:
        """The address of a static file, e.g. /static/foundation/app.css?v=1f0c…"""
        address = super().url(name)
        stamp = _fingerprint(name or "")
        return f"{address}?v={stamp}" if stamp else address
