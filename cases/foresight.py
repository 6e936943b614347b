"""What a choice in the moderation of a file would do to the figures of its sample."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from checklists.instrument import Measure

from .contributions import (
    Contribution,
    Effect,
    contributions,
    effects,
    measures_by_question,
)
from .file_moderation import Moderation
from .relevance import Given
from .review_differences import agree_on
from .rollups import counted_figures

Parts = Mapping[str, Contribution]
"""What a file adds to each figure, by the code of its measure."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Agreed answers by question, and what they add to each figure."""

    values: Mapping[str, str]
    parts: Parts


class Foresight:
    """The effects of choices on one file. What all of them need is computed once."""

    def __init__(self, moderation: Moderation) -> None:
        self.moderation = moderation
        self.instrument = moderation.instrument
        self.decided = moderation.decided

    def effects_of(self, code: str, given: Given) -> list[Effect]:
        """What an answer does to the figures, as they are with the other decisions so far."""
        measures = self._measures[code]
        if not measures:
            return []
        before = self._before(code)
        after = {**before.values, code: given.value}
        if self._below[code]:
            decided = {**self.decided, code: given}
            after = agree_on(self.instrument, self.moderation.compared, decided).values
        return self._effects(before.parts, self._contributions(after, measures), measures)

    def _before(self, code: str) -> Outcome:
        """As if only ``code`` were not decided."""
        if code not in self.decided:
            return self._so_far
        others = {other: given for other, given in self.decided.items() if other != code}
        undecided = agree_on(self.instrument, self.moderation.compared, others).values
        return Outcome(undecided, self._contributions(undecided))

    def _effects(
        self, before: Parts, after: Parts, measures: Iterable[Measure] | None = None
    ) -> list[Effect]:
        wanted = self.instrument.measures if measures is None else measures
        return effects(wanted, self._figures(before), before, after)

    def moved(self) -> list[Effect]:
        """What all decisions so far do to the figures of the first review."""
        return self._effects(self._of_first, self._so_far.parts)

    @cached_property
    def _below(self) -> dict[str, tuple[str, ...]]:
        """What hangs on each question, however deep, by its code."""
        found: dict[str, tuple[str, ...]] = {}
        for question in reversed(self.instrument.questions):
            own = found.setdefault(question.code, ())
            if question.parent:
                found[question.parent] = (*found.get(question.parent, ()), question.code, *own)
        return found

    @cached_property
    def _measures(self) -> dict[str, list[Measure]]:
        """The measures that an answer to each question can move, in the checklist's order."""
        read = measures_by_question(self.instrument)
        found = {}
        for code, below in self._below.items():
            moved = {measure.code for each in (code, *below) for measure in read.get(each, ())}
            found[code] = [one for one in self.instrument.measures if one.code in moved]
        return found

    @cached_property
    def _so_far(self) -> Outcome:
        values = self.moderation.agreed.values
        return Outcome(values, self._contributions(values))

    @cached_property
    def _of_first(self) -> Parts:
        return self._contributions(
            {one.question.code: one.first.value for one in self.moderation.compared if one.first}
        )

    @cached_property
    def _live(self) -> dict[str, tuple[int, int]]:
        """The figures as they stand, without this file."""
        counted = self._so_far.parts if self.moderation.counts else self._of_first
        if not self.moderation.case_file.is_active:
            counted = dict.fromkeys(counted, Contribution())
        return {
            figure.measure.code: (
                figure.numerator - counted[figure.measure.code].numerator,
                figure.denominator - counted[figure.measure.code].denominator,
            )
            for figure in counted_figures(self.moderation.case_file.sample)
        }

    def _figures(self, parts: Parts) -> dict[str, tuple[int, int]]:
        return {
            code: (met + parts[code].numerator, of + parts[code].denominator)
            for code, (met, of) in self._live.items()
        }

    def _contributions(
        self, values: Mapping[str, str], measures: Iterable[Measure] | None = None
    ) -> Parts:
        facts = self.moderation.case_file.facts
        return contributions(self.instrument, facts, values, measures)
