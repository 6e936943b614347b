"""Entering actions that an earlier report printed and nobody wrote here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.events import record
from accounts.models import User
from cases.actions.reasons import cleaned
from forces.models import Inspection
from judgments import permissions
from judgments.action_states import ActionState
from judgments.actions.asking import Wording, checked, next_number, written
from judgments.actions.locking import locked_inspection
from judgments.actions.register import begin_register
from judgments.figures.tokens import tokens_of
from judgments.models import LONGEST_SOURCE, Action, ActionKind, InspectionArea, Judgment
from peel.lib.errors import Conflict, Invalid, require


@dataclass(frozen=True, slots=True)
class PrintedAction:
    """What a report prints of an area, by the area's code.

    ``cause`` is the title of the cause of concern that a recommendation is under, of the same
    inspection and area, "" for anything else.
    """

    inspection: Inspection
    area: str
    wording: Wording
    published_on: date
    source: str
    cause: str = ""
    synthetic: bool = False

    @property
    def where(self) -> str:
        return f"{self.inspection}, “{self.wording.title}”"


@dataclass(frozen=True, slots=True)
class Entered:
    """The new ones, and how many were there already."""

    actions: tuple[Action, ...]
    present: int


@transaction.atomic
def enter_printed_actions(*, actions: Sequence[PrintedAction], by: User) -> Entered:
    """Enter all of them or nothing, in their order; causes of concern come before what is under.

    One with the kind and title of another of the same area is there already. Raises Refused,
    PersonalDataWarning, and Invalid naming the action and what is wrong with it.
    """
    inspections = {printed.inspection.pk: printed.inspection for printed in actions}
    for inspection in inspections.values():
        require(permissions.publish_elsewhere(by, inspection))
    for pk in sorted(inspections):
        _refuse_judged_here(locked_inspection(pk))
    found = [_enter(printed, by) for printed in actions]
    new = tuple(action for action in found if action)
    return Entered(new, present=len(found) - len(new))


def _refuse_judged_here(inspection: Inspection) -> None:
    if Judgment.objects.filter(area__inspection=inspection, source="").exists():
        raise Conflict(
            f"{inspection} is judged here: its actions are written by its team and published with "
            "its report."
        )


def _enter(printed: PrintedAction, by: User) -> Action | None:
    area = _area(printed)
    source = _checked_source(printed)
    _check_days(printed)
    cause = _cause(printed, area)
    _refuse_tokens(printed)
    fields = checked(printed.wording, has_cause=cause is not None)
    if area.actions.filter(kind=fields["kind"], title=fields["title"]).exists():
        return None
    action = Action.objects.create(
        area=area,
        number=next_number(printed.inspection),
        cause=cause,
        state=ActionState.PUBLISHED.value,
        published_on=printed.published_on,
        source=source,
        synthetic=printed.synthetic,
        written_by=by,
        printed=str(fields["text"]),
        **fields,
    )
    record(target=action, verb="entered from a report", by=by, details=written(action))
    begin_register([action], on=printed.published_on, by=by)
    return action


def _area(printed: PrintedAction) -> InspectionArea:
    areas = InspectionArea.objects.select_related("inspection__force", "inspection__cycle")
    area = areas.filter(inspection=printed.inspection, area__code=printed.area).first()
    if area is None:
        raise Invalid(
            f"{printed.where}: the inspection does not cover the area “{printed.area}”. Say first "
            "which areas it covers."
        )
    return area


def _checked_source(printed: PrintedAction) -> str:
    source = cleaned(printed.source)
    if not source or len(source) > LONGEST_SOURCE:
        raise Invalid(
            f"{printed.where}: name the report that printed it in at most {LONGEST_SOURCE} "
            "characters."
        )
    return source


def _refuse_tokens(printed: PrintedAction) -> None:
    if tokens := tokens_of(printed.wording.text):
        raise Invalid(
            f"{printed.where}: its text holds {tokens[0].text}. Give the words that the report "
            "printed."
        )


def _check_days(printed: PrintedAction) -> None:
    if printed.published_on > timezone.localdate():
        raise Invalid(f"{printed.where}: the day of the report is still to come.")
    deadline = printed.wording.deadline
    if deadline and deadline < printed.published_on:
        raise Invalid(f"{printed.where}: the deadline is before the day of the report.")


def _cause(printed: PrintedAction, area: InspectionArea) -> Action | None:
    if not printed.cause:
        return None
    causes = area.actions.filter(kind=ActionKind.CAUSE_OF_CONCERN, published_on__isnull=False)
    cause = causes.filter(title=printed.cause.strip()).first()
    if cause is None:
        raise Invalid(
            f"{printed.where}: the area has no cause of concern “{printed.cause}”. Enter that one "
            "first."
        )
    return cause
