"""Evidence and its files are withdrawn, never deleted, whatever writes the rows."""

from collections.abc import Sequence
from typing import Final

from peel.lib.triggers import Trigger, no_replace, refuse_when

EVIDENCE, EVIDENCE_AREA = "judgments_evidence", "judgments_evidencearea"
ATTACHMENT: Final = "judgments_attachment"
KEPT: Final = "evidence is never deleted: withdraw it"
NUMBERED: Final = "evidence keeps its inspection and its number"
ATTACHED: Final = "an attachment never changes"
OF_THE_FILE: Final = ("evidence_id", "name", "content_type", "size", "sha256", "stored_as")


def _unchanged(table: str, columns: Sequence[str], message: str) -> Trigger:
    """Refuses another value in any of the columns, none of which may be null."""
    condition = " OR ".join(f"OLD.{column} <> NEW.{column}" for column in columns)
    return refuse_when(f"{table}_fixed_no_update", table, "UPDATE", condition, message)


TRIGGERS = (
    refuse_when(f"{EVIDENCE}_no_delete", EVIDENCE, "DELETE", "TRUE", KEPT),
    _unchanged(EVIDENCE, ("inspection_id", "number"), NUMBERED),
    no_replace(EVIDENCE, ("inspection_id", "number")),
    no_replace(EVIDENCE_AREA, ("evidence_id", "area_id")),
    refuse_when(f"{ATTACHMENT}_no_delete", ATTACHMENT, "DELETE", "TRUE", KEPT),
    _unchanged(ATTACHMENT, OF_THE_FILE, ATTACHED),
    no_replace(ATTACHMENT, ("stored_as",)),
)
