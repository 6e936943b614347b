"""Writing findings and practice: the form with its preview, the order, and withdrawing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import AuthenticatedRequest
from judgments import permissions
from judgments.actions import passages
from judgments.figures.lookup import printed_of
from judgments.findings.forms import PassageForm, written
from judgments.models import Evidence, Finding, InspectionArea
from judgments.views.confirming import Asked, with_reason
from judgments.views.editing import as_it_stands, form_of, save
from judgments.views.findings.reading import (
    Model,
    Written,
    to_findings,
    visible_passage,
)
from judgments.views.lookup import Crumbs, drafts_of
from peel.lib.errors import Conflict, require


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: AuthenticatedRequest, inspection: str, area: str, model: Model) -> HttpResponse:
    """Writes a finding or practice about an area."""
    found = drafts_of(request, inspection)
    areas = InspectionArea.objects.visible_to(request.user).filter(inspection=found)
    covered = get_object_or_404(areas.select_related("area"), area__code=area)
    covered.inspection = found
    require(permissions.write(request.user, found))
    page = _Page(
        title=f"Write {'a finding' if model is Finding else 'practice'}",
        area=covered,
        crumbs=to_findings(found),
        cancel_url=f"{reverse('judgments:findings', args=[found.slug])}#{area}",
        draft=f"{model.noun}-new:{found.slug}/{area}",
    )

    def write(form: PassageForm) -> Written:
        return passages.write(model, area=covered, wording=form.wording(), by=request.user)

    log = Evidence.objects.visible_to(request.user).filter(inspection=found).standing()
    return _answer(request, page, _form(request, model, covered, log), write)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: AuthenticatedRequest, pk: int, model: Model) -> HttpResponse:
    """Changes a finding or practice."""
    found = visible_passage(request, pk, model)
    inspection = found.area.inspection
    require(permissions.write(request.user, inspection))
    if found.withdrawn and request.method != "POST":
        raise Conflict(f"This {found.noun} is withdrawn. Put it back before you change it.")
    page = _Page(
        title=f"Change this {found.noun}",
        area=found.area,
        crumbs=[*to_findings(inspection), (found.heading, found.get_absolute_url())],
        cancel_url=found.get_absolute_url(),
        draft=f"{found.noun}:{pk}",
        about=found,
    )

    def write(form: PassageForm) -> Written:
        edition = form.cleaned_data["edition"] or 0
        return passages.revise(
            passage=found, wording=form.wording(), edition=edition, by=request.user
        )

    log = Evidence.objects.visible_to(request.user).filter(inspection=inspection)
    cited = Q(withdrawn=False)
    if isinstance(found, Finding):
        cited |= Q(pk__in=[citation.evidence_id for citation in found.citations.all()])
    form = _form(request, model, found.area, log.filter(cited), written(found))
    return _answer(request, page, form, write)


@require_POST
def preview(request: AuthenticatedRequest, inspection: str) -> HttpResponse:
    """A text as it will be printed, as a piece of a page."""
    drafts_of(request, inspection)
    text = request.POST.get("text", "")
    context = {"text": text, "figures": printed_of(text, reader=request.user)}
    return render(request, "judgments/preview.html", context)


@require_POST
def move(request: AuthenticatedRequest, pk: int, model: Model) -> HttpResponse:
    """Lets it change places with the one above, or below."""
    found = visible_passage(request, pk, model)
    up = request.POST.get("where") == "up"
    passages.move(passage=found, up=up, by=request.user)
    address = reverse("judgments:findings", args=[found.area.inspection.slug])
    return redirect(f"{address}#{found.noun}-{pk}")


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: AuthenticatedRequest, pk: int, model: Model) -> HttpResponse:
    """Leaves it out of the report, after asking for the reason."""
    found = visible_passage(request, pk, model)
    require(permissions.write(request.user, found.area.inspection))
    if found.withdrawn:
        raise Conflict(f"This {found.noun} is withdrawn already.")
    asked = Asked(
        f"Withdraw this {found.noun}?",
        "It is left out of the report. It is kept with your reason and can be put back.",
        "Withdraw",
        f"The {found.noun} is withdrawn.",
        danger=True,
    )
    act = partial(passages.withdraw, passage=found, by=request.user)
    return with_reason(request, found, asked, act)


@require_http_methods(["GET", "HEAD", "POST"])
def put_back(request: AuthenticatedRequest, pk: int, model: Model) -> HttpResponse:
    """Takes it back into the report, after asking for the reason."""
    found = visible_passage(request, pk, model)
    require(permissions.write(request.user, found.area.inspection))
    if not found.withdrawn:
        raise Conflict(f"This {found.noun} is not withdrawn.")
    asked = Asked(
        f"Put this {found.noun} back?",
        "It is in the report again.",
        "Put back",
        f"The {found.noun} is back in the report.",
    )
    act = partial(passages.put_back, passage=found, by=request.user)
    return with_reason(request, found, asked, act)


@dataclass(frozen=True, slots=True)
class _Page:
    """What the page of a form says. ``draft`` names the text where a browser keeps it."""

    title: str
    area: InspectionArea
    crumbs: Crumbs = field(default_factory=list)
    cancel_url: str = ""
    draft: str = ""
    about: Written | None = None


def _form(
    request: AuthenticatedRequest,
    model: Model,
    area: InspectionArea,
    log: QuerySet[Evidence],
    initial: dict[str, Any] | None = None,
) -> PassageForm:
    log = log.order_by("number").prefetch_related("bearings")
    return form_of(request, PassageForm, initial=initial, model=model, area=area, log=log)


def _answer(
    request: AuthenticatedRequest,
    page: _Page,
    form: PassageForm,
    write: Callable[[PassageForm], Written],
) -> HttpResponse:
    attempt = save(form, lambda: write(form))
    if made := attempt.made:
        messages.success(request, f"The {made.noun} is saved.")
        return redirect(f"{made.get_absolute_url()}#saved")
    stands = as_it_stands(request, form, attempt, page.about)
    text = form["text"].value() or ""
    context = {
        "form": form,
        "page": page,
        "inspection": page.area.inspection,
        "stands": stands,
        "text": text,
        "figures": printed_of(text, reader=request.user),
        "draft": page.draft,
        "draft_edition": page.about.edition if page.about else 0,
        "cancel_url": page.cancel_url,
        "crumbs": page.crumbs,
    }
    status = 400 if form.errors else 200
    return render(request, "judgments/passage_form.html", context, status=status)
