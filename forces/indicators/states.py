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
    """One allowed move. ``event`` is the verb on the record, ``refusal`` what is said elsewhere."""

    event: str
    sources: tuple[SubmissionState, ...]
    target: SubmissionState
    refusal: str


MOVES: Final = {
    "query": Move(
        "queried",
        OPEN,
        SubmissionState.QUERIED,
        "This list is decided on. Take it up again before asking about it.",
    ),
    "answer": Move(
        "all queries answered",
        (SubmissionState.QUERIED,),
        SubmissionState.ANSWERED,
        "No query of this list is open.",
    ),
    "accept": Move(
        "accepted",
        (SubmissionState.RECEIVED, SubmissionState.ANSWERED),
        SubmissionState.ACCEPTED,
        "Only an open list whose queries are all answered can be accepted.",
    ),
    "reject": Move("rejected", OPEN, SubmissionState.REJECTED, "This list is decided on already."),
    "supersede": Move(
        "superseded",
        (*OPEN, SubmissionState.ACCEPTED),
        SubmissionState.SUPERSEDED,
        "This list no longer stands.",
    ),
    "reopen": Move(
        "taken up again", CLOSED, SubmissionState.RECEIVED, "This list is not decided on yet."
    ),
}


def refusal_of(act: str, state: str) -> str | None:
    """Why an act can't be done in a state, or None."""
    move = MOVES[act]
    return None if state in move.sources else move.refusal
