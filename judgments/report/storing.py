"""A document as JSON that gives the same document back, and its checksum. Pure.

Each value is written with the name of its kind as ``type``, days as in 2024-03-31. The whole
carries the number of its ``format``, and what is stored in any format stays readable: a field
that comes later has a default, and anything else that changes takes the next number, with what
reads the former one.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, Final, cast, get_type_hints

from judgments.report import document as report
from judgments.report.document import Document, Tone
from judgments.text import tree
from peel.lib.errors import Conflict

FORMAT: Final = 1
KINDS: Final[Mapping[str, type]] = {
    kind.__name__: kind
    for module in (tree, report)
    for kind in vars(module).values()
    if isinstance(kind, type) and is_dataclass(kind) and kind.__module__ == module.__name__
}


class Unreadable(Conflict):
    """A stored document that can't be read, with the reason in a sentence."""


def stored(document: Document) -> dict[str, Any]:
    """The document as plain values, which JSON can hold."""
    return {"format": FORMAT, **_plain(document)}


def restored(content: object) -> Document:
    """The document that was stored. Raises Unreadable."""
    if not isinstance(content, Mapping) or content.get("type") != Document.__name__:
        raise Unreadable("The stored content is not that of a report.")
    # What was stored before contents carried a number is of the first format.
    number = content.get("format", 1)
    if number != FORMAT:
        raise Unreadable(f"The stored content is of the format {number}, which is not known here.")
    return cast(Document, _value({k: v for k, v in content.items() if k != "format"}))


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
        return {"type": kind} | {name: _plain(getattr(value, name)) for name in _fields(kind)}
    return value


def _value(plain: Any) -> Any:
    if isinstance(plain, list):
        return tuple([_value(item) for item in plain])
    if not isinstance(plain, Mapping):
        return plain
    kind = plain.get("type")
    if not isinstance(kind, str) or kind not in KINDS:
        raise Unreadable(f"The stored content holds a part of the kind {kind}, which is not known.")
    given = {name: value for name, value in plain.items() if name != "type"}
    _check_names(kind, given)
    return KINDS[kind](**{name: _field(kind, name, value) for name, value in given.items()})


def _check_names(kind: str, given: Mapping[str, Any]) -> None:
    known = _fields(kind)
    missing = [name for name, needed in known.items() if needed and name not in given]
    unknown = [name for name in given if name not in known]
    if missing:
        raise Unreadable(f"In the stored content, a {kind} lacks: {', '.join(missing)}.")
    if unknown:
        raise Unreadable(f"In the stored content, a {kind} has unknown: {', '.join(unknown)}.")


def _field(kind: str, name: str, value: Any) -> Any:
    read = _readers(kind).get(name)
    if read is None or value is None:
        return _value(value)
    try:
        return read(value)
    except (TypeError, ValueError) as error:
        reason = f"In the stored content, {name} of a {kind} can't be read: {value!r}."
        raise Unreadable(reason) from error


@cache
def _fields(kind: str) -> Mapping[str, bool]:
    """The fields, and whether a value has to be given."""
    return {
        field.name: field.default is MISSING and field.default_factory is MISSING
        for field in fields(KINDS[kind])
    }


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
