"""The figures that are known, as typed ones are matched to them. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from judgments.figures.figure import CasesFigure, Figure, ForceFigure
from judgments.figures.matching.naming import Names, Sentence, Way
from judgments.figures.tokens import CHANGE, CasesToken, ForceDataToken, Token
from judgments.figures.typed import Count, Percent, Times, Value
from peel.lib.rounding import rounded


@dataclass(frozen=True, eq=False)
class Known:
    """A figure that a typed one may be. ``own`` says that it is of the draft's own inspection.

    ``exact`` is in percent, or how many times one rate is another. ``period`` is in words for
    data of a force, and "" for cases; ``latest`` says that no later value is known. ``way`` is that
    of a change. One is equal to itself alone.
    """

    token: Token
    own: bool
    names: Names
    values: tuple[Value, ...]
    exact: Fraction | None
    decimals: int
    period: str = ""
    latest: bool = True
    way: Way | None = None

    @cached_property
    def is_times(self) -> bool:
        return any(isinstance(value, Times) for value in self.values)

    @cached_property
    def count(self) -> Count | None:
        return next((value for value in self.values if isinstance(value, Count)), None)

    @cached_property
    def percent(self) -> Percent | None:
        return next((value for value in self.values if isinstance(value, Percent)), None)

    def may_be_meant(self, sentence: Sentence) -> bool:
        """Whether the time that the sentence names, if any, is that of the figure."""
        if not self.period or sentence.has_period(self.period):
            return True
        return not sentence.names_a_time

    def is_meant(self, sentence: Sentence) -> bool:
        """The same, and the latest value is meant where the sentence names no time."""
        if not self.period or sentence.has_period(self.period):
            return True
        return self.latest and not sentence.names_a_time


def known_from(figures: Mapping[Token, Figure], inspection: str) -> list[Known]:
    """The figures as they can be matched, where they have a value that people type."""
    last = _last_days(figures)
    found = (_known(token, figure, inspection, last) for token, figure in figures.items())
    return [known for known in found if known]


Series = tuple[str, str, str]
"""A force, an indicator and a group."""


def _series(token: ForceDataToken) -> Series:
    return token.force, token.indicator, token.group


def _last_days(figures: Mapping[Token, Figure]) -> Mapping[Series, date]:
    last: dict[Series, date] = {}
    for token in figures:
        if isinstance(token, ForceDataToken):
            day = token.period.ends
            last[_series(token)] = max(day, last.get(_series(token), day))
    return last


def _known(
    token: Token, figure: Figure, inspection: str, last: Mapping[Series, date]
) -> Known | None:
    match token, figure:
        case CasesToken(), CasesFigure():
            return _of_cases(token, figure, inspection)
        case ForceDataToken(), ForceFigure():
            latest = token.period.ends == last[_series(token)]
            return _of_force(token, figure, latest=latest)
        case _:
            return None


def _of_cases(token: CasesToken, figure: CasesFigure, inspection: str) -> Known | None:
    values = tuple(_values(figure))
    if not values:
        return None
    names = Names.of(figure.phrase.replace("{cases}", ""), figure.label)
    own = token.inspection == inspection
    return Known(token, own, names, values, figure.share, figure.decimals.rate)


def _of_force(token: ForceDataToken, figure: ForceFigure, *, latest: bool) -> Known | None:
    # A fall is typed as "down 12 percent": the sign is a word.
    exact = abs(figure.amount)
    typed = rounded(exact, figure.decimals)
    if figure.unit == "percent":
        values: tuple[Value, ...] = (Percent(typed),)
    elif figure.unit == "times":
        values = (Times(typed),)
    else:
        return None
    return Known(
        token=token,
        own=True,
        names=Names.of(figure.label),
        values=values,
        exact=exact,
        decimals=figure.decimals,
        period=figure.period,
        latest=latest,
        way=_way(figure) if token.group == CHANGE and typed else None,
    )


def _way(figure: ForceFigure) -> Way:
    return Way.UP if figure.amount > 0 else Way.DOWN


def _values(figure: CasesFigure) -> Iterator[Value]:
    if figure.met is not None and figure.of is not None:
        yield Count(figure.met, figure.of)
    estimate = figure.estimated.printable if figure.estimated else None
    if estimate is not None:
        decimals = figure.decimals
        half = estimate.half_width
        yield Percent(
            rounded(estimate.percent, decimals.rate),
            rounded(half, decimals.interval) if half is not None else None,
        )
    elif figure.percent is not None:
        yield Percent(rounded(figure.percent, figure.decimals.rate))
