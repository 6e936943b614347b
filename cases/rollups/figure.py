"""What a figure is."""

from dataclasses import dataclass

from cases.estimates.estimated import Estimated
from cases.house_style import cases, counted, sentence
from cases.statistics.estimates import Estimate
from checklists.instrument import Measure

NOTHING = "there were no relevant cases"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure of a sample, or of one group of it.

    ``estimated`` is there where the measure is printed as an estimate, and of the whole sample
    alone: groups have bare counts.
    """

    measure: Measure
    numerator: int
    denominator: int
    not_applicable: int
    not_asked: int
    outstanding: int
    estimated: Estimated | None = None

    @property
    def estimate(self) -> Estimate | None:
        return self.estimated.estimate if self.estimated else None

    @property
    def sentence(self) -> str:
        """The figure as it is printed, to stand in a report."""
        if self.estimated and self.denominator:
            return self.estimated.sentence(self.measure.phrase, self.counts)
        if self.measure.printed == "estimate":
            return self._bare_count
        if self.measure.kind == "ratio":
            return self.measure.phrase.replace("{cases}", self.counts)
        return sentence(self.measure.phrase, self.numerator, self.denominator)

    @property
    def _bare_count(self) -> str:
        """The phrase of an estimate has a percentage in it, so the counts stand alone."""
        if not self.denominator:
            return NOTHING
        if self.measure.kind == "ratio":
            return self.counts
        return cases(self.numerator, self.denominator)

    @property
    def counts(self) -> str:
        """The two numbers in house style, such as "83 of 100"."""
        return counted(self.numerator, self.denominator)

    @property
    def not_met(self) -> int:
        return self.denominator - self.numerator

    def as_dict(self) -> dict[str, str | int | float | None]:
        """The figure as the command, the API and the exports give it."""
        return {
            "code": self.measure.code,
            "stage": self.measure.stage,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "not_applicable": self.not_applicable,
            "not_asked": self.not_asked,
            "outstanding": self.outstanding,
            "sentence": self.sentence,
            **(self.estimated.as_dict() if self.estimated else {}),
        }
