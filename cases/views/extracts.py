"""A force's extract: its upload, the matching of its columns, and what it holds."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.requests import AuthenticatedRequest
from cases import permissions
from cases.actions.extract_steps import is_waiting_long
from cases.actions.extracts import (
    discard_extract,
    match_columns,
    receive_extract,
    remembered_columns,
    try_again,
)
from cases.extract_contents import kept_headings, rejected_lines
from cases.extract_sheet import holdings_of, progress_of
from cases.extracts.limits import MAX_BYTES
from cases.forms_extracts import MEGABYTES, ColumnsForm, ExtractForm
from cases.models import Extract, Sample
from cases.states import ExtractState
from cases.views.breadcrumbs import to_sample
from cases.views.lookup import led_extract, led_sample
from peel.lib.errors import Conflict
from peel.lib.uploads import MEGABYTE, takes_uploads

ROOM_FOR_THE_FORM = MEGABYTE


def _is_supervisor(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return isinstance(user, User) and user.is_active and user.is_supervisor


@takes_uploads(most=MAX_BYTES + ROOM_FOR_THE_FORM, given_to=_is_supervisor)
@require_http_methods(["GET", "HEAD", "POST"])
def extract_upload(request: AuthenticatedRequest, inspection: str, sample: str) -> HttpResponse:
    """Takes an extract, or leads on to the one that is held."""
    found = led_sample(request, inspection, sample)
    held = found.extracts.held().first()
    if held and request.method != "POST":
        return redirect(_url("extract", held))
    if reason := permissions.draw_into(found):
        raise Conflict(reason)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ExtractForm(*posted)
    if form.is_valid():
        upload = form.cleaned_data["upload"]
        extract = receive_extract(sample=found, upload=upload, by=request.user)
        return redirect(_url("extract", extract))
    context = {
        "sample": found,
        "form": form,
        "facts": found.instrument.facts,
        "megabytes": MEGABYTES,
        "earlier": found.extracts.select_related("uploaded_by", "draw")[:5],
        "crumbs": to_sample(found),
    }
    status = 400 if form.errors else 200
    return render(request, "cases/extract_upload.html", context, status=status)


@require_safe
def extract(request: AuthenticatedRequest, inspection: str, sample: str, pk: int) -> HttpResponse:
    """An extract as far as it has come: at work, waiting for a decision, or at its end."""
    found = led_extract(request, inspection, sample, pk)
    if found.is_at_work:
        return render(request, "cases/extract_progress.html", _progress(found))
    match found.state:
        case ExtractState.OPENED:
            return redirect(_url("extract_columns", found))
        case ExtractState.READ:
            context = _context(found) | {"holdings": holdings_of(found)}
            return render(request, "cases/extract_contents.html", context)
        case ExtractState.DRAWN if found.draw:
            return redirect("cases:draw", inspection, sample, found.draw.revision)
        case _:
            return render(request, "cases/extract_ended.html", _context(found))


@require_safe
def extract_progress(
    request: AuthenticatedRequest, inspection: str, sample: str, pk: int
) -> JsonResponse:
    """How far the work has come, for the page that waits."""
    found = led_extract(request, inspection, sample, pk)
    told = progress_of(found, is_waiting_long=is_waiting_long(found))
    return JsonResponse(
        {
            "done": not found.is_at_work,
            "percent": told.percent,
            "words": told.words,
            "next": _url("extract", found),
        }
    )


@require_http_methods(["GET", "HEAD", "POST"])
def extract_columns(
    request: AuthenticatedRequest, inspection: str, sample: str, pk: int
) -> HttpResponse:
    """Says which column holds which fact, then has the extract read."""
    found = led_extract(request, inspection, sample, pk)
    if found.state not in (ExtractState.OPENED, ExtractState.READ):
        return redirect(_url("extract", found))
    preview = kept_headings(found)
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        preview=preview,
        remembered=_matched_before(found),
        instrument=found.sample.instrument,
    )
    if form.is_valid():
        match_columns(extract=found, columns=form.columns(), by=request.user)
        return redirect(_url("extract", found))
    used = {str(bound.value()) for bound in form}
    context = _context(found) | {
        "form": form,
        "unused": [heading for heading in preview.headings if heading not in used],
    }
    status = 400 if form.errors else 200
    return render(request, "cases/extract_columns.html", context, status=status)


@require_safe
def extract_rejected(
    request: AuthenticatedRequest, inspection: str, sample: str, pk: int
) -> HttpResponseBase:
    """Every row of the extract that can't be used, with its reasons, as CSV."""
    found = led_extract(request, inspection, sample, pk)
    if found.state != ExtractState.READ:
        raise Http404("The rejected rows are kept only until the extract is drawn or discarded.")
    disposition = f'attachment; filename="{found.sample.slug}-rejected.csv"'
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
    lines = rejected_lines(found)
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def extract_discard(
    request: AuthenticatedRequest, inspection: str, sample: str, pk: int
) -> HttpResponse:
    """Deletes the extract, after a question."""
    found = led_extract(request, inspection, sample, pk)
    if request.method == "POST":
        discard_extract(extract=found, by=request.user)
        messages.success(request, "The extract is deleted with all that was read from it.")
        return redirect("cases:extract_upload", inspection, sample)
    context = {
        "title": "Discard this extract?",
        "text": (
            "The file, its counts, its rejected rows and the plan that was made for it are "
            "deleted. The columns stay remembered for this force."
        ),
        "button": "Discard the extract",
        "danger": True,
        "action": request.path,
        "cancel_url": _url("extract", found),
    }
    return render(request, "confirm.html", context)


@require_POST
def extract_again(
    request: AuthenticatedRequest, inspection: str, sample: str, pk: int
) -> HttpResponse:
    """Has an extract that was broken off read from its beginning."""
    found = led_extract(request, inspection, sample, pk)
    try_again(extract=found, by=request.user)
    return redirect(_url("extract", found))


def _url(name: str, extract: Extract) -> str:
    sample: Sample = extract.sample
    return reverse(f"cases:{name}", args=[sample.inspection.slug, sample.slug, extract.pk])


def _context(extract: Extract) -> dict[str, object]:
    return {
        "extract": extract,
        "sample": extract.sample,
        "crumbs": to_sample(extract.sample),
    }


def _progress(extract: Extract) -> dict[str, object]:
    told = progress_of(extract, is_waiting_long=is_waiting_long(extract))
    return _context(extract) | {"progress": told, "live": _url("extract_progress", extract)}


def _matched_before(extract: Extract) -> dict[str, str]:
    return dict(extract.columns) or remembered_columns(extract.sample)
