"""Raw agreement, Cohen's kappa and Gwet's AC1 of a table of pairs.

Each comes with its influence: by how much one more pair of a cell, weighted by the share of
that cell, would move it. Its variance is made of these numbers alone (``variances``).

With ``p`` the share of pairs that agree, ``a`` and ``b`` each reviewer's share of an answer
and ``m`` the mean of the two, chance agreement is

* for kappa: the sum of ``a * b`` over the answers (Cohen 1960, Educational and Psychological
  Measurement 20, 37-46);
* for AC1: the sum of ``m * (1 - m)`` over the answers, divided by one less than the number of
  answers to choose from (Gwet 2008, British Journal of Mathematical and Statistical
  Psychology 61, 29-48);

and the coefficient is ``(p - chance) / (1 - chance)``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .cross_tables import Cell, CrossTable


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A value, at most 1, and the influence of one pair of each cell of the table."""

    value: float
    influence: Mapping[Cell, float]


def raw_agreement(table: CrossTable) -> Coefficient:
    """The share of pairs that are the same, from 0 to 1."""
    return Coefficient(table.raw, {cell: _same(cell) - table.raw for cell in table.cells})


def cohens_kappa(table: CrossTable) -> Coefficient | None:
    """Cohen's kappa, from -1 to 1.

    None when all answers are the same one: chance alone would then agree every time, and
    kappa is nought divided by nought.
    """
    if table.has_one_answer:
        return None
    first, second = table.first, table.second
    chance = sum(first[answer] * second[answer] for answer in first)

    def of_chance(cell: Cell) -> float:
        return second[cell[0]] + first[cell[1]] - 2 * chance

    return _corrected(table, chance, of_chance)


def gwets_ac1(table: CrossTable, scale: int) -> Coefficient:
    """Gwet's AC1, from -1 to 1. ``scale`` is the number of answers to choose from.

    Answers that nobody gave count in ``scale`` too. Raises ValueError when it is below two or
    below the number of answers given.
    """
    if scale < max(2, len(table.first)):
        raise ValueError(f"{len(table.first)} answers can't be chosen from {scale}.")
    mean = {answer: (share + table.second[answer]) / 2 for answer, share in table.first.items()}
    squares = sum(share**2 for share in mean.values())

    def of_chance(cell: Cell) -> float:
        return (2 * squares - mean[cell[0]] - mean[cell[1]]) / (scale - 1)

    return _corrected(table, (1 - squares) / (scale - 1), of_chance)


def _corrected(
    table: CrossTable, chance: float, influence_on_chance: Callable[[Cell], float]
) -> Coefficient:
    value = (table.raw - chance) / (1 - chance)
    influence = {
        cell: (_same(cell) - table.raw - (1 - value) * influence_on_chance(cell)) / (1 - chance)
        for cell in table.cells
    }
    return Coefficient(value, influence)


def _same(cell: Cell) -> bool:
    return cell[0] == cell[1]
