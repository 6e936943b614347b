"""Finds figures that were typed into a text by hand: "83 of 100", "2.9 times". Pure.

What it finds reads back whatever house style prints. It passes over dates, years and the numbers
of pages, tables and the like, over tokens and over the addresses of links.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from judgments.figures.tokens import BRACES

FILLER: Final = "¤"
YEARS: Final = range(1900, 2100)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_TEENS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)  # fmt: skip
_UNITS = _TEENS[1:10]
WORDS: Final[Mapping[str, int]] = {
    **{word: number for number, word in enumerate(_TEENS)},
    **{word: 10 * number for number, word in enumerate(_TENS, 2)},
    **{f"{t}-{u}": 10 * n + m for n, t in enumerate(_TENS, 2) for m, u in enumerate(_UNITS, 1)},
}
LONGEST_NAME: Final = 20
NOTHING: Final = ("no", "none", "neither")


@dataclass(frozen=True, slots=True)
class Count:
    """``met`` of ``of`` cases."""

    met: int
    of: int


@dataclass(frozen=True, slots=True)
class Percent:
    """A percentage with as many decimals as were typed, and its interval where it has one."""

    value: Decimal
    half_width: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Times:
    """How many times one rate is another."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class RoundedShare:
    """About so many of so many, as in "nine in ten"."""

    met: int
    of: int


Value = Count | Percent | Times
"""What a figure that is known can have."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A figure at ``start`` to ``end`` of a text, the words that it is typed in, and its value."""

    start: int
    end: int
    words: str
    value: Value | RoundedShare


_GAP = r"(?:[^\S\n]+|[^\S\n]*\n[^\S\n]*)"
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)"
_WHOLE = rf"(?<![\w.,/£$-]){_DIGITS}(?![\w/]|[.,-]\d)"
_DECIMAL = r"(?<![\w.,/£$-])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\w/]|[.,-]\d)"
_WORD = r"\b(?:" + "|".join(sorted(WORDS, key=len, reverse=True)) + r")\b"
_NUMBER = rf"(?:{_WHOLE}|{_WORD})"
_ANY = rf"(?:{_DECIMAL}|{_WORD})"
_CASES = r"(?:cases|files|records|recordings|incidents|crimes|searches|calls|victims|offences)"
_COUNTED = (
    r"(?:cases?|files?|records?|recordings?|incidents?|crimes?|search(?:es)?|calls?|victims?|"
    r"offences?|investigations?|outcomes?|reports?|suspects?|arrests?)"
)
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_SPAN = r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b"
_OF = rf"(?:out{_GAP})?of{_GAP}(?:(?:the|these|those|all){_GAP})?"
_PERCENT = rf"(?:{_GAP}?%|{_GAP}?pct\b|{_GAP}per{_GAP}?cent\b)"
_PLUS_MINUS = rf"(?:\+/-|±|plus{_GAP}or{_GAP}minus)"
_NUMBERED = re.compile(
    r"\b(?:pages?|pp?\.|figures?|tables?|sections?|paragraphs?|chapters?|parts?|steps?|versions?|"
    r"volumes?|annex|appendix|appendices|lines?|questions?|stages?|phases?|items?|levels?)\s+$|"
    rf"{_PLUS_MINUS}\s*$",
    re.IGNORECASE,
)
_COUNT = re.compile(
    rf"(?P<met>{_NUMBER}|\b(?:{'|'.join(NOTHING)})\b)(?:{_GAP}(?:case|cases))?{_GAP}"
    rf"{_OF}(?P<of>{_NUMBER})(?!{_GAP}{_MONTH}|{_PERCENT})",
    re.IGNORECASE,
)
_SHARE = re.compile(
    rf"(?P<met>{_NUMBER}){_GAP}in{_GAP}(?:every{_GAP})?(?P<of>{_NUMBER})"
    rf"(?!{_GAP}(?:{_MONTH}|{_SPAN}|{_OF}{_NUMBER})|{_PERCENT})",
    re.IGNORECASE,
)
_SLASH = re.compile(
    rf"(?<![\w.,/£$-])(?P<met>{_DIGITS})/(?P<of>{_DIGITS})"
    rf"(?={_GAP}(?:of{_GAP}(?:(?:the|these|those){_GAP})?)?(?:relevant{_GAP})?{_COUNTED}\b)",
    re.IGNORECASE,
)
_ALL = re.compile(
    rf"\ball{_GAP}(?:of{_GAP})?(?:(?:the|these|those){_GAP})?(?P<of>{_NUMBER})(?={_GAP}[a-z])",
    re.IGNORECASE,
)
_BOTH = re.compile(rf"\bboth{_GAP}(?:of{_GAP}the{_GAP})?(?:relevant{_GAP})?{_CASES}\b", re.I)
_ONLY = re.compile(rf"\bthe{_GAP}only{_GAP}relevant{_GAP}case\b", re.IGNORECASE)
_NO_CASES = re.compile(rf"\bno{_GAP}relevant{_GAP}cases\b", re.IGNORECASE)
_NOUN = re.compile(rf"{_GAP}(?:relevant{_GAP})?cases?\b", re.IGNORECASE)
_PERCENTAGE = re.compile(
    rf"(?P<value>{_ANY}){_PERCENT}"
    rf"(?:{_GAP}\(?(?:with{_GAP}a{_GAP}confidence{_GAP}interval{_GAP}(?:of{_GAP})?)?"
    rf"(?:{_PLUS_MINUS}{_GAP}?(?P<half>{_DECIMAL})|"
    rf"from{_GAP}(?P<lower>{_DECIMAL}){_GAP}to{_GAP}(?P<upper>{_DECIMAL}))"
    rf"(?:{_PERCENT}|{_GAP}percentage{_GAP}points?)?\)?)?",
    re.IGNORECASE,
)
_TIMES = re.compile(
    rf"(?P<value>{_ANY}){_GAP}times\b(?!{_GAP}(?:a|an|per|each|every|in|over|during)\b)",
    re.IGNORECASE,
)
_FIRST_WORDS = (*_TEENS, *_TENS, *NOTHING, "all", "both", rf"the{_GAP}only")
# Where a figure can begin. Looked for first, as it rules out nearly every place of a text.
_BEGINS = re.compile(
    rf"\b(?=\d|(?=[{''.join(sorted({word[0] for word in _FIRST_WORDS}))}])"
    rf"(?:{'|'.join(_FIRST_WORDS)})\b)",
    re.IGNORECASE,
)
_MASKED = (
    BRACES,
    re.compile(r"\]\([^()\s]*(?:\s[^()]*)?\)"),
    re.compile(r"https?://[^\s<>]*"),
)
_MARKS = re.compile(r"[*_\\]")
_FIRST_NUMBER = re.compile(_ANY, re.IGNORECASE)


