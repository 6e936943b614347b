"""The pages of results that were published without cases."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import AuthenticatedRequest
from cases import permissions
from cases.actions.publishing import (
    correct_published_result,
    enter_published_result,
    figure_of,
    withdraw_published_result,
)
from cases.comparison.measures import measure_called, measures_to_compare
from cases.comparison.rows import published_rows
from cases.forms import ReasonForm
from cases.models import PublishedResult
from cases.published.forms import CorrectionForm, NewResultForm, PublishedFilterForm
from cases.views.breadcrumbs import Crumbs
from forces.models import Inspection
from peel.lib.errors import Conflict, Invalid, require

PER_PAGE = 100


@require_safe
def published_results(request: AuthenticatedRequest) -> HttpResponse:
    """The figures that stand, the latest cycle first."""
    form = PublishedFilterForm(request.GET)
    found = _listed(request, form)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": published_rows(page, measures_to_compare()),
        "form": form,
        "may_not_enter": permissions.publish_results(request.user),
        "crumbs": [("Compare", reverse("cases:compare"))],
    }
    return render(request, "cases/published_results.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def published_result_new(request: AuthenticatedRequest) -> HttpResponse:
    """Enters a figure."""
    require(permissions.publish_results(request.user))
    inspections = Inspection.objects.visible_to(request.user).select_related("force", "cycle")
    posted = request.POST if request.method == "POST" else None
    form = NewResultForm(posted, inspections=inspections, measures=measures_to_compare())
    if form.is_valid():
        inspection = form.cleaned_data["inspection"]
        try:
            result = enter_published_result(
                inspection=inspection, figure=form.figure(), by=request.user
            )
        except (Invalid, Conflict) as error:
            form.add_error(None, list(getattr(error, "messages", error.args)))
        else:
            messages.success(request, "The published result is entered.")
            return redirect(_series_url(result))
    context = {"form": form, "crumbs": _crumbs()}
    status = 400 if form.errors else 200
    return render(request, "cases/published_result_new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def published_result(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Corrects a figure that stands."""
    result = _result(request, pk)
    posted = request.POST if request.method == "POST" else None
    form = CorrectionForm(posted, initial=_initial(result))
    if form.is_valid():
        figure = form.figure_of(result.checklist, result.code, result.sample, result.synthetic)
        reason = form.cleaned_data["reason"]
        try:
            correct_published_result(result=result, figure=figure, reason=reason, by=request.user)
        except Invalid as error:
            form.add_error(None, list(error.messages))
        else:
            messages.success(request, "The published result is corrected.")
            return redirect(_series_url(result))
    context = {
        "form": form,
        "result": result,
        "measure": measure_called(result.checklist, result.code),
        "crumbs": _crumbs(),
    }
    status = 400 if form.errors else 200
    return render(request, "cases/published_result.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def published_result_withdraw(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Takes a figure back."""
    result = _result(request, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        withdraw_published_result(result=result, reason=reason, by=request.user)
        messages.success(request, "The published result is withdrawn.")
        return redirect("cases:published_results")
    context = {
        "title": "Withdraw this published result?",
        "text": "It is compared with no other figure any more. It stays on the record with your "
        "reason.",
        "button": "Withdraw",
        "danger": True,
        "form": form,
        "action": request.path,
        "cancel_url": reverse("cases:published_result", args=[pk]),
    }
    return render(request, "confirm.html", context)


def _listed(request: AuthenticatedRequest, form: PublishedFilterForm) -> QuerySet[PublishedResult]:
    found = PublishedResult.objects.visible_to(request.user).standing()
    chosen = form.cleaned_data if form.is_valid() else {}
    wanted = {f"inspection__{name}": value for name, value in chosen.items() if value}
    order = (
        "-inspection__cycle__starts",
        "inspection__force__short_name",
        "checklist",
        "code",
        "pk",
    )
    related = ("inspection__force", "inspection__cycle", "by")
    return found.filter(**wanted).select_related(*related).order_by(*order)


def _result(request: AuthenticatedRequest, pk: int) -> PublishedResult:
    """A figure that stands, when the person may change it. Raises Refused or Http404."""
    standing = PublishedResult.objects.visible_to(request.user).standing()
    result = get_object_or_404(
        standing.select_related("inspection__force", "inspection__cycle"), pk=pk
    )
    require(permissions.enter_published_results(request.user, result.inspection))
    return result


def _initial(result: PublishedResult) -> dict[str, object]:
    figure = figure_of(result)
    shown = ("numerator", "denominator", "n", "starts", "ends", "source")
    return {
        **{name: getattr(figure, name) for name in shown},
        **{
            name: f"{value.normalize():f}"
            for name in ("percent", "half_width")
            if (value := getattr(figure, name)) is not None
        },
    }


def _series_url(result: PublishedResult) -> str:
    force = result.inspection.force.slug
    return reverse("cases:compare_series", args=[force, result.checklist, result.code])


def _crumbs() -> Crumbs:
    return [
        ("Compare", reverse("cases:compare")),
        ("Published results", reverse("cases:published_results")),
    ]
