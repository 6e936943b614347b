"""What one cell of a list says: text, one of several choices, or a date."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Protocol

from peel.lib.lists.faults import Cell, Fault, Value

FORMULA_STARTS = ("=", "+", "-", "@")
SHORTENED_NUMBER = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)
TIME_OF_DAY = re.compile(r"[ T]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?$")
DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
YEAR_FIRST = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
CONTROL_SIGN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
# Fillers and selectors of variants: letters and marks by their category, and nothing to see.
INVISIBLE_LETTER = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef]"
)
EARLIEST_YEAR = 1900
FEW = 6


class Choice(Protocol):
    """One of the values that a column takes: hashable, as each is made once."""

    @property
    def code(self) -> str: ...

    @property
    def label(self) -> str: ...


class Unusable(Exception):
    """A cell that can't be used, with the sentence for the person who made the list."""


def text_of(cell: Cell, *, is_reference: bool = False) -> str:
    """The cell as text. Raises Unusable for a formula and for what Excel has garbled."""
    if isinstance(cell, Fault):
        raise Unusable(cell.reason)
    text = _as_text(cell).strip()
    if is_reference:
        _refuse_garbled(cell, text)
    _refuse_invisible(text)
    if unicodedata.normalize("NFKC", text).startswith(FORMULA_STARTS):
        raise Unusable(
            f"A value must not start with {text[0]}: a spreadsheet would run it as a formula. "
            "Remove the sign."
        )
    if CONTROL_SIGN.search(text):
        raise Unusable("This holds a character that can't be stored. Type the value again.")
    return text


def choice_of(cell: Cell, choices: tuple[Choice, ...]) -> str:
    """The code of the choice that the cell names by its code or label; "" when it is empty."""
    text = _folded(text_of(cell))
    if not text:
        return ""
    code = _codes(choices).get(text)
    if code is not None:
        return code
    raise Unusable(_not_a_choice(choices))


def date_of(cell: Cell) -> date | None:
    """The date in the cell, without a time of day; None when it is empty."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = TIME_OF_DAY.sub("", text_of(cell))
    return _written_date(text) if text else None


def _written_date(text: str) -> date:
    if found := DAY_FIRST.fullmatch(text):
        day, month, year = map(int, found.groups())
    elif found := YEAR_FIRST.fullmatch(text):
        year, month, day = map(int, found.groups())
    else:
        raise Unusable("Write the date as 27/03/2024 or 2024-03-27.")
    if year < EARLIEST_YEAR:
        raise Unusable("Write the year with its century, as in 27/03/2024.")
    try:
        return date(year, month, day)
    except ValueError:
        raise Unusable("There is no such date. Write the day first, as in 27/03/2024.") from None


def _as_text(cell: Value) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell)
    if isinstance(cell, datetime | date | time | timedelta):
        return str(cell)
    return cell


def _refuse_garbled(cell: Value, text: str) -> None:
    if isinstance(cell, datetime | date | time | timedelta):
        raise Unusable(
            "Excel has turned this reference into a date. Format the column as text and type the "
            "reference again."
        )
    if SHORTENED_NUMBER.fullmatch(text):
        raise Unusable(
            "Excel has shortened this number and lost digits. Format the column as text and type "
            "the reference again."
        )


def _refuse_invisible(text: str) -> None:
    """Two values that differ in nothing one can see would pass for two."""
    if text.isascii():
        return
    for place, sign in enumerate(text, start=1):
        if unicodedata.category(sign) == "Cf" or INVISIBLE_LETTER.match(sign):
            name = unicodedata.name(sign, "a sign without a name").lower()
            raise Unusable(
                f"Character {place} of this value can't be seen: U+{ord(sign):04X}, {name}. Delete "
                "the whole value and type it again."
            )


@lru_cache(maxsize=256)
def _codes(choices: tuple[Choice, ...]) -> dict[str, str]:
    """The code of each choice by the ways of writing it; a code wins over a label."""
    labels = {_folded(choice.label): choice.code for choice in choices}
    return labels | {_folded(choice.code): choice.code for choice in choices}


def _not_a_choice(choices: tuple[Choice, ...]) -> str:
    if len(choices) > FEW:
        return f"This is not one of the {len(choices)} values that are listed on this page."
    labels = ", ".join(choice.label for choice in choices)
    return f"This is not one of the values. Use one of: {labels}."


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split()).casefold()
