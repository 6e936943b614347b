"""A list of published figures, CSV or Excel, as figures."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from django.utils import timezone

from cases.published.figures import PublishedFigure, usual_sample
from forces.models import Inspection
from peel.lib.errors import Invalid
from peel.lib.lists.cells import Unusable, text_of
from peel.lib.lists.faults import Cell
from peel.lib.lists.named_cells import NamedCells, places_of
from peel.lib.lists.reading import Limits, read

REQUIRED: Final = ("force", "cycle", "checklist", "measure", "starts", "ends", "source")
OPTIONAL: Final = ("sample", "numerator", "denominator", "n", "percent", "half width", "synthetic")
COLUMNS: Final = (*REQUIRED, *OPTIONAL)
LIMITS: Final = Limits(
    rows=10_000,
    columns=50,
    blank_rows=1_000,
    empty="The list is empty.",
    too_wide="a list of published results has no more than 50.",
    too_long="The list has more than 10,000 rows. Split it and load the parts one by one.",
)
MOST_FAULTS: Final = 20
LARGEST_COUNT: Final = 999_999
NUMBER: Final = re.compile(r"[0-9]{1,3}(\.[0-9]{1,4})?")
SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
Entry = tuple[Inspection, PublishedFigure]


def read_published_figures(content: bytes) -> list[Entry]:
    """The figures of a list, each with its inspection.

    Raises Invalid with a sentence for each fault, naming row, column and remedy.
    """
    headings, *rows = read(content, LIMITS)
    places = places_of(headings, required=REQUIRED, known=COLUMNS)
    if not rows:
        raise Invalid("There are no figures below the headings.")
    inspections = _inspections()
    entries: dict[int, Entry] = {}
    faults: list[str] = []
    for row in rows:
        try:
            entries[row.number] = _entry(NamedCells(row, places), inspections)
        except Invalid as invalid:
            faults += invalid.messages
    faults += _repeated(entries)
    if faults:
        raise Invalid(*faults[:MOST_FAULTS])
    return list(entries.values())


def _repeated(entries: Mapping[int, Entry]) -> Iterator[str]:
    first: dict[tuple[int, str, str, str], int] = {}
    for number, (inspection, figure) in entries.items():
        key = (inspection.pk, figure.checklist, figure.sample, figure.code)
        if (before := first.setdefault(key, number)) != number:
            yield f"Row {number}: row {before} gives the same figure. Keep one of the two."


def _inspections() -> Mapping[tuple[str, str], Inspection]:
    found = Inspection.objects.select_related("force", "cycle").order_by()
    return {(i.force.slug, i.cycle.slug): i for i in found}


def _entry(cells: NamedCells, inspections: Mapping[tuple[str, str], Inspection]) -> Entry:
    cells.refuse_unheaded()
    inspection, figure = _inspection(cells, inspections), _figure(cells)
    if faults := list(figure.faults(timezone.localdate())):
        raise Invalid(*(f"Row {cells.row.number}, {fault}" for fault in faults))
    return inspection, figure


def _inspection(cells: NamedCells, inspections: Mapping[tuple[str, str], Inspection]) -> Inspection:
    force, cycle = cells.text("force"), cells.text("cycle")
    inspection = inspections.get((force, cycle))
    if inspection is None:
        raise cells.fault(
            "force",
            f"There is no inspection of “{force}” in the cycle “{cycle}”. Write the two as they "
            "stand in addresses, such as lancashire and 2023-25, or open the inspection first.",
        )
    return inspection


def _figure(cells: NamedCells) -> PublishedFigure:
    return PublishedFigure(
        checklist=cells.text("checklist"),
        sample=_sample(cells),
        code=cells.text("measure"),
        starts=cells.day("starts"),
        ends=cells.day("ends"),
        source=cells.text("source"),
        numerator=cells.read("numerator", _count),
        denominator=cells.read("denominator", _count),
        n=cells.read("n", _count),
        percent=cells.read("percent", _number),
        half_width=cells.read("half width", _number),
        synthetic=cells.is_yes("synthetic"),
    )


def _sample(cells: NamedCells) -> str:
    text = cells.text("sample")
    if text and not SLUG.fullmatch(text):
        raise cells.fault("sample", "Use small letters, digits and hyphens alone, such as vsa.")
    return text or usual_sample(cells.text("checklist"))


def _count(cell: Cell) -> int | None:
    text = text_of(cell)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and int(text) <= LARGEST_COUNT):
        raise Unusable(f"Enter a whole number up to {LARGEST_COUNT:,}, using digits only.")
    return int(text)


def _number(cell: Cell) -> Decimal | None:
    text = text_of(cell)
    if not text:
        return None
    if not NUMBER.fullmatch(text):
        raise Unusable("Enter a number as it is printed, such as 85.9.")
    return Decimal(text)
