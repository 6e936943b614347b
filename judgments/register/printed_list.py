"""A list of actions that earlier reports printed, CSV or Excel."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from forces.models import Inspection
from judgments.actions.asking import Wording
from judgments.actions.printed_actions import PrintedAction
from judgments.models import ActionKind
from peel.lib.lists.cells import date_of
from peel.lib.lists.named_cells import NamedCells, NamedColumns

COLUMNS: Final = NamedColumns(
    what="actions",
    required=("force", "cycle", "area", "kind", "title", "text", "published", "source"),
    optional=("deadline", "cause", "synthetic"),
    most_rows=5_000,
)
KINDS: Final[Mapping[str, str]] = {
    word: value for value, label in ActionKind.choices for word in (value, label.casefold())
}


def read_printed_actions(content: bytes) -> list[PrintedAction]:
    """The actions of a list, in its order.

    Raises Invalid with a sentence for each fault, naming row, column and remedy.
    """
    inspections = _inspections()
    return COLUMNS.read(content, lambda cells: _action(cells, inspections))


def _inspections() -> Mapping[tuple[str, str], Inspection]:
    found = Inspection.objects.select_related("force", "cycle").order_by()
    return {(i.force.slug, i.cycle.slug): i for i in found}


def _action(cells: NamedCells, inspections: Mapping[tuple[str, str], Inspection]) -> PrintedAction:
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
