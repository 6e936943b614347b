"""What an indicator is, as its definition says it. Pure: no Django, no database."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

from peel.lib.rounding import Number

Unit = Literal["count", "percent", "per 1,000 population", "per 1,000 arrests"]
Frequency = Literal["month", "quarter", "half-year", "year"]
Better = Literal["higher", "lower", "neither"]
Bound = Literal["at least", "at most", "above", "below"]

PER: Final[dict[Unit, int]] = {
    "count": 1, "percent": 100, "per 1,000 population": 1_000, "per 1,000 arrests": 1_000,
}  # fmt: skip
MONTHS: Final[dict[Frequency, int]] = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
NOT_STATED: Final = "not_stated"
"""The code, in any grouping, of what is counted and belongs to no group."""


@dataclass(frozen=True, slots=True)
class Standard:
    """What a force is held to, in the unit of the indicator."""

    bound: Bound
    value: Decimal
    text: str

    def met_by(self, value: Number) -> bool:
        found, wanted = Fraction(value), Fraction(self.value)
        match self.bound:
            case "at least":
                return found >= wanted
            case "at most":
                return found <= wanted
            case "above":
                return found > wanted
            case "below":
                return found < wanted


@dataclass(frozen=True, slots=True)
class LargeChange:
    """How far a value may move from last time before the force is asked why.

    ``amount`` is in percent of the last value, or in percentage points where ``in_points``.
    """

    amount: Decimal
    in_points: bool
    text: str

    def exceeded(self, before: Number, now: Number) -> bool:
        moved, amount = abs(Fraction(now) - Fraction(before)), Fraction(self.amount)
        return moved > (amount if self.in_points else amount * abs(Fraction(before)) / 100)


@dataclass(frozen=True, slots=True)
class Choice:
    """A group that a value may be of, such as the people of one ethnicity."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Grouping:
    """The groups that some indicators are also given by."""

    code: str
    label: str
    groups: tuple[Choice, ...]

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(group.code for group in self.groups)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator. Where it is computed, ``numerator`` and ``denominator`` are codes.

    A ``snapshot`` is counted on one day and never added up. ``decimals`` are those shown.
    ``theme`` is the heading that it stands under.
    """

    code: str
    label: str
    theme: str
    guidance: str
    unit: Unit
    frequency: Frequency
    better: Better
    decimals: int
    large_change: LargeChange
    standard: Standard | None = None
    numerator: str = ""
    denominator: str = ""
    grouping: Grouping | None = None
    snapshot: bool = False
    source_required: bool = False

    @property
    def months(self) -> int:
        """How many months one value covers as a rule."""
        return MONTHS[self.frequency]

    @property
    def computed(self) -> bool:
        return bool(self.numerator)

    @property
    def is_count(self) -> bool:
        return self.unit == "count"

    @property
    def per(self) -> int:
        """What numerator over denominator is multiplied by to be in the unit."""
        return PER[self.unit]


@dataclass(frozen=True, slots=True)
class Indicators:
    """All indicators, in the order of their definition."""

    groupings: tuple[Grouping, ...]
    all: tuple[Indicator, ...]

    @property
    def by_code(self) -> dict[str, Indicator]:
        return {indicator.code: indicator for indicator in self.all}

    def parts_of(self, indicator: Indicator) -> tuple[Indicator, ...]:
        """The indicators that one is computed from; none for one that is only given."""
        codes = (indicator.numerator, indicator.denominator) if indicator.computed else ()
        return tuple(self.by_code[code] for code in codes)
