"""One judgment, and every step on its way."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.events import history_of
from accounts.requests import AuthenticatedRequest
from judgments import permissions
from judgments.actions import judging
from judgments.acts import acts_of
from judgments.figures.lookup import printed_of
from judgments.forms import OpinionForm, ReissueForm, written
from judgments.inspection_sheet import checks_of_area
from judgments.models import InspectionArea, Judgment, sees_drafts
from judgments.states import JudgmentState, move_of, refusal_of
from judgments.views.confirming import Asked, with_reason
from judgments.views.editing import as_it_stands, form_of, save
from judgments.views.lookup import (
    to_inspection,
    visible_inspection,
    visible_judgment,
)
from peel.lib.errors import Conflict, Invalid, require

Write = Callable[[], Judgment]


@require_safe
def judgment(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A judgment with its rationale, what led to it and what can be done."""
    found = visible_judgment(request, pk)
    inspection = found.area.inspection
    others = Judgment.objects.visible_to(request.user).filter(area=found.area).exclude(pk=pk)
    may_see = sees_drafts(request.user, inspection)
    context = {
        "judgment": found,
        "inspection": inspection,
        "figures": printed_of(found.rationale, reader=request.user),
        "earlier_cycle": found.area.area.framework.grades_stand_from,
        "others": others.select_related("grade"),
        "checks": checks_of_area(found.area) if may_see and found.is_open else (),
        "acts": acts_of(request.user, found),
        "history": history_of(found) if may_see else None,
        "crumbs": to_inspection(inspection),
    }
    return render(request, "judgments/judgment.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: AuthenticatedRequest, inspection: str, area: str) -> HttpResponse:
    """Begins the judgment of an area."""
    found = visible_inspection(request, inspection)
    areas = InspectionArea.objects.visible_to(request.user).filter(inspection=found)
    covered = get_object_or_404(areas.select_related("area__framework"), area__code=area)
    require(permissions.draft(request.user, found))
    form = form_of(request, OpinionForm, framework=covered.area.framework)

    def write() -> Judgment:
        return judging.draft(area=covered, opinion=form.opinion(), by=request.user)

    kept_as = f"judgment-new:{found.slug}/{area}"
    texts = _Texts(f"Judge {covered.area.title}", "Save the draft", "The draft is saved.", kept_as)
    return _opinion_page(request, form, write, covered, texts)


@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Changes a draft."""
    found = visible_judgment(request, pk)
    require(permissions.draft(request.user, found.area.inspection))
    if found.state != JudgmentState.DRAFT:
        raise Conflict(refusal_of("revise", found.state))
    framework = found.area.area.framework
    form = form_of(request, OpinionForm, framework=framework, initial=written(found))

    def write() -> Judgment:
        edition = form.cleaned_data["edition"] or 0
        return judging.revise(
            judgment=found, opinion=form.opinion(), edition=edition, by=request.user
        )

    title = f"Change the judgment of {found.area.area.title}"
    texts = _Texts(title, "Save", "The draft is saved.", f"judgment:{pk}")
    return _opinion_page(request, form, write, found.area, texts, found)


@require_http_methods(["GET", "HEAD", "POST"])
def reissue(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Begins a judgment that takes the place of a published one."""
    found = visible_judgment(request, pk)
    require(permissions.lead(request.user, found.area.inspection))
    if found.state != JudgmentState.PUBLISHED:
        raise Conflict("Only a published judgment that stands can be reissued.")
    framework = found.area.area.framework
    form = form_of(request, ReissueForm, framework=framework, initial=written(found))

    def write() -> Judgment:
        reason = form.cleaned_data["reason"]
        return judging.reissue(
            judgment=found, opinion=form.opinion(), reason=reason, by=request.user
        )

    done = "The reissue is begun. The published judgment stands until this one is published."
    title = f"Reissue the judgment of {found.area.area.title}"
    texts = _Texts(title, "Save the draft", done, f"reissue:{pk}")
    return _opinion_page(request, form, write, found.area, texts, found)


@require_POST
def propose(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    try:
        judging.propose(judgment=visible_judgment(request, pk), by=request.user)
    except Invalid as error:
        messages.error(request, str(error))
        return redirect("judgments:revise", pk)
    messages.success(request, "The judgment is proposed. A supervisor who didn't write it decides.")
    return redirect("judgments:judgment", pk)


@require_POST
def moderate(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    judging.moderate(judgment=visible_judgment(request, pk), by=request.user)
    messages.success(request, "You agreed to the judgment. A supervisor of the team confirms it.")
    return redirect("judgments:judgment", pk)


@require_POST
def confirm(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    judging.confirm(judgment=visible_judgment(request, pk), by=request.user)
    messages.success(request, "The judgment is confirmed and can be published.")
    return redirect("judgments:judgment", pk)


@dataclass(frozen=True, slots=True)
class _Move:
    """A move that needs a reason, and what its page says."""

    verb: str
    action: Callable[..., Judgment]
    asked: Asked


SEND_BACK: Final = _Move("send back", judging.send_back, Asked(
    "Send this judgment back?", "It becomes a draft again, and its authors read your reason.",
    "Send back", "The judgment is sent back.",
))  # fmt: skip
STEP_BACK: Final = _Move("step back", judging.step_back, Asked(
    "Take this judgment one step back?",
    "What was decided stays on the record, with your reason.", "Take one step back",
    "The judgment is one step back.",
))  # fmt: skip
WITHDRAW: Final = _Move("withdraw", judging.withdraw, Asked(
    "Withdraw this judgment?", "It is kept, with your reason, and can be taken up again.",
    "Withdraw", "The judgment is withdrawn.", danger=True,
))  # fmt: skip
TAKE_UP_AGAIN: Final = _Move("take up again", judging.take_up_again, Asked(
    "Take this judgment up again?", "It becomes a draft.", "Take up again",
    "The judgment is a draft again.",
))  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _with_reason(request, pk, SEND_BACK)


@require_http_methods(["GET", "HEAD", "POST"])
def step_back(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _with_reason(request, pk, STEP_BACK)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _with_reason(request, pk, WITHDRAW)


@require_http_methods(["GET", "HEAD", "POST"])
def take_up_again(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _with_reason(request, pk, TAKE_UP_AGAIN)


def _with_reason(request: AuthenticatedRequest, pk: int, move: _Move) -> HttpResponse:
    found = to_move(request, pk, move.verb)
    act = partial(move.action, judgment=found, by=request.user)
    return with_reason(request, found, move.asked, act)


def to_move(request: AuthenticatedRequest, pk: int, verb: str) -> Judgment:
    """The judgment, when the person may make this move of it now."""
    found = visible_judgment(request, pk)
    require(permissions.act(request.user, found, verb))
    if move_of(verb, found.state) is None:
        raise Conflict(refusal_of(verb, found.state))
    return found


@dataclass(frozen=True, slots=True)
class _Texts:
    """What the page of a form says. ``draft`` names the text where a browser keeps it."""

    title: str
    button: str
    done: str
    draft: str


def _opinion_page(
    request: AuthenticatedRequest,
    form: OpinionForm,
    write: Write,
    covered: InspectionArea,
    texts: _Texts,
    about: Judgment | None = None,
) -> HttpResponse:
    """The form about an area, whose judgment it is ``about`` where there is one already."""
    attempt = save(form, write)
    if attempt.made:
        messages.success(request, texts.done)
        return redirect(f"{attempt.made.get_absolute_url()}#saved")
    inspection = covered.inspection
    page = reverse("judgments:inspection", args=[inspection.slug])
    stands = as_it_stands(request, form, attempt, about)
    text = str(form["rationale"].value() or "")
    context = {
        "form": form,
        "texts": texts,
        "inspection": inspection,
        "stands": stands,
        "text": text,
        "figures": printed_of(text, reader=request.user),
        "draft": texts.draft,
        "draft_edition": about.edition if about else 0,
        "cancel_url": about.get_absolute_url() if about else page,
        "crumbs": to_inspection(inspection),
    }
    status = 400 if form.errors else 200
    return render(request, "judgments/judgment_form.html", context, status=status)
