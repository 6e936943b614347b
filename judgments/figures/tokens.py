"""The tokens that cite a figure in text. Pure: no Django, no database.

``{{lancashire-2023-25/vsa/investigation_effective}}`` names the inspection, the sample and the
measure; ``{{lancashire-2023-25/vsa/files}}`` is the number of files of the sample. A chart or table
may show several measures of a sample, joined by "+".
``{{lancashire/force-data/stop_and_searches/black 2023-03-31}}`` names the force, the indicator, a
group where one is meant, or ``change``, and the period: the day that a year ends on or that
something was counted on, a month such as ``2023-04``, or several such as ``2023-04..2023-09``. Both
may end with a form.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from forces.indicators.periods import Period, is_month_end, twelve_months_to

FORCE_DATA: Final = "force-data"
FILES: Final = "files"
"""Stands for a measure, where the number of files of a sample is meant."""
DISPROPORTIONALITY: Final = "disproportionality"
"""Stands for an indicator, where it is meant how often a group is searched beside White people."""
CHANGE: Final = "change"
"""Stands for a group, where the change on the year before is meant."""


class Form(StrEnum):
    """How a figure is printed. In a token the word stands last; a sentence needs none."""

    SENTENCE = "sentence"
    COUNT = "count"
    NUMBERS = "numbers"
    ESTIMATE = "estimate"
    CHART = "chart"
    TABLE = "table"


BLOCKS: Final = frozenset({Form.CHART, Form.TABLE})
"""The forms that stand in a paragraph of their own."""

LONGEST: Final = 250
"""In characters, braces included."""

_SLUG = r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?"
_PERIOD = r"\d{4}-\d{2}-\d{2}|\d{4}-\d{2}(?:\.\.\d{4}-\d{2})?"
_FORM = "|".join(Form)
BRACES = re.compile(r"\{\{([^{}\n]*)\}\}")
_FORCE_DATA = re.compile(
    rf"({_SLUG})/{FORCE_DATA}/({_SLUG})(?:/({_SLUG}))? +({_PERIOD})(?: +({_FORM}))?"
)
_CASES = re.compile(rf"({_SLUG})/({_SLUG})/({_SLUG}(?:\+{_SLUG})*)(?: +({_FORM}))?")


@dataclass(frozen=True, slots=True)
class Token(ABC):
    """What cites one figure. Tokens that print the same are equal."""

    form: Form

    @property
    @abstractmethod
    def figure(self) -> str:
        """Which figure is meant, without braces and form."""

    @property
    def text(self) -> str:
        """The token as it is written, its form left out where it is a sentence.

        >>> CasesToken(Form.COUNT, "lancashire-2023-25", "vsa", "plan_present").text
        '{{lancashire-2023-25/vsa/plan_present count}}'
        """
        form = "" if self.form is Form.SENTENCE else f" {self.form}"
        return f"{{{{{self.figure}{form}}}}}"

    @property
    def is_block(self) -> bool:
        """Whether it stands in a paragraph of its own: a chart or a table."""
        return self.form in BLOCKS


@dataclass(frozen=True, slots=True)
class CasesToken(Token):
    """Cites a figure by the slugs of inspection and sample and the code of the measure."""

    inspection: str
    sample: str
    measure: str

    @property
    def figure(self) -> str:
        return f"{self.inspection}/{self.sample}/{self.measure}"

    @property
    def measures(self) -> tuple[str, ...]:
        """The codes of its measures: one, or several in a chart or table."""
        return tuple(self.measure.split("+"))


@dataclass(frozen=True, slots=True)
class ForceDataToken(Token):
    """Cites a value that a force sent, or one computed from such values.

    ``group`` is "" where the value is of no group. ``when`` is the period as it is written.
    """

    force: str
    indicator: str
    group: str
    when: str

    @property
    def figure(self) -> str:
        group = f"/{self.group}" if self.group else ""
        return f"{self.force}/{FORCE_DATA}/{self.indicator}{group} {self.when}"

    @property
    def period(self) -> Period:
        """A day alone is the year that it ends, or that day where no month ends on it."""
        first, _, last = self.when.partition("..")
        if len(first) == len("2023-04"):
            return Period(_first_day(first), _last_day(last or first))
        day = date.fromisoformat(first)
        return twelve_months_to(day) if is_month_end(day) else Period(day, day)


def split(text: str) -> tuple[str | Token, ...]:
    """The text and the tokens in it, in their order. What is no token stays text.

    >>> split("In {{shire-2023-25/vsa/plan_present count}}.")  # doctest: +ELLIPSIS
    ('In ', CasesToken(...), '.')
    """
    return tuple(_parts(text))


def tokens_of(text: str) -> tuple[Token, ...]:
    """Every token of the text once, in the order in which they come."""
    found = (part for part in split(text) if isinstance(part, Token))
    return tuple(dict.fromkeys(found))


def unreadable(text: str) -> tuple[str, ...]:
    """What stands in double braces and is no token, each with its braces."""
    found = (match[0] for match in BRACES.finditer(text) if token_of(match[0]) is None)
    return tuple(dict.fromkeys(found))


def token_of(written: str) -> Token | None:
    """The token that ``written`` is, with its braces or without; None for anything else."""
    inside = written.strip().removeprefix("{{").removesuffix("}}").strip()
    token = _force_data(inside) or _cases(inside)
    return token if token and len(token.text) <= LONGEST else None


def _parts(text: str) -> Iterator[str | Token]:
    start = 0
    for match in BRACES.finditer(text):
        token = token_of(match[0])
        if token is None:
            continue
        if before := text[start : match.start()]:
            yield before
        yield token
        start = match.end()
    if rest := text[start:]:
        yield rest


def _cases(inside: str) -> CasesToken | None:
    match = _CASES.fullmatch(inside)
    if match is None:
        return None
    inspection, sample, measure, form = match.groups()
    token = CasesToken(Form(form or Form.SENTENCE), inspection, sample, measure)
    return token if token.is_block or len(token.measures) == 1 else None


def _force_data(inside: str) -> ForceDataToken | None:
    match = _FORCE_DATA.fullmatch(inside)
    if match is None:
        return None
    force, indicator, group, when, form = match.groups()
    token = ForceDataToken(Form(form or Form.SENTENCE), force, indicator, group or "", when)
    return token if _is_period(token) else None


def _is_period(token: ForceDataToken) -> bool:
    try:
        period = token.period
    except ValueError:
        return False
    return period.starts <= period.ends


def _first_day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _last_day(month: str) -> date:
    # The 28th and four days are in the next month, whatever the month is.
    later = _first_day(month).replace(day=28) + timedelta(days=4)
    return later - timedelta(days=later.day)
