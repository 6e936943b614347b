"""What one case file adds to each figure, so that a change of its answers can be foreseen.

The figures themselves are computed by ``cases.rollups`` alone. The contributions of all files
add up to them, which tests hold. Pure: no Django, no database.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from checklists.instrument import NOT_APPLICABLE, Instrument, Measure

from .relevance import asked_questions

ARROW = "\N{RIGHTWARDS ARROW}"
Facts = Mapping[str, object]
Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Contribution:
    """A file's part in the numbers of one figure; they are those of ``rollups.Figure``."""

    numerator: int = 0
    denominator: int = 0
    not_applicable: int = 0
    not_asked: int = 0
    outstanding: int = 0


@dataclass(frozen=True, slots=True)
class Effect:
    """A figure that moves: the counts before and after."""

    measure: Measure
    before: tuple[int, int]
    after: tuple[int, int]

    @property
    def was(self) -> str:
        """The figure as it was, without what stays the same: "83", or "83 of 100"."""
        met, of = self.before
        return f"{met:,}" if of == self.after[1] else f"{met:,} of {of:,}"

    @property
    def becomes(self) -> str:
        met, of = self.after
        return f"{met:,} of {of:,}"

    def __str__(self) -> str:
        return f"{self.was} {ARROW} {self.becomes}"


def contributions(
    instrument: Instrument, facts: Facts, values: Values, measures: Iterable[Measure] | None = None
) -> dict[str, Contribution]:
    """By the code of each measure, or of each of ``measures``, what a file with these answers adds.

    ``values`` are answers by question code, also to questions that are not asked any more.
    """
    asked = asked_questions(instrument, values)
    wanted = instrument.measures if measures is None else measures
    return {
        measure.code: _contribution(measure, values, asked)
        if _is_within(measure, facts)
        else Contribution()
        for measure in wanted
    }


def effects(
    measures: Iterable[Measure],
    figures: Mapping[str, tuple[int, int]],
    before: Mapping[str, Contribution],
    after: Mapping[str, Contribution],
) -> list[Effect]:
    """Those of ``measures`` that move when a file gives ``after`` instead of ``before``.

    ``figures`` are numerator and denominator by measure, as they stand with ``before``.
    """
    moved = []
    for measure in measures:
        one, other = before[measure.code], after[measure.code]
        if one == other:
            continue
        met, of = figures[measure.code]
        then = (met - one.numerator + other.numerator, of - one.denominator + other.denominator)
        if then != (met, of):
            moved.append(Effect(measure, (met, of), then))
    return moved


def measures_by_question(instrument: Instrument) -> dict[str, list[Measure]]:
    """The measures that read the answers to each question, by its code."""
    found: dict[str, list[Measure]] = {question.code: [] for question in instrument.questions}
    for measure in instrument.measures:
        for question in instrument.questions_of(measure):
            found[question.code].append(measure)
    return found


def _is_within(measure: Measure, facts: Facts) -> bool:
    return all(facts.get(fact) in values for fact, values in measure.only)


def _contribution(measure: Measure, values: Values, asked: frozenset[str]) -> Contribution:
    value = values.get(measure.denominator, "")
    met = _met(measure, values, asked)
    if measure.denominator not in asked:
        return Contribution(numerator=met, not_asked=1)
    if not value:
        return Contribution(numerator=met, outstanding=1)
    if value == NOT_APPLICABLE:
        return Contribution(numerator=met, not_applicable=1)
    of = int(value) if measure.kind == "ratio" else 1
    return Contribution(numerator=met, denominator=of)


def _met(measure: Measure, values: Values, asked: frozenset[str]) -> int:
    value = values.get(measure.numerator, "")
    if measure.numerator not in asked:
        return 0
    if measure.kind == "ratio":
        return int(value) if value.isdigit() else 0
    return 1 if value in measure.met else 0
