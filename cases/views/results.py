"""The pages of results: a sample's figures, one measure, and the cases behind a number."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.requests import AuthenticatedRequest
from cases import permissions
from cases.breakdowns import breakdowns_for, groups_of
from cases.estimates.population import population_of
from cases.estimates.proportion import named, strata_out_of_proportion
from cases.estimates.sheet import methods_sheet
from cases.grid import census_of
from cases.models import Draw, Sample
from cases.results import (
    figures_for,
    frozen_figures,
    latest_sign_offs,
    revisions_of,
    standing_sign_off,
    waivers_for,
)
from cases.results_sheet import Addresses, line_of, lines_of_groups, matrix_of, stages_of
from cases.rollups import Figure, compare_methods
from cases.views.figures import (
    chosen_measure,
    crumbs_of,
    readable_revision,
    readable_sample,
    results_url,
)
from peel.lib.errors import require

PER_PAGE = 100
DRAWN = Exists(Draw.objects.filter(sample=OuterRef("pk")).standing())


@require_safe
def results_list(request: AuthenticatedRequest) -> HttpResponse:
    """The samples that were signed off, of the inspections that the person sees."""
    page = Paginator(latest_sign_offs(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "cases/results_list.html", {"page": page})


@require_safe
def results(request: AuthenticatedRequest, inspection: str, sample: str) -> HttpResponse:
    """Every measure by stage: live while the sample is open, else as it was signed off."""
    found = readable_sample(request, inspection, sample, was_drawn=DRAWN)
    figures = figures_for(request.user, found)
    addresses = _addresses(request, found)
    standing = _standing(request, found)
    stages = stages_of(found.instrument, figures, addresses, _files_of(standing))
    context = {
        "sample": found,
        "stages": stages,
        "headlines": [line for stage in stages for line in stage.lines if line.headline],
        "crumbs": crumbs_of(request, found),
        **standing,
        **_population(request, found, figures),
        **_matrix(request, found, figures, addresses),
    }
    return render(request, "cases/results.html", context)


@require_safe
def measure(
    request: AuthenticatedRequest, inspection: str, sample: str, measure: str
) -> HttpResponse:
    """One measure with all its breakdowns."""
    found = readable_sample(request, inspection, sample)
    require(permissions.break_results_down(request.user, found))
    chosen = chosen_measure(found, measure)
    addresses = _addresses(request, found)
    figure = next(f for f in figures_for(request.user, found) if f.measure == chosen)
    compared = compare_methods(found, figure) if figure.estimated else None
    context = {
        "sample": found,
        "measure": chosen,
        "line": line_of(figure, addresses),
        "breakdowns": [
            (label, lines_of_groups(groups_of(found, by, [chosen]), by, addresses))
            for by, label in breakdowns_for(request.user, found).items()
        ],
        "questions": found.instrument.questions_of(chosen),
        "crumbs": crumbs_of(request, found, below_results=True),
        "sign_off": standing_sign_off(found),
        "methods": methods_sheet(found, figure, compared) if compared else None,
        "population_url": _population_url(request, found),
    }
    return render(request, "cases/results_measure.html", context)


@require_safe
def revision(
    request: AuthenticatedRequest, inspection: str, sample: str, revision: int
) -> HttpResponse:
    """The figures of one revision as they were signed off, for ever."""
    sign_off = readable_revision(request, inspection, sample, revision)
    found = sign_off.sample
    context = {
        "sample": found,
        "sign_off": sign_off,
        "waivers": waivers_for(request.user, sign_off),
        "stages": stages_of(
            found.instrument, frozen_figures(sign_off), Addresses(), sign_off.files
        ),
        "crumbs": crumbs_of(request, found, below_results=True),
    }
    return render(request, "cases/results_revision.html", context)


def _addresses(request: AuthenticatedRequest, sample: Sample) -> Addresses:
    """The links that the person may follow."""
    url = results_url(sample)
    may_not_break_down = permissions.break_results_down(request.user, sample)
    may_not_read_files = permissions.read_case_files(request.user, sample)
    return Addresses("" if may_not_break_down else url, "" if may_not_read_files else url)


def _standing(request: AuthenticatedRequest, sample: Sample) -> dict[str, object]:
    """Whether the figures can still change, and what the person can do about it."""
    user = request.user
    revisions = revisions_of(sample)
    last = revisions[0] if revisions else None
    shows_last = user.is_observer or not sample.is_open
    return {
        "census": None if shows_last else census_of(sample),
        "sign_off": last if shows_last else None,
        "reopened": None if shows_last else last,
        "revisions": [] if user.is_observer else revisions,
        "waivers": waivers_for(user, last) if last and shows_last else [],
        "may_not_lead": permissions.lead_casework(user, sample.inspection),
        "may_not_read_files": permissions.read_case_files(user, sample),
        "may_not_export_answers": permissions.export_casework(user, sample),
    }


def _files_of(standing: Mapping[str, Any]) -> int | None:
    """How many files the figures are of."""
    census, sign_off = standing["census"], standing["sign_off"]
    files: int | None = census.active if census else sign_off and sign_off.files
    return files


def _population(
    request: AuthenticatedRequest, sample: Sample, figures: Sequence[Figure]
) -> dict[str, str]:
    """Where plain estimates are shown, whether the sample was drawn in proportion."""
    estimated = [figure.estimated for figure in figures if figure.estimated]
    found = ""
    if any(not one.is_weighted for one in estimated) and (
        vars(sample)["was_drawn"] or sample.stratum_sizes
    ):
        found = named(strata_out_of_proportion(sample, population_of(sample)))
    return {
        "misrepresented": found,
        "population_url": _population_url(request, sample) if estimated else "",
    }


def _population_url(request: AuthenticatedRequest, sample: Sample) -> str:
    """Where the size of the population is, "" where the person may not go there."""
    if permissions.lead_casework(request.user, sample.inspection):
        return ""
    return reverse("cases:population", args=[sample.inspection.slug, sample.slug])


def _matrix(
    request: AuthenticatedRequest,
    sample: Sample,
    figures: Sequence[Figure],
    addresses: Addresses,
) -> dict[str, object]:
    """The table of one breakdown, when ``?by=`` asks for it."""
    breakdowns = breakdowns_for(request.user, sample)
    by = request.GET.get("by", "")
    if by and by not in breakdowns:
        raise Http404
    groups = groups_of(sample, by) if by else []
    return {
        "breakdowns": breakdowns,
        "by": by,
        "by_label": breakdowns.get(by, ""),
        "matrix": list(matrix_of(figures, groups, by, addresses)) if groups else [],
        "export_query": f"?{urlencode({'by': by})}" if by else "",
    }
