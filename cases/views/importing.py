"""Importing a list of case files into a sample."""

import hashlib
import zlib
from collections.abc import Iterable

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.requests import AuthenticatedRequest
from cases import permissions
from cases.actions.samples import import_case_files
from cases.duplicates import Twin, elsewhere, known_references
from cases.forms import ImportForm
from cases.headings import headings_of
from cases.importing import Checked, Expected, check
from cases.models import Sample
from cases.spreadsheets import read
from cases.views.breadcrumbs import to_sample
from cases.views.lookup import visible_sample
from peel.lib.errors import Conflict, Invalid, require
from peel.lib.lists.problems import Problem
from peel.lib.tables import Table, csv_lines

SHOWN = 200
PROBLEMS_KEPT = 60 * 60
WARNED = 10


@require_http_methods(["GET", "HEAD", "POST"])
def import_files(request: AuthenticatedRequest, inspection: str, sample: str) -> HttpResponse:
    """Checks a list and imports it whole, or shows every reason why it can't be."""
    found = _sample_to_fill(request, inspection, sample)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportForm(*posted)
    if not form.is_valid():
        return _page(request, found, form)
    content: bytes = form.cleaned_data["upload"].read()
    try:
        checked = check(read(content), _expected(found))
    except Invalid as error:
        form.add_error("upload", list(error.messages))
        return _page(request, found, form)
    if checked.problems:
        _keep(request.user, found, checked.problems)
        return _page(request, found, form, checked)
    if request.POST.get("do") == "check":
        return _page(request, found, form, checked)
    return _imported(request, found, checked, hashlib.sha256(content).hexdigest())


@require_safe
def import_template(request: AuthenticatedRequest, inspection: str, sample: str) -> HttpResponse:
    """An empty list with the headings of the sample's checklist."""
    found = visible_sample(request, inspection, sample)
    require(permissions.read_case_files(request.user, found))
    return _attachment(f"{found.slug}-files.csv", _csv(Table(headings_of(found.instrument), [])))


@require_safe
def import_problems(request: AuthenticatedRequest, inspection: str, sample: str) -> HttpResponse:
    """Every problem of the list that this person tried last, as CSV, for an hour."""
    found = _sample_to_fill(request, inspection, sample)
    kept = cache.get(_key(request.user, found))
    if kept is None:
        raise Http404("These problems are no longer kept. Check the list again.")
    return _attachment(f"{found.slug}-problems.csv", zlib.decompress(kept))


def _sample_to_fill(request: AuthenticatedRequest, inspection: str, sample: str) -> Sample:
    found = visible_sample(request, inspection, sample)
    require(permissions.lead_casework(request.user, found.inspection))
    if not found.is_open:
        raise Conflict("This sample is signed off. Reopen it before adding files.")
    if reason := permissions.import_into(found):
        raise Conflict(reason)
    return found


def _page(
    request: AuthenticatedRequest, sample: Sample, form: ImportForm, checked: Checked | None = None
) -> HttpResponse:
    problems = checked.problems if checked else []
    context = {
        "sample": sample,
        "form": form,
        "facts": sample.instrument.facts,
        "checked": checked,
        "problems": problems[:SHOWN],
        "crumbs": to_sample(sample),
    }
    status = 400 if problems or form.errors else 200
    return render(request, "cases/import_files.html", context, status=status)


def _imported(
    request: AuthenticatedRequest, sample: Sample, checked: Checked, checksum: str
) -> HttpResponse:
    added = import_case_files(
        sample=sample, files=checked.files, by=request.user, checksum=checksum
    )
    messages.success(request, f"{added:,} {'file is' if added == 1 else 'files are'} imported.")
    if twins := elsewhere(sample, [file.reference for file in checked.files]):
        messages.warning(request, _also_elsewhere(twins))
    return redirect("cases:sample", sample.inspection.slug, sample.slug)


def _also_elsewhere(twins: list[Twin]) -> str:
    named = ", ".join(f"{twin.reference} ({twin.sample})" for twin in twins[:WARNED])
    more = f" and {len(twins) - WARNED:,} more" if len(twins) > WARNED else ""
    return f"In another sample of this force too: {named}{more}. Look whether that is meant."


def _expected(sample: Sample) -> Expected:
    return Expected(
        instrument=sample.instrument,
        today=timezone.localdate(),
        starts=sample.starts,
        ends=sample.ends,
        known=known_references(sample),
    )


def _keep(user: User, sample: Sample, problems: Iterable[Problem]) -> None:
    rows = ((p.row, p.column, p.value, p.reason) for p in problems)
    content = _csv(Table(["Row", "Column", "What is there", "What to do"], rows))
    cache.set(_key(user, sample), zlib.compress(content), PROBLEMS_KEPT)


def _key(user: User, sample: Sample) -> str:
    return f"import-problems:{user.pk}:{sample.pk}"


def _attachment(name: str, content: bytes) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


def _csv(table: Table) -> bytes:
    return "".join(csv_lines(table)).encode()
