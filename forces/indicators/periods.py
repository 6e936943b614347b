"""The periods that values cover: whole months, or one day. Pure."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
HALF_YEAR_STARTS = {4: "April to September", 10: "October to March"}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Two days, both included."""

    starts: date
    ends: date

    @property
    def months(self) -> int:
        """How many whole months it is; 0 for a single day and whatever isn't whole months."""
        if self.starts.day != 1 or not is_month_end(self.ends) or self.ends < self.starts:
            return 0
        return _month(self.ends) - _month(self.starts) + 1

    @property
    def name(self) -> str:
        """How a page calls it.

        >>> Period(date(2024, 6, 1), date(2024, 6, 30)).name
        'June 2024'
        >>> twelve_months_to(date(2024, 6, 30)).name
        'year ending 30 June 2024'
        """
        if self.starts == self.ends:
            return day_name(self.ends)
        if self.months == 1:
            return f"{self.ends:%B %Y}"
        if self.months == 12:
            return f"year ending {day_name(self.ends)}"
        return f"{day_name(self.starts)} to {day_name(self.ends)}"

    @property
    def year_before(self) -> "Period | None":
        """The same months of the year before; None where it isn't whole months.

        >>> twelve_months_to(date(2024, 2, 29)).year_before.ends
        datetime.date(2023, 2, 28)
        """
        if not self.months:
            return None
        first, last = _month(self.starts) - 12, _month(self.ends) - 12
        return Period(_first_day(first), _first_day(last + 1) - ONE_DAY)

    def parts(self, months: int) -> Iterator["Period"]:
        """The periods of ``months`` that it is made of; none where they don't fill it."""
        if months and self.months and self.months % months == 0:
            first = _month(self.starts)
            for start in range(first, first + self.months, months):
                yield Period(_first_day(start), _first_day(start + months) - ONE_DAY)


@dataclass(frozen=True, slots=True, order=True)
class HalfYear:
    """Six months from 1 April or 1 October: what a force sends data for at a time."""

    starts: date

    @property
    def ends(self) -> date:
        return _first_day(_month(self.starts) + 6) - ONE_DAY

    @property
    def code(self) -> str:
        """Its first month, as in ``2024-04``."""
        return f"{self.starts:%Y-%m}"

    @property
    def name(self) -> str:
        """As in “April to September 2024”, “October 2023 to March 2024”."""
        if self.starts.month == 4:
            return f"April to September {self.starts:%Y}"
        return f"October {self.starts:%Y} to March {self.ends:%Y}"

    @property
    def first_day_taken(self) -> date:
        """The first day of what its list may still give or correct: two years before it."""
        return self.starts.replace(year=self.starts.year - 2)

    def months(self) -> Iterator[Period]:
        yield from Period(self.starts, self.ends).parts(1)


def half_year_of(code: str) -> HalfYear | None:
    """The half-year that starts in a month such as ``2024-04``; None when none does."""
    try:
        starts = date.fromisoformat(f"{code}-01")
    except ValueError:
        return None
    return HalfYear(starts) if starts.month in HALF_YEAR_STARTS else None


def half_years_to(today: date, count: int) -> list[HalfYear]:
    """The half-years that have begun by ``today``, the latest first."""
    month = _month(today)
    start = month - (month - 3) % 6
    return [HalfYear(_first_day(start - 6 * back)) for back in range(count)]


def twelve_months_to(ends: date) -> Period:
    """The year that ends on the last day of a month."""
    return Period(_first_day(_month(ends) - 11), ends)


def is_month_end(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def day_name(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
