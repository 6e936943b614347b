"""How a sentence names figures, and what it says of a number besides. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Final, Self

from judgments.figures.typed import WORDS, Typed, sentence_at

FEWEST: Final = 2
"""So many words a name has that names a figure by itself."""
YEAR_ENDING: Final = "year ending "
_WORD = re.compile(r"[a-z]+|\d+")
_TOKEN = re.compile(r"\{\{[^{}\n]*\}\}")
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


_BOUNDS: Final = tuple(
    (re.compile(rf"\b(?:{words})\s+$", re.IGNORECASE), bound)
    for words, bound in (
        ("more than|over|at least|above", Bound.AT_LEAST),
        ("fewer than|less than|under|at most|up to|below", Bound.AT_MOST),
        ("about|around|nearly|almost|roughly|approximately|close to", Bound.ABOUT),
        ("by", Bound.CHANGE),
    )
)


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one figure, each as its words cut to their stems."""

    each: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, *written: str) -> Self:
        stems = (stems_of(name) for name in written)
        return cls(tuple(name for name in dict.fromkeys(stems) if name))

    @property
    def words(self) -> frozenset[str]:
        return frozenset().union(*self.each)

    def share(self, stems: frozenset[str]) -> Fraction:
        """The greatest share of the words of one name that a sentence has."""
        return max((_share(name, stems) for name in self.each), default=Fraction(0))

    def rank(self, stems: frozenset[str], enough: Fraction) -> Fraction:
        """How well a sentence names the figure, 0 where no name has ``enough`` of its words.

        The name that more words of the sentence make up is meant: "violence" is in one alone.
        """
        named = (name for name in self.each if len(name) >= FEWEST)
        ranks = (
            _share(name, stems) * len(name & stems)
            for name in named
            if _share(name, stems) >= enough
        )
        return max(ranks, default=Fraction(0))


@dataclass(frozen=True)
class Sentence:
    """What stands before and after a typed figure in its sentence, and the tokens there."""

    before: str
    after: str
    cited: frozenset[str]

    @classmethod
    def around(cls, text: str, typed: Typed) -> Self:
        start, end = sentence_at(text, typed.start, typed.end)
        before, after = text[start : typed.start], text[typed.end : end]
        cited = frozenset(_TOKEN.findall(before) + _TOKEN.findall(after))
        return cls(_TOKEN.sub(" ", before), _TOKEN.sub(" ", after), cited)

    @cached_property
    def text(self) -> str:
        return " ".join(f"{self.before} {self.after}".split())

    @cached_property
    def stems(self) -> frozenset[str]:
        return stems_of(self.text)

    @property
    def names_a_time(self) -> bool:
        return bool(_TIME.search(self.text))

    def has_period(self, period: str) -> bool:
        """Whether it names a period, as "year ending 30 June 2024" or "March 2024".

        Of a year that a month ends, the month will do, as in "the year to June 2024".
        """
        is_year = period.startswith(YEAR_ENDING)
        day = period.removeprefix(YEAR_ENDING)
        says_year = bool(_WHOLE_YEAR.search(self.text))
        if day[:1].isdigit() and day in self.text:
            return True
        month = day.partition(" ")[2] if is_year else day
        stands = re.search(rf"(?<!\d )\b{re.escape(month)}\b", self.text)
        return bool(stands) and says_year is is_year

    def is_about_earlier(self, since: int) -> bool:
        years = (int(year) for year in _YEAR.findall(self.text))
        return bool(_EARLIER.search(self.text)) or any(year < since for year in years)

    @property
    def is_about_others(self) -> bool:
        """Whether it tells what is expected, or how it is elsewhere."""
        return bool(_ELSEWHERE.search(self.text))

    @property
    def is_negated(self) -> bool:
        return bool(_NEGATED.search(self.text))

    @property
    def counts_no_cases(self) -> bool:
        """Whether people or teams were counted, as in "12 of 40 officers"."""
        return bool(_PEOPLE.match(self.after))

    @property
    def bound(self) -> Bound:
        before = self.before.rstrip("*_( ") + " "
        return next((b for pattern, b in _BOUNDS if pattern.search(before)), Bound.EXACT)


def stems_of(text: str) -> frozenset[str]:
    """The words of a text that mean something, cut to their stems; numbers in digits."""
    words: Iterable[str] = (str(WORDS.get(word, word)) for word in _WORD.findall(text.lower()))
    return frozenset(_stem(word) for word in words if word not in _EMPTY and len(word) > 1)


def _stem(word: str) -> str:
    cut = _ENDINGS.sub("", word)
    return cut if len(cut) >= _SHORTEST else word


def _share(name: frozenset[str], stems: frozenset[str]) -> Fraction:
    return Fraction(len(name & stems), len(name))
