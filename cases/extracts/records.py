"""Turns the rows of an extract into records: a reference and its facts. Pure.

The rules are those of a list of files (``cases.fact_values``). What a cell's text says is
worked out once for each text that occurs, as a year's crimes have few dates and fewer codes.
"""

import sys
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import lru_cache

from cases.extracts.columns import WITHHELD, Columns
from cases.extracts.rejections import Rejections
from cases.fact_values import dates_out_of_order, fact_value, reference_of
from cases.headings import REFERENCE
from checklists.instrument import Fact, Instrument
from peel.lib.errors import Invalid
from peel.lib.lists.cells import Unusable
from peel.lib.lists.faults import IS_A_FORMULA, Cell, Fault
from peel.lib.lists.problems import Problem, column_name, shown, values_of
from peel.lib.lists.reading import Row
from peel.lib.personal_data import personal_data_in, personal_data_in_reference

Facts = tuple[str, ...]
"""The values of a record's facts in the order of the checklist; "" for one that is empty."""

KNOWN_TEXTS = 65_536
UNDER_NO_HEADING = (
    "This value stands under no heading. Put a value that holds a comma between quotation marks."
)
REPEATED = "Row {:,} has the same reference and the same facts. The record is counted once."
CONTRADICTED = (
    "Other rows have the same reference and other facts, the first of them row {:,}. None of them "
    "is used: ask the force which is right."
)


class RecordReader:
    """Reads one row after the other and keeps the records that can be used."""

    def __init__(self, instrument: Instrument, columns: Columns) -> None:
        self.rejected = Rejections()
        self._facts = instrument.facts
        self._columns = columns
        self._converters = [_converter(fact, columns) for fact in instrument.facts]
        self._dates = [n for n, fact in enumerate(instrument.facts) if fact.kind == "date"]
        self._register = _Register()

    def read(self, row: Row) -> None:
        """Takes one row. Raises Invalid for a formula in a column that is used."""
        record = self._record(row.cells)
        if record is None:
            self.rejected.add(list(self._problems(row)))
        else:
            self._register.add(*record, row.number)

    def finish(self) -> dict[str, Facts]:
        """The records by reference. Of rows with one reference, one stays or, when they
        contradict each other, none: so that their order decides nothing.
        """
        self.rejected.begin_again()
        column = self._label(REFERENCE)
        for reference, row, reason in self._register.settle():
            self.rejected.add([Problem(row, column, _withheld(reference), reason)])
        return self._register.records

    def _record(self, cells: tuple[Cell, ...]) -> tuple[str, Facts] | None:
        cells = self._padded(cells)
        values = [convert(cells[place]) for place, convert in self._converters]
        if Unusable in map(type, values) or self._out_of_order(values) or self._too_wide(cells):
            return None
        try:
            return reference_of(cells[self._columns.places[REFERENCE]]), tuple(map(str, values))
        except Unusable:
            return None

    def _padded(self, cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
        return cells + ("",) * (self._columns.headed - len(cells))

    def _out_of_order(self, values: list["str | Unusable"]) -> bool:
        dates = [value for n in self._dates if (value := str(values[n]))]
        return dates != sorted(dates)

    def _too_wide(self, cells: tuple[Cell, ...]) -> bool:
        return any(str(cell).strip() for cell in cells[self._columns.headed :])

    def _problems(self, row: Row) -> Iterator[Problem]:
        cells = self._padded(row.cells)
        try:
            reference_of(cells[self._columns.places[REFERENCE]])
        except Unusable as error:
            yield self._problem(row.number, REFERENCE, cells, str(error))
        values = {}
        for fact, (place, convert) in zip(self._facts, self._converters, strict=True):
            value = convert(cells[place])
            if isinstance(value, Unusable):
                yield self._problem(row.number, fact.code, cells, str(value))
            elif value:
                values[fact.code] = value
        for fact, reason in dates_out_of_order(self._facts, values):
            yield self._problem(row.number, fact.code, cells, reason)
        for place, cell in values_of(row):
            if place >= self._columns.headed:
                name = column_name(place)
                yield Problem(row.number, name, _withheld(shown(cell)), UNDER_NO_HEADING)

    def _problem(self, row: int, code: str, cells: tuple[Cell, ...], reason: str) -> Problem:
        cell = cells[self._columns.places[code]]
        _refuse_formula(cell, row, self._label(code))
        return Problem(row, self._label(code), _withheld(shown(cell)), reason)

    def _label(self, code: str) -> str:
        labels = {fact.code: fact.label for fact in self._facts}
        return labels.get(code, "Reference")


class _Register:
    """The records by reference, and the rows whose reference was there already."""

    def __init__(self) -> None:
        self.records: dict[str, Facts] = {}
        self._rows = array("L")
        self._repeats: defaultdict[str, list[int]] = defaultdict(list)
        self._contradicted: set[str] = set()

    def add(self, reference: str, facts: Facts, row: int) -> None:
        known = self.records.setdefault(reference, facts)
        if len(self.records) > len(self._rows):
            self._rows.append(row)
            return
        self._repeats[reference].append(row)
        if known != facts:
            self._contradicted.add(reference)

    def settle(self) -> list[tuple[str, int, str]]:
        """Takes out the contradicted; gives each row that isn't used, ascending, and why."""
        unused: list[tuple[str, int, str]] = []
        for reference, first in zip(self.records, self._rows, strict=True):
            if reference in self._contradicted:
                others = [first, *self._repeats[reference]]
                unused += [(reference, row, CONTRADICTED.format(first)) for row in others]
            elif reference in self._repeats:
                repeats = self._repeats[reference]
                unused += [(reference, row, REPEATED.format(first)) for row in repeats]
        for reference in self._contradicted:
            del self.records[reference]
        return sorted(unused, key=lambda each: each[1])


def _converter(fact: Fact, columns: Columns) -> tuple[int, Callable[[Cell], str | Unusable]]:
    """Where the fact stands, and what turns its cell into its value or into the reason why not."""

    # 1.0 and True are one key unless the types are told apart.
    @lru_cache(maxsize=KNOWN_TEXTS, typed=True)
    def convert(cell: Cell) -> str | Unusable:
        try:
            return sys.intern(fact_value(fact, cell))
        except Unusable as error:
            return error

    place = columns.places.get(fact.code)
    return (0, lambda cell: "") if place is None else (place, convert)


def _refuse_formula(cell: Cell, row: int, column: str) -> None:
    """A sheet shows a formula's last result, and a formula may run where the list is opened."""
    is_formula = cell.reason == IS_A_FORMULA if isinstance(cell, Fault) else _looks_like_one(cell)
    if is_formula:
        raise Invalid(
            f"Row {row:,} holds a formula under “{column}”. Copy the columns, paste them as "
            "values, and give the extract again."
        )


def _looks_like_one(cell: Cell) -> bool:
    return isinstance(cell, str) and cell.lstrip().startswith("=")


def _withheld(text: str) -> str:
    personal = personal_data_in(text) or personal_data_in_reference(text)
    return WITHHELD if personal else text
