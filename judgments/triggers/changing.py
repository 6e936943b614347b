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


def _changed_by(differs: str) -> Changed:
    return lambda columns: " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in columns)
