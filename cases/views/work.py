"""The first page of each role, and the work that waits for a person."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from accounts.models import Role
from accounts.requests import AuthenticatedRequest

FIRST_PAGES = {
    Role.INSPECTOR: "cases:my_work",
    Role.SUPERVISOR: "cases:my_work",
    Role.ADMINISTRATOR: "forces:inspections",
    Role.OBSERVER: "cases:results_list",
}


@require_safe
def home(request: AuthenticatedRequest) -> HttpResponse:
    """Sends each person to the page where their work begins."""
    return redirect(FIRST_PAGES[Role(request.user.role)])
