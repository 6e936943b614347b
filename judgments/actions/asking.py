"""Writing what a force has to act on, and every step until it is published."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.events import record
from accounts.models import User
from cases.actions.reasons import required
from forces.models import Inspection
from judgments import permissions
from judgments.action_states import ActionState, move_of, refusal_of
from judgments.actions.checked_figures import refuse_wrong_figures
from judgments.actions.citing import cite
from judgments.actions.locking import (
    locked_action,
    locked_inspection,
    locked_with_what_it_cites,
)
from judgments.actions.printing import print_texts
from judgments.actions.register import begin_register
from judgments.actions.texts import LONGEST_TITLE, needed_text, warn_of_personal_data
from judgments.models import Action, ActionKind, InspectionArea
from peel.lib.errors import Conflict, Invalid, require

CAUSE, RECOMMENDATION = ActionKind.CAUSE_OF_CONCERN, ActionKind.RECOMMENDATION
NO_RECOMMENDATION = (
    "A cause of concern is published with at least one recommendation. Write one first."
)
CHANGED = "Somebody else changed this meanwhile. Look at it again first."
WRITTEN = ("kind", "title", "text", "deadline", "edition")


@dataclass(frozen=True, slots=True)
class Wording:
    """What is asked: ``text`` is Markdown, ``deadline`` the day by which it has to be done.

    ``keep_personal_data`` says that text which looks like personal data is none.
    """

    kind: str
    title: str
    text: str
    deadline: date | None = None
    keep_personal_data: bool = False


@transaction.atomic
def write(
    *,
    area: InspectionArea,
    wording: Wording,
    by: User,
    cause: Action | None = None,
    synthetic: bool = False,
) -> Action:
    """Draft an action of an area, or a recommendation under its ``cause`` of concern.

    Raises Refused, Invalid, PersonalDataWarning, and Conflict when the cause can't have one.
    """
    inspection = locked_inspection(area.inspection_id)
    require(permissions.write(by, inspection))
    if cause is not None:
        cause = locked_action(cause.pk)
        _check_cause(cause, area, wording)
    _check_deadline(wording, before=None)
    action = Action.objects.create(
        area=area,
        number=next_number(inspection),
        cause=cause,
        synthetic=synthetic,
        written_by=by,
        **checked(wording, has_cause=cause is not None),
    )
    cite(owner=action, inspection=inspection, text=action.text, by=by)
    record(target=action, verb="written", by=by, details=written(action))
    return action


@transaction.atomic
def revise(*, action: Action, wording: Wording, edition: int, by: User) -> Action:
    """Change a draft. ``edition`` is the one that was read. What says the same leaves no trace.

    Raises Refused, Invalid, PersonalDataWarning, and Conflict when it is no draft any more or
    when somebody else changed it meanwhile.
    """
    action = _locked(action)
    require(permissions.write(by, action.area.inspection))
    if action.state != ActionState.DRAFT:
        raise Conflict("Only a draft is changed. A published text is corrected, with a reason.")
    if _reword(action, wording, edition, by):
        action.save(update_fields=WRITTEN)
        record(target=action, verb="revised", by=by, details=written(action))
    return action


@transaction.atomic
def correct(*, action: Action, wording: Wording, edition: int, reason: str, by: User) -> Action:
    """Correct what is published. The record keeps the former text and the reason.

    It prints its figures as they are now, so the same words correct what printed another figure.
    Raises Refused, Invalid, PersonalDataWarning, and Conflict, as when a figure of the corrected
    text is wrong.
    """
    because = required(reason)
    action = _locked_with_what_it_cites(action)
    require(permissions.lead(by, action.area.inspection))
    if action.state != ActionState.PUBLISHED:
        raise Conflict("Only what is published and stands is corrected.")
    if wording.kind != action.kind:
        raise Conflict("The kind of something published stays. Withdraw it and write another.")
    was = action.printed
    is_reworded = _reword(action, wording, edition, by, because)
    refuse_wrong_figures(action.area.inspection, [action], by)
    print_texts([action])
    if not is_reworded:
        if action.printed == was:
            return action
        action.edition += 1
    action.save(update_fields=[*WRITTEN, "printed"])
    details = {**written(action), "printed": action.printed, "reason": because}
    record(target=action, verb="corrected", by=by, details=details)
    return action


@transaction.atomic
def withdraw(*, action: Action, reason: str, by: User) -> Action:
    """Give an action up; a cause of concern with its recommendations.

    Raises Refused, Invalid and Conflict.
    """
    because = required(reason)
    action = _locked(action)
    require(permissions.withdraw_action(by, action))
    if action.state == ActionState.WITHDRAWN:
        raise Conflict(refusal_of("withdraw", action.state))
    for below in action.recommendations.not_withdrawn():
        _move(below, by, reason=because, with_cause=action.number)
    return _move(action, by, reason=because)


@transaction.atomic
def take_up_again(*, action: Action, reason: str, by: User) -> Action:
    """Make a withdrawn action what it was before, a draft or published.

    Raises Refused, Invalid and Conflict.
    """
    because = required(reason)
    action = _locked(action)
    require(permissions.withdraw_action(by, action))
    verb = "put back" if action.published_on else "take up again"
    move = move_of(verb, action.state)
    if move is None:
        raise Conflict(refusal_of(verb, action.state))
    if action.cause and action.cause.state == ActionState.WITHDRAWN:
        raise Conflict("Its cause of concern is withdrawn. Take that up again first.")
    return _to(action, move.target, move.event, by, reason=because)


@transaction.atomic
def publish_early(*, action: Action, by: User) -> list[Action]:
    """Publish a cause of concern, or a recommendation of one that is published, before the report.

    A cause of concern goes with its drafted recommendations. Raises Refused, and Conflict, as
    when a figure of their texts is wrong.
    """
    action = _locked_with_what_it_cites(action)
    require(permissions.lead(by, action.area.inspection))
    going = published_early_with(action)
    refuse_wrong_figures(action.area.inspection, going, by)
    if action.kind == CAUSE:
        action.accelerated = True
        action.save(update_fields=["accelerated"])
    return _publish(going, by)


def published_early_with(action: Action) -> list[Action]:
    """The action and what becomes public with it before the report.

    Raises Conflict when it can't be published now.
    """
    if action.state != ActionState.DRAFT:
        raise Conflict(refusal_of("publish", action.state))
    if action.kind == CAUSE:
        drafts = action.recommendations.filter(state=ActionState.DRAFT.value).order_by("number")
        below = list(drafts.with_setting())
        if not below:
            raise Conflict(NO_RECOMMENDATION)
        return [action, *below]
    if action.cause and action.cause.published_on:
        return [action]
    raise Conflict(
        "Only a cause of concern is published before the report, with its recommendations."
    )


@transaction.atomic
def publish_drafts(*, inspection: Inspection, by: User) -> list[Action]:
    """Publish every drafted action of an inspection, as its report does.

    Raises Refused, and Conflict for a cause of concern without a recommendation.
    """
    inspection = locked_inspection(inspection.pk)
    require(permissions.lead(by, inspection))
    drafts = Action.objects.filter(area__inspection=inspection, state=ActionState.DRAFT.value)
    found = list(drafts.select_for_update(of=("self",)).order_by("pk"))
    asked_for = {action.cause_id for action in found}
    for action in found:
        if action.kind == CAUSE and action.pk not in asked_for:
            raise Conflict(f"“{action}”: {NO_RECOMMENDATION}")
    return _publish(found, by)


def next_number(inspection: Inspection) -> int:
    """One more than the highest that was ever given. Wants the lock of the inspection."""
    numbers = Action.objects.filter(area__inspection=inspection).aggregate(last=Max("number"))
    return (numbers["last"] or 0) + 1


def written(action: Action) -> dict[str, object]:
    """What the record keeps of every edition, so that no word is lost."""
    return {name: getattr(action, name) for name in ("number", *WRITTEN)}


def checked(wording: Wording, *, has_cause: bool, reason: str = "") -> dict[str, object]:
    """The fields of an action as they are stored. Raises Invalid and PersonalDataWarning.

    The ``reason`` why they are published anew is asked about with them: one answer keeps all.
    """
    if wording.kind not in ActionKind.values:
        raise Invalid("Choose what kind of action it is.")
    if has_cause != (wording.kind == RECOMMENDATION):
        raise Invalid(
            "A recommendation belongs to a cause of concern, and nothing else does. Write the "
            "cause of concern first."
        )
    if wording.kind == RECOMMENDATION and wording.deadline is None:
        raise Invalid("Give the deadline of the recommendation.")
    title = needed_text(wording.title, "Title", LONGEST_TITLE)
    text = needed_text(wording.text, "Text")
    if not wording.keep_personal_data:
        warn_of_personal_data(title, text, reason)
    return {"kind": wording.kind, "title": title, "text": text, "deadline": wording.deadline}


def _locked(action: Action) -> Action:
    """The action as it stands, with the locks of its inspection and itself held."""
    locked_inspection(action.area.inspection_id)
    return locked_action(action.pk)


def _locked_with_what_it_cites(action: Action) -> Action:
    """The same, while the figures that are checked and printed stay as they are."""
    locked_with_what_it_cites(action.area.inspection_id)
    return locked_action(action.pk)


def _check_cause(cause: Action, area: InspectionArea, wording: Wording) -> None:
    if cause.kind != CAUSE or cause.area_id != area.pk:
        raise Invalid("A recommendation belongs to a cause of concern of the same area.")
    if cause.state == ActionState.WITHDRAWN:
        raise Conflict("The cause of concern is withdrawn. Take it up again first.")
    if wording.kind != RECOMMENDATION:
        raise Invalid("Under a cause of concern there are only recommendations.")


def _check_deadline(wording: Wording, before: date | None) -> None:
    if wording.deadline in {None, before}:
        return
    if wording.deadline and wording.deadline < timezone.localdate():
        raise Invalid("The deadline is over already. Give a day that is still to come.")


def _reword(action: Action, wording: Wording, edition: int, by: User, reason: str = "") -> bool:
    """Put other words in its next edition; gives whether they are any other. Saves no action."""
    if action.edition != edition:
        raise Conflict(CHANGED)
    if wording.kind != action.kind and action.recommendations.exists():
        raise Conflict("It has recommendations, so it stays a cause of concern.")
    _check_deadline(wording, before=action.deadline)
    fields = checked(wording, has_cause=action.cause_id is not None, reason=reason)
    if all(getattr(action, name) == value for name, value in fields.items()):
        return False
    for name, value in fields.items():
        setattr(action, name, value)
    action.edition += 1
    cite(owner=action, inspection=action.area.inspection, text=action.text, by=by)
    return True


def _move(action: Action, by: User, **details: object) -> Action:
    verb = "withdraw after publication" if action.published_on else "withdraw"
    move = move_of(verb, action.state)
    if move is None:
        raise Conflict(refusal_of(verb, action.state))
    return _to(action, move.target, move.event, by, **details)


def _to(action: Action, state: str, event: str, by: User, **details: object) -> Action:
    action.state = state
    action.save(update_fields=["state"])
    record(target=action, verb=event, by=by, details=details)
    return action


def _publish(actions: Iterable[Action], by: User) -> list[Action]:
    published = list(actions)
    print_texts(published)
    today = timezone.localdate()
    for action in published:
        action.state, action.published_on = ActionState.PUBLISHED.value, today
        action.save(update_fields=["state", "published_on", "printed"])
        record(target=action, verb="published", by=by, details={"printed": action.printed})
    begin_register(published, on=today, by=by)
    return published
