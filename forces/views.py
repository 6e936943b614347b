"""The lists of forces and inspections, and the page of an inspection's team."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.events import history_of
from accounts.requests import AuthenticatedRequest
from forces import actions, permissions
from forces.filters import InspectionFilter
from forces.forms import DatesForm, LeadForm, MemberForm
from forces.models import Force, Inspection, Region, TeamMember
from peel.lib.errors import Refused, require

INSPECTIONS_PER_PAGE = 50


@require_GET
def forces(request: AuthenticatedRequest) -> HttpResponse:
    order = Region.values
    visible = Force.objects.visible_to(request.user).prefetch_related("most_similar")
    by_region = sorted(visible, key=lambda force: order.index(force.region))
    return render(request, "forces/forces.html", {"forces": by_region})


@require_GET
def inspections(request: AuthenticatedRequest) -> HttpResponse:
    visible = Inspection.objects.visible_to(request.user)
    named = visible.select_related("force", "cycle", "lead")
    # Counting drops the model's own order.
    order = ("-cycle__starts", "force__short_name", "pk")
    listed = named.annotate(team_size=Count("members")).order_by(*order)
    found = InspectionFilter(request.GET, queryset=listed)
    page = Paginator(found.qs, INSPECTIONS_PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "forces/inspections.html", {"page": page, "filter": found, "form": found.form}
    )


@require_GET
def team(request: AuthenticatedRequest, slug: str) -> HttpResponse:
    return _team_page(request, _inspection(request, slug))


@require_POST
def add_member(request: AuthenticatedRequest, slug: str) -> HttpResponse:
    inspection = _inspection_to_manage(request, slug)
    form = MemberForm(request.POST, inspection=inspection)
    if not form.is_valid():
        return _team_page(request, inspection, status=400, member_form=form)
    member = form.cleaned_data["member"]
    try:
        actions.add_member(inspection=inspection, member=member, by=request.user)
    except Refused as refused:
        form.add_error("member", str(refused))
        return _team_page(request, inspection, status=403, member_form=form)
    messages.success(request, f"{member.name} is on the team.")
    return redirect("forces:team", slug=slug)


@require_http_methods(["GET", "POST"])
def remove_member(request: AuthenticatedRequest, slug: str, pk: int) -> HttpResponse:
    inspection = _inspection_to_manage(request, slug)
    membership = get_object_or_404(inspection.members.select_related("user"), pk=pk)
    member = membership.user
    if request.method == "POST":
        actions.remove_member(inspection=inspection, member=member, by=request.user)
        messages.success(request, f"{member.name} is no longer on the team.")
        return redirect("forces:team", slug=slug)
    context = {
        "title": f"Take {member.name} off the team?",
        "text": f"They stop seeing {inspection}. What they did stays.",
        "button": "Take off the team",
        "danger": True,
        "action": request.path,
        "cancel_url": reverse("forces:team", args=[slug]),
    }
    return render(request, "confirm.html", context)


@require_POST
def set_lead(request: AuthenticatedRequest, slug: str) -> HttpResponse:
    inspection = _inspection_to_manage(request, slug)
    form = LeadForm(request.POST)
    if not form.is_valid():
        return _team_page(request, inspection, status=400, lead_form=form)
    lead = form.cleaned_data["lead"]
    try:
        actions.set_lead(inspection=inspection, lead=lead, by=request.user)
    except Refused as refused:
        form.add_error("lead", str(refused))
        return _team_page(request, inspection, status=403, lead_form=form)
    leads = f"{lead.name} leads" if lead else "Nobody leads"
    messages.success(request, f"{leads} this inspection.")
    return redirect("forces:team", slug=slug)


@require_POST
def set_dates(request: AuthenticatedRequest, slug: str) -> HttpResponse:
    inspection = _inspection_to_manage(request, slug)
    form = DatesForm(request.POST)
    if not form.is_valid():
        return _team_page(request, inspection, status=400, dates_form=form)
    actions.set_dates(inspection=inspection, by=request.user, **form.cleaned_data)
    messages.success(request, "The dates are saved.")
    return redirect("forces:team", slug=slug)


def _inspection(request: AuthenticatedRequest, slug: str) -> Inspection:
    visible = Inspection.objects.visible_to(request.user)
    inspection = get_object_or_404(visible.select_related("force", "cycle", "lead"), slug=slug)
    require(permissions.see_team(request.user))
    return inspection


def _inspection_to_manage(request: AuthenticatedRequest, slug: str) -> Inspection:
    inspection = _inspection(request, slug)
    require(permissions.manage_team(request.user, inspection))
    return inspection


def _team_page(
    request: AuthenticatedRequest, inspection: Inspection, status: int = 200, **given: Form
) -> HttpResponse:
    members = TeamMember.objects.filter(inspection=inspection)
    context: dict[str, Any] = {
        "inspection": inspection,
        "members": members.select_related("user__secondment__force"),
        "history": history_of(inspection).reverse(),
        "may_not_manage": permissions.manage_team(request.user, inspection),
    }
    if not context["may_not_manage"]:
        context |= _team_forms(inspection) | given
    return render(request, "forces/team.html", context, status=status)


def _team_forms(inspection: Inspection) -> dict[str, Form]:
    dates = {"starts": inspection.starts, "ends": inspection.ends}
    return {
        "member_form": MemberForm(inspection=inspection),
        "lead_form": LeadForm(initial={"lead": inspection.lead_id}),
        "dates_form": DatesForm(initial=dates),
    }
