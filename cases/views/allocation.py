"""Giving the files of a sample to people, sharing them out and handing them over."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.requests import AuthenticatedRequest
from cases import permissions
from cases.actions.allocation import ALLOCATABLE, allocate, share_equally
from cases.grid import census_of, reviews_of
from cases.models import Review, Sample
from cases.views.lookup import visible_sample
from cases.views.samples import narrowed_files
from peel.lib.errors import Invalid, require
from peel.lib.storable import key_from


@require_POST
def allocate_files(request: AuthenticatedRequest, inspection: str, sample: str) -> HttpResponse:
    """Gives the chosen files to one person, shares them out, or hands over a person's files."""
    found = visible_sample(request, inspection, sample)
    require(permissions.lead_casework(request.user, found.inspection))
    query = QueryDict(request.POST.get("query", ""))
    try:
        messages.success(request, _allocated(request, found, query))
    except Invalid as error:
        messages.error(request, str(error))
    grid = reverse("cases:sample", args=[inspection, sample])
    return redirect(f"{grid}?{query.urlencode()}" if query else grid)


def _allocated(request: AuthenticatedRequest, sample: Sample, query: QueryDict) -> str:
    """Does what the button pressed says, and tells what happened."""
    match request.POST.get("do"):
        case "share":
            return _shared(request, sample, query)
        case "hand_over":
            return _handed_over(request, sample)
        case _:
            return _given(request, sample, query)


def _given(request: AuthenticatedRequest, sample: Sample, query: QueryDict) -> str:
    member = _person(request.POST.get("to", ""), "Choose who is given the files.")
    chosen, left_out = _chosen(request, sample, query)
    moved = allocate(sample=sample, reviews=chosen, to=member, by=request.user)
    if not moved:
        return f"{member.name} had these files already. Nothing was changed."
    return f"{_files(moved)} allocated to {member.name}.{_left_out(left_out)}"


def _shared(request: AuthenticatedRequest, sample: Sample, query: QueryDict) -> str:
    reason = "Choose who the files are shared among."
    members = [_person(sent, reason) for sent in request.POST.getlist("among")]
    chosen, left_out = _chosen(request, sample, query)
    share_equally(sample=sample, reviews=chosen, among=members, by=request.user)
    people = "1 person" if len(members) == 1 else f"{len(members)} people"
    return f"{_files(len(chosen))} shared among {people}.{_left_out(left_out)}"


def _handed_over(request: AuthenticatedRequest, sample: Sample) -> str:
    leaver = _person(request.POST.get("from", ""), "Choose whose files are handed over.")
    member = _person(request.POST.get("to_instead", ""), "Choose who is given the files.")
    theirs = _allocatable(reviews_of(sample).filter(reviewer=leaver))
    if not theirs:
        raise Invalid(f"{leaver.name} has no open files in this sample.")
    moved = allocate(sample=sample, reviews=theirs, to=member, by=request.user)
    return f"{_files(moved)} handed over from {leaver.name} to {member.name}."


def _chosen(
    request: AuthenticatedRequest, sample: Sample, query: QueryDict
) -> tuple[list[int], int]:
    """The reviews chosen, and how many of "all that match" can't be allocated now."""
    if request.POST.get("everything") != "1":
        keys = map(key_from, request.POST.getlist("review"))
        return [key for key in keys if key is not None], 0
    narrowed = narrowed_files(sample, census_of(sample), query)
    if problems := narrowed.problems():
        raise Invalid("No file was allocated: the filter can't be used.", *problems)
    matching = narrowed.qs
    chosen = _allocatable(matching)
    if not chosen:
        raise Invalid("None of the files that match can be allocated now. Step them back first.")
    return chosen, matching.count() - len(chosen)


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
