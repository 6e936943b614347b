"""How far the reviewers of a sample agree: the page and its download."""

from collections.abc import Collection

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_safe

from accounts.requests import AuthenticatedRequest
from cases import permissions
from cases.actions.exporting import record_results_export
from cases.agreement.scales import Basis
from cases.agreement.summaries import FEWEST
from cases.agreement.wording import sentence
from cases.agreement_drift import drift_charts
from cases.agreement_sheet import (
    BANDS,
    HEAT_MAPS,
    months_table,
    rows_by_pair,
    rows_by_stage,
)
from cases.agreements import (
    COLUMNS,
    Comparison,
    agreement_table,
    comparison_of,
    whole_sample,
)
from cases.models import Sample
from cases.views.exports import download
from cases.views.figures import crumbs_of
from cases.views.lookup import visible_sample
from peel.lib.errors import require

BASES = {
    Basis.THREE_WAY.value: "Yes, no and not applicable",
    Basis.YES_NO.value: "Yes or no, where both found it relevant",
}
HEAT_MAP_ROWS = {"question": "Questions", "stage": "Stages"}
DOWNLOADS = {
    "question": "question",
    "stage": "stage",
    "pair": "two inspectors",
    "month": "inspector, question and month",
    "sample": "sample",
}


@require_safe
def agreement(request: AuthenticatedRequest, inspection: str, sample: str) -> HttpResponse:
    """Agreement by question, two inspectors, and month, with a heat map."""
    found = _comparable_sample(request, inspection, sample)
    comparison = comparison_of(found)
    context = {
        "sample": found,
        "crumbs": crumbs_of(request, found, below_results=True),
        "fewest": FEWEST,
        **(_figures(request, comparison) if comparison.readings else {}),
    }
    return render(request, "cases/agreement.html", context)


@require_GET
def export_agreement(
    request: AuthenticatedRequest, inspection: str, sample: str
) -> HttpResponseBase:
    """The figures as CSV, by question unless ``?by=`` names another of ``COLUMNS``."""
    found = _comparable_sample(request, inspection, sample)
    by = _chosen(request, "by", COLUMNS, "question")
    table = agreement_table(comparison_of(found), by)
    record_results_export(sample=found, what=f"agreement by {by} as CSV", by=request.user)
    name = f"{found.inspection.slug}-{found.slug}-agreement-by-{by}"
    return download([("Agreement", table)], name, "csv")


def _comparable_sample(request: AuthenticatedRequest, inspection: str, sample: str) -> Sample:
    """The sample, when the person may see all its files. Raises Refused or Http404."""
    found = visible_sample(request, inspection, sample)
    require(permissions.read_agreement(request.user, found))
    return found


def _figures(request: AuthenticatedRequest, comparison: Comparison) -> dict[str, object]:
    basis = Basis(_chosen(request, "answers", BASES, Basis.THREE_WAY.value))
    rows = _chosen(request, "rows", HEAT_MAP_ROWS, "question")
    questions = {question.code: question for question in comparison.questions}
    question = _chosen(request, "question", {"", *questions}, "")
    followed = {question: questions[question]} if question else comparison.pooled
    followed_title = questions[question].text if question else "All yes or no questions"
    return {
        "sentence": sentence(whole_sample(comparison).on(basis)),
        "basis": basis.value,
        "bases": BASES,
        "rows": rows,
        "row_kinds": HEAT_MAP_ROWS,
        "question": question,
        "questions": comparison.questions,
        "months_caption": f"By month: {followed_title}",
        "downloads": DOWNLOADS,
        "stages": rows_by_stage(comparison, basis),
        "people": rows_by_pair(comparison, basis),
        "heat_map": HEAT_MAPS[rows](comparison, basis),
        "bands": [(name, words) for _, name, words in BANDS],
        "months": months_table(comparison, followed, basis),
        "drift": drift_charts(comparison, followed, basis, followed_title),
    }


def _chosen(request: AuthenticatedRequest, name: str, known: Collection[str], default: str) -> str:
    """What the address says of ``name``. Raises Http404 when that is not among ``known``."""
    value = request.GET.get(name, default)
    if value not in known:
        raise Http404
    return value
