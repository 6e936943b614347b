"""What holds of reports and what is published of them, whatever writes the rows."""

from typing import Final

from judgments.triggers.changing import never_change
from peel.lib.triggers import Trigger, append_only, never_deleted, no_replace, refuse_when

REPORT, PUBLICATION = "judgments_report", "judgments_publication"


def _numbered_in_turn() -> Trigger:
    condition = (
        "NEW.number <> 1 + (SELECT COALESCE(MAX(p.number), 0) "  # noqa: S608
        f"FROM {PUBLICATION} p WHERE p.report_id = NEW.report_id)"
    )
    message = "the versions of a report are numbered in turn"
    return refuse_when(f"{PUBLICATION}_numbered_in_turn", PUBLICATION, "INSERT", condition, message)


TRIGGERS: Final = (
    *append_only(PUBLICATION),
    no_replace(PUBLICATION, ("report_id", "number")),
    _numbered_in_turn(),
    *never_deleted(REPORT, "a report is never deleted"),
    never_change(REPORT, ("id", "inspection_id"), "a report stays with its inspection"),
    no_replace(REPORT, ("inspection_id",)),
)
