"""Downloads of results and answers."""

import tempfile
from collections.abc import Sequence

from django.http import FileResponse, Http404, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET

from accounts.requests import AuthenticatedRequest
from cases.actions.exporting import record_export
from cases.breakdowns import Group, breakdowns_for, groups_of
from cases.exports import answers_table, columns_table, results_table
from cases.models import Sample
from cases.results import figures_for, figures_revision
from cases.views.figures import readable_sample
from cases.views.lookup import visible_sample
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
    table = results_table(found, figures_revision(request.user, found), by, groups)
    return download([("Results", table)], f"{_name(found)}-results", kind)


@require_GET
def export_answers(
    request: AuthenticatedRequest, inspection: str, sample: str, kind: str
) -> HttpResponseBase:
    """Every answer of the sample, one row a file."""
    found = visible_sample(request, inspection, sample)
    label = _label(kind)
    record_export(sample=found, what=f"all answers as {label}", by=request.user)
    sheets = [("Answers", answers_table(found)), ("Columns", columns_table(found.instrument))]
    return download(sheets, f"{_name(found)}-answers", kind)


def download(sheets: Sheets, name: str, kind: str) -> HttpResponseBase:
    """The first sheet as CSV, sent as it is made, or all of them as an Excel workbook."""
    _label(kind)
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


def _label(kind: str) -> str:
    try:
        return KINDS[kind]
    except KeyError:
        raise Http404 from None
