"""Matches figures that were typed to those that are known. Pure.

By value: a typed number that a figure has is that figure, where its sentence has half of the
figure's name or both numbers are the figure's. But a figure that the sentence names in full comes
first: a number that this one hasn't differs from it, whatever other figure has the number. Being
near a figure in the text is never enough.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from judgments.figures.known import Known
from judgments.figures.naming import Bound, Sentence
from judgments.figures.tokens import Token
from judgments.figures.typed import Count, Percent, Times, Typed, Value, sentence_at
from peel.lib.rounding import rounded

SMALL: Final = 10
WHOLE: Final = Fraction(1)
MOSTLY: Final = Fraction(2, 3)
HALF: Final = Fraction(1, 2)
NEARLY: Final = Fraction(1, 10)
"""How far "about" goes, as a share of the number."""
HUNDRED: Final = Fraction(100)
_BESIDE = re.compile(r"[\s(,:;*_\u2013-]*(?:or\s+)?")


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


def matches_in(
    text: str, typed: Sequence[Typed], known: Iterable[Known], since: int
) -> list[Match]:
    """What each typed figure of the text is. ``since`` is the year that the inspection began in:
    a sentence about an earlier one says nothing of its figures.
    """
    figures = list(known)
    return [_Case(text, one, typed, since).match(figures) for one in typed]


class _Case:
    """One typed figure in its sentence, and what else is typed there."""

    def __init__(self, text: str, typed: Typed, every: Sequence[Typed], since: int) -> None:
        self.text, self.typed, self.value = text, typed, typed.value
        self.sentence = Sentence.around(text, typed)
        self.stems = self.sentence.stems
        self.since = since
        start, end = sentence_at(text, typed.start, typed.end)
        self.beside = [o for o in every if o is not typed and start <= o.start < end]

    def match(self, known: list[Known]) -> Match:
        equal = [each for each in known if self._is_equal(each)]
        if named := [each for each in equal if self._is_named(each)]:
            told = [each for each in equal if self._is_told_apart(each, named)]
            return self._equal(equal if isinstance(self.value, Count) else [*named, *told])
        free = self._free(known)
        if named := [each for each in free if self._rank(each, WHOLE)]:
            if told := [each for each in equal if self._is_told_apart(each, named)]:
                return self._equal(told)
            return self._differing(named, WHOLE)
        if equal:
            return self._equal(equal)
        mostly = [each for each in free if _shares_a_number(each, self.value)]
        return self._differing([each for each in mostly if self._rank(each, MOSTLY)], MOSTLY)

    def _free(self, known: list[Known]) -> list[Known]:
        """The figures that the sentence can be about, besides those that it has already.

        What is said of those names no other figure, unless that shares a number with the typed.
        """
        own = [each for each in known if each.own]
        had = [each for each in own if self._is_accounted_for(each)]
        said = frozenset[str]().union(*(each.names.words for each in had))
        return [
            each
            for each in own
            if each not in had
            and (_shares_a_number(each, self.value) or (each.names.words & self.stems) - said)
        ]

    def _equal(self, equal: list[Known]) -> Match:
        def rank(known: Known) -> tuple[bool, bool, Fraction]:
            return known.own, self._is_named(known), known.names.share(self.stems)

        likeliest = sorted(equal, key=rank, reverse=True)
        return Match(self.typed, Verdict.EQUAL, tuple(known.token for known in likeliest))

    def _differing(self, named: list[Known], enough: Fraction) -> Match:
        best = max((self._rank(each, enough) for each in named), default=Fraction(0))
        likeliest = [each for each in named if self._rank(each, enough) == best]
        if not likeliest or any(self._may_be_right(each) for each in likeliest):
            return Match(self.typed, Verdict.UNKNOWN)
        return Match(self.typed, Verdict.DIFFERS, tuple(known.token for known in likeliest))

    def _is_equal(self, known: Known) -> bool:
        if not _has_value(known, self.value):
            return False
        match self.value:
            case Count(met, of) if max(met, of) > SMALL:
                return True
            case Count() | Percent(half_width=Decimal()):
                return bool(known.names.words & self.stems)
            case _:
                return known.names.share(self.stems) >= HALF

    def _is_named(self, known: Known) -> bool:
        """Whether the sentence has every word of one of its names, and no other time."""
        whole = known.names.share(self.stems) == WHOLE
        return whole and known.may_be_meant(self.sentence)

    def _is_told_apart(self, known: Known, named: list[Known]) -> bool:
        """Whether the sentence says more of it than those that it names in full account for."""
        said = frozenset[str]().union(*(each.names.words for each in named))
        has_half = known.names.share(self.stems) >= HALF
        return has_half and bool((known.names.words & self.stems) - said)

    def _rank(self, known: Known, enough: Fraction) -> Fraction:
        if not known.is_meant(self.sentence) or not _is_of_a_kind(known, self.value):
            return Fraction(0)
        return known.names.rank(self.stems, enough)

    def _is_accounted_for(self, known: Known) -> bool:
        """Whether the sentence has the figure already, so that this number is another."""
        if any(part.startswith(f"{{{{{known.token.figure}") for part in self.sentence.cited):
            return True
        return any(_has_value(known, o.value) and not self._restates(o) for o in self.beside)

    def _restates(self, other: Typed) -> bool:
        """Whether both stand side by side, as in "83 of 100 (83 percent)"."""
        first, second = sorted((self.typed, other), key=lambda each: each.start)
        between = self.text[first.end : second.start]
        return type(other.value) is not type(self.value) and bool(_BESIDE.fullmatch(between))

    def _may_be_right(self, known: Known) -> bool:
        """Whether the sentence can be true though the figure has another number."""
        sentence = self.sentence
        if sentence.is_about_earlier(self.since) or sentence.is_about_others:
            return True
        if isinstance(self.value, Count) and sentence.counts_no_cases:
            return True
        is_rest = sentence.is_negated and _is_rest(known, self.value)
        return is_rest or _is_within(sentence.bound, known.exact, _amount(self.value))


def _has_value(known: Known, value: Value) -> bool:
    match value:
        case Count():
            return value == known.count
        case Percent():
            return _is_percent(known, value)
        case Times():
            return known.is_times and _same(known.exact, value.value, known.decimals)


def _is_percent(known: Known, value: Percent) -> bool:
    """Whether it rounds to what was typed, and has the interval that was typed, if any."""
    if known.is_times:
        return False
    interval = known.percent
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


def _is_of_a_kind(known: Known, value: Value) -> bool:
    if isinstance(value, Times) != known.is_times:
        return False
    return not isinstance(value, Count) or known.count is not None


def _shares_a_number(known: Known, value: Value) -> bool:
    count = known.count
    if count is None or not isinstance(value, Count):
        return False
    return value.met == count.met or value.of == count.of


def _is_rest(known: Known, value: Value) -> bool:
    """Whether those are meant that the figure leaves over."""
    count = known.count
    if isinstance(value, Count):
        return count is not None and value == Count(count.of - count.met, count.of)
    if isinstance(value, Times) or known.exact is None:
        return False
    return _same(HUNDRED - known.exact, value.value, known.decimals)


def _amount(value: Value) -> Fraction:
    if isinstance(value, Count):
        return HUNDRED * value.met / value.of if value.of else Fraction(0)
    return Fraction(value.value)


def _is_within(bound: Bound, exact: Fraction | None, typed: Fraction) -> bool:
    if exact is None:
        return bound is not Bound.EXACT
    match bound:
        case Bound.EXACT:
            return False
        case Bound.AT_LEAST:
            return exact >= typed
        case Bound.AT_MOST:
            return exact <= typed
        case Bound.ABOUT:
            return abs(exact - typed) <= typed * NEARLY
        case Bound.CHANGE:
            return True
