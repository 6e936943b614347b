"""What holds of actions, the register and what later inspections say, whatever writes the rows."""

from typing import Final

from judgments.triggers.changing import never_change, refuse_update, words_have_editions
from peel.lib.triggers import Trigger, append_only, never_deleted, no_replace, refuse_when

ACTION, ENTRY = "judgments_action", "judgments_statusentry"
FOLLOW_UP, AREA = "judgments_followup", "judgments_inspectionarea"
FIXED: Final = (
    "area_id", "number", "kind", "cause_id", "accelerated", "published_on", "source", "synthetic",
    "written_by_id", "written_at",
)  # fmt: skip
WORDS: Final = ("title", "text", "deadline")
PRINTED: Final = "what is published keeps what was printed of it"
EDITIONS: Final = "every change of the words of an action is an edition of its own"
SAID: Final = (
    "id", "action_id", "inspection_id", "revision", "outcome", "note", "superseded_by_id",
    "evidence_id", "recorded_by_id", "recorded_at",
)  # fmt: skip


def _published_stays() -> Trigger:
    return refuse_update(
        f"{ACTION}_published_no_update",
        ACTION,
        lambda changed: (
            f"OLD.published_on IS NOT NULL AND (NEW.state = 'draft' OR ({changed(FIXED)}))"
        ),
        "a published action keeps its number, kind and day",
    )


def _numbered_once() -> Trigger:
    condition = (
        f"EXISTS (SELECT 1 FROM {ACTION} a JOIN {AREA} i ON i.id = a.area_id "  # noqa: S608
        f"WHERE a.number = NEW.number AND i.inspection_id = "
        f"(SELECT n.inspection_id FROM {AREA} n WHERE n.id = NEW.area_id))"
    )
    message = "an inspection has another action of this number"
    return refuse_when(f"{ACTION}_numbered_once", ACTION, "INSERT", condition, message)


def _said_stays() -> Trigger:
    return refuse_update(
        f"{FOLLOW_UP}_no_update",
        FOLLOW_UP,
        lambda changed: (
            f"({changed(SAID)}) OR OLD.published_on IS NOT NULL AND ({changed(('published_on',))})"
        ),
        "what an inspection says of an action never changes: say it again",
    )


def _printed_stays(table: str) -> list[Trigger]:
    """What is published prints something. Rows from before ``printed`` was kept may lack it."""
    lacks = "NEW.published_on IS NOT NULL AND NEW.printed = ''"
    had = "(OLD.published_on IS NULL OR OLD.printed <> '')"
    conditions = {"INSERT": lacks, "UPDATE": f"{lacks} AND {had}"}
    return [
        refuse_when(f"{table}_printed_{operation.lower()}", table, operation, condition, PRINTED)
        for operation, condition in conditions.items()
    ]


TRIGGERS = (
    _published_stays(),
    never_change(ACTION, ("id", "number"), "an action keeps its number"),
    words_have_editions(ACTION, WORDS, EDITIONS),
    _numbered_once(),
    *_printed_stays(ACTION),
    *never_deleted(ACTION, "an action is never deleted"),
    no_replace(ACTION),
    *append_only(ENTRY),
    no_replace(ENTRY, ("action_id", "sequence")),
    _said_stays(),
    *_printed_stays(FOLLOW_UP),
    *never_deleted(FOLLOW_UP, "what an inspection says of an action is never deleted"),
    no_replace(FOLLOW_UP, ("action_id", "inspection_id", "revision")),
)
