"""The states of casework and the moves between them, as tables.

``docs/states.md`` is written from these tables by ``manage.py document_states``.
No state is a dead end: every move has one that a supervisor can use to step back.
"""

from dataclasses import dataclass
from enum import StrEnum


class ReviewState(StrEnum):
    """Where one person's review of one case file stands."""

    UNALLOCATED = "unallocated"
    ALLOCATED = "allocated"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


class CaseFileState(StrEnum):
    """Whether a case file counts in its sample."""

    ACTIVE = "active"
    ELIMINATED = "eliminated"


class SampleState(StrEnum):
    """Whether a sample's answers can still change."""

    OPEN = "open"
    SIGNED_OFF = "signed_off"


class CommentState(StrEnum):
    """Where the thread under a comment stands."""

    OPEN = "open"
    ANSWERED = "answered"
    RESOLVED = "resolved"
    REOPENED = "reopened"


class ExtractState(StrEnum):
    """How far a force's extract is on its way to a draw."""

    UPLOADED = "uploaded"
    OPENED = "opened"
    READING = "reading"
    READ = "read"
    DRAWING = "drawing"
    DRAWN = "drawn"
    REFUSED = "refused"
    FAILED = "failed"
    DISCARDED = "discarded"


class Actor(StrEnum):
    """Who makes a move."""

    REVIEWER = "reviewer"
    SUPERVISOR = "supervisor"
    WORKER = "worker"
    EITHER = "reviewer or supervisor"
    COMMENTER = "who commented"
    COMMENTER_OR_SUPERVISOR = "supervisor or who commented"


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed move. ``event`` is the verb that the record of events keeps."""

    verb: str
    event: str
    sources: tuple[str, ...]
    target: str
    actor: StrEnum
    needs_reason: bool = False
    condition: str = ""


R, F, S, E = ReviewState, CaseFileState, SampleState, ExtractState
C = CommentState

REVIEW_MOVES = (
    Move("allocate", "allocated", (R.UNALLOCATED,), R.ALLOCATED, Actor.SUPERVISOR,
         condition="to a member of the inspection's team who is not seconded from the force; where "
         "a file is reviewed twice, to an inspector who knows no other review of it"),
    Move("submit", "submitted", (R.ALLOCATED, R.RETURNED), R.SUBMITTED, Actor.REVIEWER,
         condition="when every question that is asked is answered, and no count is more than the "
         "one that it is a part of"),
    Move("accept", "accepted", (R.SUBMITTED,), R.ACCEPTED, Actor.SUPERVISOR,
         condition="never one's own review"),
    Move("return", "returned", (R.SUBMITTED,), R.RETURNED, Actor.SUPERVISOR, needs_reason=True,
         condition="never one's own review"),
    Move("step back", "stepped back", (R.ALLOCATED,), R.UNALLOCATED, Actor.SUPERVISOR,
         needs_reason=True, condition="the answers stay with the file"),
    Move("step back", "stepped back", (R.SUBMITTED,), R.ALLOCATED, Actor.SUPERVISOR,
         needs_reason=True),
    Move("step back", "stepped back", (R.RETURNED, R.ACCEPTED), R.SUBMITTED, Actor.SUPERVISOR,
         needs_reason=True, condition="when every question that is asked is answered"),
)  # fmt: skip

AGREED_REVIEW_MOVES = (
    Move("agree", "agreed", (R.SUBMITTED,), R.ACCEPTED, Actor.SUPERVISOR,
         condition="when every difference is decided; never who reviewed the file; it counts, and "
         "the reviews it was made of stay as they are"),
    Move("step back", "stepped back", (R.ACCEPTED,), R.SUBMITTED, Actor.SUPERVISOR,
         needs_reason=True, condition="the first review counts again"),
)  # fmt: skip

CASE_FILE_MOVES = (
    Move("eliminate", "eliminated", (F.ACTIVE,), F.ELIMINATED, Actor.SUPERVISOR,
         needs_reason=True,
         condition="the next file in reserve takes the place of one that was drawn"),
    Move("restore", "restored", (F.ELIMINATED,), F.ACTIVE, Actor.SUPERVISOR, needs_reason=True,
         condition="the file that took its place goes back to the reserve, if it has no answers"),
)  # fmt: skip

SAMPLE_MOVES = (
    Move("sign off", "signed off", (S.OPEN,), S.SIGNED_OFF, Actor.SUPERVISOR,
         condition="when every active file is accepted, and what else has to be clear is clear or "
         "explained"),
    Move("reopen", "reopened", (S.SIGNED_OFF,), S.OPEN, Actor.SUPERVISOR, needs_reason=True,
         condition="the signed-off revision stays readable"),
)  # fmt: skip

COMMENT_MOVES = (
    Move("reply", "replied", (C.OPEN, C.ANSWERED, C.REOPENED), C.ANSWERED, Actor.EITHER,
         condition="by somebody else than who commented"),
    Move("ask again", "replied", (C.ANSWERED,), C.OPEN, Actor.COMMENTER,
         condition="by replying to the answer"),
    Move("resolve", "resolved a comment", (C.OPEN, C.ANSWERED, C.REOPENED), C.RESOLVED,
         Actor.COMMENTER_OR_SUPERVISOR),
    Move("reopen", "reopened a comment", (C.RESOLVED,), C.REOPENED,
         Actor.COMMENTER_OR_SUPERVISOR, needs_reason=True),
)  # fmt: skip

EXTRACT_MOVES = (
    Move("open", "opened", (E.UPLOADED,), E.OPENED, Actor.WORKER),
    Move("match columns", "matched columns", (E.OPENED, E.READ), E.READING, Actor.SUPERVISOR),
    Move("read", "read", (E.READING,), E.READ, Actor.WORKER),
    Move("ask for columns", "asked for columns", (E.READING,), E.OPENED, Actor.WORKER,
         condition="when no row can be used as the columns are matched"),
    Move("order the draw", "ordered the draw", (E.READ,), E.DRAWING, Actor.SUPERVISOR,
         condition="when the plan can be drawn"),
    Move("draw", "drawn", (E.DRAWING,), E.DRAWN, Actor.WORKER,
         condition="the extract is deleted"),
    Move("hand back", "handed back", (E.DRAWING,), E.READ, Actor.WORKER,
         condition="when the draw is refused"),
    Move("refuse", "refused", (E.UPLOADED, E.READING), E.REFUSED, Actor.WORKER,
         condition="when the file can't be used; it is deleted"),
    Move("fail", "failed", (E.UPLOADED, E.READING), E.FAILED, Actor.WORKER,
         condition="when the work broke off twice or met an error"),
    Move("try again", "tried again", (E.FAILED,), E.UPLOADED, Actor.SUPERVISOR),
    Move("discard", "discarded", (E.UPLOADED, E.OPENED, E.READING, E.READ, E.FAILED),
         E.DISCARDED, Actor.SUPERVISOR,
         condition="the extract is deleted; the worker does so after seven days"),
)  # fmt: skip

LABELS: dict[str, str] = {
    R.UNALLOCATED: "Not allocated",
    R.ALLOCATED: "Allocated",
    R.SUBMITTED: "Submitted",
    R.RETURNED: "Returned",
    R.ACCEPTED: "Accepted",
    F.ACTIVE: "Active",
    F.ELIMINATED: "Eliminated",
    S.OPEN: "Open",
    S.SIGNED_OFF: "Signed off",
    C.ANSWERED: "Answered",
    C.RESOLVED: "Resolved",
    C.REOPENED: "Reopened",
    E.UPLOADED: "Uploaded",
    E.OPENED: "Opened",
    E.READING: "Being read",
    E.READ: "Read",
    E.DRAWING: "Being drawn from",
    E.DRAWN: "Drawn from",
    E.REFUSED: "Refused",
    E.FAILED: "Broken off",
    E.DISCARDED: "Discarded",
}

IN_PROGRESS, NOT_STARTED = "in_progress", "not_started"
"""What an allocated review is shown as. They are not stored: its answers tell."""

LABELS |= {IN_PROGRESS: "In progress", NOT_STARTED: "Not started"}

ANSWERABLE = frozenset({R.ALLOCATED, R.RETURNED})
"""The review states in which its reviewer can change answers."""

IN = frozenset({R.SUBMITTED, R.ACCEPTED})
"""The review states in which its reviewer has handed it in."""

UNRESOLVED = frozenset({C.OPEN, C.ANSWERED, C.REOPENED})
"""The comment states in which something is still to be done."""

AT_WORK = frozenset({E.UPLOADED, E.READING, E.DRAWING})
"""The states in which a worker has, or is about to take, an extract in hand."""

HELD = frozenset({E.UPLOADED, E.OPENED, E.READING, E.READ, E.DRAWING, E.FAILED})
"""The states in which the file of an extract is kept."""


def move(table: tuple[Move, ...], verb: str, source: str) -> Move | None:
    """The move of ``table`` that ``verb`` makes from ``source``, or None if there is none."""
    return next((m for m in table if m.verb == verb and source in m.sources), None)


def progress_state(state: str, *, is_started: bool) -> str:
    """The state as it is shown: an allocated review is in progress or not started."""
    if state != ReviewState.ALLOCATED:
        return state
    return IN_PROGRESS if is_started else NOT_STARTED


def choices(states: type[StrEnum]) -> list[tuple[str, str]]:
    """The states as (value, label) pairs for a model field."""
    return [(state.value, LABELS[state]) for state in states]
