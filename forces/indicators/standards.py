"""Reads the phrases of a definition, such as “below 5 percent” and “20 points”. Pure."""

import re
from decimal import Decimal
from typing import Final, cast

from forces.indicators.indicator import Better, Bound, LargeChange, Standard, Unit

_STANDARD: Final = re.compile(
    r"(?:(?P<bound>at least|at most|above|below) )?"
    r"(?P<value>\d{1,9}(?:\.\d{1,4})?)(?: (?P<unit>.+))?"
)
_CHANGE: Final = re.compile(r"(?P<amount>\d{1,4}(?:\.\d{1,2})?) (?P<kind>percent|points)")


class Unreadable(Exception):
    """A phrase that can't be read, with the sentence for who wrote it."""


def standard_of(text: str, unit: Unit, better: Better) -> Standard:
    """A standard. Without a word before it, a number is the least or the most by ``better``."""
    found = _STANDARD.fullmatch(text)
    if found is None:
        raise Unreadable("Write a standard such as “at least 90 percent” or “below 5 percent”.")
    if (found["unit"] or "count") != unit:
        raise Unreadable(f"The standard must be in the unit of the indicator: {unit}.")
    if found["bound"]:
        return Standard(cast(Bound, found["bound"]), Decimal(found["value"]), text)
    if better == "neither":
        raise Unreadable("Write “at least”, “at most”, “above” or “below” before the number.")
    bound: Bound = "at least" if better == "higher" else "at most"
    return Standard(bound, Decimal(found["value"]), f"{bound} {text}")


def large_change_of(text: str, unit: Unit) -> LargeChange:
    """A large change, in percent of the last value or, for a percentage, in points."""
    found = _CHANGE.fullmatch(text)
    if found is None or not Decimal(found["amount"]):
        raise Unreadable("Write a large change such as “20 percent” or “5 points”.")
    if found["kind"] == "points" and unit != "percent":
        raise Unreadable("Only a percentage changes by points. Write a change in percent.")
    return LargeChange(Decimal(found["amount"]), found["kind"] == "points", text)
