"""Figures that texts cite, ready to be printed. Pure: no Django, no database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from cases.estimates.estimated import Estimated
from cases.estimates.storing import stored
from cases.house_style import WORDS, cases, counted
from cases.statistics.printing import Decimals, capped, rate
from peel.lib.rounding import rounded

Value = Mapping[str, Any]
"""What a figure comes to, as plain values. The same value prints the same."""
TEN: Final = 10
SYNTHETIC: Final = "Synthetic"


@dataclass(frozen=True, slots=True)
class Missing:
    """Why a token has no figure, as a sentence.

    ``withheld`` tells that there may be one, which this reader must not know.
    """

    reason: str
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class CasesFigure:
    """A frozen figure of a sample, or one that was printed elsewhere.

    ``met`` of ``of`` are None where only a percentage was printed, ``percent`` is then what was
    printed without an interval. ``sentence`` is the figure in the words of its measure,
    ``setting`` names the sample, ``source`` says where the figure comes from. It is ``traceable``
    when Peel holds the cases behind it.
    """

    code: str
    label: str
    phrase: str
    sentence: str
    met: int | None
    of: int | None
    is_ratio: bool
    estimated: Estimated | None
    percent: Fraction | None
    decimals: Decimals
    setting: str
    source: str
    synthetic: bool
    traceable: bool = False

    @property
    def mark(self) -> str:
        return SYNTHETIC if self.synthetic else ""

    @property
    def count(self) -> str:
        """Such as "83 of 100 cases"; "" where no counts were printed."""
        if self.met is None or self.of is None or self.is_ratio:
            return self.numbers
        return cases(self.met, self.of)

    @property
    def numbers(self) -> str:
        """The two numbers alone, such as "83 of 100"."""
        if self.met is None or self.of is None:
            return ""
        return counted(self.met, self.of)

    @property
    def estimate(self) -> str:
        """The percentage with its interval; "" for a figure that is printed as a count."""
        if self.estimated:
            return self.estimated.sentence("{cases}", self.numbers)
        if self.percent is not None:
            return f"{rounded(self.percent, self.decimals.rate)} percent"
        return ""

    @property
    def short(self) -> str:
        """The figure in a chart: an estimate with its limits, else the two numbers."""
        if self.estimated and self.estimated.printable:
            estimate = self.estimated.printable
            percent = rate(estimate, self.estimated.decimals)
            return f"{percent} percent ({self.estimated.range_of(estimate)})"
        return self.numbers or self.estimate

    @property
    def share(self) -> Fraction | None:
        """In percent; None where there is nothing to draw, or too few cases to estimate."""
        if self.estimated:
            return self.estimated.printable.percent if self.estimated.printable else None
        if self.percent is not None:
            return self.percent
        return Fraction(100 * self.met, self.of) if self.met is not None and self.of else None

    @property
    def interval(self) -> tuple[Fraction, Fraction] | None:
        """The limits of an estimate as they are shown, in percent; None for a count."""
        estimate = self.estimated.printable if self.estimated else None
        return (capped(estimate.lower), capped(estimate.upper)) if estimate else None

    @property
    def value(self) -> Value:
        estimated = stored(self.estimated) if self.estimated else None
        percent = None if self.percent is None else str(self.percent)
        known = {"met": self.met, "of": self.of, "percent": percent, "estimate": estimated}
        return {name: value for name, value in known.items() if value is not None}


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """Several figures of one sample, for a chart or table."""

    figures: tuple[CasesFigure, ...]

    @property
    def setting(self) -> str:
        return self.figures[0].setting

    @property
    def traceable(self) -> bool:
        return all(figure.traceable for figure in self.figures)

    @property
    def source(self) -> str:
        return "; ".join(dict.fromkeys(figure.source for figure in self.figures))

    @property
    def mark(self) -> str:
        return next((figure.mark for figure in self.figures if figure.mark), "")

    @property
    def value(self) -> Value:
        return {figure.code: dict(figure.value) for figure in self.figures}


@dataclass(frozen=True, slots=True)
class FileCount:
    """How many files a signed-off sample has."""

    files: int
    setting: str
    source: str

    label = "Files in the sample"
    mark = ""
    traceable = True

    @property
    def words(self) -> str:
        """In words up to ten, as in "seven", else in numerals."""
        return WORDS[self.files] if self.files <= TEN else f"{self.files:,}"

    @property
    def value(self) -> Value:
        return {"files": self.files}


@dataclass(frozen=True, slots=True)
class ForceFigure:
    """A value that a force sent, or one computed from such values.

    ``words`` have the unit, as in "83.9 percent", ``number`` is without it. ``amount`` is exact;
    ``decimals`` are those printed. ``mark`` is "Synthetic", "Illustrative" or nothing.
    """

    label: str
    words: str
    number: str
    unit: str
    amount: Fraction
    decimals: int
    period: str
    setting: str
    source: str
    mark: str

    traceable = True

    @property
    def value(self) -> Value:
        return {"amount": str(self.amount), "period": self.period}


Figure = CasesFigure | FigureGroup | FileCount | ForceFigure


def label_of(figure: Figure) -> str:
    """What it is called; of several, the setting."""
    return figure.setting if isinstance(figure, FigureGroup) else figure.label


def names_of(figure: Figure) -> str:
    """What it is called; of several, each by its name."""
    return ", ".join(one.label for one in shown_in(figure)) or label_of(figure)


def shown_in(figure: Figure) -> Iterator[CasesFigure]:
    """The figures of cases that a chart or table of it shows."""
    match figure:
        case CasesFigure():
            yield figure
        case FigureGroup(figures):
            yield from figures
        case _:
            return
