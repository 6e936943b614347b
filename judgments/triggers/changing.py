"""Refusals of changes to some columns of a row, of which any may be null."""

from collections.abc import Callable, Iterable
from typing import Final

from peel.lib.triggers import Trigger, refuse_when

DIFFERS: Final = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}
Changed = Callable[[Iterable[str]], str]


def refuse_update(
    name: str, table: str, condition: Callable[[Changed], str], message: str
) -> Trigger:
    """Refuses what meets ``condition``, which is given the SQL of "one of these columns changed".

    That SQL differs between the engines.
    """
    written = {vendor: condition(_changed_by(differs)) for vendor, differs in DIFFERS.items()}
    return refuse_when(
        name, table, "UPDATE", written["postgresql"], message, sqlite_condition=written["sqlite"]
    )


def never_change(table: str, columns: Iterable[str], message: str) -> Trigger:
    """Refuses another value in any of the columns.

    With ``id`` among them it also refuses SQLite's UPDATE OR REPLACE over another row, which
    deletes that row without firing a DELETE trigger.
    """
    name = f"{table}_fixed_no_update"
    return refuse_update(name, table, lambda changed: changed(columns), message)


def words_have_editions(table: str, words: Iterable[str], message: str) -> Trigger:
    """Refuses other words without the next edition, and an edition that is not the next."""
    return refuse_update(
        f"{table}_words_with_edition",
        table,
        lambda changed: f"NEW.edition <> OLD.edition + 1 AND ({changed((*words, 'edition'))})",
        message,
    )


def _changed_by(differs: str) -> Changed:
    return lambda columns: " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in columns)
