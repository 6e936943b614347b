"""Findings and practice are withdrawn, never deleted, whatever writes the rows."""

from typing import Final

from peel.lib.triggers import no_replace, refuse_when

TABLES: Final = ("judgments_finding", "judgments_practice")
WITHDRAW: Final = "what was written for a report is never deleted: withdraw it"
TRIGGERS = (
    *(refuse_when(f"{table}_no_delete", table, "DELETE", "TRUE", WITHDRAW) for table in TABLES),
    *(no_replace(table) for table in TABLES),
)
