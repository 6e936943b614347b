"""Tables of pairs for tests."""

from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from cases.agreement.cross_tables import CrossTable, Paired

ANSWERS = ("yes", "no", "not_applicable")
Counts = Sequence[Sequence[int]]


def cross_table(counts: Counts) -> CrossTable:
    """The table with ``counts[i][j]`` pairs of the answers i and j."""
    cells = {
        (ANSWERS[i], ANSWERS[j]): count
        for i, row in enumerate(counts)
        for j, count in enumerate(row)
        if count
    }
    return CrossTable(cells)


def pairs_of(counts: Counts) -> list[Paired]:
    """As many pairs as ``counts`` says, each about another file."""
    cells = [
        (ANSWERS[i], ANSWERS[j])
        for i, row in enumerate(counts)
        for j, count in enumerate(row)
        for _ in range(count)
    ]
    return [Paired(file, "question", *cell) for file, cell in enumerate(cells)]


def shares(counts: Counts) -> NDArray[np.float64]:
    table = np.array(counts, dtype=np.float64)
    return np.asarray(table / table.sum(), dtype=np.float64)


@st.composite
def counts(draw: st.DrawFn, *, size: int | None = None, fewest: int = 1) -> list[list[int]]:
    """A square of counts with two or three answers, many of them nought."""
    width = size or draw(st.integers(2, 3))
    cell = st.one_of(st.just(0), st.integers(0, 40))
    row = st.lists(cell, min_size=width, max_size=width)
    square = st.lists(row, min_size=width, max_size=width)
    return draw(square.filter(lambda rows: sum(map(sum, rows)) >= fewest))


ANSWER = st.sampled_from(ANSWERS)


@st.composite
def clustered_pairs(draw: st.DrawFn) -> list[Paired]:
    """Pairs of answers to several questions about each of at least ten files."""
    files = draw(st.integers(10, 16))
    answers = st.lists(st.tuples(ANSWER, ANSWER), min_size=1, max_size=6)
    return [
        Paired(file, f"question {number}", *cell)
        for file in range(files)
        for number, cell in enumerate(draw(answers))
    ]
