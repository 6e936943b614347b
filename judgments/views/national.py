"""The pages of grades beside each other: all forces of a cycle, and one force over its cycles."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_safe

from accounts.requests import AuthenticatedRequest
from cases.actions.exporting import record_comparison_export
from cases.comparison.wording import named
from cases.views.exports import KINDS, download
from forces.models import Force
from judgments.cycles import why_cycles_are_not_compared
from judgments.forms import RegionForm
from judgments.inspection_sheet import lines_of_force
from judgments.models import Framework, Judgment
from judgments.national import National, national
from judgments.tables import national_table


@require_safe
def home(request: AuthenticatedRequest) -> HttpResponse:
    """To the latest cycle with a published judgment; an empty page where none has."""
    standing = Judgment.objects.visible_to(request.user).standing()
    cycles = standing.order_by("-area__inspection__cycle__starts")
    latest = cycles.values_list("area__inspection__cycle__slug", flat=True).first()
    if latest is None:
        frameworks = Framework.objects.visible_to(request.user).select_related("cycle")
        return render(request, "judgments/none.html", {"frameworks": frameworks})
    return redirect("judgments:cycle", latest)


@require_safe
def cycle(request: AuthenticatedRequest, cycle: str) -> HttpResponse:
    """Forces by areas, with how many have which grade."""
    frameworks = _frameworks(request)
    form = RegionForm(request.GET)
    found = _national(request, frameworks, cycle, form)
    context = {
        "found": found,
        "frameworks": frameworks,
        "form": form,
        "region": form.cleaned_data.get("region", ""),
        "without": named(found.without),
        "ungraded": ", ".join(area.title for area in found.ungraded),
        "query": f"?region={form.cleaned_data['region']}"
        if form.cleaned_data.get("region")
        else "",
    }
    return render(request, "judgments/national.html", context)


@require_GET
def export_cycle(request: AuthenticatedRequest, cycle: str, kind: str) -> HttpResponseBase:
    """The grades of the page, a row each."""
    if kind not in KINDS:
        raise Http404
    found = _national(request, _frameworks(request), cycle, RegionForm(request.GET))
    name = f"judgments-{cycle}"
    record_comparison_export(of=found.framework.cycle, what=f"{name}.{kind}", by=request.user)
    return download([("Judgments", national_table(found))], name, kind)


@require_safe
def force(request: AuthenticatedRequest, force: str) -> HttpResponse:
    """The judgments of a force through its cycles, which are not compared."""
    found = get_object_or_404(Force.objects.visible_to(request.user), slug=force)
    inspections = lines_of_force(found, request.user)
    context = {
        "force": found,
        "inspections": inspections,
        "reasons": why_cycles_are_not_compared(inspections),
        "crumbs": [("Judgments", reverse("judgments:home"))],
    }
    return render(request, "judgments/force.html", context)


def _frameworks(request: AuthenticatedRequest) -> list[Framework]:
    return list(Framework.objects.visible_to(request.user).with_cycles())


def _national(
    request: AuthenticatedRequest, frameworks: list[Framework], cycle: str, form: RegionForm
) -> National:
    framework = next((known for known in frameworks if known.cycle.slug == cycle), None)
    if framework is None:
        raise Http404
    region = form.cleaned_data["region"] if form.is_valid() else ""
    return national(request.user, framework, region)
