"""The tables that stand beside the charts, ready for a page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse

from accounts.models import User
from cases.comparison import wording
from cases.comparison.matrix import Cell, Matrix, MatrixRow
from cases.comparison.measures import ComparedMeasure
from cases.comparison.national import National, Standing
from cases.comparison.series import Period, Series
from cases.comparison.stored import Key, StoredFigure
from cases.models import PublishedResult
from forces.models import Force

ANY_FORCE = "ANY-FORCE"


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure with all that is told of it. ``url`` leads to more about it, ``results`` to the
    page of the sample where the reader sees it, "" where they don't.
    """

    name: str
    url: str
    words: str
    interval: str
    cases: str
    method: str
    window: str
    source: str
    synthetic: bool
    position: str = ""
    change: str = ""
    similar: bool = False
    chosen: bool = False
    results: str = ""


@dataclass(frozen=True, slots=True)
class NumberCell:
    """A figure of the matrix, "" where there is none."""

    label: str
    words: str
    url: str
    position: str
    synthetic: bool


@dataclass(frozen=True, slots=True)
class ForceRow:
    name: str
    cells: tuple[NumberCell, ...]


def national_rows(found: National) -> Iterator[FigureRow]:
    """The forces that have a figure, in the order of the chart."""
    return (_standing(standing, found) for standing in found.standings)


def _standing(standing: Standing, found: National) -> FigureRow:
    force = standing.force
    return _row(
        standing.figure,
        name=force.short_name,
        url=series_url(force, found.measure.key),
        position=standing.position,
        similar=standing.similar,
        chosen=bool(found.chosen and found.chosen.pk == force.pk),
    )


def series_rows(found: Series, reader: User) -> Iterator[FigureRow]:
    """The periods, the latest first, as one reads a history."""
    return (_period(period, found, reader) for period in reversed(found.periods))


def _period(period: Period, found: Series, reader: User) -> FigureRow:
    address = reverse("cases:compare_national", args=[period.cycle.slug, *found.measure.key])
    figure, results = period.figure, ""
    if figure.signed_off:
        results = reverse("cases:measure", args=[figure.where.slug, figure.sample, figure.key[1]])
    return _row(
        figure,
        name=period.cycle.name,
        url=f"{address}?force={found.force.slug}",
        change=wording.change_of(period),
        results=results,
    )


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """A published figure in the list; ``url`` leads to the force's figures over time."""

    result: PublishedResult
    label: str
    checklist: str
    figure: str
    url: str


def published_rows(
    results: Iterable[PublishedResult], measures: Iterable[ComparedMeasure]
) -> Iterator[PublishedRow]:
    """The figures as they were printed, named as their checklists name them."""
    called = {measure.key: measure for measure in measures}
    for result in results:
        key = (result.checklist, result.code)
        measure = called.get(key)
        yield PublishedRow(
            result=result,
            label=measure.label if measure else result.code,
            checklist=measure.checklist_title if measure else result.checklist,
            figure=_as_printed(result),
            url=series_url(result.inspection.force, key),
        )


def _as_printed(result: PublishedResult) -> str:
    parts = []
    if result.percent is not None:
        parts.append(f"{result.percent.normalize():f}")
    if result.half_width is not None:
        parts.append(f"+/- {result.half_width.normalize():f}")
    if result.denominator is not None:
        counts = f"{result.numerator:,} of {result.denominator:,}"
        parts.append(f"({counts})" if parts else counts)
    return " ".join(parts)


def matrix_rows(found: Matrix) -> Iterator[ForceRow]:
    """A row for each force, with a cell for each measure."""
    return (_force(row) for row in found.rows)


def _force(row: MatrixRow) -> ForceRow:
    return ForceRow(row.force.short_name, tuple(_cell(row.force, cell) for cell in row.cells))


def _cell(force: Force, cell: Cell) -> NumberCell:
    figure, label = cell.figure, cell.measure.label
    if figure is None:
        return NumberCell(label, "", "", "", False)
    url = series_url(force, cell.measure.key)
    return NumberCell(label, figure.words, url, cell.position, figure.synthetic)


def series_url(force: Force, key: Key) -> str:
    """Where a force's figures of a measure stand over time."""
    return _series_address(key).replace(ANY_FORCE, force.slug)


@lru_cache
def _series_address(key: Key) -> str:
    # Looked up once for a measure, as a page holds hundreds of these.
    return reverse("cases:compare_series", args=[ANY_FORCE, *key])


def _row(figure: StoredFigure, **more: object) -> FigureRow:
    told: dict[str, object] = {
        "words": figure.words,
        "interval": wording.interval(figure),
        "cases": wording.cases(figure),
        "method": wording.method(figure),
        "window": wording.window(figure),
        "source": figure.source,
        "synthetic": figure.synthetic,
    }
    return FigureRow(**(told | more))  # type: ignore[arg-type]
