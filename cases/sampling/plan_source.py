"""Reads a plan's source key by key, noting each that is missing, unknown or of a wrong type.

The source is YAML, whose problems are named by line, or plain values such as those of a form,
whose problems are named by place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from unicodedata import category

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from peel.lib.definitions.problems import did_you_mean, listed, quoted
from peel.lib.definitions.yaml_source import compose
from peel.lib.errors import Invalid

Path = tuple[str | int, ...]

LONGEST_WORD: Final = 200
MOST_WORDS: Final = 500
_NULL: Final = "tag:yaml.org,2002:null"


@dataclass(slots=True)
class Source:
    """The plain values of a plan, and the lines (from 1) of those that were read from YAML."""

    root: Mapping[str, Any]
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[tuple[int, str]] = field(default_factory=list)

    def refuse(self, path: Path, sentence: str) -> None:
        """Note a problem at the place of a value."""
        line = self._line(path)
        where = f"line {line}" if line else _place(path)
        fault = (line, f"{where}: {sentence}" if where else sentence)
        if fault not in self.faults:
            self.faults.append(fault)

    def _line(self, path: Path) -> int:
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)

    def refuse_if_any(self) -> None:
        """Raise ``Invalid`` with what was noted, by line."""
        if self.faults:
            raise Invalid(*(sentence for _, sentence in sorted(self.faults, key=lambda f: f[0])))


def _place(path: Path) -> str:
    """A path as a sentence begins with it, such as “strata 2, quota”."""
    words: list[str] = []
    for step in path:
        if isinstance(step, int) and words:
            words[-1] += f" {step + 1}"
        else:
            words.append(str(step))
    return ", ".join(words)


def source_of(source: str | Mapping[str, Any]) -> Source:
    """The source of a plan. Raises ``Invalid`` when text isn't a YAML mapping."""
    if not isinstance(source, str):
        return Source(source)
    read = Source({}, {(): 1})
    read.root = _plain(compose(source), (), read)
    return read


def _plain(node: Node, path: Path, source: Source) -> Any:
    """The node as mappings, lists and the text that was written; None for nothing."""
    source.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, SequenceNode):
        return [_plain(item, (*path, place), source) for place, item in enumerate(node.value)]
    if isinstance(node, ScalarNode):
        return None if node.tag == _NULL else str(node.value)
    values: dict[str, Any] = {}
    for key, value in node.value if isinstance(node, MappingNode) else ():
        name = str(key.value) if isinstance(key, ScalarNode) else ""
        if name in values:
            source.lines[(*path, name)] = key.start_mark.line + 1
            source.refuse((*path, name), f"{quoted(name)} stands twice. Remove one.")
        source.lines[(*path, name)] = key.start_mark.line + 1
        values[name] = _plain(value, (*path, name), source)
    return values


class Part:
    """One mapping of a plan, such as a stratum. Problems go to its source."""

    def __init__(self, source: Source, path: Path, values: Mapping[Any, Any], what: str) -> None:
        self.source, self.path, self.what = source, path, what
        self.values: dict[str, Any] = {str(key): value for key, value in values.items()}

    def only(self, keys: Collection[str]) -> Part:
        """This part, once keys that it doesn't have are refused."""
        for name in self.values:
            if name not in keys:
                hint = did_you_mean(name, keys) or f" These can be used: {listed(keys)}."
                self.refuse(name, f"{quoted(name)} isn't a key of {self.what}.{hint}")
        return self

    def has(self, key: str) -> bool:
        """Whether something is written for a key."""
        return self.values.get(key) is not None

    def refuse(self, key: str, sentence: str) -> None:
        self.source.refuse((*self.path, key) if key in self.values else self.path, sentence)

    def require(self, key: str) -> bool:
        """Whether a key is there. When it isn't, that is a problem."""
        if not self.has(key):
            self.refuse(key, f"The key {quoted(key)} of {self.what} is missing.")
        return self.has(key)

    def text(self, key: str, *, longest: int = LONGEST_WORD, required: bool = True) -> str:
        """The text of a key, or "" when it is missing or unusable."""
        if (required and not self.require(key)) or not self.has(key):
            return ""
        text = self._word(key, self.values[key])
        if required and text == "":
            self.refuse(key, f"{quoted(key)} is empty. Write something.")
        if text and len(text) > longest:
            self.refuse(key, f"{quoted(key)} is longer than {longest} characters. Shorten it.")
        return text or ""

    def number(self, key: str, *, least: int, most: int, required: bool = False) -> int | None:
        """The whole number of a key, or None when it is missing or unusable."""
        text = self.text(key, required=required)
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) <= len(str(most)) + 1):
            self.refuse(key, f"{quoted(text)} isn't a whole number from {least:,} to {most:,}.")
            return None
        if not least <= int(text) <= most:
            self.refuse(key, f"Write a whole number from {least:,} to {most:,}.")
            return None
        return int(text)

    def words(self, key: str) -> tuple[str, ...]:
        """The words of a list, or the one word that stands in its place. Words may be ""."""
        written = self.values.get(key)
        items = written if isinstance(written, list | tuple) else [written]
        if not items:
            self.refuse(key, f"{quoted(key)} is an empty list. Write at least one word in it.")
        if len(items) > MOST_WORDS:
            self.refuse(key, f"{quoted(key)} has more than {MOST_WORDS} words. Shorten it.")
        return tuple(word for word in (self._word(key, item) for item in items) if word is not None)

    def part(self, key: str, what: str) -> Part | None:
        """The mapping of a key, or None when it is missing or something else."""
        written = self.values.get(key)
        if isinstance(written, Mapping):
            return Part(self.source, (*self.path, key), written, what)
        if written is not None:
            self.refuse(key, f"{quoted(key)} needs keys of its own.")
        return None

    def parts(self, key: str, what: str, *, most: int) -> Iterator[Part]:
        """The mappings of a list, such as the strata."""
        rows = self._rows(key)
        if len(rows) > most:
            self.refuse(key, f"{quoted(key)} has more than {most} entries. Shorten it.")
        for place, row in enumerate(rows[:most]):
            path = (*self.path, key, place)
            if isinstance(row, Mapping):
                yield Part(self.source, path, row, what)
            else:
                self.source.refuse(path, f"Here {what} is expected, with its keys.")

    def _rows(self, key: str) -> Sequence[Any]:
        written = self.values.get(key)
        if isinstance(written, list | tuple):
            return written
        if written is not None:
            self.refuse(key, f"{quoted(key)} must be a list. Start each entry with a dash.")
        return ()

    def _word(self, key: str, written: Any) -> str | None:
        """The text that was written, or None, with a problem, for anything else."""
        if isinstance(written, int) and not isinstance(written, bool):
            return str(written)
        if not isinstance(written, str):
            self.refuse(key, f"{quoted(key)} must be plain text here, in quotes if need be.")
            return None
        if any(category(letter)[0] == "C" for letter in written):
            self.refuse(key, f"{quoted(key)} holds a character that can't be printed.")
            return None
        if len(written) > LONGEST_WORD:
            self.refuse(
                key, f"{quoted(key)} holds more than {LONGEST_WORD} characters. Shorten it."
            )
            return None
        return " ".join(written.split())
