"""Publishing judgments, one or all that are confirmed, after showing what becomes public."""

from collections.abc import Iterable, Mapping, Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.requests import AuthenticatedRequest
from forces.models import Inspection
from judgments.actions import judging
from judgments.consistency import Check, Point, Severity
from judgments.figures.lookup import printed_of
from judgments.findings.sheet import areas_without_findings
from judgments.inspection_sheet import checks_for, checks_of_area
from judgments.models import Judgment
from judgments.states import JudgmentState
from judgments.views.judging import to_move
from judgments.views.lookup import led_inspection


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Publishes one judgment, after asking."""
    found = to_move(request, pk, "publish")
    if request.method == "POST":
        judging.publish(judgment=found, by=request.user)
        messages.success(request, "The judgment is published.")
        return redirect("judgments:judgment", pk)
    context = {
        "title": f"Publish the judgment of {found.area.area.title}?",
        "text": "Everybody who signs in sees it. From then on it never changes: a later "
        "correction is a reissue, and the original stays readable.",
        "cancel_url": found.get_absolute_url(),
        **_told(checks_of_area(found.area)),
    }
    return _page(request, [found], context)


@require_http_methods(["GET", "HEAD", "POST"])
def publish_confirmed(request: AuthenticatedRequest, inspection: str) -> HttpResponse:
    """Publishes every confirmed judgment of an inspection, after asking."""
    found = led_inspection(request, inspection)
    if request.method == "POST":
        number = len(judging.publish_all(inspection=found, by=request.user))
        judgments = "1 judgment is" if number == 1 else f"{number} judgments are"
        messages.success(request, f"{judgments} published.")
        return redirect("judgments:inspection", found.slug)
    waiting = _waiting(request, found)
    checks = (*checks_for(found), *areas_without_findings(found))
    told = _told(checks, with_area=True)
    context = {
        "title": f"Publish the judgments of {found}?",
        "text": "Everybody who signs in sees them. From then on they never change: a later "
        "correction is a reissue, and the original stays readable.",
        "cancel_url": reverse("judgments:inspection", args=[found.slug]),
        **told,
        "refused": told["refused"] or ([] if waiting else [Point(judging.NOTHING_WAITS)]),
    }
    return _page(request, waiting, context)


def _waiting(request: AuthenticatedRequest, inspection: Inspection) -> list[Judgment]:
    """The confirmed judgments, in the order of the framework."""
    seen = Judgment.objects.visible_to(request.user).with_setting()
    confirmed = seen.filter(area__inspection=inspection, state=JudgmentState.CONFIRMED)
    return list(confirmed.order_by("area__area__order"))


def _told(checks: Iterable[Check], *, with_area: bool = False) -> dict[str, list[Point]]:
    """What keeps judgments back, and what only has to be looked at."""
    told: dict[str, list[Point]] = {"refused": [], "warnings": []}
    for check in checks:
        kind = "refused" if check.severity == Severity.REFUSED else "warnings"
        told[kind].append(check.point if with_area else Point(check.sentence, check.address))
    return told


def _page(
    request: AuthenticatedRequest, judgments: Sequence[Judgment], context: Mapping[str, object]
) -> HttpResponse:
    rationales = [judgment.rationale for judgment in judgments]
    shown = {
        "judgments": judgments,
        "figures": printed_of(*rationales, reader=request.user),
        "button": "Publish",
        "action": request.path,
        **context,
    }
    return render(request, "judgments/judgment_publish.html", shown)
