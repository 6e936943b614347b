"""Values of a force, written as short as a test needs them."""

from datetime import date
from decimal import Decimal

from forces.indicators.computing import Amount, Held
from forces.indicators.periods import Period, twelve_months_to


def month(text: str) -> Period:
    """The month ``2024-06``."""
    year = Period(date(int(text[:4]), 1, 1), date(int(text[:4]), 12, 31))
    return list(year.parts(1))[int(text[5:]) - 1]


def year_to(text: str) -> Period:
    return twelve_months_to(date.fromisoformat(text))


def on_day(text: str) -> Period:
    return Period(date.fromisoformat(text), date.fromisoformat(text))


def held(*rows: tuple[str, Period, str | int]) -> Held:
    """Rows of a code, or a code and a group as ``searches/white``, a period and a value."""
    result: dict[tuple[str, str], dict[Period, Amount]] = {}
    for name, period, value in rows:
        code, _, group = name.partition("/")
        result.setdefault((code, group), {})[period] = Amount(Decimal(value))
    return result
