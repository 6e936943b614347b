"""The state tables as the page ``docs/states.md``."""

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

TABLES: tuple[tuple[str, type[StrEnum] | tuple[str, ...], tuple[Move, ...]], ...] = (
    ("Review", ReviewState, REVIEW_MOVES),
    ("Agreed review", (ReviewState.SUBMITTED, ReviewState.ACCEPTED), AGREED_REVIEW_MOVES),
    ("Case file", CaseFileState, CASE_FILE_MOVES),
    ("Sample", SampleState, SAMPLE_MOVES),
    ("Comment", CommentState, COMMENT_MOVES),
    ("Extract", ExtractState, EXTRACT_MOVES),
)
INTRODUCTION = """# States

Written from `cases/states.py` by `manage.py document_states`. Change the tables there, not
this page.
"""


def document() -> str:
    """The whole page, in Markdown."""
    parts = [INTRODUCTION]
    for title, states, moves in TABLES:
        labels = ", ".join(LABELS[state].lower() for state in states)
        parts.append(f"## {title}\n\nStates: {labels}.\n\n{_table(moves)}")
    return "\n".join(parts)


def _table(moves: tuple[Move, ...]) -> str:
    head = "| from | act | to | by | reason | condition |\n|---|---|---|---|---|---|\n"
    return head + "".join(_row(made) for made in moves)


def _row(made: Move) -> str:
    sources = ", ".join(LABELS[source].lower() for source in made.sources)
    reason = "needed" if made.needs_reason else ""
    cells = (sources, made.verb, LABELS[made.target].lower(), made.actor.value, reason)
    return f"| {' | '.join((*cells, made.condition))} |\n"