def typed_in(text: str) -> tuple[Typed, ...]:
    """Every figure that is typed, in the order in which they come.

    >>> [(one.words, one.value) for one in typed_in("Plans were kept in all 30 cases.")]
    [('all 30 cases', Count(met=30, of=30))]
    """
    plain = _masked(text)
    found = sorted(_matches(plain), key=lambda each: (each[0].start(), -each[0].end()))
    result: list[Typed] = []
    for match, value in found:
        if not result or match.start() >= result[-1].end:
            start, end = match.start(), _end(plain, match.end(), value)
            result.append(Typed(start, end, text[start:end], value))
    return tuple(result)


def number_of(words: str) -> str:
    """The number that the words of a typed figure begin with; all of them where none does.

    >>> number_of("10.7 percent")
    '10.7'
    """
    found = _FIRST_NUMBER.match(words)
    return found[0] if found else words


def _matches(plain: str) -> Iterator[tuple[re.Match[str], Value | RoundedShare]]:
    starts = [match.start() for match in _BEGINS.finditer(plain)]
    for pattern, read in READERS:
        for match in _found_at(starts, pattern, plain):
            value = read(match)
            if value is not None and not _is_numbered(plain, match.start()):
                yield match, value


def _found_at(
    starts: Iterable[int], pattern: re.Pattern[str], plain: str
) -> Iterator[re.Match[str]]:
    end = 0
    for start in starts:
        if start >= end and (match := pattern.match(plain, start)):
            yield match
            end = match.end()


def _is_numbered(plain: str, start: int) -> bool:
    """Whether what stands before makes it the number of a page or table, or an interval."""
    return _NUMBERED.search(plain, max(0, start - LONGEST_NAME), start) is not None


def _end(plain: str, end: int, value: Value | RoundedShare) -> int:
    """With the noun of a count, so that what replaces it can have a noun of its own."""
    noun = _NOUN.match(plain, end)
    return noun.end() if noun and isinstance(value, Count) else end


def _count(match: re.Match[str]) -> Count | None:
    met, of = match["met"].lower(), match["of"]
    if _is_year(match["met"]) or _is_year(of):
        return None
    return Count(0 if met in NOTHING else _whole(met), _whole(of))


def _slash(match: re.Match[str]) -> Count | None:
    """More than all is no count, as in "24/7 calls"."""
    count = _count(match)
    return count if count and count.met <= count.of else None


def _share(match: re.Match[str]) -> RoundedShare | None:
    count = _count(match)
    is_share = count is not None and 0 < count.met < count.of
    return RoundedShare(count.met, count.of) if count and is_share else None


def _all(match: re.Match[str]) -> Count | None:
    of = _whole(match["of"])
    return None if _is_year(match["of"]) else Count(of, of)


def _percentage(match: re.Match[str]) -> Percent:
    half, lower, upper = (match[name] for name in ("half", "lower", "upper"))
    return Percent(
        value=_decimal(match["value"]),
        half_width=_decimal(half) if half else None,
        lower=_decimal(lower) if lower else None,
        upper=_decimal(upper) if upper else None,
    )


def _times(match: re.Match[str]) -> Times:
    return Times(_decimal(match["value"]))


Reader = Callable[[re.Match[str]], Value | RoundedShare | None]
READERS: Final[tuple[tuple[re.Pattern[str], Reader], ...]] = (
    (_PERCENTAGE, _percentage),
    (_TIMES, _times),
    (_COUNT, _count),
    (_SHARE, _share),
    (_SLASH, _slash),
    (_ALL, _all),
    (_BOTH, lambda _: Count(2, 2)),
    (_ONLY, lambda _: Count(1, 1)),
    (_NO_CASES, lambda _: Count(0, 0)),
)


def _whole(written: str) -> int:
    return int(_decimal(written))


def _decimal(written: str) -> Decimal:
    word = WORDS.get(written.lower())
    return Decimal(written.replace(",", "")) if word is None else Decimal(word)


def _is_year(written: str) -> bool:
    """House style parts thousands, so four digits in one are a year."""
    return len(written) == 4 and written.isdigit() and int(written) in YEARS


def _masked(text: str) -> str:
    """As long as the text, with what is no prose filled and the marks of Markdown blank."""
    plain = text
    for pattern in _MASKED:
        plain = pattern.sub(lambda match: FILLER * len(match[0]), plain)
    return _MARKS.sub(" ", plain)
