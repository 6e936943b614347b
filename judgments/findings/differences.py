"""What changed from one text to the next, word by word. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

WORDS: Final = re.compile(r"\S+|\s+")


class Change(StrEnum):
    SAME = "same"
    TAKEN_OUT = "taken out"
    PUT_IN = "put in"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that follow each other, and what became of them."""

    words: str
    change: Change


def differences(before: str, after: str) -> tuple[Piece, ...]:
    """Both texts in one. Without what was put in it is ``before``, without what was taken out
    ``after``.
    """
    old, new = WORDS.findall(before), WORDS.findall(after)
    return tuple(_pieces(old, new))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for change, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if change == "equal":
            yield Piece("".join(old[a:b]), Change.SAME)
            continue
        if a < b:
            yield Piece("".join(old[a:b]), Change.TAKEN_OUT)
        if c < d:
            yield Piece("".join(new[c:d]), Change.PUT_IN)
