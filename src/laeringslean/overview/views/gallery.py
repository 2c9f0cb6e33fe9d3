"""The gallery of components: for those who make the product. It tells nothing about the municipality."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.views.decorators.http import require_safe

from laeringslean.organisation.access.doors import signed_in
from laeringslean.overview.views.gallery_examples import TAGS, WORDS, Example, context

# What the page looks like, and the colours of each.
_LOOKS = {"auto": "auto", "light": "light", "dark": "dark", "paper": "light"}


@signed_in
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state, beside what a template writes for it. `?look=` light, dark or paper."""
    look = request.GET.get("look", "auto")
    look = look if look in _LOOKS else "auto"
    known = context()

    def shown(examples: list[Example]) -> list[dict[str, object]]:
        return [
            {"example": example, "html": engines["django"].from_string(example.source).render(known, request)}
            for example in examples
        ]

    groups = [[(name, shown(examples)) for name, examples in kind.items()] for kind in (TAGS, WORDS)]
    return render(
        request,
        "overview/gallery.html",
        {"tags": groups[0], "words": groups[1], "look": look, "scheme": _LOOKS[look]},
    )
