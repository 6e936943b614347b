"""Matches figures that were typed to those that are known. Pure.

By value first: a typed number that a figure has is that figure. A number that could be anybody's
(two numbers of ten or less, a percentage, "times") is so only where its sentence shares a word
with the figure's name. A number that no figure has differs from one only where the sentence names
that figure: see ``names``. Being near a figure in the text is never enough.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from judgments.figures.figure import CasesFigure, Figure, ForceFigure
from judgments.figures.tokens import CasesToken, Token
from judgments.figures.typed import Count, Percent, Times, Typed, Value, sentence_at
from peel.lib.rounding import rounded

SMALL: Final = 10
MOSTLY: Final = Fraction(2, 3)
_WORD = re.compile(r"[a-z]+|\d+")
_TOKEN = re.compile(r"\{\{[^{}\n]*\}\}")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_EARLIER = re.compile(
    r"\b(?:previous|previously|earlier|in the past|last (?:time|year|inspection))\b", re.IGNORECASE
)
_ENDINGS = re.compile(r"(?:ively|ations?|ions?|ings?|ments?|ely|ly|ies|ive|ed|es|s|e|y)$")
_SHORTEST: Final = 3
# Words that say nothing of which figure is meant.
_EMPTY: Final = frozenset(
    re.findall(
        r"[a-z]+",
        "a all an and any are as at be been both by case cases constabulary count did do does each "
        "excluding file files for force from had has have if in into is it its made make more most "
        "no none not number of on only or other out over percent percentage rate relevant share so "
        "than that the their them there these they this those to was were when where which who "
        "whose with within",
    )
)


class Verdict(StrEnum):
    """What a typed figure is beside those that are known."""

    EQUAL = "equal"
    DIFFERS = "differs"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Match:
    """A typed figure with the figures that it is, or differs from, the likeliest first."""

    typed: Typed
    verdict: Verdict
    tokens: tuple[Token, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """A figure that a typed one may be. ``own`` says that it is of the draft's own inspection.

    ``words`` are those of its name, cut to their stems, ``period`` is in words where only a
    sentence with that period is about it.
    """

    token: Token
    own: bool
    words: frozenset[str]
    values: tuple[Value, ...]
    exact: Fraction | None
    decimals: int
    period: str = ""


def known_from(figures: Mapping[Token, Figure], inspection: str) -> list[Known]:
    """The figures as they can be matched, where they have a value that people type."""
    found = (_known(token, figure, inspection) for token, figure in figures.items())
    return [known for known in found if known]


def matches_in(
    text: str, typed: Iterable[Typed], known: Iterable[Known], since: int
) -> list[Match]:
    """What each typed figure of the text is. ``since`` is the year that the inspection began in:
    a sentence about an earlier one says nothing of its figures.
    """
    figures = list(known)
    return [_match(text, one, figures, since) for one in typed]


def names(known: Known, sentence: frozenset[str], value: Value) -> Fraction:
    """How far a sentence names a figure: the share of the words of its name, 0 for too few.

    All words name it. Two thirds do where one of the two numbers is the figure's as well.
    """
    if not known.words:
        return Fraction(0)
    share = Fraction(len(known.words & sentence), len(known.words))
    enough = MOSTLY if _shares_a_number(known, value) else Fraction(1)
    return share if share >= enough else Fraction(0)


def stems_of(text: str) -> frozenset[str]:
    """The words of a text that mean something, cut to their stems; digits whole."""
    words = _WORD.findall(text.lower())
    return frozenset(_stem(word) for word in words if word not in _EMPTY and len(word) > 1)


def _stem(word: str) -> str:
    cut = _ENDINGS.sub("", word)
    return cut if len(cut) >= _SHORTEST else word


def _match(text: str, typed: Typed, known: list[Known], since: int) -> Match:
    start, end = sentence_at(text, typed.start, typed.end)
    around = text[start : typed.start] + " " + text[typed.end : end]
    stems = stems_of(_TOKEN.sub(" ", around))
    if equal := [each for each in known if _is_equal(each, typed.value, stems)]:
        return Match(typed, Verdict.EQUAL, tuple(_likeliest(equal, stems)))
    if not _is_about_earlier(around, since):
        cited = set(_TOKEN.findall(around))
        named = [each for each in known if each.own and not _is_cited(each, cited)]
        differing = [each for each in named if _differs(each, typed.value, stems, around)]
        if differing:
            best = max(_rank(each, stems, typed.value) for each in differing)
            likeliest = (e.token for e in differing if _rank(e, stems, typed.value) == best)
            return Match(typed, Verdict.DIFFERS, tuple(likeliest))
    return Match(typed, Verdict.UNKNOWN)


def _likeliest(equal: list[Known], stems: frozenset[str]) -> Iterator[Token]:
    def rank(known: Known) -> tuple[bool, Fraction]:
        named = Fraction(len(known.words & stems), max(1, len(known.words)))
        return known.own, named

    yield from (known.token for known in sorted(equal, key=rank, reverse=True))


def _rank(known: Known, stems: frozenset[str], value: Value) -> Fraction:
    """The name that more words of the sentence make up is meant: "violence" is in one alone."""
    return names(known, stems, value) * len(known.words & stems)


def _is_equal(known: Known, value: Value, stems: frozenset[str]) -> bool:
    shares = bool(known.words & stems)
    match value:
        case Count(met, of):
            is_small = max(met, of) <= SMALL
            return value in known.values and (shares or not is_small)
        case Percent():
            return shares and _is_percent(known, value)
        case Times():
            return shares and any(
                isinstance(other, Times) and _same(known.exact, value.value, known.decimals)
                for other in known.values
            )


def _is_percent(known: Known, value: Percent) -> bool:
    """Whether it rounds to what was typed, and has the interval that was typed, if any."""
    if known.exact is None or any(isinstance(other, Times) for other in known.values):
        return False
    interval = next((v for v in known.values if isinstance(v, Percent)), None)
    if value.half_width is not None and (
        interval is None or interval.half_width != value.half_width
    ):
        return False
    return _same(known.exact, value.value, known.decimals)


def _same(exact: Fraction | None, typed: Decimal, decimals: int) -> bool:
    """Whether the figure prints as it was typed, with as many decimals or fewer."""
    if exact is None:
        return False
    places = max(0, -int(typed.as_tuple().exponent))
    return places <= decimals and rounded(exact, places) == typed


def _differs(known: Known, value: Value, stems: frozenset[str], around: str) -> bool:
    if known.period and known.period not in around:
        return False
    is_times = any(isinstance(other, Times) for other in known.values)
    if isinstance(value, Times) != is_times:
        return False
    if isinstance(value, Count) and not any(isinstance(v, Count) for v in known.values):
        return False
    return names(known, stems, value) > 0


def _shares_a_number(known: Known, value: Value) -> bool:
    counts = [other for other in known.values if isinstance(other, Count)]
    return isinstance(value, Count) and any(
        value.met == count.met or value.of == count.of for count in counts
    )


def _is_cited(known: Known, cited: set[str]) -> bool:
    """Whether the sentence has the figure already, so that the number beside it is another."""
    figure = known.token.figure
    return any(part.startswith(f"{{{{{figure}") for part in cited)


def _is_about_earlier(around: str, since: int) -> bool:
    years = [int(year) for year in _YEAR.findall(_TOKEN.sub(" ", around))]
    return bool(_EARLIER.search(around)) or any(year < since for year in years)


def _known(token: Token, figure: Figure, inspection: str) -> Known | None:
    match figure:
        case CasesFigure():
            own = isinstance(token, CasesToken) and token.inspection == inspection
            words = stems_of(figure.phrase.replace("{cases}", ""))
            values = tuple(_values(figure))
            decimals = figure.decimals.rate
            return Known(token, own, words, values, figure.share, decimals) if values else None
        case ForceFigure():
            return _known_of_force(token, figure)
        case _:
            return None


def _known_of_force(token: Token, figure: ForceFigure) -> Known | None:
    words = stems_of(figure.label)
    typed = rounded(figure.amount, figure.decimals)
    if figure.unit == "percent":
        values: tuple[Value, ...] = (Percent(typed),)
    elif figure.unit == "times":
        values = (Times(typed),)
    else:
        return None
    period = figure.period.removeprefix("year ending ")
    return Known(token, True, words, values, figure.amount, figure.decimals, period)


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
