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
from cases.forms_signing import SignOffForm
from cases.grid import census_of
from cases.models import Sample, SignOff
from cases.readiness import readiness_of
from cases.results import latest_sign_off
from cases.results_sheet import Addresses, stages_of
from cases.rollups import results
from cases.states import ReviewState
from cases.views.figures import crumbs_of, results_url
from cases.views.lookup import visible_sample
from peel.lib.errors import Conflict, Invalid, require


@require_http_methods(["GET", "HEAD", "POST"])
def sign_off(request: AuthenticatedRequest, inspection: str, sample: str) -> HttpResponse:
    """What is not clear, what will be frozen, and the button that freezes it."""
    found = _led_sample(request, inspection, sample)
    if not found.is_open:
        raise Conflict("This sample is signed off already.")
    not_ready = not_ready_for_sign_off(found)
    items = readiness_of(found, request.user)
    form = SignOffForm(request.POST if request.method == "POST" else None, items=items)
    if request.method == "POST":
        if not_ready:
            raise Conflict(not_ready)
        if form.is_valid() and (made := _signed_off(request, found, form)):
            files = f"{made.files} file{pluralize(made.files)}"
            messages.success(request, f"Signed off as revision {made.revision}: {files}.")
            return redirect(results_url(found))
    census = census_of(found)
    context = {
        "sample": found,
        "form": form,
        "not_ready": not_ready,
        "unclear": sum(not item.is_clear for item in items),
        "waiting": [
            count
            for count in census.states
            if count.files and count.state not in (ReviewState.ACCEPTED, "eliminated")
        ],
        "census": census,
        "stages": stages_of(found.instrument, results(found), Addresses()),
        "last": latest_sign_off(found),
        "crumbs": crumbs_of(request, found, below_results=True),
    }
    return render(request, "cases/results_sign_off.html", context)


def _signed_off(request: AuthenticatedRequest, sample: Sample, form: SignOffForm) -> SignOff | None:
    """The sign-off, or None when something became unclear meanwhile; then the form says so."""
    try:
        return sign_off_sample(sample=sample.pk, by=request.user, reasons=form.reasons())
    except Invalid as error:
        form.add_error(None, list(error.messages))
        return None


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
    """The sample, when the person may sign it off. Raises Refused or Http404."""
    found = visible_sample(request, inspection, sample)
    require(permissions.sign_off(request.user, found))
    return found
