"""The cells of a list by the names of its columns, for lists whose columns are fixed."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

from peel.lib.errors import Invalid
from peel.lib.lists.cells import Unusable, date_of, text_of
from peel.lib.lists.faults import Cell
from peel.lib.lists.problems import folded_heading, values_of
from peel.lib.lists.reading import Limits, Row, read

Value = TypeVar("Value")
MOST_FAULTS: Final = 20
MOST_COLUMNS: Final = 50
MOST_BLANK_ROWS: Final = 1_000


def places_of(
    headings: Row, *, required: Collection[str], known: Collection[str]
) -> dict[str, int]:
    """Where each column stands. Raises Invalid when one is missing, twice or not ``known``."""
    columns = {folded_heading(column): column for column in known}
    found = [folded_heading(str(cell)) for cell in headings.cells]
    names = [columns.get(heading, heading) for heading in found]
    missing = [column for column in required if column not in names]
    if missing:
        raise Invalid(
            f"The list has no column {', '.join(missing)}. Its columns are {', '.join(known)}."
        )
    if twice := [name for name in dict.fromkeys(names) if name and names.count(name) > 1]:
        raise Invalid(f"The column {twice[0]} stands there twice. Remove one of the two.")
    unknown = [name for name in names if name and name not in known]
    if unknown:
        raise Invalid(f"The column “{unknown[0]}” is not known. Remove it, or correct its name.")
    return {name: place for place, name in enumerate(names) if name}


class NamedCells:
    """The cells of one row. What can't be used raises Invalid with row, column and remedy."""

    def __init__(self, row: Row, places: Mapping[str, int]) -> None:
        self.row, self.places = row, places

    def text(self, column: str) -> str:
        return self.read(column, text_of) or ""

    def day(self, column: str) -> date:
        found = self.read(column, date_of)
        if found is None:
            raise self.fault(column, "Enter a date.")
        return found

    def is_yes(self, column: str) -> bool:
        text = self.text(column).casefold()
        if text not in {"", "no", "yes"}:
            raise self.fault(column, "Enter yes or no.")
        return text == "yes"

    def refuse_unheaded(self) -> None:
        """A value in no column, as when one before it holds a comma."""
        headed = set(self.places.values())
        if any(place not in headed for place, _ in values_of(self.row)):
            raise Invalid(
                f"Row {self.row.number}: a value stands under no heading. Remove it, or put the "
                "value that holds a comma between quotation marks."
            )

    def fault(self, column: str, reason: str) -> Invalid:
        return Invalid(f"Row {self.row.number}, {column}: {reason}")

    def read(self, column: str, convert: Callable[[Cell], Value]) -> Value | None:
        """The cell as ``convert`` reads it, None where the list does not reach so far."""
        place = self.places.get(column)
        if place is None or place >= len(self.row.cells):
            return None
        try:
            return convert(self.row.cells[place])
        except Unusable as unusable:
            raise self.fault(column, str(unusable)) from None


@dataclass(frozen=True, slots=True)
class NamedColumns:
    """The columns of a list. ``what`` says in the plural what its rows are, such as "actions"."""

    what: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    most_rows: int

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.required, *self.optional)

    def read(self, content: bytes, convert: Callable[[NamedCells], Value]) -> list[Value]:
        """What ``convert`` makes of each row of a CSV or Excel file, in its order.

        Raises Invalid with the first 20 faults, each naming row, column and remedy.
        """
        headings, *rows = read(content, self._limits())
        places = places_of(headings, required=self.required, known=self.names)
        if not rows:
            raise Invalid(f"There are no {self.what} below the headings.")
        values: list[Value] = []
        faults: list[str] = []
        for row in rows:
            cells = NamedCells(row, places)
            try:
                cells.refuse_unheaded()
                values.append(convert(cells))
            except Invalid as invalid:
                faults += invalid.messages
        if faults:
            raise Invalid(*faults[:MOST_FAULTS])
        return values

    def _limits(self) -> Limits:
        return Limits(
            rows=self.most_rows,
            columns=MOST_COLUMNS,
            blank_rows=MOST_BLANK_ROWS,
            empty="The list is empty.",
            too_wide=f"a list of {self.what} has no more than {MOST_COLUMNS}.",
            too_long=f"The list has more than {self.most_rows:,} rows. Split it and load the parts "
            "one by one.",
        )
