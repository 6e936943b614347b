"""What holds of frameworks and judgments, whatever writes the rows.

A framework that an inspection uses never changes, and neither does a published judgment: all
that may happen to it is that its reissue takes its place. What an inspection covers stays its own.
"""

from typing import Final

from judgments.states import OPEN
from judgments.triggers.changing import never_change, refuse_update
from peel.lib.triggers import Trigger, never_deleted, no_replace, refuse_when

FRAMEWORK, GRADE, AREA = "judgments_framework", "judgments_grade", "judgments_area"
INSPECTION_AREA, JUDGMENT = "judgments_inspectionarea", "judgments_judgment"
IN_USE: Final = "a framework that an inspection uses never changes"
PUBLISHED: Final = "a published judgment never changes: reissue it"
NOT_REISSUED: Final = "a published judgment stands until its reissue is published"
PLACED: Final = "a judgment keeps its area and its revision"
ONE_STANDS: Final = "an area has one judgment under way and one that stands"
COVERED: Final = "what an inspection covers stays with it and with its area"
TREATED: Final = "how an area is treated never changes once a judgment of it is published"
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


def _superseded_by_its_reissue() -> Trigger:
    """The reissue is confirmed still: it can't be published while the former one stands."""
    condition = (
        "NEW.state = 'superseded' AND OLD.state <> 'superseded' "  # noqa: S608
        f"AND NOT EXISTS (SELECT 1 FROM {JUDGMENT} j WHERE j.area_id = OLD.area_id "
        "AND j.revision > OLD.revision AND j.state IN ('confirmed', 'published'))"
    )
    name = f"{JUDGMENT}_superseded_by_its_reissue"
    return refuse_when(name, JUDGMENT, "UPDATE", condition, NOT_REISSUED)


def _one_stands(operation: str) -> Trigger:
    """The constraints say the same, but SQLite's OR REPLACE deletes the row that is in the way."""
    under_way = ", ".join(f"'{state.value}'" for state in OPEN)
    another = "" if operation == "INSERT" else "AND j.id <> OLD.id "
    condition = (
        f"EXISTS (SELECT 1 FROM {JUDGMENT} j WHERE j.area_id = NEW.area_id "  # noqa: S608
        f"{another}AND (j.state = 'published' AND NEW.state = 'published' "
        f"OR j.state IN ({under_way}) AND NEW.state IN ({under_way})))"
    )
    name = f"{JUDGMENT}_one_stands_{operation.lower()}"
    return refuse_when(name, JUDGMENT, operation, condition, ONE_STANDS)


def _treatment_stays() -> Trigger:
    condition = (
        f"OLD.treatment <> NEW.treatment AND EXISTS (SELECT 1 FROM {JUDGMENT} j "  # noqa: S608
        "WHERE j.area_id = OLD.id AND j.state IN ('published', 'superseded'))"
    )
    name = f"{INSPECTION_AREA}_treatment_stays"
    return refuse_when(name, INSPECTION_AREA, "UPDATE", condition, TREATED)


TRIGGERS = (
    *_frozen(FRAMEWORK, "id"),
    *_frozen(GRADE, "framework_id"),
    *_frozen(AREA, "framework_id"),
    no_replace(FRAMEWORK, ("cycle_id",)),
    no_replace(GRADE, ("framework_id", "code")),
    no_replace(AREA, ("framework_id", "code")),
    no_replace(INSPECTION_AREA, ("inspection_id", "area_id")),
    never_change(INSPECTION_AREA, ("id", "inspection_id", "area_id"), COVERED),
    _treatment_stays(),
    _published_stays(),
    never_change(JUDGMENT, ("id", "area_id", "revision"), PLACED),
    _superseded_by_its_reissue(),
    _one_stands("INSERT"),
    _one_stands("UPDATE"),
    *never_deleted(JUDGMENT, KEPT),
    no_replace(JUDGMENT, ("area_id", "revision")),
)
