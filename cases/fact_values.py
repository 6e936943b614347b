"""What the cells of one row say: the file's reference and its coded facts. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from cases.references import normalise_reference
from checklists.instrument import Fact
from peel.lib.lists.cells import Unusable, choice_of, date_of, text_of
from peel.lib.lists.faults import Cell
from peel.lib.personal_data import personal_data_in, personal_data_in_reference

LONGEST_REFERENCE = 60
LONGEST_TEXT = 200


def reference_of(cell: Cell) -> str:
    """The normalised reference in the cell. Raises Unusable, for an empty one too."""
    reference = normalise_reference(text_of(cell, is_reference=True))
    if not reference:
        raise Unusable("Fill in the reference.")
    if len(reference) > LONGEST_REFERENCE:
        raise Unusable(f"Shorten the reference to {LONGEST_REFERENCE} characters.")
    if kinds := personal_data_in_reference(reference):
        raise Unusable(f"This looks like {' and '.join(kinds)}. Give the file's reference alone.")
    return reference


def fact_value(fact: Fact, cell: Cell) -> str:
    """The stored value of a fact: a choice's code, an ISO date or text; "" for none.

    Raises Unusable, for an empty cell too when the fact is required.
    """
    if fact.kind == "date":
        found = date_of(cell)
        value = found.isoformat() if found else ""
    elif fact.kind == "choice":
        value = choice_of(cell, fact.choices)
    else:
        value = _plain_text(cell)
    if not value and fact.required:
        raise Unusable(f"Fill in “{fact.label}”.")
    return value


def dates_out_of_order(
    facts: Sequence[Fact], values: Mapping[str, str]
) -> Iterator[tuple[Fact, str]]:
    """Each date that lies before one declared earlier, with what to do about it.

    The checklist declares its dates in the order in which they happen. ``values`` holds
    those that are filled in, by the code of their fact.
    """
    dates = [fact for fact in facts if fact.kind == "date" and fact.code in values]
    for earlier, later in pairwise(dates):
        before = values[earlier.code]
        if values[later.code] < before:
            day = written_day(date.fromisoformat(before))
            yield later, f"This is before “{earlier.label}”, {day}. Correct one of the dates."


def written_day(day: date) -> str:
    """A day as it is printed, such as "3 June 2024"."""
    return f"{day.day} {day:%B %Y}"


def _plain_text(cell: Cell) -> str:
    text = " ".join(text_of(cell).split())
    if len(text) > LONGEST_TEXT:
        raise Unusable(f"Shorten the text to {LONGEST_TEXT} characters. It has {len(text):,}.")
    if kinds := personal_data_in(text):
        raise Unusable(f"This looks like {' and '.join(kinds)}. Take personal data out.")
    return text
