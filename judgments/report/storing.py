"""A document as JSON that gives the same document back, and its checksum. Pure.

Each value is written with the name of its kind as ``type``, days as in 2024-03-31.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, Final, cast, get_type_hints

from judgments.report import document as report
from judgments.report.document import Document, Tone
from judgments.text import tree

KINDS: Final[Mapping[str, type]] = {
    kind.__name__: kind
    for module in (tree, report)
    for kind in vars(module).values()
    if isinstance(kind, type) and is_dataclass(kind) and kind.__module__ == module.__name__
}


def stored(document: Document) -> dict[str, Any]:
    """The document as plain values, which JSON can hold."""
    return cast(dict[str, Any], _plain(document))


def restored(content: Mapping[str, Any]) -> Document:
    """The document that was stored."""
    return cast(Document, _value(content))


def checksum_of(content: Mapping[str, Any]) -> str:
    """SHA-256, in hexadecimal, over the stored document: sorted keys, no spaces, UTF-8."""
    line = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(line.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    kind = type(value).__name__
    if kind in KINDS:
        return {"type": kind} | {name: _plain(getattr(value, name)) for name in _names(kind)}
    return value


def _value(plain: Any) -> Any:
    if isinstance(plain, list):
        return tuple([_value(item) for item in plain])
    if not isinstance(plain, Mapping):
        return plain
    readers = _readers(plain["type"])
    return KINDS[plain["type"]](
        **{
            name: readers[name](value) if name in readers and value is not None else _value(value)
            for name, value in plain.items()
            if name != "type"
        }
    )


@cache
def _names(kind: str) -> tuple[str, ...]:
    return tuple(field.name for field in fields(KINDS[kind]))


@cache
def _readers(kind: str) -> dict[str, Any]:
    """How the fields are read that JSON holds as text and that are none."""
    readers: dict[str, Any] = {}
    for name, hint in get_type_hints(KINDS[kind]).items():
        if hint in (date, date | None):
            readers[name] = date.fromisoformat
        elif hint is Tone:
            readers[name] = Tone
    return readers
