"""Withdrawing actions, taking them up again, and publishing a cause of concern early."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.requests import AuthenticatedRequest
from cases.forms import ReasonForm
from judgments import permissions
from judgments.action_states import ActionState, refusal_of
from judgments.actions import asking
from judgments.models import Action
from judgments.views.actions.lookup import visible_action
from peel.lib.errors import Conflict, require


@dataclass(frozen=True, slots=True)
class _Asked:
    """An act that needs a reason, and what its page says."""

    action: Callable[..., Action]
    title: str
    text: str
    button: str
    done: str
    from_withdrawn: bool


WITHDRAW: Final = _Asked(
    asking.withdraw,
    "Withdraw “{}”?",
    "A cause of concern is withdrawn with its recommendations. It is kept with your reason and can "
    "be taken up again. What was published stays readable.",
    "Withdraw",
    "It is withdrawn.",
    from_withdrawn=False,
)
TAKE_UP_AGAIN: Final = _Asked(
    asking.take_up_again,
    "Take “{}” up again?",
    "It becomes what it was before: a draft, or published.",
    "Take up again",
    "It stands again.",
    from_withdrawn=True,
)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _with_reason(request, pk, WITHDRAW)


@require_http_methods(["GET", "HEAD", "POST"])
def take_up_again(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _with_reason(request, pk, TAKE_UP_AGAIN)


@require_http_methods(["GET", "HEAD", "POST"])
def publish_early(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Publishes a cause of concern with its recommendations before the report, after asking."""
    found = visible_action(request, pk)
    require(permissions.lead(request.user, found.area.inspection))
    if found.state != ActionState.DRAFT:
        raise Conflict(refusal_of("publish", found.state))
    if request.method == "POST":
        published = asking.publish_early(action=found, by=request.user)
        number = len(published) - 1
        below = f" with {number} recommendation{'' if number == 1 else 's'}" if number else ""
        messages.success(request, f"“{found}” is published{below}. It is in the register now.")
        return redirect(found)
    context = {
        "title": f"Publish “{found}” before the report?",
        "text": "It is published as accelerated, with the recommendations that are drafted. "
        "Everybody who signs in sees it in the register. From then on it is corrected or "
        "withdrawn with a reason, and stays readable.",
        "button": "Publish",
        "action": request.path,
        "cancel_url": found.get_absolute_url(),
    }
    return render(request, "confirm.html", context)


def _with_reason(request: AuthenticatedRequest, pk: int, asked: _Asked) -> HttpResponse:
    found = visible_action(request, pk)
    require(permissions.withdraw_action(request.user, found))
    if (found.state == ActionState.WITHDRAWN) != asked.from_withdrawn:
        raise Conflict(refusal_of("withdraw", found.state))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        asked.action(action=found, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, asked.done)
        return redirect(found)
    context = {
        "title": asked.title.format(found),
        "text": asked.text,
        "button": asked.button,
        "danger": not asked.from_withdrawn,
        "form": form,
        "action": request.path,
        "cancel_url": found.get_absolute_url(),
    }
    return render(request, "confirm.html", context, status=400 if form.errors else 200)
