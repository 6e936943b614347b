"""Downloads of results and answers."""

import tempfile
from collections.abc import Sequence

from django.http import FileResponse, Http404, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET

from accounts.requests import AuthenticatedRequest
from cases import permissions
from cases.actions.exporting import record_export, record_results_export
from cases.breakdowns import Group, breakdowns_for, groups_of
from cases.exports import answers_table, columns_table, results_table
from cases.models import Sample
from cases.results import figures_for, figures_revision, frozen_figures
from cases.views.figures import chosen_measure, readable_revision, readable_sample
from cases.views.lookup import visible_sample
from peel.lib.errors import require
from peel.lib.tables import Table, csv_lines, write_workbook

KINDS = {"csv": "CSV", "xlsx": "Excel"}
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Sheets = Sequence[tuple[str, Table]]


@require_GET
def export_results(
    request: AuthenticatedRequest, inspection: str, sample: str, kind: str
) -> HttpResponseBase:
    """The figures that the person reads on the page, by a fact when ``?by=`` names one."""
    found = readable_sample(request, inspection, sample)
    by = request.GET.get("by", "")
    groups = _groups(request, found, by)
    table = results_table(found, figures_revision(request.user, found), [(by, groups)])
    what = f"results by {by}" if by else "results"
    return _figures(request, found, table, what, "results", kind)


@require_GET
def export_measure(
    request: AuthenticatedRequest, inspection: str, sample: str, measure: str, kind: str
) -> HttpResponseBase:
    """One measure as on its page: of the whole sample, then by everything it is broken down by."""
    found = readable_sample(request, inspection, sample)
    require(permissions.break_results_down(request.user, found))
    chosen = chosen_measure(found, measure)
    figures = [f for f in figures_for(request.user, found) if f.measure == chosen]
    breakdowns = [
        (by, groups_of(found, by, [chosen])) for by in breakdowns_for(request.user, found)
    ]
    revision = figures_revision(request.user, found)
    table = results_table(found, revision, [("", [Group("", "", figures)]), *breakdowns])
    return _figures(request, found, table, f"results of {chosen.code}", chosen.code, kind)


@require_GET
def export_revision(
    request: AuthenticatedRequest, inspection: str, sample: str, revision: int, kind: str
) -> HttpResponseBase:
    """The figures of one revision as they were signed off."""
    sign_off = readable_revision(request, inspection, sample, revision)
    found = sign_off.sample
    groups = [Group("", "", frozen_figures(sign_off))]
    table = results_table(found, str(revision), [("", groups)])
    what = f"revision {revision}"
    return _figures(request, found, table, f"results of {what}", f"revision-{revision}", kind)


@require_GET
def export_answers(
    request: AuthenticatedRequest, inspection: str, sample: str, kind: str
) -> HttpResponseBase:
    """Every answer of the sample, one row a file."""
    found = visible_sample(request, inspection, sample)
    label = kind_label(kind)
    record_export(sample=found, what=f"all answers as {label}", by=request.user)
    sheets = [("Answers", answers_table(found)), ("Columns", columns_table(found.instrument))]
    return download(sheets, f"{_name(found)}-answers", kind)


def _figures(
    request: AuthenticatedRequest, sample: Sample, table: Table, what: str, name: str, kind: str
) -> HttpResponseBase:
    what = f"{what} as {kind_label(kind)}"
    record_results_export(sample=sample, what=what, by=request.user)
    return download([("Results", table)], f"{_name(sample)}-{name}", kind)


def download(sheets: Sheets, name: str, kind: str) -> HttpResponseBase:
    """The first sheet as CSV, sent as it is made, or all of them as an Excel workbook."""
    kind_label(kind)
    if kind == "csv":
        lines = csv_lines(sheets[0][1])
        response: HttpResponseBase = StreamingHttpResponse(
            lines, content_type="text/csv; charset=utf-8"
        )
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    else:
        response = _workbook(sheets, f"{name}.xlsx")
    patch_cache_control(response, no_store=True, private=True)
    return response


def _workbook(sheets: Sheets, name: str) -> HttpResponseBase:
    # The response closes the file when it is sent.
    file = tempfile.TemporaryFile()  # noqa: SIM115
    write_workbook(file, sheets)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=WORKBOOK)


def _groups(request: AuthenticatedRequest, sample: Sample, by: str) -> list[Group]:
    if not by:
        return [Group("", "", figures_for(request.user, sample))]
    if by not in breakdowns_for(request.user, sample):
        raise Http404
    return groups_of(sample, by)


def _name(sample: Sample) -> str:
    return f"{sample.inspection.slug}-{sample.slug}"


def kind_label(kind: str) -> str:
    """The words for a kind of download. Raises Http404 for an unknown one."""
    try:
        return KINDS[kind]
    except KeyError:
        raise Http404 from None
