"""The sentences of a text. Pure."""

import re
from bisect import bisect_left, bisect_right

# A colon right before a number parts it from its name, as in "Reasonable grounds: 164 of 191".
_ENDS = re.compile(
    r"(?:[.!?]|:(?!\s+\**(?:\d|all\b|both\b|none\b)))['\"”\u2019)\]]*\s+"
    r"|\n\s*\n|\n(?=\s*(?:[-*+]\s|[>|#]|\d+[.)]\s))"
)


class Sentences:
    """Where the sentences of a text begin and end, looked for once for all that stands in it."""

    def __init__(self, text: str) -> None:
        ends = [match.span() for match in _ENDS.finditer(text)]
        self._stops = [stop for stop, _ in ends]
        self._begins = [begins for _, begins in ends]
        self._length = len(text)

    def at(self, start: int, end: int) -> tuple[int, int]:
        """Where the sentence around ``start`` to ``end`` begins and ends."""
        before = bisect_right(self._begins, start)
        after = max(before, bisect_left(self._stops, end - 1))
        begins = self._begins[before - 1] if before else 0
        ends = self._stops[after] + 1 if after < len(self._stops) else self._length
        return begins, ends
