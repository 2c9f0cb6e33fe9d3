"""What others have raised that is like what somebody is writing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from laeringslean.improvement.queries.similar import similar_ideas
from laeringslean.organisation.access.doors import signed_in
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.viewer import require


@signed_in
@require_POST
@sensitive_post_parameters()
def idea_similar(request: HttpRequest) -> HttpResponse:
    """The fragment below the three questions. Sent as a POST so that no log of addresses holds what was typed.

    `shown` names the ideas that stand there already; when they still fit nothing is sent, and nothing is read aloud
    again.
    """
    require(request.viewer, Permission.IDEA_RAISE)
    written = "\n".join(request.POST.get(name, "") for name in ("problem", "proposal", "expected_effect"))
    similar = similar_ideas(request.viewer, written)
    if ",".join(str(found.idea.pk) for found in similar) == request.POST.get("shown", ""):
        response = HttpResponse(status=204)
    else:
        response = render(request, "improvement/idea_similar.html", {"similar": similar})
    response["Cache-Control"] = "no-store"
    return response
