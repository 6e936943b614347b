"""Who has how many files, over all samples that a supervisor sees."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import AuthenticatedRequest
from cases.caseloads import Workload, inspections_with_samples, workload_for
from cases.forms import WorkloadForm
from cases.grid import Heading
from peel.lib.errors import Refused

PEOPLE_PER_PAGE = 50
# The label of each column, and the order that its link asks for first.
COLUMNS = (
    ("Person and sample", "name"),
    ("Open", "-open"),
    ("Of these returned", "-returned"),
    ("Done", "-done"),
    ("Last activity", "activity"),
)


@require_safe
def workload(request: AuthenticatedRequest) -> HttpResponse:
    """Everybody's open, returned and done files, and how long ago they worked on them."""
    if not request.user.is_supervisor:
        raise Refused("Only a supervisor sees the workload of all. Your files are in “My work”.")
    form = WorkloadForm(request.GET, inspections=inspections_with_samples(request.user))
    sort = request.GET.get("sort") or "name"
    found = Workload((), ())
    if form.is_valid():
        found = workload_for(request.user, form.inspection(), sort)
    context = {
        "form": form,
        "workload": found,
        "page": Paginator(found.caseloads, PEOPLE_PER_PAGE).get_page(request.GET.get("page")),
        "headings": [_heading(label, first, sort) for label, first in COLUMNS],
    }
    return render(request, "cases/workload.html", context)


def _heading(label: str, first: str, sort: str) -> Heading:
    if sort.removeprefix("-") != first.removeprefix("-"):
        return Heading(label, first)
    if sort.startswith("-"):
        return Heading(label, sort.removeprefix("-"), "descending")
    return Heading(label, f"-{sort}", "ascending")
