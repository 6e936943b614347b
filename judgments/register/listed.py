"""An action as lists and pages show it, with how far the force is."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from accounts.models import User
from judgments.action_states import ActionState
from judgments.models import Action, ActionQuerySet, Outcome, Status


@dataclass(frozen=True, slots=True)
class Listed:
    """An action with its standing. ``status`` is "" before publication, ``outcome`` mostly.

    ``outcome`` is what the latest inspection that speaks of it says; ``below`` are the
    recommendations under a cause of concern.
    """

    action: Action
    status: str
    on: date | None
    outcome: str
    is_overdue: bool
    below: tuple["Listed", ...] = ()

    @property
    def status_label(self) -> str:
        return Status(self.status).label if self.status else ""

    @property
    def outcome_label(self) -> str:
        return Outcome(self.outcome).label if self.outcome else ""

    @property
    def is_open(self) -> bool:
        """Whether the force still has to act."""
        return (
            self.action.state == ActionState.PUBLISHED
            and self.status != Status.COMPLETE
            and self.outcome != Outcome.SUPERSEDED
        )


def register_of(reader: User) -> ActionQuerySet:
    """What is published, with its standing: the latest cycle first, then by force and number."""
    published = Action.objects.visible_to(reader).filter(published_on__isnull=False)
    order = ("-area__inspection__cycle__starts", "area__inspection__force__short_name", "number")
    return published.with_setting().with_standing().order_by(*order)


def listed(action: Action, today: date, below: Iterable[Listed] = ()) -> Listed:
    """``action`` comes from ``Action.objects.with_standing()``."""
    known = vars(action)
    found = Listed(
        action=action,
        status=known["status"] or "",
        on=known["status_on"],
        outcome=known["outcome"] or "",
        is_overdue=False,
        below=tuple(below),
    )
    late = action.deadline is not None and action.deadline < today
    return replace(found, is_overdue=True) if late and found.is_open else found
