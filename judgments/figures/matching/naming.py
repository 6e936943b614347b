"""How a sentence names figures, and what it says of a number besides. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Final, Self

from judgments.figures.tokens import BRACES, Token, tokens_of
from judgments.figures.typed import WORDS, Typed

FEWEST: Final = 2
"""So many words a name has that names a figure by itself."""
YEAR_ENDING: Final = "year ending "
NO_YEAR: Final = 9999
_WORD = re.compile(r"[a-z]+|\d+")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_TIME = re.compile(
    r"\b(?:(?:19|20)\d\d|January|February|March|April|May|June|July|August|September|October|"
    r"November|December)\b"
)
_WHOLE_YEAR = re.compile(r"\b(?:year|12 months|twelve months)\b", re.IGNORECASE)
_EARLIER = re.compile(
    r"\b(?:previous|previously|earlier|in the past|last (?:time|year|inspection))\b", re.IGNORECASE
)
_ELSEWHERE = re.compile(
    r"\b(?:nationally|national (?:average|figure|rate|standard|target)|average|England|Wales|"
    r"(?:all|most|other|similar) forces|aims?|goal|expect(?:s|ed|ation)?|standard|should be|"
    r"must be)\b",
    re.IGNORECASE,
)
_POINTERS = re.compile(
    r"\b(?:it|its|they|their|them|this|that|these|those|which|such|so|others?|also|too|same)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:not|no|never|nor|neither|none|without|fail\w*|lack\w*|remaining|other|rest)\b|n['\u2019]t\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\W*(?:[a-z]+\s+)?(?:officers|staff|teams|leaders|detectives|sergeants|supervisors|"
    r"constables|inspectors|managers|stations|units|districts|forces|months|weeks|days|years)\b",
    re.IGNORECASE,
)
_ENDINGS = re.compile(r"(?:ively|ations?|ions?|ings?|ments?|ely|ly|ies|ive|ed|es|s|e|y)$")
_SHORTEST: Final = 3
# Words that say nothing of which figure is meant.
_EMPTY: Final = frozenset(
    re.findall(
        r"[a-z]+",
        "a all an and any are as at be been beside both by case cases constabulary count did do "
        "does each excluding file files for force from had has have how if in into is it its "
        "likely made make more most no none not number of often on only or other out over percent "
        "percentage rate relevant share so than that the their them there these they this those "
        "to was were when where which who whose with within",
    )
)


class Bound(StrEnum):
    """What the words before a number make of it."""

    EXACT = "exact"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    ABOUT = "about"
    CHANGE = "change"


class Way(StrEnum):
    """Where a figure moved."""

    UP = "up"
    DOWN = "down"


_BOUNDS: Final = tuple(
    (re.compile(rf"\b(?:{words})\s+$", re.IGNORECASE), bound)
    for words, bound in (
        ("more than|over|at least|above", Bound.AT_LEAST),
        ("fewer than|less than|under|at most|up to|below", Bound.AT_MOST),
        ("about|around|nearly|almost|roughly|approximately|close to", Bound.ABOUT),
        ("by", Bound.CHANGE),
    )
)


# Words between that way and the number may say how it moved, as in "fell sharply by about".
_WAY_BEFORE: Final = tuple(
    (re.compile(rf"\b(?:{words})(?:\s+[a-z]+){{0,3}}\s+$", re.IGNORECASE), way)
    for words, way in (
        (
            "up(?! to)|rose|risen|ris(?:e|es|ing)|increas(?:e|es|ed|ing)|gr(?:ew|own|ow|ows|owing)"
            "|growth|climbed|higher",
            Way.UP,
        ),
        (
            "down|fell|fall|falls|fallen|falling|decreas(?:e|es|ed|ing)|drop(?:s|ped|ping)?|"
            "declin(?:e|es|ed|ing)|reduc(?:ed|es|e|ing|tion)|lower",
            Way.DOWN,
        ),
    )
)
_WAY_AFTER: Final = (
    (re.compile(r"\s+(?:up|increase|rise|growth|more|higher|greater)\b", re.I), Way.UP),
    (
        re.compile(r"\s+(?:down|decrease|fall|drop|decline|reduction|fewer|less|lower)\b", re.I),
        Way.DOWN,
    ),
)


@dataclass(frozen=True)
class Names:
    """The names of one figure, each as its words cut to their stems."""

    each: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, *written: str) -> Self:
        stems = (stems_of(name) for name in written)
        return cls(tuple(name for name in dict.fromkeys(stems) if name))

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset().union(*self.each)

    def share(self, stems: frozenset[str]) -> Fraction:
        """The greatest share of the words of one name that a sentence has."""
        return max((Fraction(len(n & stems), len(n)) for n in self.each), default=Fraction(0))

    def rank(self, stems: frozenset[str], enough: Fraction) -> Fraction:
        """How well a sentence names the figure, 0 where no name has ``enough`` of its words.

        The name that more words of the sentence make up is meant: "violence" is in one alone.
        """
        whole, least = enough.denominator, enough.numerator
        shared = ((len(name & stems), len(name)) for name in self.each if len(name) >= FEWEST)
        ranks = (Fraction(has * has, of) for has, of in shared if has * whole >= of * least)
        return max(ranks, default=Fraction(0))


@dataclass(frozen=True)
class Sentence:
    """A sentence of a text: its words, without the figures and tokens that stand among them.

    ``cited`` are the tokens.
    """

    text: str
    cited: tuple[Token, ...]

    @classmethod
    def at(cls, text: str, start: int, end: int, typed: Iterable[Typed]) -> Self:
        """The one from ``start`` to ``end`` of a text, in which ``typed`` stand in their order."""
        words = " ".join(_between(text, start, end, typed))
        return cls(" ".join(BRACES.sub(" ", words).split()), tokens_of(text[start:end]))

    @cached_property
    def stems(self) -> frozenset[str]:
        return stems_of(self.text)

    @cached_property
    def names_a_time(self) -> bool:
        return bool(_TIME.search(self.text))

    @cached_property
    def is_about_others(self) -> bool:
        """Whether it tells what is expected, or how it is elsewhere."""
        return bool(_ELSEWHERE.search(self.text))

    @cached_property
    def points_elsewhere(self) -> bool:
        """Whether what it is about was said before, as in "it was" and "of these"."""
        return bool(_POINTERS.search(self.text))

    @cached_property
    def is_negated(self) -> bool:
        return is_negated(self.text)

    @cached_property
    def _first_year(self) -> int:
        """The earliest year that it names; where it tells of an earlier time, before all."""
        if _EARLIER.search(self.text):
            return 0
        return min(map(int, _YEAR.findall(self.text)), default=NO_YEAR)

    def is_about_earlier(self, since: int) -> bool:
        return self._first_year < since

    def has_period(self, period: str) -> bool:
        """Whether it names a period, as "year ending 30 June 2024" or "March 2024".

        Of a year that a month ends, the month will do, as in "the year to June 2024".
        """
        if period not in self._periods:
            self._periods[period] = self._names(period)
        return self._periods[period]

    @cached_property
    def _periods(self) -> dict[str, bool]:
        return {}

    def _names(self, period: str) -> bool:
        is_year = period.startswith(YEAR_ENDING)
        day = period.removeprefix(YEAR_ENDING)
        if day[:1].isdigit() and day in self.text:
            return True
        month = day.partition(" ")[2] if is_year else day
        stands = re.search(rf"(?<!\d )\b{re.escape(month)}\b", self.text)
        return bool(stands) and bool(_WHOLE_YEAR.search(self.text)) is is_year


def is_negated(words: str) -> bool:
    """Whether words deny something, as in "not", "none of" and "failed"."""
    return bool(_NEGATED.search(words))


def counts_no_cases(after: str) -> bool:
    """Whether what stands after a number are people or teams, as in "12 of 40 officers"."""
    return bool(_PEOPLE.match(BRACES.sub(" ", after)))


def bound_of(before: str) -> Bound:
    """What the words that stand before a number make of it."""
    words = BRACES.sub(" ", before).rstrip("*_( ") + " "
    return next((bound for pattern, bound in _BOUNDS if pattern.search(words)), Bound.EXACT)


def way_of(before: str, after: str) -> Way | None:
    """Which way the words right beside a number say that something moved, the nearest first."""
    words = BRACES.sub(" ", before).rstrip("*_( ") + " "
    found = [(match.start(), way) for each, way in _WAY_BEFORE if (match := each.search(words))]
    if found:
        return max(found)[1]
    return next((way for pattern, way in _WAY_AFTER if pattern.match(after.lstrip("*_"))), None)


def stems_of(text: str) -> frozenset[str]:
    """The words of a text that mean something, cut to their stems; numbers in digits."""
    words: Iterable[str] = (str(WORDS.get(word, word)) for word in _WORD.findall(text.lower()))
    return frozenset(_stem(word) for word in words if word not in _EMPTY and len(word) > 1)


def _stem(word: str) -> str:
    cut = _ENDINGS.sub("", word)
    return cut if len(cut) >= _SHORTEST else word


def _between(text: str, start: int, end: int, typed: Iterable[Typed]) -> Iterator[str]:
    """What stands before, between and after the figures."""
    for one in typed:
        yield text[start : one.start]
        start = one.end
    yield text[start:end]
