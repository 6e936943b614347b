"""Matches figures that were typed to those that are known. Pure.

By value: a typed number that a figure has is that figure, where its sentence has half of the
figure's name or both numbers are the figure's. But a figure that the sentence names in full comes
first: a number that this one hasn't differs from it, whatever other figure has the number. Being
near a figure in the text is never enough.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from judgments.figures.matching.comparing import is_of_a_kind, is_rest, is_within, shares_a_number
from judgments.figures.matching.known import Known
from judgments.figures.matching.known_figures import KnownFigures
from judgments.figures.matching.typed_sentences import TypedSentence, typed_sentences
from judgments.figures.tokens import Token
from judgments.figures.typed import Count, Percent, RoundedShare, Typed, Value

SMALL: Final = 10
WHOLE: Final = Fraction(1)
MOSTLY: Final = Fraction(2, 3)
HALF: Final = Fraction(1, 2)


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
    text: str, typed: Sequence[Typed], known: KnownFigures, since: int
) -> Iterator[Match]:
    """What each typed figure of the text is. ``since`` is the year that the inspection began in:
    a sentence about an earlier one says nothing of its figures.

    Takes as long as the text is, however many figures stand in one sentence.
    """
    for sentence, place in typed_sentences(text, typed, known):
        one = sentence.typed[place]
        if isinstance(one.value, RoundedShare):
            yield Match(one, Verdict.UNKNOWN)
        else:
            yield _Case(sentence, place, one.value, known, since).match()


class _Case:
    """One typed figure in its sentence."""

    def __init__(
        self,
        sentence: TypedSentence,
        place: int,
        value: Value,
        known: KnownFigures,
        since: int,
    ) -> None:
        self.sentence, self.place, self.known, self.since = sentence, place, known, since
        self.typed, self.value = sentence.typed[place], value
        self.stems = sentence.stems_beside(place)

    def match(self) -> Match:
        likely = [each for each in self.known.having(self.value) if self._is_equal(each)]
        equal = [each for each in likely if not self._goes_against(each)]
        if turned := self._turned(likely, equal):
            return self._turned_round(turned)
        if named := [each for each in equal if self._is_named(each)]:
            told = [each for each in equal if self._is_told_apart(each, named)]
            return self._equal(equal if isinstance(self.value, Count) else [*named, *told])
        free = self._free()
        if ranked := self._ranked(free, WHOLE):
            if told := [each for each in equal if self._is_told_apart(each, ranked)]:
                return self._equal(told)
            return self._differing(ranked)
        if equal:
            return self._equal(equal)
        near = [each for each in free if shares_a_number(each, self.value)]
        return self._differing(self._ranked(near, MOSTLY) or self._nothing_else_said_of(near))

    def _goes_against(self, known: Known) -> bool:
        """Whether the sentence says that the figure moved the other way, as "up" of a fall."""
        if known.way is None:
            return False
        way = self.sentence.way(self.place)
        return way is not None and way is not known.way

    def _turned(self, likely: Iterable[Known], equal: Iterable[Known]) -> list[Known]:
        """Those that it turns round, where it names none better that it leaves as it is."""
        best = max((each.names.share(self.stems) for each in equal), default=Fraction(0))
        return [
            each
            for each in likely
            if each.own and self._goes_against(each) and each.names.share(self.stems) > best
            if each.is_meant(self.sentence.prose)
        ]

    def _turned_round(self, turned: Iterable[Known]) -> Match:
        if self._is_of_another_time_or_place:
            return Match(self.typed, Verdict.UNKNOWN)
        tokens = tuple(each.token for each in self._likeliest(turned))
        return Match(self.typed, Verdict.DIFFERS, tokens)

    def _free(self) -> list[Known]:
        """The figures that the sentence can be about, besides those that it has already.

        What is said of those names no other figure, unless that shares a number with the typed.
        """
        had = self.sentence.had_beside(self.place)
        left = self.stems - self.sentence.stems_of_names(had)
        return [
            each
            for each in self.sentence.named
            if each not in had and (each.names.stems & left or shares_a_number(each, self.value))
        ]

    def _equal(self, equal: list[Known]) -> Match:
        tokens = tuple(known.token for known in self._likeliest(equal))
        return Match(self.typed, Verdict.EQUAL, tokens)

    def _likeliest(self, figures: Iterable[Known]) -> list[Known]:
        def rank(known: Known) -> tuple[bool, bool, Fraction]:
            return known.own, self._is_named(known), known.names.share(self.stems)

        return sorted(figures, key=rank, reverse=True)

    def _differing(self, ranked: Mapping[Known, Fraction]) -> Match:
        best = max(ranked.values(), default=Fraction(0))
        likeliest = [each for each, rank in ranked.items() if rank == best]
        if not likeliest or any(self._may_be_right(each) for each in likeliest):
            return Match(self.typed, Verdict.UNKNOWN)
        return Match(self.typed, Verdict.DIFFERS, tuple(known.token for known in likeliest))

    def _is_equal(self, known: Known) -> bool:
        """Whether it is likely enough that a figure with the value is meant."""
        match self.value:
            case Count(met, of) if max(met, of) > SMALL:
                return True
            case Count() | Percent(half_width=Decimal()):
                return bool(known.names.stems & self.stems)
            case _:
                return known.names.share(self.stems) >= HALF

    def _is_named(self, known: Known) -> bool:
        """Whether the sentence has every word of one of its names, and no other time."""
        whole = known.names.share(self.stems) == WHOLE
        return whole and known.may_be_meant(self.sentence.prose)

    def _is_told_apart(self, known: Known, named: Iterable[Known]) -> bool:
        """Whether the sentence says more of it than those that it names in full account for."""
        said = self.sentence.stems_of_names(frozenset(named))
        has_half = known.names.share(self.stems) >= HALF
        return has_half and bool((known.names.stems & self.stems) - said)

    def _ranked(self, figures: Iterable[Known], enough: Fraction) -> Mapping[Known, Fraction]:
        """Those of whose names the sentence has ``enough``, and how well it names each."""
        ranks = {each: self._rank(each, enough) for each in figures}
        return {each: rank for each, rank in ranks.items() if rank}

    def _nothing_else_said_of(self, near: Iterable[Known]) -> Mapping[Known, Fraction]:
        """The one figure of which the sentence has half of a name, and no word besides."""
        said = self.sentence.prose.stems
        meant = [each for each in near if not said.isdisjoint(each.names.stems)]
        if len(meant) != 1 or not said <= meant[0].names.stems:
            return {}
        return {} if self.sentence.leaves_open(self.place) else self._ranked(meant, HALF)

    def _rank(self, known: Known, enough: Fraction) -> Fraction:
        if not is_of_a_kind(known, self.value) or not known.is_meant(self.sentence.prose):
            return Fraction(0)
        return known.names.rank(self.stems, enough)

    @property
    def _is_of_another_time_or_place(self) -> bool:
        prose = self.sentence.prose
        return prose.is_about_earlier(self.since) or prose.is_about_others

    def _may_be_right(self, known: Known) -> bool:
        """Whether the sentence can be true though the figure has another number."""
        sentence, place = self.sentence, self.place
        if self._is_of_another_time_or_place:
            return True
        if isinstance(self.value, Count) and sentence.counts_no_cases(place):
            return True
        rest = sentence.denies(place) and is_rest(known, self.value)
        return rest or is_within(known, sentence.bound(place), self.value)
