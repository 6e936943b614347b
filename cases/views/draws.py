"""The draw of a sample: the last check before it, its certificate, and its withdrawal."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from accounts.requests import AuthenticatedRequest
from cases import permissions
from cases.actions.exporting import record_draw_export
from cases.actions.extracts import MOVED_ON, order_draw
from cases.actions.withdrawing import withdraw_draw
from cases.certificate import certificate_of
from cases.draw_records import record_of
from cases.forms import ReasonForm
from cases.forms_plans import OrderForm
from cases.models import Draw, Extract
from cases.plan_sheet import assessment_of
from cases.states import ExtractState
from cases.views.breadcrumbs import to_sample
from cases.views.lookup import led_extract, led_sample, visible_draw
from peel.lib.errors import Conflict, Invalid
from peel.lib.storable import key_from
from peel.lib.tables import Row, Table, csv_lines

TICKET_HEADINGS = ("Order", "Drawn or reserve", "Reference", "Stratum", "Ticket")
KINDS = {"json": "JSON", "csv": "CSV"}


@require_http_methods(["GET", "HEAD", "POST"])
def draw_check(
    request: AuthenticatedRequest, inspection: str, sample: str, pk: int
) -> HttpResponse:
    """Every stratum as it would be drawn, what falls short, and the button that draws."""
    found = led_extract(request, inspection, sample, pk)
    if _is_ordered(found):
        return redirect("cases:extract", inspection, sample, pk)
    if found.state != ExtractState.READ:
        raise Conflict(MOVED_ON)
    assessment = assessment_of(found)
    shortfalls = assessment.resolution.shortfalls if assessment.resolution else ()
    form = OrderForm(request.POST if request.method == "POST" else None, shortfalls=len(shortfalls))
    if form.is_valid():
        if assessment.problems:
            raise Invalid(*assessment.problems)
        _order(request, found, accept_shortfalls=bool(form.cleaned_data.get("accept")))
        return redirect("cases:extract", inspection, sample, found.pk)
    plan_page = reverse("cases:plan", args=[inspection, sample, found.pk])
    context = {
        "extract": found,
        "sample": found.sample,
        "form": form,
        "assessment": assessment,
        "crumbs": [*to_sample(found.sample), ("Plan the draw", plan_page)],
    }
    status = 400 if form.errors else 200
    return render(request, "cases/draw_check.html", context, status=status)


@require_safe
def draw(
    request: AuthenticatedRequest, inspection: str, sample: str, revision: int
) -> HttpResponse:
    """The certificate of a draw."""
    found = visible_draw(request, inspection, sample, revision)
    context = {
        "draw": found,
        "sample": found.sample,
        "certificate": certificate_of(found),
        "may_not_lead": permissions.lead_casework(request.user, found.sample.inspection),
        "crumbs": to_sample(found.sample),
    }
    return render(request, "cases/draw_certificate.html", context)


@require_GET
def draw_export(
    request: AuthenticatedRequest, inspection: str, sample: str, revision: int, kind: str
) -> HttpResponseBase:
    """The draw as JSON, or its tickets in the order in which they were drawn as CSV."""
    found = visible_draw(request, inspection, sample, revision)
    if kind not in KINDS:
        raise Http404
    what = f"draw {revision} as {KINDS[kind]}"
    record_draw_export(sample=found.sample, what=what, by=request.user)
    name = f"{inspection}-{sample}-draw-{revision}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if kind == "json":
        options = {"indent": 1, "ensure_ascii": False}
        return JsonResponse(record_of(found), json_dumps_params=options, headers=headers)
    lines = csv_lines(Table(TICKET_HEADINGS, _ticket_rows(found)))
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def draw_withdraw(
    request: AuthenticatedRequest, inspection: str, sample: str, revision: int
) -> HttpResponse:
    """Takes a draw back with a reason, so that the sample can be drawn anew."""
    led_sample(request, inspection, sample)
    found = visible_draw(request, inspection, sample, revision)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            withdraw_draw(draw=found, reason=form.cleaned_data["reason"], by=request.user)
        except Invalid as error:
            form.add_error("reason", list(error.messages))
        else:
            messages.success(request, "The draw is withdrawn. The sample can be drawn again.")
            return redirect("cases:sample", inspection, sample)
    context = {
        "title": "Withdraw this draw?",
        "text": (
            "Its files are taken out of the sample. The draw stays on record, marked as "
            "withdrawn. This is possible while nothing is answered."
        ),
        "form": form,
        "button": "Withdraw the draw",
        "danger": True,
        "action": request.path,
        "cancel_url": reverse("cases:draw", args=[inspection, sample, revision]),
    }
    return render(request, "confirm.html", context, status=400 if form.errors else 200)


def _order(request: AuthenticatedRequest, extract: Extract, *, accept_shortfalls: bool) -> None:
    """Order the draw; when the button was pressed twice, the first press counts."""
    revision = key_from(request.POST.get("revision", "")) or 0
    try:
        order_draw(
            extract=extract,
            revision=revision,
            accept_shortfalls=accept_shortfalls,
            by=request.user,
        )
    except Conflict:
        extract.refresh_from_db(fields=["state"])
        if not _is_ordered(extract):
            raise


def _is_ordered(extract: Extract) -> bool:
    return extract.state in (ExtractState.DRAWING, ExtractState.DRAWN)


def _ticket_rows(draw: Draw) -> Iterator[Row]:
    for ticket in draw.tickets.select_related("stratum"):
        kind = "reserve" if ticket.is_reserve else "drawn"
        yield ticket.position, kind, ticket.reference, ticket.stratum.title, ticket.ticket
