from typing import Any

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """What every page knows: who is looking, and whether this is the demo."""
    return {"viewer": getattr(request, "viewer", None), "demo": settings.DEMO, "release": settings.RELEASE}
