"""Counts of a file that can't both be right: more of a part than of its whole. Pure.

A measure of kind ratio takes its numerator as a part of its denominator, such as the crimes that
were recorded of those that should have been.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cases.relevance import asked_questions
from checklists.instrument import Instrument, Question


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two answers of one file: ``counted`` to ``part`` is more than ``of`` to ``whole``."""

    part: Question
    whole: Question
    counted: int
    of: int

    @property
    def sentence(self) -> str:
        return (
            f"{self.counted:,} in question {self.part.number} is more than the {self.of:,} in "
            f"question {self.whole.number}, which it is a part of. Correct one of the two."
        )


def contradictions(instrument: Instrument, values: Mapping[str, str]) -> Iterator[Contradiction]:
    """Those among the answer values by question code, in the order of the measures.

    What is not asked and what is not answered contradicts nothing.
    """
    pairs = {(m.numerator, m.denominator): None for m in instrument.measures if m.kind == "ratio"}
    if not pairs:
        return
    asked = asked_questions(instrument, values)
    counts = {
        code: int(value) for code, value in values.items() if code in asked and _digits(value)
    }
    for part, whole in pairs:
        if part in counts and whole in counts and counts[part] > counts[whole]:
            yield Contradiction(
                instrument.question(part), instrument.question(whole), counts[part], counts[whole]
            )


def _digits(value: str) -> bool:
    return value.isascii() and value.isdigit()
