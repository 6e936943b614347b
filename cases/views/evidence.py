"""The page of the case files behind one number."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import AuthenticatedRequest
from cases import permissions
from cases.actions.exporting import record_export
from cases.breakdowns import breakdowns_for, label_of
from cases.evidence import cases_behind as files_behind
from cases.evidence import parts_of, rows_behind
from cases.exports import evidence_table
from cases.models import CaseFile, Sample
from cases.views.exports import KINDS, download, kind_label
from cases.views.figures import (
    chosen_measure,
    crumbs_of,
    readable_sample,
    results_url,
)
from checklists.instrument import Measure
from peel.lib.errors import require

PER_PAGE = 100


@require_safe
def cases_behind(
    request: AuthenticatedRequest, inspection: str, sample: str, measure: str, part: str
) -> HttpResponseBase:
    """The case files behind one number, with what was answered; to be taken with ``?format=``."""
    found = readable_sample(request, inspection, sample)
    require(permissions.read_case_files(request.user, found))
    chosen = chosen_measure(found, measure)
    group = _group(request, found)
    group_name = _group_name(request, found, group)
    try:
        files = files_behind(found, chosen, part, group).order_by("position", "pk")
    except (KeyError, ValueError):
        raise Http404 from None
    if kind := request.GET.get("format"):
        return _export(request, found, chosen, part, files, kind)
    page = Paginator(files, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "sample": found,
        "measure": chosen,
        "part": parts_of(chosen)[part],
        "group": group_name,
        "page": page,
        "facts": [fact for fact in found.instrument.facts if fact.breakdown],
        "questions": found.instrument.questions_of(chosen),
        "rows": rows_behind(found.instrument, chosen, list(page)),
        "may_not_export": permissions.export_casework(request.user, found),
        "downloads": [
            (label, urlencode({**request.GET.dict(), "format": kind}))
            for kind, label in KINDS.items()
        ],
        "crumbs": [
            *crumbs_of(request, found, below_results=True),
            (chosen.label, f"{results_url(found)}{chosen.code}/"),
        ],
    }
    return render(request, "cases/results_cases.html", context)


def _export(
    request: AuthenticatedRequest,
    sample: Sample,
    measure: Measure,
    part: str,
    files: QuerySet[CaseFile],
    kind: str,
) -> HttpResponseBase:
    what = f"the cases behind {measure.code}, {part}, as {kind_label(kind)}"
    record_export(sample=sample, what=what, by=request.user)
    table = evidence_table(sample.instrument, measure, files)
    return download([("Cases", table)], f"{sample.inspection.slug}-{measure.code}-{part}", kind)


def _group(request: AuthenticatedRequest, sample: Sample) -> tuple[str, str] | None:
    """The group that ``?by=`` and ``?value=`` name. Raises Http404 when there is none."""
    by = request.GET.get("by", "")
    if not by:
        return None
    if by not in breakdowns_for(request.user, sample):
        raise Http404
    return by, request.GET.get("value", "")


def _group_name(
    request: AuthenticatedRequest, sample: Sample, group: tuple[str, str] | None
) -> str:
    """Such as "Offence group: Robbery". Raises Http404 when nobody has that value."""
    if group is None:
        return ""
    by, value = group
    try:
        name = label_of(sample, by, value)
    except (KeyError, ValueError):
        raise Http404 from None
    return f"{breakdowns_for(request.user, sample)[by]}: {name}"
