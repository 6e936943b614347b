"""Reading a report: what is published, its former versions, and the draft."""

from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_safe

from accounts.requests import AuthenticatedRequest
from forces.models import Inspection
from judgments import permissions
from judgments.actions.exporting import record_draft_download
from judgments.figures.addresses import address_of_text
from judgments.models import Publication, sees_drafts
from judgments.report.assembling import assemble
from judgments.report.document import Document
from judgments.report.downloads import download_of
from judgments.report.elsewhere import reports_that_printed
from judgments.report.formats import FORMATS, Format
from judgments.report.html import body_of, words_of
from judgments.report.readiness import readiness_of
from judgments.report.reissued import reissued_since
from judgments.report.storing import restored
from judgments.report.verifying import faults_of
from judgments.report.versions import versions_of
from judgments.views.lookup import (
    Crumbs,
    drafts_of,
    to_inspection,
    visible_inspection,
)

PAGE: Final = "judgments/report/report.html"


@require_safe
def report(request: AuthenticatedRequest, inspection: str) -> HttpResponse:
    """The version that stands; until there is one, the draft for those who work on it.

    Where earlier reports printed the judgments, it names those.
    """
    found = visible_inspection(request, inspection)
    versions = versions_of(found, request.user)
    if versions:
        return _published(request, found, versions, versions[0])
    may_see = sees_drafts(request.user, found)
    printed = reports_that_printed(found, request.user)
    if may_see and not printed:
        return redirect("judgments:report_draft", found.slug)
    context = {
        "inspection": found,
        "printed": printed,
        "may_see_unpublished": may_see,
        "crumbs": to_inspection(found),
    }
    return render(request, "judgments/report/none.html", context)


@require_safe
def version(request: AuthenticatedRequest, inspection: str, number: int) -> HttpResponse:
    """One version, whether it stands or was corrected since."""
    found = visible_inspection(request, inspection)
    versions = versions_of(found, request.user)
    return _published(request, found, versions, _numbered(versions, number))


@require_safe
def download(
    request: AuthenticatedRequest, inspection: str, number: int, ending: str
) -> HttpResponse:
    """A version as a file."""
    found = visible_inspection(request, inspection)
    publication = _numbered(versions_of(found, request.user), number)
    return download_of(restored(publication.content), _format(ending))


@require_safe
def draft(request: AuthenticatedRequest, inspection: str) -> HttpResponse:
    """The report as it would be printed now, and what keeps it from being published."""
    found = drafts_of(request, inspection)
    document = assemble(found, reader=request.user)
    versions = versions_of(found, request.user)
    context = {
        **_shown(document),
        "inspection": found,
        "may_see_unpublished": True,
        "versions": versions,
        "readiness": readiness_of(found, document, reader=request.user),
        "may_not_write": permissions.write(request.user, found),
        "may_not_lead": permissions.lead(request.user, found),
        "crumbs": to_inspection(found),
    }
    return render(request, PAGE, context)


@require_GET
def download_draft(request: AuthenticatedRequest, inspection: str, ending: str) -> HttpResponse:
    """The draft as a file, marked as one. Who takes it is recorded: it is not public."""
    found = drafts_of(request, inspection)
    made = _format(ending)
    answer = download_of(assemble(found, reader=request.user), made)
    what = f"draft report as {made.name}"
    record_draft_download(inspection=found, what=what, by=request.user)
    return answer


def to_report(inspection: Inspection) -> Crumbs:
    """For the pages below that of the report."""
    address = reverse("judgments:report", args=[inspection.slug])
    return [*to_inspection(inspection), ("Report", address)]


def _published(
    request: AuthenticatedRequest,
    inspection: Inspection,
    versions: list[Publication],
    publication: Publication,
) -> HttpResponse:
    document = restored(publication.content)
    context = {
        **_shown(document),
        "inspection": inspection,
        "may_see_unpublished": sees_drafts(request.user, inspection),
        "versions": versions,
        "publication": publication,
        "standing": versions[0],
        "reissued": reissued_since(publication, request.user),
        "faults": faults_of(publication),
        "crumbs": to_inspection(inspection),
    }
    return render(request, PAGE, context)


def _shown(document: Document) -> dict[str, object]:
    return {
        "document": document,
        "body": body_of(document, address_of_text),
        "formats": FORMATS.values(),
        **words_of(document),
    }


def _numbered(versions: list[Publication], number: int) -> Publication:
    found = next((each for each in versions if each.number == number), None)
    if found is None:
        raise Http404
    return found


def _format(ending: str) -> Format:
    if made := FORMATS.get(ending):
        return made
    raise Http404
