"""What holds of frameworks and judgments, whatever writes the rows.

A framework that an inspection uses never changes, and neither does a published judgment: all
that may happen to it is that its reissue takes its place.
"""

from typing import Final

from judgments.triggers.changing import refuse_update
from peel.lib.triggers import Trigger, no_replace, refuse_when

FRAMEWORK, GRADE, AREA = "judgments_framework", "judgments_grade", "judgments_area"
INSPECTION_AREA, JUDGMENT = "judgments_inspectionarea", "judgments_judgment"
IN_USE: Final = "a framework that an inspection uses never changes"
PUBLISHED: Final = "a published judgment never changes: reissue it"
KEPT: Final = "a judgment is never deleted"
FIXED: Final = (
    "area_id", "revision", "grade_id", "rationale", "edition", "reason", "source", "synthetic",
    "drafted_by_id", "drafted_at", "proposed_by_id", "moderated_by_id", "published_on",
)  # fmt: skip


def _used(framework_id: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM {INSPECTION_AREA} i JOIN {AREA} a ON a.id = i.area_id "  # noqa: S608
        f"WHERE a.framework_id = {framework_id})"
    )


def _frozen(table: str, framework: str) -> list[Trigger]:
    old, new = _used(f"OLD.{framework}"), _used(f"NEW.{framework}")
    conditions = {"INSERT": new, "UPDATE": f"{old} OR {new}", "DELETE": old}
    return [
        refuse_when(f"{table}_used_no_{operation.lower()}", table, operation, condition, IN_USE)
        for operation, condition in conditions.items()
    ]


def _published_stays() -> Trigger:
    return refuse_update(
        f"{JUDGMENT}_published_no_update",
        JUDGMENT,
        lambda changed: (
            "(OLD.state = 'superseded' OR OLD.state = 'published' "
            f"AND (NEW.state NOT IN ('published', 'superseded') OR {changed(FIXED)}))"
        ),
        PUBLISHED,
    )


TRIGGERS = (
    *_frozen(FRAMEWORK, "id"),
    *_frozen(GRADE, "framework_id"),
    *_frozen(AREA, "framework_id"),
    no_replace(FRAMEWORK, ("cycle_id",)),
    no_replace(GRADE, ("framework_id", "code")),
    no_replace(AREA, ("framework_id", "code")),
    no_replace(INSPECTION_AREA, ("inspection_id", "area_id")),
    _published_stays(),
    refuse_when(f"{JUDGMENT}_no_delete", JUDGMENT, "DELETE", "TRUE", KEPT),
    no_replace(JUDGMENT, ("area_id", "revision")),
)
