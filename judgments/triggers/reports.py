"""What holds of reports and what is published of them, whatever writes the rows."""

from typing import Final

from peel.lib.triggers import append_only, no_replace, refuse_when

REPORT, PUBLICATION = "judgments_report", "judgments_publication"
TRIGGERS: Final = (
    *append_only(PUBLICATION),
    no_replace(PUBLICATION, ("report_id", "number")),
    refuse_when(f"{REPORT}_no_delete", REPORT, "DELETE", "TRUE", "a report is never deleted"),
    no_replace(REPORT, ("inspection_id",)),
)
