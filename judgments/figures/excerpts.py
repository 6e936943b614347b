"""The sentence around a figure of a text, as it is printed. Pure."""

from collections.abc import Callable
from functools import cached_property
from typing import Final

from judgments.figures.sentences import Sentences
from judgments.figures.tokens import BRACES, LONGEST, Token, split

WIDEST: Final = 300
"""So many characters of a long sentence are shown on either side of a figure."""
LEFT_OUT: Final = "…"


class Excerpts:
    """Of one text. ``said`` gives what a token prints in it."""

    def __init__(self, text: str, said: Callable[[Token], str]) -> None:
        self.text, self._said = text, said

    def around(self, start: int, end: int) -> str:
        """The sentence around ``start`` to ``end``, printed. A long one is cut on both sides."""
        return self.with_instead(start, end, self._printed(self.text[start:end]))

    def with_instead(self, start: int, end: int, words: str) -> str:
        """The same with other words from ``start`` to ``end``."""
        begins, ends = self._sentences.at(start, end)
        before, after = self._before(begins, start), self._after(end, ends)
        return f"{self._printed(before)}{words}{self._printed(after)}".strip()

    @cached_property
    def _sentences(self) -> Sentences:
        return Sentences(self.text)

    def _before(self, begins: int, start: int) -> str:
        if start - begins <= WIDEST:
            return self.text[begins:start]
        cut = start - WIDEST
        braces = BRACES.finditer(self.text, max(begins, cut - LONGEST), start)
        cut = next((each.end() for each in braces if each.start() < cut < each.end()), cut)
        return f"{LEFT_OUT}{self.text[cut:start]}"

    def _after(self, end: int, ends: int) -> str:
        if ends - end <= WIDEST:
            return self.text[end:ends]
        cut = end + WIDEST
        braces = BRACES.finditer(self.text, end, min(ends, cut + LONGEST))
        cut = next((each.start() for each in braces if each.start() < cut < each.end()), cut)
        return f"{self.text[end:cut]}{LEFT_OUT}"

    def _printed(self, text: str) -> str:
        return "".join(p if isinstance(p, str) else self._said(p) for p in split(text))
