"""The page of judgments that wait to be moderated."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.requests import AuthenticatedRequest
from judgments import permissions
from judgments.moderation import to_moderate as waiting_for
from peel.lib.errors import require


@require_safe
def to_moderate(request: AuthenticatedRequest) -> HttpResponse:
    """What waits for this supervisor, over all inspections."""
    require(permissions.moderate_any(request.user))
    context = {
        "waiting": waiting_for(request.user),
        "crumbs": [("Judgments", reverse("judgments:home"))],
    }
    return render(request, "judgments/to_moderate.html", context)
