"""Pairs of answers, counted in a square table: one reviewer's answers by the other's."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Cell = tuple[str, str]
"""The first reviewer's answer and the second's."""


@dataclass(frozen=True, slots=True)
class Paired:
    """What two reviewers answered to a question that both were asked about one file."""

    file: int
    question: str
    first: str
    second: str

    @property
    def cell(self) -> Cell:
        return self.first, self.second

    def swapped(self) -> "Paired":
        """The same pair with the reviewers' places changed."""
        return Paired(self.file, self.question, self.second, self.first)


@dataclass(frozen=True, slots=True)
class CrossTable:
    """How often each pair of answers was given.

    ``pairs`` and ``agreed`` are counts; ``first`` and ``second`` are each reviewer's share of
    pairs, from 0 to 1, by answer. Raises ValueError when there are no pairs.
    """

    cells: Mapping[Cell, int]
    pairs: int = field(init=False)
    agreed: int = field(init=False)
    first: Mapping[str, float] = field(init=False)
    second: Mapping[str, float] = field(init=False)

    def __post_init__(self) -> None:
        pairs = sum(self.cells.values())
        if not pairs:
            raise ValueError("There are no pairs of answers.")
        sums: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        for cell, count in self.cells.items():
            for place, answer in zip(sums, cell, strict=True):
                place[answer] += count
        answers = sorted(sums[0] | sums[1])
        made = {
            "pairs": pairs,
            "agreed": sum(count for (one, other), count in self.cells.items() if one == other),
            "first": {answer: sums[0][answer] / pairs for answer in answers},
            "second": {answer: sums[1][answer] / pairs for answer in answers},
        }
        for name, value in made.items():
            object.__setattr__(self, name, value)

    @property
    def raw(self) -> float:
        """The share of pairs that are the same, from 0 to 1."""
        return self.agreed / self.pairs

    @property
    def has_one_answer(self) -> bool:
        """Whether both reviewers gave the same one answer every time."""
        return self.agreed == self.pairs and len(self.first) == 1

    @property
    def is_one_sided(self) -> bool:
        """Whether at least one reviewer gave one answer every time."""
        return 1.0 in {*self.first.values(), *self.second.values()}


def table_of(pairs: Iterable[Paired]) -> CrossTable:
    """The table of ``pairs``. Raises ValueError when there are none."""
    return CrossTable(Counter(pair.cell for pair in pairs))
