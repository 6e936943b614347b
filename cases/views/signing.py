"""Signing a sample off and reopening it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import pluralize
from django.views.decorators.http import require_http_methods

from accounts.requests import AuthenticatedRequest
from cases import permissions
from cases.actions.signing import not_ready_for_sign_off
from cases.actions.signing import reopen as reopen_sample
from cases.actions.signing import sign_off as sign_off_sample
from cases.forms import ReasonForm
from cases.grid import census_of, minimums_of
from cases.models import Sample
from cases.results import latest_sign_off
from cases.results_sheet import Addresses, stages_of
from cases.rollups import results
from cases.states import ReviewState
from cases.views.figures import crumbs_of, results_url
from cases.views.lookup import visible_sample
from peel.lib.errors import Conflict, Invalid, require


@require_http_methods(["GET", "HEAD", "POST"])
def sign_off(request: AuthenticatedRequest, inspection: str, sample: str) -> HttpResponse:
    """What is not ready, what will be frozen, and the button that freezes it."""
    found = _led_sample(request, inspection, sample)
    if request.method == "POST":
        made = sign_off_sample(sample=found.pk, by=request.user)
        files = f"{made.files} file{pluralize(made.files)}"
        messages.success(request, f"Signed off as revision {made.revision}: {files}.")
        return redirect(results_url(found))
    if not found.is_open:
        raise Conflict("This sample is signed off already.")
    census = census_of(found)
    context = {
        "sample": found,
        "not_ready": not_ready_for_sign_off(found),
        "waiting": [
            count
            for count in census.states
            if count.files and count.state not in (ReviewState.ACCEPTED, "eliminated")
        ],
        "census": census,
        "minimums": [minimum for minimum in minimums_of(found) if not minimum.is_met],
        "stages": stages_of(found.instrument, results(found), Addresses()),
        "last": latest_sign_off(found),
        "crumbs": crumbs_of(request, found, below_results=True),
    }
    return render(request, "cases/results_sign_off.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: AuthenticatedRequest, inspection: str, sample: str) -> HttpResponse:
    """Opens a signed-off sample to change, with a reason."""
    found = _led_sample(request, inspection, sample)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reopen_sample(sample=found.pk, reason=form.cleaned_data["reason"], by=request.user)
        except Invalid as error:
            form.add_error("reason", list(error.messages))
        else:
            messages.success(request, "Reopened. Answers can change until it is signed off again.")
            return redirect(results_url(found))
    elif found.is_open:
        raise Conflict("This sample is open already.")
    context = {
        "sample": found,
        "form": form,
        "standing": latest_sign_off(found),
        "crumbs": crumbs_of(request, found, below_results=True),
    }
    return render(request, "cases/results_reopen.html", context)


def _led_sample(request: AuthenticatedRequest, inspection: str, sample: str) -> Sample:
    """The sample, when the person leads its casework. Raises Refused or Http404."""
    found = visible_sample(request, inspection, sample)
    require(permissions.lead_casework(request.user, found.inspection))
    return found
