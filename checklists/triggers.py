"""A published version never changes, whatever writes to the database.

Its own row and the rows of its stages, questions, facts and measures refuse every change,
and so does the code of its checklist.
"""

from typing import Final

from peel.lib.triggers import Trigger, refuse_when

REFUSAL: Final = "a published checklist version never changes: publish a new version"
PARTS: Final = ("stage", "question", "fact", "measure")

_PUBLISHED: Final = "EXISTS (SELECT 1 FROM checklists_version WHERE {condition})"


def _published(version_id: str) -> str:
    return _PUBLISHED.format(condition=f"id = {version_id} AND state = 'published'")


def _replaces_published(table: str) -> str:
    # SQLite deletes the old row of INSERT OR REPLACE without firing a DELETE trigger.
    return (
        f"EXISTS (SELECT 1 FROM {table} AS old_row JOIN checklists_version "  # noqa: S608
        "ON checklists_version.id = old_row.version_id "
        "WHERE old_row.id = NEW.id AND checklists_version.state = 'published')"
    )


def _trigger(table: str, operation: str, *, when: str, sqlite_when: str | None = None) -> Trigger:
    name = f"{table}_published_no_{operation.lower()}"
    return refuse_when(name, table, operation, when, REFUSAL, sqlite_condition=sqlite_when)


def _no_truncate(table: str) -> Trigger:
    name = f"{table}_published_no_truncate"
    published = _PUBLISHED.format(condition="state = 'published'")
    return Trigger(
        name=name,
        table=table,
        sqlite="",
        postgresql=(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {published} THEN RAISE EXCEPTION '{REFUSAL}' "
            "USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL; END $$",
            f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT "
            f"EXECUTE FUNCTION {name}()",
        ),
    )


def _freeze_part(table: str) -> list[Trigger]:
    old, new = _published("OLD.version_id"), _published("NEW.version_id")
    replaces = _replaces_published(table)
    return [
        _trigger(table, "INSERT", when=new, sqlite_when=f"{new} OR {replaces}"),
        _trigger(
            table, "UPDATE", when=f"{old} OR {new}", sqlite_when=f"{old} OR {new} OR {replaces}"
        ),
        _trigger(table, "DELETE", when=old),
        _no_truncate(table),
    ]


def _freeze_version() -> list[Trigger]:
    table = "checklists_version"
    replaces = _PUBLISHED.format(
        condition=(
            "state = 'published' AND (id = NEW.id "
            "OR (checklist_id = NEW.checklist_id AND label = NEW.label))"
        )
    )
    return [
        _trigger(table, "INSERT", when=replaces),
        _trigger(
            table,
            "UPDATE",
            when="OLD.state = 'published'",
            sqlite_when=f"OLD.state = 'published' OR {replaces}",
        ),
        _trigger(table, "DELETE", when="OLD.state = 'published'"),
        _no_truncate(table),
    ]


def _freeze_checklist() -> Trigger:
    has_published = _PUBLISHED.format(condition="checklist_id = OLD.id AND state = 'published'")
    return _trigger(
        "checklists_checklist", "UPDATE", when=f"NEW.code <> OLD.code AND {has_published}"
    )


TRIGGERS: Final = [
    _freeze_checklist(),
    *_freeze_version(),
    *(trigger for part in PARTS for trigger in _freeze_part(f"checklists_{part}")),
]
