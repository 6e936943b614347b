"""Which column of an extract holds the reference and which facts: guessed, or as people say.

Unlike a list of files, an extract may have columns that nobody needs. They are passed over.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cases.headings import REFERENCE, names_of, needed_of
from checklists.instrument import Instrument
from peel.lib.errors import Invalid
from peel.lib.lists.faults import Cell, Fault
from peel.lib.lists.problems import folded_heading, shown
from peel.lib.lists.reading import Row
from peel.lib.personal_data import personal_data_in

WITHHELD = "(withheld)"
NAMES_OF_REFERENCES = (
    "crime reference", "crime reference number", "crime number", "crime ref", "reference number",
    "record number", "urn",
)  # fmt: skip
LISTED = 20


@dataclass(frozen=True, slots=True)
class Columns:
    """The place from 0 of each column that is used, by fact code or ``REFERENCE``.

    ``headed`` is how many columns lie up to the last heading; ``used`` the matches as they were
    found, from heading to code.
    """

    places: Mapping[str, int]
    headed: int
    used: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Preview:
    """What an extract begins with, for matching its columns.

    ``headings`` are those that stand there once. ``guessed`` gives the code of the fact, or
    "reference", by heading. Each row of ``sample`` has one text for each heading; what looks
    like personal data is withheld.
    """

    headings: tuple[str, ...]
    guessed: Mapping[str, str]
    sample: tuple[tuple[str, ...], ...]


def columns_of(headings: Row, instrument: Instrument, matches: Mapping[str, str] | None) -> Columns:
    """Finds the columns by ``matches``, from heading to code, or guesses them.

    Raises Invalid when a heading isn't there or not unique, a code isn't of the checklist, or
    a column is missing that the draw can't do without.
    """
    places = _places(headings)
    used = _named(places, instrument) if matches is None else matches
    found: dict[str, int] = {}
    for heading, code in used.items():
        _check_code(code, heading, found, instrument)
        found[code] = _place(heading, places)
    _check_needed(found, list(places), instrument)
    return Columns(found, max(map(max, places.values())) + 1, dict(used))


def preview(headings: Row, body: Sequence[Row], instrument: Instrument) -> Preview:
    """What people see of an extract while they match its columns."""
    unique = {heading: found for heading, found in _places(headings).items() if len(found) == 1}
    sample = tuple(
        tuple(_withheld(row.cells[n]) if n < len(row.cells) else "" for [n] in unique.values())
        for row in body
    )
    return Preview(tuple(unique), _named(unique, instrument), sample)


def heading_of(cell: Cell) -> str:
    """A heading as people read it; "" for a cell that is empty or holds a formula."""
    return "" if isinstance(cell, Fault) else " ".join(str(cell).split())


def _named(headings: Iterable[str], instrument: Instrument) -> dict[str, str]:
    """The headings that name a fact by its label or code, or the reference. The first wins."""
    names = dict.fromkeys(NAMES_OF_REFERENCES, REFERENCE) | names_of(instrument)
    found: dict[str, str] = {}
    for heading in headings:
        code = names.get(folded_heading(heading))
        if code and code not in found.values():
            found[heading] = code
    return found


def _places(headings: Row) -> dict[str, list[int]]:
    """Where each heading stands; two that differ in case or spaces alone are one."""
    places: dict[str, list[int]] = {}
    first: dict[str, str] = {}
    for place, cell in enumerate(headings.cells):
        if heading := heading_of(cell):
            places.setdefault(first.setdefault(folded_heading(heading), heading), []).append(place)
    return places


def _place(heading: str, places: Mapping[str, list[int]]) -> int:
    wanted = folded_heading(heading)
    found = next((p for name, p in places.items() if folded_heading(name) == wanted), [])
    if not found:
        raise Invalid(
            f"The extract has no column “{heading}”. {_columns_are(list(places))} Match the "
            "columns again."
        )
    if len(found) > 1:
        raise Invalid(
            f"The heading “{heading}” stands over {len(found)} columns. Remove all but one from "
            "the extract."
        )
    return found[0]


def _check_code(code: str, heading: str, found: Mapping[str, int], instrument: Instrument) -> None:
    codes = [REFERENCE, *(fact.code for fact in instrument.facts)]
    if code not in codes:
        raise Invalid(
            f"The column “{heading}” can't be matched to “{code}”. Use one of: {', '.join(codes)}."
        )
    if code in found:
        raise Invalid(f"Two columns are matched to “{code}”. Match one of them alone.")


def _check_needed(
    found: Mapping[str, int], headings: Sequence[str], instrument: Instrument
) -> None:
    missing = [label for code, label in needed_of(instrument).items() if code not in found]
    if missing:
        labels = ", ".join(f"“{label}”" for label in missing)
        raise Invalid(
            f"No column is matched to {labels}. {_columns_are(headings)} Say which of them it is, "
            "or ask the force for it."
        )


def _columns_are(headings: Sequence[str]) -> str:
    listed = ", ".join(shown(heading) for heading in headings[:LISTED])
    more = f" and {len(headings) - LISTED} more" if len(headings) > LISTED else ""
    return f"Its columns are: {listed}{more}."


def _withheld(cell: Cell) -> str:
    text = shown(cell)
    return WITHHELD if personal_data_in(text) else text
