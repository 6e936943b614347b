"""Which questions are asked of a file, and how far its review has come.

The one definition of relevance: pages, submission, rollups and exports all rest on it.
A question is asked when it has no parent, or when its parent is asked and the parent's
answer is one of those that make it asked. Pure: no Django, no database.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from checklists.instrument import Instrument


@dataclass(frozen=True, slots=True)
class Given:
    """What was answered to one question; an empty ``value`` means not answered."""

    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How complete a review is. Question codes are in the checklist's order."""

    asked: tuple[str, ...]
    unanswered: tuple[str, ...]
    notes_missing: tuple[str, ...]

    @property
    def outstanding(self) -> tuple[str, ...]:
        """The asked questions that still need an answer or its required note."""
        waiting = {*self.unanswered, *self.notes_missing}
        return tuple(code for code in self.asked if code in waiting)

    @property
    def answered(self) -> int:
        return len(self.asked) - len(self.unanswered) - len(self.notes_missing)

    @property
    def complete(self) -> bool:
        return not self.unanswered and not self.notes_missing


def asked_questions(instrument: Instrument, values: Mapping[str, str]) -> frozenset[str]:
    """The codes of the questions asked, given the answer values by question code."""
    asked: set[str] = set()
    for question in instrument.questions:
        parent = question.parent
        if parent is None or (parent in asked and values.get(parent, "") in question.asked_when):
            asked.add(question.code)
    return frozenset(asked)


def progress_of(instrument: Instrument, given: Mapping[str, Given]) -> Progress:
    """The progress of a review whose answers by question code are ``given``."""
    values = {code: answer.value for code, answer in given.items()}
    relevant = asked_questions(instrument, values)
    asked = [q for q in instrument.questions if q.code in relevant]
    return Progress(
        asked=tuple(q.code for q in asked),
        unanswered=tuple(q.code for q in asked if not values.get(q.code)),
        notes_missing=tuple(
            q.code
            for q in asked
            if values.get(q.code) in q.note_required_on and not given[q.code].note.strip()
        ),
    )
