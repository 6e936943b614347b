"""Which fact of the checklist stands in which column of a list, and what its headings lack."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from checklists.instrument import Instrument
from peel.lib.lists.faults import Cell, Fault
from peel.lib.lists.problems import Problem, column_name, folded_heading, shown, values_of
from peel.lib.lists.reading import Row

REFERENCE = "reference"


@dataclass(slots=True)
class Columns:
    """The fact in each column, by its place from 0, and what is wrong with the headings.

    ``headed`` are the columns that need no further word: they have a heading, or a problem
    that says they lack one.
    """

    facts: dict[int, str] = field(default_factory=dict)
    headed: set[int] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def columns_of(headings: Row, body: Sequence[Row], instrument: Instrument) -> Columns:
    """Reads the headings. Without a known one, that alone is the problem."""
    found, names = Columns(), names_of(instrument)
    for place, cell in values_of(headings):
        found.headed.add(place)
        heading = shown(cell)
        code = names.get(folded_heading(heading))
        if reason := _reason_against(cell, code, found, instrument):
            column = heading or column_name(place)
            found.problems.append(Problem(headings.number, column, heading, reason))
        if code and code not in found.facts.values():
            found.facts[place] = code
    if not found.facts:
        return Columns(problems=[_none_known(headings, instrument)])
    for place in _without_heading(found, body):
        reason = "This column has values but no heading. Give it a heading or remove it."
        found.problems.append(Problem(headings.number, column_name(place), "", reason))
        found.headed.add(place)
    found.problems += _missing(headings.number, found.facts.values(), instrument)
    return found


def headings_of(instrument: Instrument) -> list[str]:
    """The column headings of an empty list."""
    return ["Reference", *(fact.label for fact in instrument.facts)]


def _reason_against(cell: Cell, code: str | None, found: Columns, instrument: Instrument) -> str:
    if isinstance(cell, Fault):
        return cell.reason
    if code is None:
        expected = ", ".join(headings_of(instrument))
        return f"The checklist has no such fact. Remove the column, or use one of: {expected}."
    if code in found.facts.values():
        return "This heading stands here twice. Remove one column."
    return ""


def names_of(instrument: Instrument) -> dict[str, str]:
    """The code of each fact, or ``REFERENCE``, by the headings that name it, folded."""
    names = {folded_heading(REFERENCE): REFERENCE}
    for fact in instrument.facts:
        names |= {folded_heading(fact.label): fact.code, folded_heading(fact.code): fact.code}
    return names


def _without_heading(found: Columns, body: Sequence[Row]) -> list[int]:
    """The columns that most rows use; a few values too many are the fault of their rows."""
    used = Counter(place for row in body for place, _ in values_of(row))
    return sorted(p for p, rows in used.items() if p not in found.headed and 2 * rows > len(body))


def _none_known(headings: Row, instrument: Instrument) -> Problem:
    first = next((shown(cell) for _, cell in values_of(headings)), "")
    needed = ", ".join(needed_of(instrument).values())
    reason = (
        f"None of the headings of the checklist stands in this row. The list needs: {needed}. "
        "Download the empty list on this page and fill it in."
    )
    return Problem(headings.number, "", first, reason)


def _missing(row: int, known: Collection[str], instrument: Instrument) -> list[Problem]:
    return [
        Problem(row, label, "", f"Add a column with the heading “{label}”.")
        for code, label in needed_of(instrument).items()
        if code not in known
    ]


def needed_of(instrument: Instrument) -> dict[str, str]:
    """The labels of the columns that can't be missing, by code."""
    needed = {fact.code: fact.label for fact in instrument.facts if fact.required}
    return {REFERENCE: "Reference"} | needed
