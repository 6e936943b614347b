"""The changes of rules that figures are not compared across, as they are shipped."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

SOURCE = Path(__file__).parent / "data" / "rule_changes.yaml"


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A change of the rules that records are judged by. ``on`` is the new rules' first day."""

    code: str
    name: str
    on: date


@cache
def rule_changes() -> tuple[RuleChange, ...]:
    """Every rule change, the earliest first."""
    rows = YAML(typ="safe").load(SOURCE)["rule_changes"]
    return tuple(sorted((RuleChange(**row) for row in rows), key=lambda change: change.on))


def rule_changes_called(codes: tuple[str, ...]) -> tuple[RuleChange, ...]:
    """Those with one of ``codes``, the earliest first. Raises ``KeyError`` for an unknown code."""
    by_code = {change.code: change for change in rule_changes()}
    return tuple(sorted((by_code[code] for code in codes), key=lambda change: change.on))
