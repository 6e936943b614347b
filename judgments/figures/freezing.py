"""Putting what tokens print into a text for good, so that it never changes again. Pure."""

import re
from collections.abc import Mapping
from typing import Final

from judgments.figures.figure import Figure, Missing
from judgments.figures.rendering import printed
from judgments.figures.tokens import Token, split
from peel.lib.errors import Conflict

MARKS: Final = re.compile(r"([\\`*_\[\]<>])")
SENTENCE_ENDS: Final = (".", "!", "?")


def frozen(text: str, figures: Mapping[Token, Figure | Missing]) -> str:
    """The Markdown with words in the place of each token; a chart or table is told in words.

    Raises Conflict for a token without a figure.
    """
    made = ""
    for part in split(text):
        made += part if isinstance(part, str) else _words(part, figures[part], made)
    return made


def escaped(words: str) -> str:
    """The words as Markdown that prints them as they are."""
    return MARKS.sub(r"\\\1", words)


def _words(token: Token, figure: Figure | Missing, before: str) -> str:
    if isinstance(figure, Missing):
        raise Conflict(f"{token.text} has no figure: {figure.reason}")
    words = escaped(printed(token, figure))
    return words[:1].upper() + words[1:] if _sentence_begins(before) else words


def _sentence_begins(before: str) -> bool:
    """Whether what comes after ``before`` begins a sentence, a paragraph or an item."""
    bare = before.rstrip(" \r\n\t*_>#")
    if not bare or bare.endswith(SENTENCE_ENDS) or before[len(bare) :].count("\n") > 1:
        return True
    line = before.rpartition("\n")[2].strip()
    return bool(line) and not line.strip("#>-+ ")
