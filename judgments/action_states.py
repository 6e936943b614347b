"""The states of what a force has to act on, and the moves between them, as one table. Pure.

``docs/states.md`` is written from it too. How far the force is stands in the register, where any
status may follow any other.
"""

from enum import StrEnum
from typing import Final

from cases.states import Move
from cases.states import move as find
from judgments.states import Actor


class ActionState(StrEnum):
    """Whether something that a force has to act on is public."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


S = ActionState
LABELS: Final[dict[str, str]] = {
    S.DRAFT: "Draft",
    S.PUBLISHED: "Published",
    S.WITHDRAWN: "Withdrawn",
}
MOVES: Final = (
    Move("publish", "published", (S.DRAFT,), S.PUBLISHED, Actor.TEAM_SUPERVISOR,
         condition="with the report; a cause of concern and its recommendations also before it"),
    Move("withdraw", "withdrawn", (S.DRAFT,), S.WITHDRAWN, Actor.TEAM, needs_reason=True,
         condition="a cause of concern with its recommendations"),
    Move("withdraw after publication", "withdrawn", (S.PUBLISHED,), S.WITHDRAWN,
         Actor.TEAM_SUPERVISOR, needs_reason=True, condition="it stays readable"),
    Move("take up again", "taken up again", (S.WITHDRAWN,), S.DRAFT, Actor.TEAM,
         needs_reason=True, condition="when it was never published"),
    Move("put back", "put back", (S.WITHDRAWN,), S.PUBLISHED, Actor.TEAM_SUPERVISOR,
         needs_reason=True, condition="when it was published"),
)  # fmt: skip
CHOICES: Final = [(state.value, LABELS[state]) for state in ActionState]


def move_of(verb: str, state: str) -> Move | None:
    """The move that ``verb`` makes from ``state``, or None if there is none."""
    return find(MOVES, verb, state)


def refusal_of(verb: str, state: str) -> str:
    """Why ``verb`` can't be done in ``state``, and what can be."""
    possible = [move.verb for move in MOVES if state in move.sources]
    return f"This is {LABELS[state].lower()}. What can be done now: {', '.join(possible)}."
