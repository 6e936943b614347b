"""The pages of figures beside each other: all forces in a cycle, and one force over time."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_safe

from accounts.requests import AuthenticatedRequest
from cases.actions.exporting import record_comparison_export
from cases.charts import (
    NARROW,
    WIDE,
    BarChart,
    Drawing,
    SeriesChart,
    bars,
)
from cases.charts import series as draw_series
from cases.comparison import matrix as matrices
from cases.comparison import national as nationals
from cases.comparison import series as histories
from cases.comparison.lookup import called, compared_measure
from cases.comparison.measures import ComparedMeasure, measures_to_compare
from cases.comparison.pictures import bars_of, points_of
from cases.comparison.rows import matrix_rows, national_rows, series_rows, series_url
from cases.comparison.stored import latest_compared_cycle
from cases.comparison.tables import matrix_table, national_table, series_table
from cases.comparison.wording import made_up, mean_of, named, title_of_national, title_of_series
from cases.views.charts import bars_on_page, both, chart_or_table, check_kind
from forces.models import Cycle, Force
from peel.lib.tables import Table


@require_safe
def compare(request: AuthenticatedRequest) -> HttpResponse:
    """To the latest cycle that has a figure; an empty page where none has."""
    cycle = latest_compared_cycle(request.user)
    if cycle is None:
        return render(request, "cases/compare_empty.html")
    return redirect("cases:compare_matrix", cycle)


@require_safe
def matrix(request: AuthenticatedRequest, cycle: str) -> HttpResponse:
    """Forces by headline measures, or by all measures of one checklist."""
    cycles = _cycles(request)
    measures = measures_to_compare()
    found = _matrix(request, called(cycles, cycle), measures)
    titles = {measure.checklist: measure.checklist_title for measure in measures}
    context = {
        "found": found,
        "rows": matrix_rows(found),
        "cycles": cycles,
        "checklists": titles,
        "checklist": request.GET.get("checklist", ""),
        "without": named(found.without),
        "note": made_up(found.figures, demonstration=settings.DEMONSTRATION),
        "query": _query(request, "checklist"),
        "crumbs": [],
    }
    return render(request, "cases/compare_matrix.html", context)


@require_safe
def national(
    request: AuthenticatedRequest, cycle: str, checklist: str, measure: str
) -> HttpResponse:
    """One measure over all forces: the chart, and beside it the table."""
    cycles = _cycles(request)
    forces = _forces(request)
    found = _national(request, cycles, forces, cycle, checklist, measure)
    chart = _bar_chart(found)
    context = {
        "found": found,
        "title": title_of_national(found),
        "charts": bars_on_page(chart),
        "rows": national_rows(found),
        "forces": forces,
        "cycles": [other for other in cycles if other.pk != found.cycle.pk],
        "mean": mean_of(found),
        "has_mean": found.spread is not None,
        "outside": list(nationals.outside(found)),
        "without": named(found.without),
        "too_few": named(found.too_few),
        "similar": named(found.similar),
        "notes": chart.notes,
        "query": _query(request, "force"),
        "crumbs": _crumbs(found.cycle),
    }
    return render(request, "cases/compare_national.html", context)


@require_safe
def series(request: AuthenticatedRequest, force: str, checklist: str, measure: str) -> HttpResponse:
    """One measure of a force over its inspections."""
    cycles = _cycles(request)
    found = _series(request, cycles, force, checklist, measure)
    chart = _series_chart(found)
    latest = found.periods[-1].cycle if found.periods else None
    drawn = chart.points and both(draw_series(chart, WIDE), draw_series(chart, NARROW))
    context = {
        "found": found,
        "title": title_of_series(found),
        "charts": drawn or None,
        "rows": list(series_rows(found, request.user)),
        "latest": latest,
        "notes": chart.notes,
        "rules": chart.rules,
        "crumbs": _crumbs(latest, found.measure) if latest else _crumbs(None),
    }
    return render(request, "cases/compare_series.html", context)


@require_GET
def export_matrix(request: AuthenticatedRequest, cycle: str, kind: str) -> HttpResponseBase:
    """Every figure of the page, a row each."""
    found = _matrix(request, called(_cycles(request), cycle), measures_to_compare())
    name = f"compare-{found.cycle.slug}"
    return _download(request, found.cycle, matrix_table(found), None, name, kind)


@require_GET
def export_national(
    request: AuthenticatedRequest, cycle: str, checklist: str, measure: str, kind: str
) -> HttpResponseBase:
    """The chart as a picture, or its figures."""
    found = _national(request, _cycles(request), _forces(request), cycle, checklist, measure)
    drawing = bars(_bar_chart(found), WIDE, headed=True)
    name = f"compare-{found.cycle.slug}-{found.measure.code}"
    return _download(request, found.cycle, national_table(found), drawing, name, kind)


@require_GET
def export_series(
    request: AuthenticatedRequest, force: str, checklist: str, measure: str, kind: str
) -> HttpResponseBase:
    """The chart as a picture, or its figures."""
    found = _series(request, _cycles(request), force, checklist, measure)
    chart = _series_chart(found)
    drawing = draw_series(chart, WIDE, headed=True) if chart.points else None
    name = f"compare-{found.force.slug}-{found.measure.code}"
    return _download(request, found.force, series_table(found), drawing, name, kind)


def _download(
    request: AuthenticatedRequest,
    of: Cycle | Force,
    table: Table,
    drawing: Drawing | None,
    name: str,
    kind: str,
) -> HttpResponseBase:
    check_kind(kind, drawing)
    record_comparison_export(of=of, what=f"{name}.{kind}", by=request.user)
    return chart_or_table(table, drawing, name, kind)


def _cycles(request: AuthenticatedRequest) -> list[Cycle]:
    return list(Cycle.objects.visible_to(request.user))


def _forces(request: AuthenticatedRequest) -> list[Force]:
    return list(nationals.forces_beside(request.user, request.GET.get("force", "")))


def _matrix(
    request: AuthenticatedRequest, cycle: Cycle, measures: Sequence[ComparedMeasure]
) -> matrices.Matrix:
    checklist = request.GET.get("checklist", "")
    wanted = [m for m in measures if (m.checklist == checklist if checklist else m.headline)]
    forces = list(Force.objects.visible_to(request.user))
    return matrices.matrix(request.user, wanted, cycle, forces)


def _national(
    request: AuthenticatedRequest,
    cycles: Sequence[Cycle],
    forces: Sequence[Force],
    cycle: str,
    checklist: str,
    measure: str,
) -> nationals.National:
    chosen = request.GET.get("force", "")
    wanted = compared_measure(checklist, measure)
    return nationals.national(request.user, wanted, called(cycles, cycle), forces, chosen)


def _series(
    request: AuthenticatedRequest,
    cycles: Sequence[Cycle],
    force: str,
    checklist: str,
    measure: str,
) -> histories.Series:
    forces = list(Force.objects.visible_to(request.user).filter(slug=force))
    wanted = compared_measure(checklist, measure)
    return histories.series(request.user, wanted, called(forces, force), cycles)


def _bar_chart(found: nationals.National) -> BarChart:
    def url_of(force: Force) -> str:
        return series_url(force, found.measure.key)

    return bars_of(found, url_of, demonstration=settings.DEMONSTRATION)


def _series_chart(found: histories.Series) -> SeriesChart:
    def url_of(period: histories.Period) -> str:
        address = reverse("cases:compare_national", args=[period.cycle.slug, *found.measure.key])
        return f"{address}?{urlencode({'force': found.force.slug})}"

    return points_of(found, url_of, demonstration=settings.DEMONSTRATION)


def _query(request: AuthenticatedRequest, name: str) -> str:
    """What a download needs to show the same as the page."""
    value = request.GET.get(name, "")
    return "?" + urlencode({name: value}) if value else ""


def _crumbs(cycle: Cycle | None, measure: ComparedMeasure | None = None) -> list[Any]:
    crumbs = [("Compare", reverse("cases:compare"))]
    if cycle:
        crumbs.append(
            (f"All forces, {cycle.name}", reverse("cases:compare_matrix", args=[cycle.slug]))
        )
    if cycle and measure:
        address = reverse("cases:compare_national", args=[cycle.slug, *measure.key])
        crumbs.append((measure.label, address))
    return crumbs
