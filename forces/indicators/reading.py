"""Turns a force's list into values, or into every reason why it can't be. Pure.

A list is taken whole or not at all, so all its problems are collected, each with its row,
column and remedy.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, TypeVar

from forces.indicators.cell_values import longest_text, value_of
from forces.indicators.indicator import Choice, Indicator, Indicators
from forces.indicators.periods import HalfYear, Period, day_name
from peel.lib.lists.cells import Unusable, choice_of, date_of
from peel.lib.lists.faults import Cell, Fault
from peel.lib.lists.problems import Problem, column_name, folded_heading, shown, values_of
from peel.lib.lists.reading import Limits, Row

COLUMNS: Final = ("Indicator", "Group", "From", "To", "Value", "Source", "Note")
NEEDED: Final = ("Indicator", "From", "To", "Value")
LIST: Final = Limits(
    rows=5_000,
    columns=50,
    blank_rows=100_000,
    empty="The file is empty. Upload a list with headings and one value a row.",
    too_wide="a list may have 50. Delete the columns that aren't asked for, empty ones too.",
    too_long="The list has more than 5,000 rows. Keep to the half-year it is for.",
)

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class NewValue:
    """One value as a list gives it, with the row it stands on."""

    row: int
    indicator: Indicator
    group: str
    period: Period
    value: Decimal
    source: str = ""
    note: str = ""
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class Expected:
    """What a list is held against."""

    indicators: Indicators
    half_year: HalfYear
    today: date


@dataclass(slots=True)
class _List:
    expected: Expected
    places: dict[str, int]
    problems: list[Problem]
    headed: set[int]
    first_rows: dict[tuple[str, str, Period], int] = field(default_factory=dict)


def read_values(rows: Sequence[Row], expected: Expected) -> tuple[list[NewValue], list[Problem]]:
    """The values of a list, headings first, and what is wrong with it. One of them is empty."""
    headings, body = rows[0], rows[1:]
    reading = _headings(headings, expected)
    if not reading.problems and not body:
        reading.problems.append(
            Problem(headings.number, "", "", "There are no values below the headings.")
        )
    if reading.problems:
        return [], reading.problems
    values = [value for row in body if (value := _row(reading, row))]
    return ([] if reading.problems else values), reading.problems


def _headings(headings: Row, expected: Expected) -> _List:
    known = {folded_heading(column): column for column in COLUMNS}
    reading = _List(expected, {}, [], set())
    for place, cell in values_of(headings):
        column = known.get(folded_heading(shown(cell)))
        reading.headed.add(place)
        if column is None or column in reading.places:
            name = shown(cell) or column_name(place)
            reading.problems.append(Problem(headings.number, name, shown(cell), _why(column)))
        else:
            reading.places[column] = place
    for column in NEEDED:
        if column not in reading.places:
            reason = f"Add a column with the heading “{column}”."
            reading.problems.append(Problem(headings.number, column, "", reason))
    return reading


def _why(column: str | None) -> str:
    if column:
        return "This heading stands here twice. Remove one column."
    return f"There is no such column. Remove it, or use one of: {', '.join(COLUMNS)}."


@dataclass(slots=True)
class _RowReader:
    """Reads the cells of one row, noting each that can't be used by its column."""

    reading: _List
    row: Row
    failed: bool = False

    def cell(self, column: str) -> Cell:
        place = self.reading.places.get(column)
        return self.row.cells[place] if place is not None and place < len(self.row.cells) else ""

    def read(self, column: str, convert: Callable[[Cell], Read]) -> Read | None:
        """What a cell says, or None once its problem is noted."""
        try:
            return convert(self.cell(column))
        except Unusable as error:
            self.refuse(column, str(error))
            return None

    def refuse(self, column: str, reason: str) -> None:
        self.failed = True
        shown_cell = shown(self.cell(column))
        self.reading.problems.append(Problem(self.row.number, column, shown_cell, reason))


