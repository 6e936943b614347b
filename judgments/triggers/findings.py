"""Findings and practice are withdrawn, never deleted, whatever writes the rows."""

from typing import Final

from judgments.triggers.changing import never_change, words_have_editions
from peel.lib.triggers import Trigger, never_deleted, no_replace

TABLES: Final = ("judgments_finding", "judgments_practice")
WITHDRAW: Final = "what was written for a report is never deleted: withdraw it"
PLACED: Final = "what was written about an area stays with it"
EDITIONS: Final = "every change of what was written is an edition of its own"
WORDS: Final = ("kind", "heading", "text")


def _kept(table: str) -> list[Trigger]:
    return [
        *never_deleted(table, WITHDRAW),
        never_change(table, ("id", "area_id"), PLACED),
        words_have_editions(table, WORDS, EDITIONS),
        no_replace(table),
    ]


TRIGGERS = tuple(trigger for table in TABLES for trigger in _kept(table))
