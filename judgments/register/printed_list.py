"""A list of actions that earlier reports printed, CSV or Excel."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from forces.models import Inspection
from judgments.actions.asking import Wording
from judgments.actions.printed_actions import PrintedAction
from judgments.models import ActionKind
from peel.lib.errors import Invalid
from peel.lib.lists.cells import date_of
from peel.lib.lists.named_cells import NamedCells, places_of, read_rows
from peel.lib.lists.reading import Limits, read

REQUIRED: Final = ("force", "cycle", "area", "kind", "title", "text", "published", "source")
OPTIONAL: Final = ("deadline", "cause", "synthetic")
COLUMNS: Final = (*REQUIRED, *OPTIONAL)
LIMITS: Final = Limits(
    rows=5_000,
    columns=50,
    blank_rows=1_000,
    empty="The list is empty.",
    too_wide="a list of actions has no more than 50.",
    too_long="The list has more than 5,000 rows. Split it and load the parts one by one.",
)
KINDS: Final[Mapping[str, str]] = {
    word: value for value, label in ActionKind.choices for word in (value, label.casefold())
}


def read_printed_actions(content: bytes) -> list[PrintedAction]:
    """The actions of a list, in its order.

    Raises Invalid with a sentence for each fault, naming row, column and remedy.
    """
    headings, *rows = read(content, LIMITS)
    places = places_of(headings, required=REQUIRED, known=COLUMNS)
    if not rows:
        raise Invalid("There are no actions below the headings.")
    inspections = _inspections()
    return read_rows(rows, places, lambda cells: _action(cells, inspections))


def _inspections() -> Mapping[tuple[str, str], Inspection]:
    found = Inspection.objects.select_related("force", "cycle").order_by()
    return {(i.force.slug, i.cycle.slug): i for i in found}


def _action(cells: NamedCells, inspections: Mapping[tuple[str, str], Inspection]) -> PrintedAction:
    cells.refuse_unheaded()
    inspection = inspections.get((cells.text("force"), cells.text("cycle")))
    if inspection is None:
        raise cells.fault(
            "force",
            "There is no inspection of this force in this cycle. Write the two as they stand in "
            "addresses, such as lancashire and 2023-25, or open the inspection first.",
        )
    kind = KINDS.get(cells.text("kind").casefold())
    if kind is None:
        raise cells.fault("kind", f"Enter one of {', '.join(ActionKind.labels)}.")
    deadline: date | None = cells.read("deadline", date_of)
    wording = Wording(kind, cells.text("title"), cells.text("text"), deadline)
    return PrintedAction(
        inspection=inspection,
        area=cells.text("area"),
        wording=wording,
        published_on=cells.day("published"),
        source=cells.text("source"),
        cause=cells.text("cause"),
        synthetic=cells.is_yes("synthetic"),
    )
