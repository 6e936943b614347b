"""Database triggers on both engines: a list of them, their installation and their audit.

SQLite drops a table's triggers when Django remakes the table, and refuses to remake a
table that a trigger elsewhere names. So every app takes its list off before migrations
run on SQLite and installs it again after, and a system check says when one is missing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.apps import AppConfig
from django.core import checks
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate, pre_migrate


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger: its name, its table and the statements that create it on each engine."""

    name: str
    table: str
    sqlite: str
    postgresql: Sequence[str]


def append_only(table: str) -> list[Trigger]:
    """Triggers that make ``table`` refuse UPDATE, DELETE and, on PostgreSQL, TRUNCATE."""
    operations = ("UPDATE", "DELETE")
    refusals = [_refuse(table, operation, "FOR EACH ROW") for operation in operations]
    return [*refusals, _refuse_truncate(table, f"{table} is append-only")]


def never_deleted(table: str, message: str) -> list[Trigger]:
    """Triggers that make ``table`` refuse DELETE and, on PostgreSQL, TRUNCATE."""
    row = refuse_when(f"{table}_no_delete", table, "DELETE", "TRUE", message)
    return [row, _refuse_truncate(table, message)]


def no_replace(table: str, *uniques: Sequence[str]) -> Trigger:
    """A trigger that makes ``table`` refuse INSERT OR REPLACE of a row that is there.

    A row is there when its ``id`` is, or all columns of one of the ``uniques``. SQLite
    deletes the old row of such a statement without firing a DELETE trigger.
    """
    name = f"{table}_no_replace"
    keys = [("id",), *uniques]
    same = " OR ".join(
        "(" + " AND ".join(f"{column} = NEW.{column}" for column in key) + ")" for key in keys
    )
    there = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608
    return Trigger(
        name=name,
        table=table,
        sqlite=(
            f"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN {there} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        ),
        postgresql=(),
    )


def refuse_when(
    name: str,
    table: str,
    operation: str,
    condition: str,
    message: str,
    *,
    sqlite_condition: str | None = None,
) -> Trigger:
    """A trigger that makes ``table`` refuse ``operation`` on a row when ``condition`` holds.

    ``sqlite_condition`` is for SQLite alone, where it must say more (see ``no_replace``).
    """
    row = "OLD" if operation == "DELETE" else "NEW"
    return Trigger(
        name=name,
        table=table,
        sqlite=(
            f"CREATE TRIGGER {name} BEFORE {operation} ON {table} "
            f"WHEN {sqlite_condition or condition} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        ),
        postgresql=(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {condition} THEN RAISE EXCEPTION '{message}' "
            f"USING ERRCODE = 'restrict_violation'; END IF; RETURN {row}; END $$",
            f"CREATE TRIGGER {name} BEFORE {operation} ON {table} FOR EACH ROW "
            f"EXECUTE FUNCTION {name}()",
        ),
    )


def _refuse(table: str, operation: str, each: str) -> Trigger:
    name = f"{table}_no_{operation.lower()}"
    message = f"{table} is append-only"
    return Trigger(
        name=name,
        table=table,
        sqlite=(
            f"CREATE TRIGGER {name} BEFORE {operation} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        ),
        postgresql=_postgresql_refusal(name, table, operation, each, message),
    )


def _refuse_truncate(table: str, message: str) -> Trigger:
    name = f"{table}_no_truncate"
    return Trigger(
        name=name,
        table=table,
        sqlite="",
        postgresql=_postgresql_refusal(name, table, "TRUNCATE", "FOR EACH STATEMENT", message),
    )


def _postgresql_refusal(
    name: str, table: str, operation: str, each: str, message: str
) -> tuple[str, str]:
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{message}'; END $$",
        f"CREATE TRIGGER {name} BEFORE {operation} ON {table} {each} EXECUTE FUNCTION {name}()",
    )


def install(connection: BaseDatabaseWrapper, triggers: Iterable[Trigger]) -> None:
    """Create every trigger anew, so that a changed definition replaces the old one."""
    with connection.cursor() as cursor:
        for trigger in triggers:
            for statement in _statements(connection.vendor, trigger):
                cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper, triggers: Iterable[Trigger]) -> None:
    """Drop the triggers that exist."""
    with connection.cursor() as cursor:
        for trigger in triggers:
            cursor.execute(_drop(connection.vendor, trigger))


def missing(connection: BaseDatabaseWrapper, triggers: Iterable[Trigger]) -> list[str]:
    """The names of the triggers that the database should have and does not have."""
    wanted = [t.name for t in triggers if _create(connection.vendor, t)]
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    return [name for name in wanted if name not in present]


def keep_installed(app: AppConfig, triggers: Sequence[Trigger]) -> None:
    """Keep ``triggers`` in the database through every migration and check that they are there."""

    def remove_before_migration(using: str, plan: Sequence[object], **kwargs: object) -> None:
        connection = connections[using]
        if plan and connection.vendor == "sqlite":
            remove(connection, triggers)

    def install_after_migration(using: str, **kwargs: object) -> None:
        connection = connections[using]
        if _tables_exist(connection, triggers):
            install(connection, triggers)

    def check_installed(
        databases: Sequence[str] | None = None, **kwargs: object
    ) -> list[checks.CheckMessage]:
        return [
            # No error, because that would keep 'migrate' from installing what a new release adds.
            checks.Warning(
                f"The database lacks the trigger {name}.",
                hint="Run 'manage.py migrate', which installs it.",
                id=f"{app.label}.W001",
            )
            for alias in databases or []
            if _tables_exist(connections[alias], triggers)
            for name in missing(connections[alias], triggers)
        ]

    pre_migrate.connect(
        remove_before_migration, sender=app, weak=False, dispatch_uid=f"{app.label}.triggers"
    )
    post_migrate.connect(
        install_after_migration, sender=app, weak=False, dispatch_uid=f"{app.label}.triggers"
    )
    checks.register(check_installed, checks.Tags.database)


def _tables_exist(connection: BaseDatabaseWrapper, triggers: Iterable[Trigger]) -> bool:
    return {t.table for t in triggers} <= set(connection.introspection.table_names())


def _statements(vendor: str, trigger: Trigger) -> list[str]:
    create = _create(vendor, trigger)
    return [_drop(vendor, trigger), *create] if create else []


def _create(vendor: str, trigger: Trigger) -> Sequence[str]:
    if vendor == "sqlite":
        return [trigger.sqlite] if trigger.sqlite else []
    return trigger.postgresql


def _drop(vendor: str, trigger: Trigger) -> str:
    table = "" if vendor == "sqlite" else f" ON {trigger.table}"
    return f"DROP TRIGGER IF EXISTS {trigger.name}{table}"
