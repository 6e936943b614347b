"""Figures in house style: as words, as a table, or as a chart with words for who can't see it."""

from collections.abc import Iterable, Mapping
from typing import Final

from cases.charts import Bar, BarChart, Layout, bars, in_file
from judgments.figures.figure import (
    CasesFigure,
    Figure,
    FigureGroup,
    FileCount,
    ForceFigure,
    Missing,
    shown_in,
)
from judgments.figures.tokens import Form, Token
from judgments.text.tree import Chart, Inlines, MissingFigure, Printed, TableBlock, Text
from judgments.text.tree import Figure as PrintedFigure
from peel.lib.tables import Row, Table

MOST: Final = 100
UNIT: Final = "percent"
# As wide as the text of a page of A4, with the name of each bar above it.
LAYOUT: Final = Layout("report", width=600, row=44, names_above=True)
NO_INTERVAL: Final = "Counts are drawn as a share of the relevant cases and have no interval."
COUNTS: Final = ("Measure", "Number", "Out of")
ESTIMATES: Final = ("Measure", "Result")
OF_FORCE: Final = ("Indicator", "Period", "Value")
NOT_ESTIMATED: Final = "This figure is printed as a count: leave “estimate” out."
NOT_COUNTED: Final = "Only a percentage of this figure was printed: use “estimate”."
NOT_DRAWN: Final = "There is nothing to draw: the figure has no cases, or too few."
ONE_NUMBER: Final = "This figure is one number: leave the form out."
NO_CHART: Final = "A value that a force sent has no chart: use “table”, or leave the form out."


def problem_of(form: Form, figure: Figure) -> str:
    """Why a figure can't be printed in a form, as a sentence; "" when it can."""
    match figure:
        case FileCount():
            return "" if form in {Form.SENTENCE, Form.COUNT, Form.NUMBERS} else ONE_NUMBER
        case ForceFigure():
            return {Form.CHART: NO_CHART, Form.COUNT: ONE_NUMBER, Form.ESTIMATE: ONE_NUMBER}.get(
                form, ""
            )
        case FigureGroup():
            return _drawn(figure) if form is Form.CHART else ""
        case CasesFigure():
            return _problem_of_cases(form, figure)


def printed(token: Token, figure: Figure) -> str:
    """The figure in one line, in the form of its token. A chart or table is told in words."""
    match figure:
        case FileCount():
            return figure.words
        case ForceFigure() if token.form is Form.TABLE:
            return f"{figure.label}, {figure.period}: {figure.words}"
        case ForceFigure():
            return figure.number if token.form is Form.NUMBERS else figure.words
        case FigureGroup():
            return _told(figure)
        case CasesFigure():
            return _of_cases(token.form, figure)


def printed_in_text(found: Mapping[Token, Figure | Missing]) -> dict[Token, Printed]:
    """What each token gives in a text: words, a table, a chart, or why there is nothing."""
    return {token: _in_text(token, figure) for token, figure in found.items()}


def chart_of(figure: Figure) -> BarChart:
    """Bars of the shares, in the order in which they are cited."""
    drawn = [one for one in shown_in(figure) if one.share is not None]
    return BarChart(
        title=_title(figure),
        description="; ".join(f"{one.label}: {one.short}" for one in shown_in(figure)),
        bars=tuple(_bar(one) for one in drawn),
        notes=() if all(one.estimated for one in drawn) else (NO_INTERVAL,),
        most=MOST,
        unit=UNIT,
    )


def _bar(figure: CasesFigure) -> Bar:
    return Bar(figure.label, figure.share or 0, figure.short, interval=figure.interval)


def table_of(figure: Figure) -> Table:
    """The figures in rows, each as it is printed."""
    if isinstance(figure, ForceFigure):
        return Table(OF_FORCE, [(figure.label, figure.period, figure.words)])
    if isinstance(figure, FileCount):
        return Table(ESTIMATES, [(figure.label, figure.words)])
    counted = all(not one.estimate for one in shown_in(figure))
    rows = [_row(one, counted) for one in shown_in(figure)]
    return Table(COUNTS if counted else ESTIMATES, rows)


def _problem_of_cases(form: Form, figure: CasesFigure) -> str:
    if form is Form.ESTIMATE and not figure.estimate:
        return NOT_ESTIMATED
    if form in {Form.COUNT, Form.NUMBERS} and not figure.numbers:
        return NOT_COUNTED
    return _drawn(figure) if form is Form.CHART else ""


def _drawn(figure: Figure) -> str:
    return "" if any(one.share is not None for one in shown_in(figure)) else NOT_DRAWN


def _of_cases(form: Form, figure: CasesFigure) -> str:
    match form:
        case Form.SENTENCE:
            return figure.sentence
        case Form.COUNT:
            return figure.count
        case Form.NUMBERS:
            return figure.numbers
        case Form.ESTIMATE:
            return figure.estimate
        case Form.CHART | Form.TABLE:
            return _told(figure)


def _told(figure: Figure) -> str:
    return "; ".join(f"{one.label}: {one.estimate or one.numbers}" for one in shown_in(figure))


def _title(figure: Figure) -> str:
    match figure:
        case CasesFigure() | FileCount() | ForceFigure():
            return f"{figure.label}, {figure.setting}"
        case FigureGroup():
            return figure.setting


def _row(figure: CasesFigure, counted: bool) -> Row:
    if not counted:
        return figure.label, figure.estimate or figure.numbers
    return figure.label, f"{figure.met or 0:,}", f"{figure.of or 0:,}"


def _in_text(token: Token, figure: Figure | Missing) -> Printed:
    if isinstance(figure, Missing):
        return MissingFigure(token.text, figure.reason)
    if token.form is Form.CHART:
        return _chart(token, chart_of(figure))
    if token.form is Form.TABLE:
        return _table(token, _title(figure), table_of(figure))
    return PrintedFigure(token.text, printed(token, figure))


def _chart(token: Token, chart: BarChart) -> Chart:
    svg = in_file(bars(chart, LAYOUT, headed=True))
    return Chart(token.text, chart.title, chart.description, svg)


def _table(token: Token, caption: str, table: Table) -> TableBlock:
    return TableBlock(
        heading=_cells(table.heading),
        rows=tuple(_cells(row) for row in table.rows),
        right=(False, *(len(table.heading) == len(COUNTS) for _ in table.heading[1:])),
        caption=caption,
        token=token.text,
    )


def _cells(row: Iterable[object]) -> tuple[Inlines, ...]:
    return tuple((Text(str(cell)),) for cell in row)
