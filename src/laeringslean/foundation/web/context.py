from typing import Any

from django.conf import settings
from django.http import HttpRequest

from laeringslean.foundation import clock


def page(request: HttpRequest) -> dict[str, Any]:
    """What every page knows: who is looking, whether this is the demo, and what stands at the head of its print."""
    municipality = getattr(request, "municipality", None)
    return {
        "viewer": getattr(request, "viewer", None),
        "demo": settings.DEMO,
        "release": settings.RELEASE,
        "municipality": municipality.name if municipality else "",
        "printed_on": clock.today(),
    }
