"""What one cell of a force's list says: a value in its unit, or a short text. Pure."""

import re
from decimal import Decimal
from typing import Final

from forces.indicators.indicator import Indicator
from peel.lib.lists.cells import Unusable, text_of
from peel.lib.lists.faults import Cell
from peel.lib.personal_data import personal_data_in

LARGEST: Final = Decimal(10) ** 12
DECIMALS: Final = 4
LONGEST_TEXT: Final = 300
_NUMBER: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,15}(?:\.\d+)?")


def value_of(cell: Cell, indicator: Indicator) -> Decimal:
    """The value in the unit of the indicator. Raises Unusable."""
    text = text_of(cell) if not _negative(cell) else ""
    if _negative(cell):
        raise Unusable("The value is below 0. Correct it.")
    if not text:
        raise Unusable("There is no value. Enter it, or remove the row if there is none.")
    if indicator.unit == "percent":
        text = text.removesuffix("%").rstrip()
    if not _NUMBER.fullmatch(text):
        raise Unusable("This is not a number. Write digits alone, such as 1234 or 83.9.")
    value = Decimal(text.replace(",", ""))
    _check(value, indicator)
    return value


def longest_text(cell: Cell) -> str:
    """A source or a note. Raises Unusable for what is too long or may be personal data."""
    text = text_of(cell)
    if len(text) > LONGEST_TEXT:
        raise Unusable(f"This is longer than {LONGEST_TEXT} characters. Shorten it.")
    if found := personal_data_in(text):
        raise Unusable(f"This looks like {' and '.join(found)}. Remove it.")
    return text


def _negative(cell: Cell) -> bool:
    if isinstance(cell, int | float):
        return cell < 0
    return isinstance(cell, str) and re.fullmatch(r"\s*-[\d.,]+\s*", cell) is not None


def _check(value: Decimal, indicator: Indicator) -> None:
    if value > LARGEST:
        raise Unusable("The value is too large. Correct it.")
    if -int(value.normalize().as_tuple().exponent) > DECIMALS:
        raise Unusable(f"The value has more than {DECIMALS} decimals. Round it.")
    if indicator.is_count and value != int(value):
        raise Unusable("This is a count, so it is a whole number. Correct it.")
    if indicator.unit != "percent":
        return
    if value > 100:
        raise Unusable("This is more than 100 percent. Correct it.")
    if indicator.better == "higher" and 0 < value < 1:
        # A cell that Excel shows as 83.9% holds 0.839.
        raise Unusable("This reads as less than 1 percent. Write 83.9 for 83.9 percent.")
