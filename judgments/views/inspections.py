"""The judgments of one inspection, and which areas it covers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import AuthenticatedRequest
from forces.models import Inspection
from judgments import permissions
from judgments.actions.coverage import set_areas
from judgments.consistency import refused
from judgments.forms import AreasForm
from judgments.inspection_sheet import checks_for, lines_of
from judgments.models import Framework, InspectionArea, Treatment, sees_drafts
from judgments.states import JudgmentState
from judgments.views.lookup import (
    led_inspection,
    to_cycle,
    to_inspection,
    visible_inspection,
)
from peel.lib.errors import Conflict


@require_safe
def inspection(request: AuthenticatedRequest, inspection: str) -> HttpResponse:
    """Every area that is covered, with its judgment."""
    found = visible_inspection(request, inspection)
    lines = lines_of(found, request.user)
    may_see = sees_drafts(request.user, found)
    checks = checks_for(found) if may_see else ()
    may_not_lead = permissions.lead(request.user, found)
    waiting = [line for line in lines if _is(line.under_way, JudgmentState.CONFIRMED)]
    context = {
        "inspection": found,
        "lines": lines,
        "may_see_unpublished": may_see,
        "may_not_lead": may_not_lead,
        "may_not_draft": permissions.draft(request.user, found),
        "points": [check.point for check in checks],
        "may_publish": waiting and not refused(checks) and not may_not_lead,
        "synthetic": any(line.standing and line.standing.synthetic for line in lines),
        "crumbs": to_cycle(found),
    }
    return render(request, "judgments/inspection.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def areas(request: AuthenticatedRequest, inspection: str) -> HttpResponse:
    """Says for every area whether the inspection covers and grades it."""
    found = led_inspection(request, inspection)
    framework = _framework(found)
    rows = list(framework.areas.all())
    covered = InspectionArea.objects.filter(inspection=found).select_related("area")
    chosen = {row.area.code: row.treatment for row in covered}
    usual = {row.code: Treatment.GRADED if row.graded else Treatment.UNGRADED for row in rows}
    form = AreasForm(
        request.POST if request.method == "POST" else None,
        framework=framework,
        areas=rows,
        initial=chosen or usual,
    )
    if form.is_valid():
        try:
            set_areas(inspection=found, treatments=form.treatments(), by=request.user)
        except Conflict as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The areas are saved.")
            return redirect("judgments:inspection", found.slug)
    fields = [(form[row.code], row.pillar_id is not None) for row in rows]
    context = {
        "inspection": found,
        "form": form,
        "fields": fields,
        "is_new": not chosen,
        "crumbs": to_inspection(found),
    }
    return render(request, "judgments/areas.html", context, status=400 if form.errors else 200)


def _framework(inspection: Inspection) -> Framework:
    framework = Framework.objects.filter(cycle=inspection.cycle_id).first()
    if framework is None:
        raise Conflict(f"The cycle {inspection.cycle} has no framework, so it can't be judged yet.")
    return framework


def _is(judgment: object, state: JudgmentState) -> bool:
    return getattr(judgment, "state", "") == state
