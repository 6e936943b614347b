"""Entering what an earlier report printed, one action after the other."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.requests import AuthenticatedRequest
from forces.models import Inspection
from judgments import permissions
from judgments.actions.printed_actions import Entered, enter_printed_actions
from judgments.models import Action, ActionKind, InspectionArea
from judgments.register.printed_forms import PrintedActionForm
from judgments.views.actions.lookup import to_actions
from judgments.views.editing import posted, save
from judgments.views.lookup import visible_inspection
from peel.lib.errors import Conflict, require

THERE_ALREADY = "The area has an action of this kind and title already."


@require_http_methods(["GET", "HEAD", "POST"])
def printed(request: AuthenticatedRequest, inspection: str) -> HttpResponse:
    """Enters one action; the form stays open for the next one of the same report."""
    found = visible_inspection(request, inspection)
    require(permissions.publish_elsewhere(request.user, found))
    form = _form(request, found)

    def write() -> Entered:
        return enter_printed_actions(actions=[form.printed(found)], by=request.user)

    if entered := save(form, write).made:
        if entered.actions:
            messages.success(request, f"“{entered.actions[0]}” is in the register.")
            return redirect(f"{request.path}?after={entered.actions[0].pk}")
        form.add_error(None, THERE_ALREADY)
    context = {
        "form": form,
        "inspection": found,
        "cancel_url": reverse("judgments:actions", args=[found.slug]),
        "crumbs": to_actions(found),
    }
    status = 400 if form.errors else 200
    return render(request, "judgments/actions/printed.html", context, status=status)


def _form(request: AuthenticatedRequest, inspection: Inspection) -> PrintedActionForm:
    covered = InspectionArea.objects.visible_to(request.user).filter(inspection=inspection)
    areas = list(covered.select_related("area").order_by("area__order"))
    if not areas:
        raise Conflict("Say first which areas this inspection covers.")
    own = Action.objects.visible_to(request.user).filter(area__inspection=inspection)
    causes = own.filter(kind=ActionKind.CAUSE_OF_CONCERN, published_on__isnull=False)
    initial = _same_report(own, request.GET.get("after", ""))
    return PrintedActionForm(posted(request), areas=areas, causes=causes, initial=initial)


def _same_report(own: Any, after: str) -> dict[str, Any]:
    """What the next action of the same report has in common with the one before."""
    before = own.filter(pk=after).first() if after.isascii() and after.isdigit() else None
    if before is None:
        return {}
    return {"published_on": before.published_on, "source": before.source}
