"""Forces by headline measures of a cycle."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from accounts.models import User
from cases.comparison.measures import ComparedMeasure
from cases.comparison.national import ABOVE, BELOW, FEWEST_FOR_A_SPREAD
from cases.comparison.stored import StoredFigure, stored_figures
from cases.statistics.spread import Spread, spread
from forces.models import Cycle, Force


@dataclass(frozen=True, slots=True)
class Column:
    """A measure that some force has a figure of. ``spread`` is None for too few of them."""

    measure: ComparedMeasure
    spread: Spread | None


@dataclass(frozen=True, slots=True)
class Cell:
    """What a force has of a measure; ``position`` is on which side of the lines it lies."""

    measure: ComparedMeasure
    figure: StoredFigure | None
    position: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    force: Force
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Every force that has any figure, and those that have none."""

    cycle: Cycle
    columns: tuple[Column, ...]
    rows: tuple[MatrixRow, ...]
    without: tuple[Force, ...]

    @property
    def checklists(self) -> list[tuple[str, int]]:
        """The titles above the columns, each with how many it spans."""
        titles = [column.measure.checklist_title for column in self.columns]
        return [(title, len(list(same))) for title, same in groupby(titles)]

    @property
    def figures(self) -> list[StoredFigure]:
        return [cell.figure for row in self.rows for cell in row.cells if cell.figure]


def matrix(
    user: User, measures: Sequence[ComparedMeasure], cycle: Cycle, forces: Sequence[Force]
) -> Matrix:
    """The figures of ``measures`` in ``cycle``, in three queries for any number of forces."""
    figures = {
        (figure.where.force, figure.key): figure
        for figure in stored_figures(user, [m.key for m in measures], cycle=cycle)
    }
    used = {key for _, key in figures}
    columns = tuple(
        Column(measure, _spread(measure, figures, forces))
        for measure in measures
        if measure.key in used
    )
    with_any = {force for force, _ in figures}
    return Matrix(
        cycle=cycle,
        columns=columns,
        rows=tuple(_row(force, columns, figures) for force in forces if force.pk in with_any),
        without=tuple(force for force in forces if force.pk not in with_any),
    )


Figures = dict[tuple[int, tuple[str, str]], StoredFigure]


def _spread(measure: ComparedMeasure, figures: Figures, forces: Sequence[Force]) -> Spread | None:
    found = {force.slug: figures.get((force.pk, measure.key)) for force in forces}
    values = {slug: figure.value if figure else None for slug, figure in found.items()}
    known = sum(value is not None for value in values.values())
    return spread(values) if known >= FEWEST_FOR_A_SPREAD else None


def _row(force: Force, columns: Sequence[Column], figures: Figures) -> MatrixRow:
    cells = (
        _cell(force, column, figures.get((force.pk, column.measure.key))) for column in columns
    )
    return MatrixRow(force, tuple(cells))


def _cell(force: Force, column: Column, figure: StoredFigure | None) -> Cell:
    position = ""
    if column.spread:
        position = ABOVE if force.slug in column.spread.above else position
        position = BELOW if force.slug in column.spread.below else position
    return Cell(column.measure, figure, position)
