"""Turns the text of a definition into YAML nodes that know their lines.

YAML 1.2 is read, in which yes and no are plain words. References, tags and deep nesting
are refused before anything is built, so that a small file can't grow in memory.
"""

from typing import Any, Final, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, NodeEvent
from ruamel.yaml.nodes import MappingNode

from peel.lib.definitions.problems import BrokenDefinition, Problem

LARGEST_SOURCE: Final = 500_000
DEEPEST: Final = 12


def compose(source: str, *, first: str = "checklist: vsa") -> MappingNode:
    """The root of a definition, with ``start_mark.line`` (from 0) on every node below it.

    ``first`` is an example of how one starts, to show to who has written something else.
    Raises ``BrokenDefinition`` when the text isn't a YAML mapping or is too large.
    """
    if len(source) > LARGEST_SOURCE:
        _refuse(1, f"The definition is longer than {LARGEST_SOURCE:,} characters. Shorten it.")
    try:
        _refuse_what_could_grow(source)
        root = _yaml().compose(source)
    except YAMLError as error:
        _refuse(_line_of(error, source), f"This isn't YAML: {_reason(error)}.")
    except (ValueError, OverflowError):
        _refuse(1, "A character written with a backslash doesn't exist. Type it itself.")
    if not isinstance(root, MappingNode):
        _refuse(1, f"The definition must start with its keys, such as “{first}”.")
    return root


def _yaml() -> Any:
    return YAML(typ="safe", pure=True)


def _refuse_what_could_grow(source: str) -> None:
    depth = 0
    for event in _yaml().parse(source):
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > DEEPEST:
            _refuse(event.start_mark.line + 1, f"Lists are nested more than {DEEPEST} deep.")
        if isinstance(event, NodeEvent) and (isinstance(event, AliasEvent) or event.anchor):
            _refuse(
                event.start_mark.line + 1,
                "References with & and * aren't read. Write the text out, or put it in quotes.",
            )


def _line_of(error: YAMLError, source: str) -> int:
    if isinstance(error, MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        return int(mark.line) + 1 if mark else 1
    return source.count("\n", 0, getattr(error, "position", 0)) + 1


def _reason(error: YAMLError) -> str:
    if isinstance(error, MarkedYAMLError):
        return str(error.problem or error.context or "it can't be read")
    return "it holds a control character, which must be removed"


def _refuse(line: int, sentence: str) -> NoReturn:
    raise BrokenDefinition(Problem(line, sentence))
