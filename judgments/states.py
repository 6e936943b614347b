"""The states of a judgment and the moves between them, as one table. Pure.

``docs/states.md`` is written from it too. A published judgment never changes: a reissue is
another judgment of the same area, and takes its place when it is published.
"""

from enum import StrEnum
from typing import Final

from cases.states import Move
from cases.states import move as find


class JudgmentState(StrEnum):
    """How far a judgment is on its way to being published."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    MODERATED = "moderated"
    CONFIRMED = "confirmed"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Actor(StrEnum):
    """Who makes a move."""

    TEAM = "inspector or supervisor of the team"
    ANY_SUPERVISOR = "supervisor"
    TEAM_SUPERVISOR = "supervisor of the team"
    NOBODY = "follows by itself"


S = JudgmentState
LABELS: Final[dict[str, str]] = {
    S.DRAFT: "Draft",
    S.PROPOSED: "Proposed",
    S.MODERATED: "Moderated",
    S.CONFIRMED: "Confirmed",
    S.PUBLISHED: "Published",
    S.SUPERSEDED: "Superseded",
    S.WITHDRAWN: "Withdrawn",
}
OPEN: Final = (S.DRAFT, S.PROPOSED, S.MODERATED, S.CONFIRMED)
PUBLIC: Final = (S.PUBLISHED, S.SUPERSEDED)

NOT_THE_AUTHOR: Final = "never by who wrote or proposed it"
MOVES: Final = (
    Move("propose", "proposed", (S.DRAFT,), S.PROPOSED, Actor.TEAM, condition="with a rationale"),
    Move("send back", "sent back", (S.PROPOSED,), S.DRAFT, Actor.ANY_SUPERVISOR,
         needs_reason=True, condition=NOT_THE_AUTHOR),
    Move("moderate", "moderated", (S.PROPOSED,), S.MODERATED, Actor.ANY_SUPERVISOR,
         condition=NOT_THE_AUTHOR),
    Move("confirm", "confirmed", (S.MODERATED,), S.CONFIRMED, Actor.TEAM_SUPERVISOR),
    Move("publish", "published", (S.CONFIRMED,), S.PUBLISHED, Actor.TEAM_SUPERVISOR,
         condition="from now on it never changes"),
    Move("step back", "stepped back", (S.PROPOSED,), S.DRAFT, Actor.TEAM_SUPERVISOR,
         needs_reason=True),
    Move("step back", "stepped back", (S.MODERATED,), S.PROPOSED, Actor.TEAM_SUPERVISOR,
         needs_reason=True),
    Move("step back", "stepped back", (S.CONFIRMED,), S.MODERATED, Actor.TEAM_SUPERVISOR,
         needs_reason=True),
    Move("withdraw", "withdrawn", OPEN, S.WITHDRAWN, Actor.TEAM_SUPERVISOR, needs_reason=True),
    Move("take up again", "taken up again", (S.WITHDRAWN,), S.DRAFT, Actor.TEAM_SUPERVISOR,
         needs_reason=True, condition="when it is the last judgment of its area"),
    Move("supersede", "superseded", (S.PUBLISHED,), S.SUPERSEDED, Actor.NOBODY,
         condition="when its reissue is published; both stay readable"),
)  # fmt: skip
CHOICES: Final = [(state.value, LABELS[state]) for state in JudgmentState]


def move_of(verb: str, state: str) -> Move | None:
    """The move that ``verb`` makes from ``state``, or None if there is none."""
    return find(MOVES, verb, state)


def refusal_of(verb: str, state: str) -> str:
    """Why ``verb`` can't be done in ``state``, and what can be."""
    possible = sorted({move.verb for move in MOVES if state in move.sources} - {"supersede"})
    if state == S.PUBLISHED:
        return "This judgment is published and never changes. Reissue it instead."
    if state == S.SUPERSEDED:
        return "This judgment was reissued. Reissue the one that stands."
    label = LABELS[state].lower()
    return f"This judgment is {label}. What can be done now: {', '.join(possible)}."
