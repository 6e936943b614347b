"""Comparisons as tables for a spreadsheet. ``docs/exports.md`` tells what each column holds."""

from collections.abc import Iterator

from cases.comparison.matrix import Matrix
from cases.comparison.measures import ComparedMeasure
from cases.comparison.national import National
from cases.comparison.series import Series
from cases.comparison.stored import StoredFigure
from cases.comparison.wording import change_of
from cases.statistics.printing import figures
from forces.models import Force
from peel.lib.tables import Cell, Row, Table

FIGURE = (
    "numerator", "denominator", "percent", "half_width", "lower", "upper", "method", "n",
    "starts", "ends", "source", "synthetic",
)  # fmt: skip
NATIONAL = ("force", "name", *FIGURE, "position", "similar")
MATRIX = ("force", "name", "checklist", "measure", *FIGURE, "position")
SERIES = ("cycle", "inspection", *FIGURE, "change")


def national_table(found: National) -> Table:
    """A row for each force, those without a figure too, with empty cells."""
    return Table(NATIONAL, _national_rows(found))


def _national_rows(found: National) -> Iterator[Row]:
    for standing in found.standings:
        similar = "yes" if standing.similar else "no"
        cells = cells_of(standing.figure)
        yield [*_name(standing.force), *cells, standing.position, similar]
    for force in (*found.too_few, *found.without):
        yield [*_name(force), *[""] * len(FIGURE), "no figure", ""]


def matrix_table(found: Matrix) -> Table:
    """A row for each figure."""
    rows = (
        [*_name(row.force), *_measure(cell.measure), *cells_of(cell.figure), cell.position]
        for row in found.rows
        for cell in row.cells
        if cell.figure
    )
    return Table(MATRIX, rows)


def series_table(found: Series) -> Table:
    """A row for each inspection, the earliest first."""
    rows = (
        [
            period.cycle.name,
            period.figure.where.slug,
            *cells_of(period.figure),
            change_of(period),
        ]
        for period in found.periods
    )
    return Table(SERIES, rows)


def cells_of(figure: StoredFigure) -> list[Cell]:
    """The cells under ``FIGURE``; what is not known is empty."""
    shown = figures(figure.estimate, figure.decimals) if figure.estimate else None
    percent = shown["percent"] if shown else _percent(figure)
    half_width = shown["half_width"] if shown else None
    known: tuple[Cell | None, ...] = (
        figure.numerator, figure.denominator, percent, half_width,
        shown["lower"] if shown else None, shown["upper"] if shown else None,
        figure.estimated.method.value if figure.estimated else "",
        figure.estimated.estimate.n if figure.estimated and figure.estimated.estimate else None,
        figure.starts.isoformat() if figure.starts else "",
        figure.ends.isoformat() if figure.ends else "",
        figure.source, "yes" if figure.synthetic else "no",
    )  # fmt: skip
    return ["" if cell is None else cell for cell in known]


def _percent(figure: StoredFigure) -> float | None:
    return None if figure.percent is None else float(figure.percent)


def _name(force: Force) -> tuple[str, str]:
    return force.slug, force.name


def _measure(measure: ComparedMeasure) -> tuple[str, str]:
    return measure.checklist, measure.code
