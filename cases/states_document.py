"""The state tables as the page ``docs/states.md``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from cases.states import (
    AGREED_REVIEW_MOVES,
    CASE_FILE_MOVES,
    COMMENT_MOVES,
    EXTRACT_MOVES,
    LABELS,
    REVIEW_MOVES,
    SAMPLE_MOVES,
    CaseFileState,
    CommentState,
    ExtractState,
    Move,
    ReviewState,
    SampleState,
)
from forces.indicators import states as force_lists


@dataclass(frozen=True, slots=True)
class Section:
    """The states of one thing, with their labels, and the moves between them."""

    title: str
    states: type[StrEnum] | tuple[str, ...]
    moves: tuple[Move, ...]
    labels: Mapping[str, str]


class Taker(StrEnum):
    """Who makes the moves of a force's lists."""

    SUPERVISOR_OR_ADMINISTRATOR = "supervisor or administrator"


def _of_force_lists() -> Section:
    by = Taker.SUPERVISOR_OR_ADMINISTRATOR
    moves = tuple(
        Move(verb, made.event, made.sources, made.target, by, made.needs_reason, made.condition)
        for verb, made in force_lists.MOVES.items()
    )
    labels = {state.value: label for state, label in force_lists.LABELS.items()}
    return Section("List of force data", force_lists.SubmissionState, moves, labels)


SECTIONS = [
    Section("Review", ReviewState, REVIEW_MOVES, LABELS),
    Section(
        "Agreed review",
        (ReviewState.SUBMITTED, ReviewState.ACCEPTED),
        AGREED_REVIEW_MOVES,
        LABELS,
    ),
    Section("Case file", CaseFileState, CASE_FILE_MOVES, LABELS),
    Section("Sample", SampleState, SAMPLE_MOVES, LABELS),
    Section("Comment", CommentState, COMMENT_MOVES, LABELS),
    Section("Extract", ExtractState, EXTRACT_MOVES, LABELS),
    _of_force_lists(),
]
INTRODUCTION = """# States

Written from `cases/states.py`, `forces/indicators/states.py`, `judgments/states.py` and
`judgments/action_states.py` by `manage.py document_states`. Change the tables there, not this page.
"""


def also_document(
    title: str, states: type[StrEnum], moves: tuple[Move, ...], labels: Mapping[str, str]
) -> None:
    """Add the states of an app above this one, which calls it once, when it is ready."""
    section = Section(title, states, moves, labels)
    if section not in SECTIONS:
        SECTIONS.append(section)


def document() -> str:
    """The whole page, in Markdown."""
    return "\n".join([INTRODUCTION, *_sections()])


def _sections() -> Iterator[str]:
    for section in SECTIONS:
        labels = ", ".join(section.labels[state].lower() for state in section.states)
        yield f"## {section.title}\n\nStates: {labels}.\n\n{_table(section)}"


def _table(section: Section) -> str:
    head = "| from | act | to | by | reason | condition |\n|---|---|---|---|---|---|\n"
    return head + "".join(_row(made, section.labels) for made in section.moves)


def _row(made: Move, labels: Mapping[str, str]) -> str:
    sources = ", ".join(labels[source].lower() for source in made.sources)
    reason = "needed" if made.needs_reason else ""
    cells = (sources, made.verb, labels[made.target].lower(), made.actor.value, reason)
    return f"| {' | '.join((*cells, made.condition))} |\n"
