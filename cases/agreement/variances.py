"""The large-sample variance of a coefficient, from the influence of each pair.

For pairs that do not depend on each other it is the mean of the squared influences divided by
the number of pairs. For kappa this is the variance of Fleiss, Cohen and Everitt (1969,
Psychological Bulletin 72, 323-327), for AC1 that of Gwet (2008, British Journal of
Mathematical and Statistical Psychology 61, 29-48) without a finite population.

Answers about the same file depend on each other. Where a file gives several pairs, the
influences are added up within it first, and the sum of their squares is multiplied by
``files / (files - 1)``: the linearised variance for clusters (Binder 1983, International
Statistical Review 51, 279-292; for kappa, Yang and Zhou 2014, Statistics in Medicine 33,
2612-2633).
"""

from collections.abc import Collection, Mapping

from .coefficients import Coefficient
from .cross_tables import Cell, CrossTable


def variance_over_pairs(coefficient: Coefficient, table: CrossTable) -> float:
    """The variance when each pair is about another file."""
    squares = (count * coefficient.influence[cell] ** 2 for cell, count in table.cells.items())
    return sum(squares) / table.pairs**2


def variance_over_files(
    coefficient: Coefficient, table: CrossTable, files: Collection[Mapping[Cell, int]]
) -> float:
    """The variance when ``table`` is the sum of ``files``, the pairs of one file each.

    Raises ValueError when there are fewer than two files.
    """
    if len(files) < 2:
        raise ValueError("One file tells nothing of how files differ.")
    sums = (
        sum(count * coefficient.influence[cell] for cell, count in file.items()) for file in files
    )
    correction = len(files) / (len(files) - 1)
    return correction * sum(total**2 for total in sums) / table.pairs**2
