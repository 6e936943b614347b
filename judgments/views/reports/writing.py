"""Writing the summary of a report, publishing it, and correcting what is published."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.requests import AuthenticatedRequest
from forces.models import Inspection
from judgments import permissions
from judgments.actions import reporting
from judgments.figures.lookup import printed_of
from judgments.models import Publication, Report
from judgments.models.reports import PublicationQuerySet
from judgments.report.assembling import assemble
from judgments.report.changes import changes
from judgments.report.forms import ErratumForm, SummaryForm
from judgments.report.readiness import readiness_of
from judgments.report.storing import restored
from judgments.views.editing import as_it_stands, form_of, posted, save
from judgments.views.lookup import drafts_of
from judgments.views.reports.reading import to_report
from peel.lib.errors import Conflict, require


@require_http_methods(["GET", "HEAD", "POST"])
def summary(request: AuthenticatedRequest, inspection: str) -> HttpResponse:
    """Writes the inspector's summary."""
    found = drafts_of(request, inspection)
    require(permissions.write(request.user, found))
    report = Report.objects.visible_to(request.user).filter(inspection=found).first()
    standing = report or Report(inspection=found, edition=0)
    initial = {"summary": standing.summary, "edition": standing.edition}
    form = form_of(request, SummaryForm, initial=initial)
    attempt = save(form, lambda: _write(request, found, form))
    if attempt.made:
        messages.success(request, "The summary is saved.")
        return redirect(f"{reverse('judgments:report_draft', args=[found.slug])}#saved")
    stands = as_it_stands(request, form, attempt, report)
    text = str(form["summary"].value() or "")
    context = {
        "form": form,
        "inspection": found,
        "stands": stands,
        "text": text,
        "draft": f"summary:{found.slug}",
        "draft_edition": standing.edition,
        "figures": printed_of(text, reader=request.user),
        "cancel_url": reverse("judgments:report_draft", args=[found.slug]),
        "crumbs": to_report(found),
    }
    status = 400 if form.errors else 200
    return render(request, "judgments/report/summary_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: AuthenticatedRequest, inspection: str) -> HttpResponse:
    """Publishes the report for good, after showing what is checked."""
    found = drafts_of(request, inspection)
    require(permissions.lead(request.user, found))
    if _versions(found).exists():
        raise Conflict(reporting.PUBLISHED)
    if request.method == "POST":
        reporting.publish(inspection=found, by=request.user)
        messages.success(request, "The report is published. Everybody who signs in can read it.")
        return redirect("judgments:report", found.slug)
    return _publish_page(request, found, 200, is_erratum=False)


@require_http_methods(["GET", "HEAD", "POST"])
def erratum(request: AuthenticatedRequest, inspection: str) -> HttpResponse:
    """Publishes a corrected version, with the reason."""
    found = drafts_of(request, inspection)
    require(permissions.lead(request.user, found))
    if not _versions(found).exists():
        raise Conflict(reporting.NOT_PUBLISHED)
    form = ErratumForm(posted(request))
    attempt = save(form, lambda: _publish_erratum(request, found, form))
    if attempt.made:
        messages.success(request, "The erratum is published. The version before stays readable.")
        return redirect("judgments:report", found.slug)
    status = 400 if form.errors else 200
    return _publish_page(request, found, status, is_erratum=True, form=form)


def _publish_erratum(
    request: AuthenticatedRequest, inspection: Inspection, form: ErratumForm
) -> Publication:
    return reporting.publish_erratum(
        inspection=inspection,
        reason=form.cleaned_data["reason"],
        by=request.user,
        keep_personal_data=form.keeps_personal_data,
    )


def _publish_page(
    request: AuthenticatedRequest,
    inspection: Inspection,
    status: int,
    *,
    is_erratum: bool,
    form: ErratumForm | None = None,
) -> HttpResponse:
    standing = _versions(inspection).order_by("-number").first()
    document = assemble(inspection)
    context = {
        "inspection": inspection,
        "is_erratum": is_erratum,
        "form": form,
        "readiness": readiness_of(inspection, document, reader=request.user),
        "differs": standing is None or reporting.differs(inspection, standing),
        "standing": standing,
        "changes": changes(restored(standing.content), document) if standing else (),
        "crumbs": to_report(inspection),
    }
    return render(request, "judgments/report/publish.html", context, status=status)


def _versions(inspection: Inspection) -> PublicationQuerySet:
    return Publication.objects.filter(report__inspection=inspection)


def _write(request: AuthenticatedRequest, inspection: Inspection, form: SummaryForm) -> Report:
    return reporting.write_summary(
        inspection=inspection,
        text=form.cleaned_data["summary"],
        edition=form.cleaned_data["edition"] or 0,
        by=request.user,
        keep_personal_data=form.keeps_personal_data,
    )
