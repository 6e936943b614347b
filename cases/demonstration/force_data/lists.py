"""Writes the lists of the demonstration in short, and takes them in through the actions."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.models import User
from forces.indicators.actions import File, accept, answer, receive
from forces.indicators.periods import HalfYear, Period, twelve_months_to
from forces.indicators.reading import NewValue
from forces.indicators.shipped import shipped_indicators
from forces.models import Force, Submission

AUTUMN_2022 = HalfYear(date(2022, 10, 1))
AUTUMN_2023 = HalfYear(date(2023, 10, 1))
SPRING_2024 = HalfYear(date(2024, 4, 1))
MARCH_2022, MARCH_2023, MARCH_2024 = (date(year, 3, 31) for year in (2022, 2023, 2024))
APRIL_2023, APRIL_2024 = date(2023, 4, 30), date(2024, 4, 30)
JUNE_2021, JUNE_2023, JUNE_2024 = date(2021, 6, 30), date(2023, 6, 30), date(2024, 6, 30)


@dataclass(frozen=True, slots=True)
class Given:
    """A value of the list. ``indicator`` may end in a group, as in ``population/white``."""

    indicator: str
    period: Period
    value: str | int
    source: str = ""
    note: str = ""
    illustrative: bool = False


def year(ends: date) -> Period:
    return twelve_months_to(ends)


def month(ends: date) -> Period:
    return Period(ends.replace(day=1), ends)


def day(on: date) -> Period:
    return Period(on, on)


def values_of(given: Sequence[Given]) -> list[NewValue]:
    """The values as a list with one heading row holds them."""
    return [_value(row, one) for row, one in enumerate(given, start=2)]


def take_in(
    force: Force, half_year: HalfYear, given: Sequence[Given], by: User, *, synthetic: bool
) -> Submission:
    """Receive a list under a name and a checksum that say what is in it."""
    content = "\n".join(f"{one.indicator},{one.period.ends},{one.value}" for one in given)
    file = File(f"{force.slug}-{half_year.code}.csv", hashlib.sha256(content.encode()).hexdigest())
    return receive(
        force=force,
        half_year=half_year,
        values=values_of(given),
        file=file,
        by=by,
        synthetic=synthetic,
    )


def settle(submission: Submission, answers: str, by: User) -> None:
    """Answer every query in the same words, and accept the list."""
    for query in submission.queries.unanswered():
        answer(query=query, text=answers, by=by)
    accept(submission=submission, by=by)


def _value(row: int, given: Given) -> NewValue:
    code, _, group = given.indicator.partition("/")
    return NewValue(
        row=row,
        indicator=shipped_indicators().by_code[code],
        group=group,
        period=given.period,
        value=Decimal(given.value),
        source=given.source,
        note=given.note,
        illustrative=given.illustrative,
    )
