"""Reading the evidence log: the list, one piece of evidence, its files, and the export."""

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_safe

from accounts.events import history_of
from accounts.requests import AuthenticatedRequest
from cases.views.exports import KINDS, download, kind_label
from forces.models import Inspection
from judgments import permissions
from judgments.actions.evidence import record_log_export
from judgments.evidence.downloads import download_of
from judgments.evidence.filters import EvidenceFilter
from judgments.evidence.forms import AttachForm
from judgments.evidence.log import (
    attachments_of,
    citations_of,
    covered_areas,
    editions_of,
    log_of,
    weighed,
)
from judgments.evidence.tables import log_table
from judgments.models import Attachment, Evidence
from judgments.views.lookup import Crumbs, drafts_of, to_inspection

PER_PAGE = 50


@require_safe
def evidence_log(request: AuthenticatedRequest, inspection: str) -> HttpResponse:
    """What was gathered, the last logged first."""
    found = drafts_of(request, inspection)
    areas = covered_areas(found)
    log = log_of(found, request.user)
    narrowed = EvidenceFilter(request.GET, log.order_by("-number"), areas=areas)
    page = Paginator(narrowed.qs, PER_PAGE).get_page(request.GET.get("page"))
    balance = weighed(areas)
    context = {
        "inspection": found,
        "page": page,
        "form": narrowed.form,
        "narrowed": any(value for name, value in request.GET.items() if name != "page"),
        "query": request.GET.urlencode(),
        "areas": areas,
        "balance": balance,
        "bare": [line for line in balance if not (line.supports or line.weakens)],
        "kinds": KINDS,
        "may_not_log": permissions.log_evidence(request.user, found),
        "may_not_lead": permissions.lead(request.user, found),
        "may_not_export": permissions.export_evidence(request.user, found),
        "may_see_unpublished": True,
        "crumbs": to_inspection(found),
    }
    return render(request, "judgments/evidence_log.html", context)


@require_GET
def export_evidence(request: AuthenticatedRequest, inspection: str, kind: str) -> HttpResponseBase:
    """The log as it is narrowed, a row for each piece of evidence."""
    found = drafts_of(request, inspection)
    what = f"evidence log as {kind_label(kind)}"
    record_log_export(inspection=found, what=what, by=request.user)
    log = log_of(found, request.user).select_related("recorded_by").order_by("number")
    narrowed = EvidenceFilter(request.GET, log, areas=covered_areas(found))
    return download([("Evidence", log_table(narrowed.qs))], f"{found.slug}-evidence", kind)


@require_safe
def evidence(request: AuthenticatedRequest, inspection: str, number: int) -> HttpResponse:
    """A piece of evidence with its files, what rests on it, and how it was written."""
    found = visible_evidence(request, inspection, number)
    return evidence_page(request, found, AttachForm())


def evidence_page(request: AuthenticatedRequest, found: Evidence, form: AttachForm) -> HttpResponse:
    """The page with what was found wrong with files that somebody attached."""
    inspection = found.inspection
    areas = covered_areas(inspection)
    history = list(history_of(found))
    editions = editions_of(history, areas)
    context = {
        "evidence": found,
        "inspection": inspection,
        "bearings": found.bearings.select_related("area__area"),
        "attachments": attachments_of(found),
        "citations": citations_of(found),
        "former": editions[1:],
        "history": history,
        "form": form,
        "may_not_log": permissions.log_evidence(request.user, inspection),
        "may_not_lead": permissions.lead(request.user, inspection),
        "crumbs": to_log(inspection),
    }
    status = 400 if form.errors else 200
    return render(request, "judgments/evidence.html", context, status=status)


@require_GET
def attachment(request: AuthenticatedRequest, pk: int) -> HttpResponseBase:
    """The bytes of an attached file."""
    found = visible_attachment(request, pk)
    return download_of(attachment=found, by=request.user)


def visible_evidence(request: AuthenticatedRequest, inspection: str, number: int) -> Evidence:
    """The evidence of this number. Raises Http404, and Refused for who reads no drafts."""
    found = drafts_of(request, inspection)
    seen = Evidence.objects.visible_to(request.user).with_setting()
    return get_object_or_404(seen, inspection=found, number=number)


def visible_attachment(request: AuthenticatedRequest, pk: int) -> Attachment:
    """The file, with its evidence and its inspection. Raises Http404."""
    seen = Attachment.objects.visible_to(request.user)
    related = ("evidence__inspection__force", "evidence__inspection__cycle")
    return get_object_or_404(seen.select_related(*related), pk=pk)


def to_log(inspection: Inspection) -> Crumbs:
    """For the pages below the evidence log of an inspection."""
    address = reverse("judgments:evidence_log", args=[inspection.slug])
    return [*to_inspection(inspection), ("Evidence", address)]
