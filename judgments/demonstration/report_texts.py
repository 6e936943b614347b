"""What the demonstration's report says, read from ``lancashire-2023-25.yaml``."""

from datetime import date
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML

from forces.models import Inspection
from judgments.actions.asking import Wording as Asked
from judgments.actions.printed_actions import PrintedAction
from judgments.models import ActionKind

TEXTS: Final = Path(__file__).with_name("lancashire-2023-25.yaml")
ASKED_IN_2017: Final = {
    "Call handlers assess threat, risk and harm consistently": (
        "Those who take calls should be trained to assess threat, risk and harm, do it to one "
        "standard, record it where others find it, and be supervised in it."
    ),
    "Frontline officers assess vulnerability and are supervised in it": (
        "Officers who come first should know how to assess vulnerability. Supervisors should make "
        "sure that no chance to safeguard a victim is missed."
    ),
    "Less complex crimes are supervised consistently": (
        "Investigations of less complex crimes should be supervised so that they are all of a "
        "good standard."
    ),
    "The backlog of risk assessments for registered sex offenders is reduced": (
        "Assessments of registered sex offenders that are overdue should be made, so that the "
        "risk that these people pose is managed."
    ),
}
"""By title: the areas for improvement of 2017, in the demonstration's own words."""


def report_texts() -> dict[str, Any]:
    """The file as it is: evidence, findings, practices, actions, follow_ups and summary."""
    texts: dict[str, Any] = YAML(typ="safe").load(TEXTS)
    return texts


def asked_in_2017(inspection: Inspection, source: str, published_on: date) -> list[PrintedAction]:
    """The areas for improvement that the report of 2017 printed."""
    return [
        PrintedAction(
            inspection=inspection,
            area="vulnerable_people",
            wording=Asked(ActionKind.AREA_FOR_IMPROVEMENT, title, text),
            published_on=published_on,
            source=source,
        )
        for title, text in ASKED_IN_2017.items()
    ]
