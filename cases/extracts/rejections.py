"""The rows of an extract that can't be used, each with its reasons. Pure."""

import heapq
import json
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, field

from peel.lib.lists.problems import Problem

BLOCK = 2_000
DISTINCT = 1_000


@dataclass(slots=True)
class Rejections:
    """Every problem of every rejected row, by row. Half a million of them take a few megabytes.

    ``rows`` is how many rows are rejected. ``reasons`` counts the first problem of each row by
    column and reason; after ``DISTINCT`` kinds only those known are counted.
    """

    rows: int = 0
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)
    _runs: list["_Run"] = field(default_factory=lambda: [_Run()])

    def __iter__(self) -> Iterator[Problem]:
        return heapq.merge(*self._runs, key=lambda problem: problem.row)

    def add(self, problems: Sequence[Problem]) -> None:
        """Adds one row's problems. Rows come in ascending order within a run."""
        self.rows += 1
        kind = problems[0].column, problems[0].reason
        if kind in self.reasons or len(self.reasons) < DISTINCT:
            self.reasons[kind] += 1
        for problem in problems:
            self._runs[-1].add(problem)

    def begin_again(self) -> None:
        """Begins a new run: the rows that are added from now on may be any of the extract."""
        self._runs.append(_Run())


@dataclass(slots=True)
class _Run:
    """Problems in ascending order of rows, packed as they become many."""

    packed: list[bytes] = field(default_factory=list)
    open: list[Problem] = field(default_factory=list)

    def add(self, problem: Problem) -> None:
        self.open.append(problem)
        if len(self.open) == BLOCK:
            text = json.dumps([astuple(problem) for problem in self.open])
            self.packed.append(zlib.compress(text.encode(), level=1))
            self.open = []

    def __iter__(self) -> Iterator[Problem]:
        for block in self.packed:
            yield from (Problem(*values) for values in json.loads(zlib.decompress(block)))
        yield from self.open
