"""A published figure before it is stored, and what may be wrong with it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from peel.lib.rounding import rounded

LONGEST_SOURCE: Final = 300
MOST_DECIMALS: Final = 4
LONGEST_WINDOW: Final = 5 * 366
"""In days. Reports look at a year or two; a wrong century is longer."""


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """A figure as it was printed. ``percent`` is in percent, ``half_width`` in points of it.

    ``numerator`` and ``denominator`` are the counts, where they were printed; ``n`` is how
    many cases an estimate is of, where no counts were.
    """

    checklist: str
    sample: str
    code: str
    starts: date
    ends: date
    source: str
    numerator: int | None = None
    denominator: int | None = None
    n: int | None = None
    percent: Decimal | None = None
    half_width: Decimal | None = None
    synthetic: bool = False

    def faults(self, today: date) -> Iterator[str]:
        """A sentence for each thing that can't be right, naming the field and the remedy."""
        yield from self._faults_of_window(today)
        if not self.source.strip():
            yield "Source: name the report and the page."
        if len(self.source) > LONGEST_SOURCE:
            yield f"Source: shorten it to {LONGEST_SOURCE} characters."
        if self.percent is None and self.denominator is None:
            yield "Figure: enter a percentage, or how many of how many."
        yield from self._faults_of_counts()
        yield from self._faults_of_percentage()

    def _faults_of_window(self, today: date) -> Iterator[str]:
        if self.ends < self.starts:
            yield "Last day of the window: it must not lie before the first day."
        elif (self.ends - self.starts).days > LONGEST_WINDOW:
            yield "First day of the window: the window is longer than five years. Check the years."
        if self.ends > today:
            yield "Last day of the window: it must not lie in the future."

    def _faults_of_counts(self) -> Iterator[str]:
        if (self.numerator is None) != (self.denominator is None):
            yield "Counts: enter both numbers, or neither."
        elif self.numerator is not None and self.denominator is not None:
            if self.denominator < 1:
                yield "Of how many: enter 1 or more."
            elif not 0 <= self.numerator <= self.denominator:
                yield "How many: it must not be more than the number it is of."
        if self.n is not None and self.n < 1:
            yield "Number of cases: enter 1 or more, or leave it empty."
        elif self.n is not None and self.denominator not in (None, self.n):
            yield "Number of cases: leave it empty, or enter the number that the count is of."

    def _faults_of_percentage(self) -> Iterator[str]:
        if self.percent is None:
            if self.half_width is not None:
                yield "Interval: enter the percentage that it belongs to."
            return
        if not 0 <= self.percent <= 100:
            yield "Percentage: enter a number from 0 to 100."
        if self.half_width is not None and not 0 <= self.half_width <= 100:
            yield "Interval: enter the number after +/-, from 0 to 100."
        if max(_decimals(self.percent), _decimals(self.half_width)) > MOST_DECIMALS:
            yield f"Percentage and interval: enter no more than {MOST_DECIMALS} decimals."
        elif self._counts_differ():
            yield (
                "Percentage: it is not what the two counts come to. Correct one of them, or leave "
                "the counts out when the estimate was weighted."
            )

    def _counts_differ(self) -> bool:
        if self.numerator is None or not self.denominator or self.percent is None:
            return False
        share = Fraction(100 * self.numerator, self.denominator)
        return rounded(share, _decimals(self.percent)) != self.percent


def usual_sample(checklist: str) -> str:
    """The slug that the sample of a checklist goes by, where no other is given."""
    return checklist.replace("_", "-")


def _decimals(value: Decimal | None) -> int:
    return 0 if value is None else max(0, -int(value.as_tuple().exponent))
