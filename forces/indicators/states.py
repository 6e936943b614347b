"""The states of what a force sends, and the moves between them, as one table. Pure.

No state is a dead end: what was accepted, rejected or superseded can be taken up again.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class SubmissionState(StrEnum):
    """Where one list of a force for one half-year stands."""

    RECEIVED = "received"
    QUERIED = "queried"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"


LABELS: Final = {
    SubmissionState.RECEIVED: "Received",
    SubmissionState.QUERIED: "Queried",
    SubmissionState.ANSWERED: "Answered",
    SubmissionState.ACCEPTED: "Accepted",
    SubmissionState.REJECTED: "Rejected",
    SubmissionState.SUPERSEDED: "Superseded",
}
OPEN: Final = (SubmissionState.RECEIVED, SubmissionState.QUERIED, SubmissionState.ANSWERED)
CLOSED: Final = (SubmissionState.ACCEPTED, SubmissionState.REJECTED, SubmissionState.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed move, by supervisors and administrators.

    ``event`` is the verb on the record, ``refusal`` what is said where it can't be made.
    """

    event: str
    sources: tuple[SubmissionState, ...]
    target: SubmissionState
    refusal: str
    condition: str = ""
    needs_reason: bool = False


MOVES: Final = {
    "query": Move(
        "queried",
        OPEN,
        SubmissionState.QUERIED,
        "This list is decided on. Take it up again before asking about it.",
        condition="when a value moved far from last time, or somebody asks about one",
    ),
    "answer": Move(
        "all queries answered",
        (SubmissionState.QUERIED,),
        SubmissionState.ANSWERED,
        "No query of this list is open.",
        condition="with the answer to its last query",
    ),
    "accept": Move(
        "accepted",
        (SubmissionState.RECEIVED, SubmissionState.ANSWERED),
        SubmissionState.ACCEPTED,
        "Only an open list whose queries are all answered can be accepted.",
    ),
    "reject": Move(
        "rejected",
        OPEN,
        SubmissionState.REJECTED,
        "This list is decided on already.",
        needs_reason=True,
    ),
    "supersede": Move(
        "superseded",
        (*OPEN, SubmissionState.ACCEPTED),
        SubmissionState.SUPERSEDED,
        "This list no longer stands.",
        condition="when another list of the half-year is received, or accepted in its place",
    ),
    "reopen": Move(
        "taken up again",
        CLOSED,
        SubmissionState.RECEIVED,
        "This list is not decided on yet.",
        condition="to queried or answered where it has queries; the list that it had superseded "
        "stands again",
        needs_reason=True,
    ),
}


def refusal_of(act: str, state: str) -> str | None:
    """Why an act can't be done in a state, or None."""
    move = MOVES[act]
    return None if state in move.sources else move.refusal