def _row(reading: _List, row: Row) -> NewValue | None:
    reader = _RowReader(reading, row)
    _check_width(reading, row)
    indicator = reader.read("Indicator", lambda cell: _indicator(cell, reading.expected))
    if indicator is None:
        return None
    group = reader.read("Group", lambda cell: _group(cell, indicator))
    period = _period(reader, indicator)
    value = reader.read("Value", lambda cell: value_of(cell, indicator))
    source = reader.read("Source", lambda cell: _source(cell, indicator))
    note = reader.read("Note", longest_text)
    if reader.failed or group is None or period is None or value is None:
        return None
    _check_once(reader, indicator, group, period)
    return NewValue(row.number, indicator, group, period, value, source or "", note or "")


def _check_width(reading: _List, row: Row) -> None:
    for place, cell in values_of(row):
        if place not in reading.headed:
            why = cell.reason if isinstance(cell, Fault) else (
                "This value stands under no heading. Remove it, or put the value that holds a "
                "comma between quotation marks."
            )  # fmt: skip
            reading.problems.append(Problem(row.number, column_name(place), shown(cell), why))


def _indicator(cell: Cell, expected: Expected) -> Indicator:
    choices = tuple(Choice(each.code, each.label) for each in expected.indicators.all)
    code = choice_of(cell, choices)
    if not code:
        raise Unusable("Write which indicator this value is of.")
    return expected.indicators.by_code[code]


def _group(cell: Cell, indicator: Indicator) -> str:
    if indicator.grouping is not None:
        return choice_of(cell, indicator.grouping.groups)
    if cell != "":
        raise Unusable("This indicator isn't given by group. Leave this cell empty.")
    return ""


def _source(cell: Cell, indicator: Indicator) -> str:
    source = longest_text(cell)
    if not source and indicator.source_required:
        raise Unusable("Write where this value comes from, such as the name of the estimate.")
    return source


def _period(reader: _RowReader, indicator: Indicator) -> Period | None:
    starts, ends = reader.read("From", _day), reader.read("To", _day)
    if starts is None or ends is None:
        return None
    period = Period(starts, ends)
    for column, reason in _faults(period, indicator, reader.reading.expected):
        reader.refuse(column, reason)
        return None
    return period


def _day(cell: Cell) -> date:
    day = date_of(cell)
    if day is None:
        raise Unusable("Write a date such as 01/04/2024.")
    return day


def _faults(period: Period, indicator: Indicator, expected: Expected) -> Iterator[tuple[str, str]]:
    """What is wrong with a period, each by its column, the plainest first."""
    half = expected.half_year
    if period.ends < period.starts:
        yield "To", "The period ends before it starts. Correct one of the two days."
    if period.ends > expected.today:
        yield "To", "The period ends in the future. Send the value once the period is over."
    if period.ends > half.ends:
        yield "To", f"The period ends after this half-year, {day_name(half.ends)}. Remove the row."
    if indicator.snapshot:
        if period.starts != period.ends:
            yield "To", "This is counted on one day. Write the same day in From and To."
        return
    if period.months not in (indicator.months, 12):
        yield "To", _wrong_length(indicator)
    if period.ends < half.first_day_taken:
        first = day_name(half.first_day_taken)
        yield "To", f"The period ends before {first}, too long ago for this list. Remove the row."


def _wrong_length(indicator: Indicator) -> str:
    own = "" if indicator.months == 12 else f"one {indicator.frequency} or "
    return (
        f"A value of this indicator is of {own}twelve whole months, from the first day of a month "
        "to the last. Correct the two days."
    )


def _check_once(reader: _RowReader, indicator: Indicator, group: str, period: Period) -> None:
    row = reader.row.number
    first = reader.reading.first_rows.setdefault((indicator.code, group, period), row)
    if first != row:
        reader.refuse(
            "Indicator",
            f"Row {first:,} gives a value for the same indicator, group and period. Keep one of "
            f"rows {first:,} and {row:,}.",
        )
