"""Where a value stands along an axis."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from math import ceil, floor, log10
from typing import Final

STEPS: Final = (1, 2, 5)
MOST_TICKS: Final = 6
ROOM: Final = 5
Number = int | Fraction


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis: from ``low`` to ``high`` in units of the values, ``start`` to ``end`` in pixels."""

    low: Fraction
    high: Fraction
    step: Fraction
    start: float
    end: float

    def at(self, value: Number) -> float:
        """Where ``value`` stands, in pixels; at the nearer end when it is off the axis."""
        low, high = float(self.low), float(self.high)
        share = (min(max(float(value), low), high) - low) / (high - low)
        return self.start + share * (self.end - self.start)

    @property
    def ticks(self) -> list[Fraction]:
        steps = int((self.high - self.low) / self.step)
        return [self.low + number * self.step for number in range(steps + 1)]


def axis(
    lowest: Number, highest: Number, start: float, end: float, *, most: Number | None = None
) -> Scale:
    """A scale with round ends around the values, and no further than ``most``.

    Values that are all the same still get an axis of some length.
    """
    low, high = Fraction(lowest), Fraction(highest)
    if low == high:
        low, high = (low - ROOM, high) if most is not None and high >= most else (low, high + ROOM)
    step = _step(high - low)
    low, high = step * floor(low / step), step * ceil(high / step)
    if most is not None:
        high = min(high, Fraction(most))
    return Scale(low, high, step, start, end)


def label_of(tick: Fraction) -> str:
    """A tick as it is printed: with no more decimals than it has."""
    return f"{int(tick):,}" if tick.denominator == 1 else f"{float(tick):,.6g}"


def _step(length: Fraction) -> Fraction:
    """The finest of 1, 2 and 5, times a power of ten, that gives no more than ``MOST_TICKS``."""
    exponents = count(floor(log10(length / MOST_TICKS)))
    fine = (factor * _power_of_ten(exponent) for exponent in exponents for factor in STEPS)
    return next(step for step in fine if length / step <= MOST_TICKS)


def _power_of_ten(exponent: int) -> Fraction:
    return Fraction(10**exponent) if exponent >= 0 else Fraction(1, 10**-exponent)
