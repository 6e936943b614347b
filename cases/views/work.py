"""The first page of each role, and the work that waits for a person."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Role
from accounts.requests import AuthenticatedRequest
from cases.notices import concerns_of
from cases.waiting import waiting_elsewhere
from cases.workload import batches_of, files_to_moderate, next_task, samples_of
from peel.lib.errors import Refused

FIRST_PAGES = {
    Role.INSPECTOR: "cases:my_work",
    Role.SUPERVISOR: "cases:my_work",
    Role.ADMINISTRATOR: "forces:inspections",
    Role.OBSERVER: "cases:results_list",
}


@require_safe
def home(request: AuthenticatedRequest) -> HttpResponse:
    """Sends each person to the page where their work begins."""
    return redirect(FIRST_PAGES[Role(request.user.role)])


@require_safe
def my_work(request: AuthenticatedRequest) -> HttpResponse:
    """An inspector's files, or a supervisor's samples."""
    if request.user.is_inspector:
        return _files_to_review(request)
    if request.user.is_supervisor:
        return _samples_to_lead(request)
    raise Refused("Files are given to inspectors and led by supervisors. You have none here.")


def _files_to_review(request: AuthenticatedRequest) -> HttpResponse:
    everything = batches_of(request.user)
    batches = [batch for batch in everything if batch.is_casework]
    context = {
        "batches": batches,
        "next_task": next_task(batches),
        "exercises": [b for b in everything if b.to_do and not b.is_casework],
        "today": timezone.localdate(),
        "concerns": concerns_of(request.user),
        "waiting_elsewhere": waiting_elsewhere(request.user),
    }
    return render(request, "cases/my_work.html", context)


def _samples_to_lead(request: AuthenticatedRequest) -> HttpResponse:
    samples = list(samples_of(request.user))
    waiting = sum(getattr(sample, "submitted", 0) for sample in samples)
    context = {
        "samples": samples,
        "waiting": waiting,
        "to_moderate": files_to_moderate(samples, request.user),
        "concerns": concerns_of(request.user),
        "waiting_elsewhere": waiting_elsewhere(request.user),
    }
    return render(request, "cases/samples_to_lead.html", context)
