"""Reads one YAML mapping key by key, noting each that is missing, unknown or of a wrong type."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final, NamedTuple, TypeVar
from unicodedata import category

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from peel.lib.definitions.problems import Problems, did_you_mean, listed, quoted

_PLAIN: Final = {"tag:yaml.org,2002:str", "tag:yaml.org,2002:int"}
_TRUTH: Final = "tag:yaml.org,2002:bool"
_CODE: Final = re.compile(r"[a-z][a-z0-9_]*")
_CHOICE_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_]*")
_LONGEST_CODE: Final = 50

Word = TypeVar("Word", bound=str)


class Item(NamedTuple):
    """A word of a list, with its line."""

    text: str
    line: int


class Entry:
    """A mapping of a definition, such as one question. Problems go to ``problems``."""

    def __init__(
        self, node: MappingNode, keys: Collection[str], what: str, problems: Problems
    ) -> None:
        self.line: int = node.start_mark.line + 1
        self._what = what
        self._problems = problems
        self._lines: dict[str, int] = {}
        self._values: dict[str, Node] = {}
        self.refused: set[str] = set()
        for key, value in node.value:
            self._take(key, value, keys)

    def _take(self, key: Node, value: Node, keys: Collection[str]) -> None:
        line = key.start_mark.line + 1
        name = key.value if isinstance(key, ScalarNode) else ""
        if name not in keys:
            hint = did_you_mean(name, keys) or f" These can be used: {listed(keys)}."
            self._problems.add(line, f"{quoted(name)} isn't a key of {self._what}.{hint}")
        elif name in self._values:
            self._problems.add(line, f"{quoted(name)} stands twice in {self._what}. Remove one.")
        else:
            self._lines[name], self._values[name] = line, value

    @property
    def keys(self) -> tuple[str, ...]:
        """The known keys that are there, in the order they were written."""
        return tuple(self._values)

    def has(self, key: str) -> bool:
        return key in self._values

    def line_of(self, key: str) -> int:
        """The line of a key, or of the whole mapping when it lacks the key."""
        return self._lines.get(key, self.line)

    def refuse(self, key: str, sentence: str) -> None:
        """Note a problem at the line of a key, and the key among the ``refused``."""
        self.refused.add(key)
        self._problems.add(self.line_of(key), sentence)

    def text(self, key: str, *, longest: int, required: bool = True) -> str:
        """The text of a key, or nothing when it is missing or unusable."""
        node = self._node(key, required)
        if node is None:
            return ""
        text = self._scalar(node, key).strip()
        if required and isinstance(node, ScalarNode) and not node.value.strip():
            self.refuse(key, f"{quoted(key)} is empty. Write something, in quotes if need be.")
        if len(text) > longest:
            self.refuse(key, f"{quoted(key)} is longer than {longest} characters. Shorten it.")
        return text

    def code(self, key: str, *, required: bool = True) -> str:
        """A code of ours: small letters, digits and underscores."""
        code = self.text(key, longest=_LONGEST_CODE, required=required)
        self._refuse_no_code(key, code)
        return code

    def codes(self, key: str) -> tuple[str, ...]:
        """The codes of a list, or none when the key is missing."""
        codes = tuple(item.text for item in self.words(key, required=False))
        for code in codes:
            self._refuse_no_code(key, code)
        return codes

    def _refuse_no_code(self, key: str, code: str) -> None:
        if code and not (_CODE.fullmatch(code) and len(code) <= _LONGEST_CODE):
            self.refuse(
                key,
                f"{quoted(code)} can't be a code. Use small letters, digits and "
                "underscores, starting with a letter.",
            )

    def choice_code(self, key: str) -> str:
        """A code of an answer or of a fact's value, which may hold capitals, such as 1A."""
        code = self.text(key, longest=_LONGEST_CODE)
        if code and not _CHOICE_CODE.fullmatch(code):
            self.refuse(key, f"{quoted(code)} can't be a code. Use letters, digits, underscores.")
        return code

    def one_of(self, key: str, allowed: tuple[Word, ...], default: Word | None = None) -> Word:
        """One of the allowed words; the default, or else the first, when it isn't one."""
        fallback = default or allowed[0]
        if not self.has(key) and default is not None:
            return fallback
        word = self.text(key, longest=_LONGEST_CODE)
        for candidate in allowed:
            if candidate == word:
                return candidate
        if word:
            self.refuse(key, f"{quoted(word)} can't be used here. Use one of {listed(allowed)}.")
        return fallback

    def flag(self, key: str) -> bool:
        """Whether a key says yes. A missing key says no."""
        return self.one_of(key, ("no", "yes"), "no") == "yes"

    def words(self, key: str, *, required: bool = True) -> tuple[Item, ...]:
        """The words of a list, such as the answers in ``met: [yes]``."""
        nodes = self._sequence(key, required)
        if required and self.has(key) and not nodes:
            self.refuse(key, f"{quoted(key)} is an empty list. Write at least one word in it.")
        items = [Item(self._scalar(node, key), node.start_mark.line + 1) for node in nodes]
        return tuple(item for item in items if item.text)

    def answers(self, key: str, *, required: bool = False) -> frozenset[str]:
        """The answer codes of a list, such as ``note_required: [no]``."""
        return frozenset(item.text for item in self.words(key, required=required))

    def entries(
        self, key: str, keys: Collection[str], what: str, *, most: int, required: bool = True
    ) -> Iterator[Entry]:
        """The mappings of a list, such as the questions of a stage."""
        nodes = self._sequence(key, required)
        if required and self.has(key) and not nodes:
            self.refuse(key, f"{quoted(key)} is an empty list. Write at least one entry in it.")
        if len(nodes) > most:
            self.refuse(key, f"{quoted(key)} has more than {most} entries. Shorten it.")
        for node in nodes[:most]:
            if isinstance(node, MappingNode):
                yield Entry(node, keys, what, self._problems)
            else:
                self._problems.add(
                    node.start_mark.line + 1, f"Here {what} is expected, with its keys."
                )

    def entry(self, key: str, keys: Collection[str], what: str) -> Entry | None:
        """The mapping of a key, or nothing when it is missing or something else."""
        node = self._values.get(key)
        if isinstance(node, MappingNode):
            return Entry(node, keys, what, self._problems)
        if node is not None:
            self.refuse(key, f"{quoted(key)} needs its own keys: {listed(keys)}.")
        return None

    def _node(self, key: str, required: bool) -> Node | None:
        if required and not self.has(key):
            self._problems.add(self.line, f"The key {quoted(key)} of {self._what} is missing.")
        return self._values.get(key)

    def _sequence(self, key: str, required: bool) -> list[Node]:
        node = self._node(key, required)
        if node is None:
            return []
        if isinstance(node, SequenceNode):
            return list(node.value)
        self.refuse(key, f"{quoted(key)} must be a list. Start each entry with a dash.")
        return []

    def _scalar(self, node: Node, key: str) -> str:
        line = node.start_mark.line + 1
        if not isinstance(node, ScalarNode):
            self._problems.add(line, f"{quoted(key)} must be plain text here.")
            return ""
        if node.tag not in _PLAIN and node.value:
            remedy = "Write yes or no." if node.tag == _TRUTH else "Put it in quotation marks."
            self._problems.add(line, f"{quoted(node.value)} isn't read as text here. {remedy}")
            return ""
        if any(category(letter)[0] == "C" and letter != "\n" for letter in node.value):
            self._problems.add(line, f"{quoted(key)} holds a character that can't be printed.")
            return ""
        return str(node.value)
