"""Withdrawing actions, taking them up again, and publishing a cause of concern early."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.requests import AuthenticatedRequest
from judgments import permissions
from judgments.action_states import ActionState, refusal_of
from judgments.actions import asking
from judgments.figures.lookup import printed_of
from judgments.models import Action
from judgments.views.actions.lookup import visible_action
from judgments.views.confirming import Asked, with_reason
from peel.lib.errors import Conflict, require


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Gives an action up, after asking."""
    found = _to_move(request, pk, from_withdrawn=False)
    asked = Asked(
        f"Withdraw “{found}”?",
        "A cause of concern is withdrawn with its recommendations. It is kept with your reason "
        "and can be taken up again. What was published stays readable.",
        "Withdraw",
        "It is withdrawn.",
        danger=True,
    )
    act = partial(asking.withdraw, action=found, by=request.user)
    return with_reason(request, found, asked, act)


@require_http_methods(["GET", "HEAD", "POST"])
def take_up_again(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Makes a withdrawn action what it was before, after asking."""
    found = _to_move(request, pk, from_withdrawn=True)
    asked = Asked(
        f"Take “{found}” up again?",
        "It becomes what it was before: a draft, or published.",
        "Take up again",
        "It stands again.",
    )
    act = partial(asking.take_up_again, action=found, by=request.user)
    return with_reason(request, found, asked, act)


@require_http_methods(["GET", "HEAD", "POST"])
def publish_early(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Publishes a cause of concern with its recommendations before the report, after asking."""
    found = visible_action(request, pk)
    require(permissions.lead(request.user, found.area.inspection))
    if request.method == "POST":
        published = asking.publish_early(action=found, by=request.user)
        number = len(published) - 1
        below = f" with {number} recommendation{'' if number == 1 else 's'}" if number else ""
        messages.success(request, f"“{found}” is published{below}. It is in the register now.")
        return redirect(found)
    going = asking.published_early_with(found)
    context = {
        "going": going,
        "figures": printed_of(*(each.text for each in going), reader=request.user),
        "title": f"Publish “{found}” before the report?",
        "text": "It is published as accelerated, with the recommendations that are drafted. "
        "Everybody who signs in sees it in the register. From then on it is corrected or "
        "withdrawn with a reason, and stays readable.",
        "button": "Publish",
        "action": request.path,
        "cancel_url": found.get_absolute_url(),
    }
    return render(request, "judgments/actions/publish_early.html", context)


def _to_move(request: AuthenticatedRequest, pk: int, *, from_withdrawn: bool) -> Action:
    """The action, when the person may withdraw it now or take it up again."""
    found = visible_action(request, pk)
    require(permissions.withdraw_action(request.user, found))
    if (found.state == ActionState.WITHDRAWN) != from_withdrawn:
        raise Conflict(refusal_of("withdraw", found.state))
    return found
