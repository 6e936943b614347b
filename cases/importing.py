"""Turns the rows of a list into case files of a sample, or into every reason why they can't be.

Pure: what is in the database already is handed in. A list is taken whole or not at all, so
all its problems are collected, each with its row, column and remedy.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cases.actions.samples import NewCaseFile
from cases.fact_values import dates_out_of_order, fact_value, reference_of, written_day
from cases.headings import REFERENCE, Columns, columns_of
from checklists.instrument import Fact, Instrument
from peel.lib.lists.cells import Unusable
from peel.lib.lists.faults import Cell, Fault
from peel.lib.lists.problems import Problem, column_name, shown, values_of
from peel.lib.lists.reading import Row


@dataclass(frozen=True, slots=True)
class Expected:
    """What the rows are held against.

    ``known`` are the references in the sample already. The first date among the facts must
    lie from ``starts`` to ``ends``, and no date after ``today``.
    """

    instrument: Instrument
    today: date
    starts: date | None = None
    ends: date | None = None
    known: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome: ``files`` holds nothing when there is a problem."""

    files: list[NewCaseFile]
    problems: list[Problem]
    rows: int


@dataclass(slots=True)
class _List:
    expected: Expected
    columns: Columns
    problems: list[Problem] = field(default_factory=list)
    first_rows: dict[str, int] = field(default_factory=dict)


def check(rows: Sequence[Row], expected: Expected) -> Checked:
    """Reads headings and rows, and gives the files or all the problems, by row."""
    headings, body = rows[0], rows[1:]
    columns = columns_of(headings, body, expected.instrument)
    reading = _List(expected, columns, columns.problems)
    if columns.facts and not body:
        reading.problems.append(
            Problem(headings.number, "", "", "There are no files below the headings.")
        )
    files = [_case_file(reading, row) for row in body if columns.facts]
    found = reading.problems
    return Checked([file for file in files if file and not found], found, len(body))


def _case_file(reading: _List, row: Row) -> NewCaseFile | None:
    """The row's file; its problems are added to the list's."""
    before = len(reading.problems)
    cells = {code: _at(row, place) for place, code in reading.columns.facts.items()}
    reference = _reference(reading, row, cells.pop(REFERENCE)) if REFERENCE in cells else ""
    facts = {}
    for fact in reading.expected.instrument.facts:
        if fact.code in cells and (value := _fact(reading, row, fact, cells[fact.code])):
            facts[fact.code] = value
    _check_order(reading, row, cells, facts)
    _check_width(reading, row)
    return NewCaseFile(reference, facts) if len(reading.problems) == before else None


def _check_order(
    reading: _List, row: Row, cells: Mapping[str, Cell], facts: Mapping[str, str]
) -> None:
    for fact, reason in dates_out_of_order(reading.expected.instrument.facts, facts):
        problem = Problem(row.number, fact.label, shown(cells[fact.code]), reason)
        reading.problems.append(problem)


def _check_width(reading: _List, row: Row) -> None:
    """A value too many mostly comes from a comma that should have stood within a value."""
    reason = (
        "This value stands under no heading. Remove it, or put the value that holds a comma "
        "between quotation marks."
    )
    for place, cell in values_of(row):
        if place not in reading.columns.headed:
            why = cell.reason if isinstance(cell, Fault) else reason
            reading.problems.append(Problem(row.number, column_name(place), shown(cell), why))


def _reference(reading: _List, row: Row, cell: Cell) -> str:
    try:
        reference = reference_of(cell)
        _refuse_known(reading, row.number, reference)
    except Unusable as error:
        reading.problems.append(Problem(row.number, "Reference", shown(cell), str(error)))
        return ""
    return reference


def _refuse_known(reading: _List, row: int, reference: str) -> None:
    if reference in reading.expected.known:
        raise Unusable("This file is in the sample already. Remove the row.")
    first = reading.first_rows.setdefault(reference, row)
    if first != row:
        raise Unusable(
            f"Row {first:,} has the same reference. Keep one of rows {first:,} and {row:,}."
        )


def _fact(reading: _List, row: Row, fact: Fact, cell: Cell) -> str:
    try:
        value = fact_value(fact, cell)
        if value and fact.kind == "date":
            _check_date(reading.expected, fact, date.fromisoformat(value))
    except Unusable as error:
        reading.problems.append(Problem(row.number, fact.label, shown(cell), str(error)))
        return ""
    return value


def _check_date(expected: Expected, fact: Fact, found: date) -> None:
    if found > expected.today:
        raise Unusable("This date is in the future. Correct it.")
    first_date = next(f for f in expected.instrument.facts if f.kind == "date")
    if fact is first_date:
        _check_window(expected, found)


def _check_window(expected: Expected, found: date) -> None:
    if expected.starts and found < expected.starts:
        raise Unusable(
            f"This is before the sample's first day, {written_day(expected.starts)}. "
            "Remove the row."
        )
    if expected.ends and found > expected.ends:
        raise Unusable(
            f"This is after the sample's last day, {written_day(expected.ends)}. Remove the row."
        )


def _at(row: Row, place: int) -> Cell:
    return row.cells[place] if place < len(row.cells) else ""
