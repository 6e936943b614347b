"""Evidence and its files are withdrawn, never deleted, whatever writes the rows."""

from typing import Final

from judgments.triggers.changing import never_change, words_have_editions
from peel.lib.triggers import never_deleted, no_replace

EVIDENCE, EVIDENCE_AREA = "judgments_evidence", "judgments_evidencearea"
ATTACHMENT: Final = "judgments_attachment"
KEPT: Final = "evidence is never deleted: withdraw it"
NUMBERED: Final = "evidence keeps its inspection and its number"
ATTACHED: Final = "an attachment never changes"
EDITIONS: Final = "every change of the words of evidence is an edition of its own"
WORDS: Final = ("kind", "gathered_on", "source_role", "summary")
OF_THE_FILE: Final = ("id", "evidence_id", "name", "content_type", "size", "sha256", "stored_as")

TRIGGERS = (
    *never_deleted(EVIDENCE, KEPT),
    never_change(EVIDENCE, ("id", "inspection_id", "number"), NUMBERED),
    words_have_editions(EVIDENCE, WORDS, EDITIONS),
    no_replace(EVIDENCE, ("inspection_id", "number")),
    no_replace(EVIDENCE_AREA, ("evidence_id", "area_id")),
    *never_deleted(ATTACHMENT, KEPT),
    never_change(ATTACHMENT, OF_THE_FILE, ATTACHED),
    no_replace(ATTACHMENT, ("stored_as",)),
)
