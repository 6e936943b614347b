"""The shipped lists of forces and cycles, and how they reach the database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.db import transaction
from ruamel.yaml import YAML

from accounts.models import User
from forces import actions
from forces.models import Cycle, Force

Row = TypeVar("Row", Force, Cycle)
DATA = Path(__file__).parent / "data"
_loaded_after: list[Callable[[], object]] = []


def load_also(load: Callable[[], object]) -> None:
    """Also call ``load`` after the lists, for reference data that hang on forces or cycles.

    An app above this one calls it once, when it is ready.
    """
    if load not in _loaded_after:
        _loaded_after.append(load)


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many forces and cycles the lists hold."""

    forces: int
    cycles: int


@transaction.atomic
def load_reference(*, by: User | None) -> Loaded:
    """Bring forces and cycles up to the shipped lists. Doing it again changes nothing.

    A force or cycle that the lists don't name stays as it is.
    """
    forces, cycles = _read("forces"), _read("cycles")
    for row in forces:
        _load_force(row, by)
    for row in forces:
        _load_most_similar(row, by)
    for row in cycles:
        cycle = Cycle.objects.filter(slug=row["slug"]).first() or Cycle()
        actions.save_cycle(cycle=_filled(cycle, row), by=by)
    for load in _loaded_after:
        load()
    return Loaded(len(forces), len(cycles))


def _load_force(row: Mapping[str, Any], by: User | None) -> None:
    force = Force.objects.filter(slug=row["slug"]).first() or Force()
    fields = {name: value for name, value in row.items() if name != "most_similar"}
    actions.save_force(force=_filled(force, fields), by=by)


def _load_most_similar(row: Mapping[str, Any], by: User | None) -> None:
    if "most_similar" in row:
        similar = Force.objects.filter(slug__in=row["most_similar"])
        force = Force.objects.get(slug=row["slug"])
        actions.save_force(force=force, most_similar=similar, by=by)


def _filled(instance: Row, fields: Mapping[str, Any]) -> Row:
    for name, value in fields.items():
        setattr(instance, name, value)
    return instance


def _read(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = YAML(typ="safe").load(DATA / f"{name}.yaml")[name]
    return rows
