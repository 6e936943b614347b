"""A list of published figures, CSV or Excel, as figures."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from django.utils import timezone

from cases.published.figures import PublishedFigure, usual_sample
from forces.models import Inspection
from peel.lib.errors import Invalid
from peel.lib.lists.cells import Unusable, text_of
from peel.lib.lists.faults import Cell
from peel.lib.lists.named_cells import NamedCells, NamedColumns

COLUMNS: Final = NamedColumns(
    what="published results",
    required=("force", "cycle", "checklist", "measure", "starts", "ends", "source"),
    optional=("sample", "numerator", "denominator", "n", "percent", "half width", "synthetic"),
    most_rows=10_000,
)
LARGEST_COUNT: Final = 999_999
NUMBER: Final = re.compile(r"[0-9]{1,3}(\.[0-9]{1,4})?")
SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
Entry = tuple[Inspection, PublishedFigure]


def read_published_figures(content: bytes) -> list[Entry]:
    """The figures of a list, each with its inspection.

    Raises Invalid with a sentence for each fault, naming row, column and remedy.
    """
    inspections = _inspections()
    first: dict[tuple[int, str, str, str], int] = {}

    def entry(cells: NamedCells) -> Entry:
        inspection, figure = _entry(cells, inspections)
        key = (inspection.pk, figure.checklist, figure.sample, figure.code)
        number = cells.row.number
        if (before := first.setdefault(key, number)) != number:
            raise Invalid(f"Row {number}: row {before} gives the same figure. Keep one of the two.")
        return inspection, figure

    return COLUMNS.read(content, entry)


def _inspections() -> Mapping[tuple[str, str], Inspection]:
    found = Inspection.objects.select_related("force", "cycle").order_by()
    return {(i.force.slug, i.cycle.slug): i for i in found}


def _entry(cells: NamedCells, inspections: Mapping[tuple[str, str], Inspection]) -> Entry:
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
