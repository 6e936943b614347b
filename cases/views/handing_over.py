"""Handing over all open files of one person in one step."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.requests import AuthenticatedRequest
from cases import permissions
from cases.actions import allocation
from cases.forms import HandOverForm
from cases.grid import members_who_may_review
from cases.models import Sample
from cases.sharing import holders_of, open_samples_of, portions_of
from cases.views.breadcrumbs import to_inspection
from cases.views.lookup import visible_inspection
from forces.models import Inspection
from peel.lib.errors import Invalid, require


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: AuthenticatedRequest, inspection: str) -> HttpResponse:
    """Asks whose files go to whom, shows what that means, and does it when confirmed."""
    found = visible_inspection(request, inspection)
    require(permissions.lead_casework(request.user, found))
    form = _form(request, found)
    if form.is_valid():
        try:
            if request.method == "POST":
                return _handed_over(request, found, form)
            return _confirmation(request, found, form)
        except Invalid as error:
            form.add_error(None, list(error.messages))
    context = {
        "inspection": found,
        "form": form,
        "holders": form.fields["leaver"].queryset.exists(),  # type: ignore[attr-defined]
        "crumbs": to_inspection(found),
    }
    return render(request, "cases/hand_over.html", context)


def _form(request: AuthenticatedRequest, inspection: Inspection) -> HandOverForm:
    """Filled in once it was sent; a link to the page may name the person and the sample."""
    sent = request.POST if request.method == "POST" else request.GET
    is_sent = request.method == "POST" or "check" in request.GET
    return HandOverForm(
        sent if is_sent else None,
        initial=request.GET.dict(),
        holders=holders_of(inspection),
        samples=open_samples_of(inspection),
        members=members_who_may_review(inspection),
    )


def _confirmation(
    request: AuthenticatedRequest, inspection: Inspection, form: HandOverForm
) -> HttpResponse:
    leaver, among = form.cleaned_data["leaver"], list(form.cleaned_data["to"])
    sample: Sample | None = form.cleaned_data["sample"]
    samples = [sample] if sample else list(open_samples_of(inspection))
    files = list(allocation.open_files_of(leaver, samples))
    if not files:
        raise Invalid(f"{leaver} has no open files in {sample.name if sample else inspection}.")
    portions = portions_of(allocation.deal_equally(files, among), among)
    context = {
        "inspection": inspection,
        "leaver": leaver,
        "among": among,
        "sample": sample,
        "portions": portions,
        "files": len(files),
        "started": sum(portion.started for portion in portions),
        "totals": [sum(column) for column in zip(*(p.taken for p in portions), strict=True)],
        "crumbs": [*to_inspection(inspection), ("Hand over files", request.path)],
    }
    return render(request, "cases/hand_over_confirm.html", context)


def _handed_over(
    request: AuthenticatedRequest, inspection: Inspection, form: HandOverForm
) -> HttpResponse:
    leaver: User = form.cleaned_data["leaver"]
    among: list[User] = list(form.cleaned_data["to"])
    sample: Sample | None = form.cleaned_data["sample"]
    moved = allocation.hand_over(
        inspection=inspection, leaver=leaver, among=among, by=request.user, sample=sample
    )
    files = "1 file is" if moved == 1 else f"{moved} files are"
    names = among[0].name if len(among) == 1 else f"{len(among)} people, shared equally"
    messages.success(request, f"{files} handed over from {leaver.name} to {names}.")
    if sample:
        return redirect("cases:sample", inspection.slug, sample.slug)
    return redirect(f"{reverse('cases:workload')}?inspection={inspection.slug}")
