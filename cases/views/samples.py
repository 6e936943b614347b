"""The pages of an inspection and of the files of a sample, and their allocation."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import AuthenticatedRequest
from cases import permissions
from cases.actions.samples import create_sample
from cases.comment_list import unresolved_in
from cases.filters import ReviewFilter, in_order
from cases.forms import SampleForm, VersionForm
from cases.grid import (
    ROW,
    Census,
    census_of,
    columns_of,
    headings_of,
    members_who_may_review,
    minimums_of,
    reviews_of,
    rows_of,
)
from cases.ledger import ledger_of
from cases.models import Draw, Sample
from cases.views.breadcrumbs import to_inspection
from cases.views.lookup import visible_inspection, visible_sample
from checklists.models import Version
from checklists.versions import instrument_of
from forces.models import Inspection
from forces.permissions import manage_team
from peel.lib.errors import Invalid, require
from peel.lib.storable import key_from

FILES_PER_PAGE = 100


@require_safe
def inspection(request: AuthenticatedRequest, inspection: str) -> HttpResponse:
    """An inspection: its dates, its lead and its samples."""
    found = visible_inspection(request, inspection)
    samples = (
        Sample.objects.visible_to(request.user)
        .filter(inspection=found)
        .with_counts(request.user)
        .select_related("inspection__force", "inspection__cycle", "version__checklist")
        .order_by("slug")
    )
    listed = list(samples)
    context = {
        "inspection": found,
        "samples": listed,
        "crumbs": [("Inspections", reverse("forces:inspections"))],
        "may_not_lead": permissions.lead_casework(request.user, found),
        "may_not_see_files": listed and permissions.read_case_files(request.user, listed[0]),
        "may_not_manage_team": manage_team(request.user, found),
    }
    return render(request, "cases/inspection.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def sample_new(request: AuthenticatedRequest, inspection: str) -> HttpResponse:
    """Creates a sample in two steps: its checklist, then what depends on it."""
    found = visible_inspection(request, inspection)
    require(permissions.lead_casework(request.user, found))
    version = _version_chosen(request)
    if version is None:
        return _choose_version(request, found)
    instrument = instrument_of(version)
    initial = {"name": version.title, "slug": instrument.checklist, "target": 100}
    posted = request.POST if request.method == "POST" else None
    form = SampleForm(posted, instrument=instrument, initial=initial)
    if form.is_valid():
        try:
            sample = create_sample(
                inspection=found, version=version, set_up=form.set_up(), by=request.user
            )
        except Invalid as error:
            form.add_error(None, list(error.messages))
        else:
            messages.success(request, f"{sample.name} is created. It has no files yet.")
            return redirect("cases:import_files", found.slug, sample.slug)
    context = {
        "inspection": found,
        "version": version,
        "form": form,
        "crumbs": to_inspection(found),
    }
    return render(request, "cases/sample_new.html", context)


@require_safe
def sample(request: AuthenticatedRequest, inspection: str, sample: str) -> HttpResponse:
    """The files of a sample: what state each is in and who has it."""
    draws = Draw.objects.filter(sample=OuterRef("pk"))
    found = visible_sample(request, inspection, sample, was_drawn=Exists(draws))
    require(permissions.read_case_files(request.user, found))
    census, columns = census_of(found), columns_of(found)
    narrowed = narrowed_files(found, census, request.GET)
    sort = request.GET.get("sort", "")
    listed = in_order(narrowed.qs, sort).values_list(*ROW)
    paginator = Paginator(listed, FILES_PER_PAGE)
    if not narrowed.form.has_changed():
        paginator.count = census.active
    page = paginator.get_page(request.GET.get("page"))
    may_not_lead = permissions.lead_casework(request.user, found.inspection)
    members = []
    if found.is_open and not may_not_lead:
        members = list(members_who_may_review(found.inspection))
    context = {
        "sample": found,
        "crumbs": to_inspection(found.inspection),
        "census": census,
        "minimums": minimums_of(found),
        "ledger": ledger_of(found) if vars(found)["was_drawn"] else None,
        "unresolved": unresolved_in(request.user, found),
        "columns": columns,
        "headings": headings_of(columns, sort),
        "form": narrowed.form,
        "page": page,
        "rows": rows_of(page.object_list, columns),
        "sort": sort,
        "state": request.GET.get("state", ""),
        "query": request.GET.urlencode(),
        "may_not_lead": may_not_lead,
        "members": members,
    }
    return render(request, "cases/sample.html", context)


def narrowed_files(sample: Sample, census: Census, query: QueryDict) -> ReviewFilter:
    """The files of the sample that a query string asks for."""
    return ReviewFilter(
        query,
        queryset=reviews_of(sample),
        instrument=sample.instrument,
        reviewers=census.reviewers,
        has_agreed=census.has_agreed,
    )


def _version_chosen(request: AuthenticatedRequest) -> Version | None:
    published = Version.objects.published().select_related("checklist")
    if chosen := request.GET.get("version"):
        key = key_from(chosen)
        return None if key is None else get_object_or_404(published, pk=key)
    versions = list(published[:2])
    return versions[0] if len(versions) == 1 else None


def _choose_version(request: AuthenticatedRequest, inspection: Inspection) -> HttpResponse:
    form = VersionForm(request.GET if "version" in request.GET else None)
    context = {
        "inspection": inspection,
        "form": form,
        "crumbs": to_inspection(inspection),
        "versions": Version.objects.published().exists(),
    }
    return render(request, "cases/sample_version.html", context)
