"""Giving the files of a sample to people, sharing them out, and who has which strata."""

from collections.abc import Sequence

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.requests import AuthenticatedRequest
from cases import permissions
from cases.actions.allocation import (
    ALLOCATABLE,
    Shared,
    allocate,
    share_by_capacity,
    share_equally,
)
from cases.forms import CapacityForm
from cases.grid import census_of, members_who_may_review
from cases.models import Review, Sample
from cases.sharing import balance_of, open_files_of_each
from cases.views.breadcrumbs import to_sample
from cases.views.lookup import visible_sample
from cases.views.samples import narrowed_files
from peel.lib.errors import Invalid, require
from peel.lib.storable import key_from


@require_POST
def allocate_files(request: AuthenticatedRequest, inspection: str, sample: str) -> HttpResponse:
    """Gives the chosen files to one person, or shares them equally."""
    found = _sample_to_allocate(request, inspection, sample)
    do = _shared_equally if request.POST.get("do") == "share" else _given
    try:
        messages.success(request, do(request, found))
    except Invalid as error:
        messages.error(request, str(error))
    return _back_to_files(request, found)


@require_http_methods(["GET", "HEAD", "POST"])
def share_files(request: AuthenticatedRequest, inspection: str, sample: str) -> HttpResponse:
    """Asks how many of the chosen files each person takes, and shares them by that."""
    found = _sample_to_allocate(request, inspection, sample)
    if request.method != "POST":
        return _back_to_files(request, found)
    members = list(members_who_may_review(found.inspection))
    form = CapacityForm(request.POST if "share" in request.POST else None, members=members)
    try:
        chosen, left_out = _chosen(request, found)
        if not chosen:
            raise Invalid("Choose at least one file.")
        if not form.is_valid():
            return _ask_for_capacities(request, found, form, len(chosen))
        capacities = form.capacities()
        shared = share_by_capacity(
            sample=found, reviews=chosen, capacities=capacities, by=request.user
        )
        messages.success(request, _told(shared, len(capacities), left_out))
    except Invalid as error:
        messages.error(request, str(error))
    return _back_to_files(request, found)


@require_safe
def balance(request: AuthenticatedRequest, inspection: str, sample: str) -> HttpResponse:
    """How many files of each stratum everybody has."""
    found = visible_sample(request, inspection, sample)
    require(permissions.read_case_files(request.user, found))
    context = {"sample": found, "balance": balance_of(found), "crumbs": to_sample(found)}
    return render(request, "cases/balance.html", context)


def _sample_to_allocate(request: AuthenticatedRequest, inspection: str, sample: str) -> Sample:
    found = visible_sample(request, inspection, sample)
    require(permissions.lead_casework(request.user, found.inspection))
    return found


def _back_to_files(request: AuthenticatedRequest, sample: Sample) -> HttpResponse:
    """To the table of files, narrowed as it was."""
    grid = reverse("cases:sample", args=[sample.inspection.slug, sample.slug])
    query = _query(request)
    return redirect(f"{grid}?{query.urlencode()}" if query else grid)


def _ask_for_capacities(
    request: AuthenticatedRequest, sample: Sample, form: CapacityForm, files: int
) -> HttpResponse:
    loads = open_files_of_each(request.user, form.members, sample)
    context = {
        "sample": sample,
        "form": form,
        "rows": [(member, loads[member.pk], field) for member, field in form.rows()],
        "files": files,
        "chosen": request.POST.getlist("review"),
        "everything": request.POST.get("everything") == "1",
        "query": _query(request).urlencode(),
        "crumbs": to_sample(sample),
    }
    return render(request, "cases/share_files.html", context)


def _given(request: AuthenticatedRequest, sample: Sample) -> str:
    member = _person(request.POST.get("to", ""), "Choose who is given the files.")
    chosen, left_out = _chosen(request, sample)
    moved = allocate(sample=sample, reviews=chosen, to=member, by=request.user)
    if not moved:
        return f"{member.name} had these files already. Nothing was changed."
    return f"{_files(moved)} allocated to {member.name}.{_left_out(left_out)}"


def _shared_equally(request: AuthenticatedRequest, sample: Sample) -> str:
    reason = "Choose who the files are shared among."
    members = [_person(sent, reason) for sent in request.POST.getlist("among")]
    chosen, left_out = _chosen(request, sample)
    shared = share_equally(sample=sample, reviews=chosen, among=members, by=request.user)
    return _told(shared, len(members), left_out)


def _told(shared: Shared, people: int, left_out: int) -> str:
    """What sharing did, in a sentence or three."""
    among = "1 person" if people == 1 else f"{people} people"
    told = f"{_files(shared.files)} shared among {among}."
    if shared.left:
        did = "1 file did" if shared.left == 1 else f"{shared.left} files did"
        told += f" {did} not fit the numbers and stayed where they were."
    return told + _left_out(left_out)


def _chosen(request: AuthenticatedRequest, sample: Sample) -> tuple[Sequence[int], int]:
    """The reviews chosen, and how many of "all that match" can't be allocated now."""
    if request.POST.get("everything") != "1":
        keys = [key for sent in request.POST.getlist("review") if (key := key_from(sent))]
        return keys, 0
    narrowed = narrowed_files(sample, census_of(sample), _query(request))
    if problems := narrowed.problems():
        raise Invalid("No file was allocated: the filter can't be used.", *problems)
    matching = narrowed.qs
    chosen = _allocatable(matching)
    if not chosen:
        raise Invalid("None of the files that match can be allocated now. Step them back first.")
    return chosen, matching.count() - len(chosen)


def _query(request: AuthenticatedRequest) -> QueryDict:
    """How the table of files was narrowed."""
    return QueryDict(request.POST.get("query", ""))


def _allocatable(reviews: QuerySet[Review]) -> list[int]:
    open_to_it = reviews.filter(case_file__state="active", state__in=ALLOCATABLE)
    return list(open_to_it.values_list("pk", flat=True))


def _person(sent: str, reason: str) -> User:
    key = key_from(sent)
    if key is None:
        raise Invalid(reason)
    return get_object_or_404(User, pk=key)


def _files(number: int) -> str:
    return "1 file is" if number == 1 else f"{number} files are"


def _left_out(number: int) -> str:
    if not number:
        return ""
    files = "1 file was" if number == 1 else f"{number} files were"
    return f" {files} left alone, being submitted, accepted or eliminated."
