"""What one inspection asks of its force, area by area."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from forces.models import Inspection
from judgments.action_states import ActionState
from judgments.models import Action, InspectionArea
from judgments.register.listed import Listed, listed


@dataclass(frozen=True, slots=True)
class Section:
    """An area with its actions; recommendations stand below their causes of concern."""

    covered: InspectionArea
    lines: tuple[Listed, ...]
    withdrawn: tuple[Listed, ...]


def sections_of(inspection: Inspection, reader: User) -> list[Section]:
    """The areas of an inspection that ``reader`` sees, in the order of the framework.

    Two queries.
    """
    covered = InspectionArea.objects.filter(inspection=inspection)
    by_area = _by_area(inspection, reader)
    return [
        _section(row, by_area[row.pk])
        for row in covered.select_related("area").order_by("area__order")
    ]


def _by_area(inspection: Inspection, reader: User) -> dict[int, list[Action]]:
    seen = Action.objects.visible_to(reader).filter(area__inspection=inspection)
    found: dict[int, list[Action]] = defaultdict(list)
    for action in seen.with_setting().with_standing().order_by("number"):
        found[action.area_id].append(action)
    return found


def _section(covered: InspectionArea, actions: list[Action]) -> Section:
    today = timezone.localdate()
    standing = [action for action in actions if action.state != ActionState.WITHDRAWN]
    withdrawn = [action for action in actions if action.state == ActionState.WITHDRAWN]
    below: dict[int | None, list[Listed]] = defaultdict(list)
    for action in standing:
        if action.cause_id:
            below[action.cause_id].append(listed(action, today))
    lines = [listed(a, today, below[a.pk]) for a in standing if a.cause_id is None]
    return Section(covered, tuple(lines), tuple(listed(a, today) for a in withdrawn))
