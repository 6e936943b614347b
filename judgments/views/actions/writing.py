"""Writing actions: new ones, changes of drafts, and corrections of what is published."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.requests import AuthenticatedRequest
from forces.models import Inspection
from judgments import permissions
from judgments.action_states import ActionState
from judgments.actions import asking
from judgments.figures.lookup import printed_of
from judgments.models import Action, ActionKind, InspectionArea
from judgments.register.forms import ActionForm, CorrectionForm, written
from judgments.views.actions.lookup import to_action, to_actions, visible_action
from judgments.views.editing import as_it_stands, form_of, save
from judgments.views.lookup import Crumbs, visible_inspection
from peel.lib.errors import Conflict, require

Write = Callable[[ActionForm], Action]


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: AuthenticatedRequest, inspection: str) -> HttpResponse:
    """Writes an area for improvement or a cause of concern."""
    found = visible_inspection(request, inspection)
    require(permissions.write(request.user, found))
    covered = InspectionArea.objects.visible_to(request.user).filter(inspection=found)
    areas = {row.area.code: row for row in covered.select_related("area").order_by("area__order")}
    if not areas:
        raise Conflict("Say first which areas this inspection covers.")
    kind, area = request.GET.get("kind", ""), request.GET.get("area", "")
    initial = {"kind": kind, "area": area}
    form = form_of(request, ActionForm, initial=initial, areas=areas.values())
    page = _Page(
        title="Write what the force has to act on",
        inspection=found,
        crumbs=to_actions(found),
        cancel_url=reverse("judgments:actions", args=[found.slug]),
        draft=f"action-new:{found.slug}",
    )

    def write(form: ActionForm) -> Action:
        chosen = areas[form.cleaned_data["area"]]
        return asking.write(area=chosen, wording=form.wording(), by=request.user)

    return _answer(request, page, form, write)


@require_http_methods(["GET", "HEAD", "POST"])
def recommendation(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Writes a recommendation under a cause of concern."""
    cause = visible_action(request, pk)
    require(permissions.write(request.user, cause.area.inspection))
    if cause.kind != ActionKind.CAUSE_OF_CONCERN or cause.state == ActionState.WITHDRAWN:
        raise Conflict("Recommendations are written under a cause of concern that stands.")
    form = form_of(request, ActionForm, below_cause=True)
    page = _Page(
        title="Write a recommendation",
        inspection=cause.area.inspection,
        crumbs=to_action(cause),
        cancel_url=cause.get_absolute_url(),
        draft=f"recommendation-new:{pk}",
        cause=cause,
    )

    def write(form: ActionForm) -> Action:
        wording = form.wording()
        return asking.write(area=cause.area, wording=wording, cause=cause, by=request.user)

    return _answer(request, page, form, write)


@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Changes a draft."""
    found = visible_action(request, pk)
    require(permissions.write(request.user, found.area.inspection))
    if found.state != ActionState.DRAFT:
        raise Conflict("Only a draft is changed. A published text is corrected, with a reason.")
    below = found.cause is not None
    form = form_of(request, ActionForm, initial=written(found), below_cause=below)

    def write(form: ActionForm) -> Action:
        return asking.revise(
            action=found, wording=form.wording(), edition=_edition(form), by=request.user
        )

    return _answer(request, _about(found, "Change this draft"), form, write)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Corrects what is published, with a reason."""
    found = visible_action(request, pk)
    require(permissions.lead(request.user, found.area.inspection))
    if found.state != ActionState.PUBLISHED:
        raise Conflict("Only what is published and stands is corrected.")
    below = found.cause is not None
    form = form_of(request, CorrectionForm, initial=written(found), below_cause=below, action=found)

    def write(form: ActionForm) -> Action:
        return asking.correct(
            action=found,
            wording=form.wording(),
            edition=_edition(form),
            reason=form.cleaned_data["reason"],
            by=request.user,
        )

    return _answer(request, _about(found, "Correct what is published"), form, write)


@dataclass(frozen=True, slots=True)
class _Page:
    """What the page of a form says. ``draft`` names the text where a browser keeps it."""

    title: str
    inspection: Inspection
    crumbs: Crumbs
    cancel_url: str
    draft: str
    about: Action | None = None
    cause: Action | None = None


def _about(action: Action, title: str) -> _Page:
    return _Page(
        title=title,
        inspection=action.area.inspection,
        crumbs=to_action(action),
        cancel_url=action.get_absolute_url(),
        draft=f"action:{action.pk}",
        about=action,
        cause=action.cause,
    )


def _edition(form: ActionForm) -> int:
    edition: int | None = form.cleaned_data["edition"]
    return edition or 0


def _answer(
    request: AuthenticatedRequest, page: _Page, form: ActionForm, write: Write
) -> HttpResponse:
    attempt = save(form, lambda: write(form))
    if made := attempt.made:
        messages.success(request, f"The {made.get_kind_display().lower()} is saved.")
        return redirect(f"{made.get_absolute_url()}#saved")
    stands = as_it_stands(request, form, attempt, page.about)
    text = form["text"].value() or ""
    context = {
        "form": form,
        "page": page,
        "inspection": page.inspection,
        "stands": stands,
        "text": text,
        "figures": printed_of(text, reader=request.user),
        "draft": page.draft,
        "draft_edition": page.about.edition if page.about else 0,
        "cancel_url": page.cancel_url,
        "crumbs": page.crumbs,
    }
    status = 400 if form.errors else 200
    return render(request, "judgments/actions/action_form.html", context, status=status)
