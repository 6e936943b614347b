"""The actions of an inspection, and the page of one."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.events import history_of
from accounts.models import Event, User
from accounts.requests import AuthenticatedRequest
from judgments import permissions
from judgments.action_states import ActionState
from judgments.figures.lookup import printed_of
from judgments.models import Action, ActionKind, FollowUp, StatusEntry, sees_drafts
from judgments.register.following_up import unsaid
from judgments.register.forms import ProgressForm, new_line
from judgments.register.listed import Listed, listed
from judgments.register.of_inspection import sections_of
from judgments.register.people import who_confirms
from judgments.views.actions.lookup import to_actions, visible_action
from judgments.views.lookup import to_inspection, visible_inspection


@require_safe
def actions(request: AuthenticatedRequest, inspection: str) -> HttpResponse:
    """What an inspection asks of its force, area by area."""
    found = visible_inspection(request, inspection)
    sections = sections_of(found, request.user)
    may_see = sees_drafts(request.user, found)
    lines = [line for section in sections for line in _all(section.lines)]
    context = {
        "inspection": found,
        "sections": sections,
        "number": len(lines),
        "drafts": sum(line.action.state == ActionState.DRAFT for line in lines),
        "unsaid": unsaid(found) if may_see else 0,
        "figures": printed_of(*(line.action.read_text for line in lines), reader=request.user),
        "may_see_unpublished": may_see,
        "may_not_write": permissions.write(request.user, found),
        "may_not_enter": permissions.publish_elsewhere(request.user, found),
        "crumbs": to_inspection(found),
    }
    return render(request, "judgments/actions/actions.html", context)


@require_safe
def action(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One action with how far the force is, and how it came about."""
    return action_page(request, visible_action(request, pk))


def action_page(
    request: AuthenticatedRequest, found: Action, form: ProgressForm | None = None
) -> HttpResponse:
    """The page, with the ``form`` of a new line as it was sent, when it was."""
    inspection, user = found.area.inspection, request.user
    entries = list(found.entries.in_time().select_related("confirmed_by", "recorded_by"))
    reads_notes = permissions.read_notes(user, inspection) is None
    follow_ups = list(_follow_ups(found, user))
    history = list(history_of(found)) if reads_notes else []
    may_record = found.state == ActionState.PUBLISHED and not permissions.record_status(user, found)
    if may_record and form is None:
        form = _new_line(found, entries, user)
    context = {
        "found": listed(found, timezone.localdate()),
        "action": found,
        "inspection": inspection,
        "recommendations": list(_below(found, user)),
        "entries": entries[::-1],
        "reads_notes": reads_notes,
        "follow_ups": follow_ups,
        "corrections": _corrections(found),
        "history": history,
        "former": [event for event in history if "text" in event.details][:-1],
        "formerly_printed": _formerly_printed(found, history),
        "acts": _acts(user, found),
        "form": form if may_record else None,
        "figures": printed_of(
            found.read_text, *(said.read_text for said in follow_ups), reader=user
        ),
        "crumbs": [*to_actions(inspection)],
    }
    status = 400 if form and form.errors else 200
    return render(request, "judgments/actions/action.html", context, status=status)


def _all(lines: Iterable[Listed]) -> Iterator[Listed]:
    for line in lines:
        yield line
        yield from line.below


def _new_line(action: Action, entries: list[StatusEntry], user: User) -> ProgressForm:
    status = entries[-1].status if entries else ""
    people = who_confirms(action.area.inspection.force)
    return ProgressForm(people=people, initial=new_line(len(entries), status, user))


def _below(action: Action, user: User) -> Iterator[Listed]:
    if action.kind != ActionKind.CAUSE_OF_CONCERN:
        return
    seen = Action.objects.visible_to(user).filter(cause=action).with_setting().with_standing()
    today = timezone.localdate()
    yield from (listed(below, today) for below in seen.order_by("number"))


def _follow_ups(action: Action, user: User) -> Iterator[FollowUp]:
    """What each later inspection says last, as far as the person sees it."""
    said = FollowUp.objects.visible_to(user).filter(action=action)
    related = ("inspection__force", "inspection__cycle", "superseded_by", "evidence")
    last: dict[int, FollowUp] = {}
    for follow_up in said.select_related(*related).order_by("revision"):
        last[follow_up.inspection_id] = follow_up
    for follow_up in last.values():
        follow_up.inspection.force = action.area.inspection.force
        yield follow_up


def _corrections(action: Action) -> list[Event]:
    """Why the published text was changed, for everybody."""
    if not action.published_on or action.edition == 1:
        return []
    return list(history_of(action).filter(verb="corrected"))


def _formerly_printed(action: Action, history: list[Event]) -> list[Event]:
    """What was printed once with other figures, where it is none of the texts as they stood."""
    texts = {event.details.get("text") for event in history} | {action.printed, ""}
    return [event for event in history if event.details.get("printed", "") not in texts]


def _acts(user: User, action: Action) -> list[dict[str, Any]]:
    """What the person can do: the address, the button and its weight."""
    inspection = action.area.inspection
    leads = permissions.lead(user, inspection) is None
    writes = permissions.write(user, inspection) is None
    acts: list[tuple[str, str, str]] = []
    if action.state == ActionState.DRAFT and writes:
        acts.append(("action_revise", "Change", "second"))
        if leads and _can_be_early(action):
            acts.append(("action_publish_early", "Publish before the report", "second"))
    if _takes_recommendations(action) and writes:
        acts.insert(0, ("recommendation_new", "Write a recommendation", "main"))
    if action.state == ActionState.PUBLISHED and leads:
        acts.append(("action_correct", "Correct", "second"))
    if not permissions.withdraw_action(user, action):
        withdrawn = action.state == ActionState.WITHDRAWN
        again = "Put back" if action.published_on else "Take up again"
        acts.append(
            ("action_take_up_again", again, "second")
            if withdrawn
            else ("action_withdraw", "Withdraw", "link")
        )
    return [
        {"url": reverse(f"judgments:{name}", args=[action.pk]), "button": button, "weight": weight}
        for name, button, weight in acts
    ]


def _can_be_early(action: Action) -> bool:
    if action.kind == ActionKind.CAUSE_OF_CONCERN:
        return action.recommendations.filter(state=ActionState.DRAFT.value).exists()
    return action.cause is not None and action.cause.state == ActionState.PUBLISHED


def _takes_recommendations(action: Action) -> bool:
    is_cause = action.kind == ActionKind.CAUSE_OF_CONCERN
    return is_cause and action.state != ActionState.WITHDRAWN
