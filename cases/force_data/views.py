"""One indicator over all forces, and how often groups are searched in one force."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_safe

from accounts.requests import AuthenticatedRequest
from cases.charts import WIDE, BarChart, bars
from cases.comparison.wording import named
from cases.force_data.actions import record_export
from cases.force_data.disproportionality import Disproportion, disproportion_of
from cases.force_data.over_forces import OverForces, over_forces
from cases.force_data.pictures import bars_of, ratios_of
from cases.force_data.rows import group_rows, rows_of, summary_of
from cases.force_data.tables import groups_table, table_of
from cases.force_data.wording import mean_of, standard_of, title_of
from cases.views.charts import bars_on_page, chart_or_table, check_kind
from forces.indicators.shipped import shipped_indicators
from forces.indicators.standing import force_data
from forces.indicators.views import to_force, to_force_data, visible_force
from forces.models import Force
from peel.lib.tables import Table


@require_safe
def indicator(request: AuthenticatedRequest, code: str) -> HttpResponse:
    """One indicator over all forces: the chart, and its table."""
    forces = _forces(request)
    found = _found(request, code, forces)
    chart = bars_of(found, _url_of)
    context = {
        "found": found,
        "title": title_of(found),
        "charts": bars_on_page(chart) if chart.bars else None,
        "rows": rows_of(found),
        "forces": forces,
        "mean": mean_of(found),
        "standard": standard_of(found),
        "without": named(found.without),
        "notes": chart.notes,
        "query": _query(request),
        "crumbs": to_force_data(),
    }
    return render(request, "cases/force_data_indicator.html", context)


@require_GET
def export_indicator(request: AuthenticatedRequest, code: str, kind: str) -> HttpResponseBase:
    """The chart as a picture, or its figures."""
    found = _found(request, code, _forces(request))
    chart = bars_of(found, _url_of) if found.standings else None
    name = f"force-data-{found.indicator.code}"
    return _download(request, table_of(found), chart, name, kind)


@require_safe
def disproportionality(request: AuthenticatedRequest, slug: str) -> HttpResponse:
    """Searches by ethnicity of one force: rates, ratios with intervals, find rates."""
    force = visible_force(request, slug)
    found = disproportion_of(force, force_data(force))
    context: dict[str, Any] = {"force": force, "crumbs": to_force(force)}
    if isinstance(found, Disproportion):
        chart = ratios_of(found)
        context |= {
            "found": found,
            "title": chart.title,
            "charts": bars_on_page(chart),
            "rows": group_rows(found),
            "summary": summary_of(found),
            "total": f"{found.searches.value:,.0f}" if found.searches else "",
        }
    else:
        context["missing"] = found.reason
    return render(request, "cases/disproportionality.html", context)


@require_GET
def export_disproportionality(
    request: AuthenticatedRequest, slug: str, kind: str
) -> HttpResponseBase:
    """The chart as a picture, or its figures."""
    force = visible_force(request, slug)
    found = disproportion_of(force, force_data(force))
    if not isinstance(found, Disproportion):
        raise Http404
    name = f"stop-and-search-{force.slug}"
    return _download(request, groups_table(found), ratios_of(found), name, kind)


def _forces(request: AuthenticatedRequest) -> list[Force]:
    return list(Force.objects.visible_to(request.user).prefetch_related("most_similar"))


def _found(request: AuthenticatedRequest, code: str, forces: list[Force]) -> OverForces:
    asked = shipped_indicators().by_code.get(code)
    if asked is None:
        raise Http404("There is no such indicator.")
    try:
        ends = date.fromisoformat(request.GET.get("to", ""))
    except ValueError:
        ends = None
    return over_forces(asked, forces, request.GET.get("force", ""), ends)


def _url_of(force: Force) -> str:
    return reverse("forces:force_data", args=[force.slug])


def _download(
    request: AuthenticatedRequest, table: Table, chart: BarChart | None, name: str, kind: str
) -> HttpResponseBase:
    drawing = bars(chart, WIDE, headed=True) if chart else None
    check_kind(kind, drawing)
    record_export(what=f"{name}.{kind}", by=request.user)
    return chart_or_table(table, drawing, name, kind)


def _query(request: AuthenticatedRequest) -> str:
    """What a download needs to show the same as the page."""
    kept = {name: request.GET[name] for name in ("force", "to") if request.GET.get(name)}
    return f"?{urlencode(kept)}" if kept else ""
