"""The rows of the tables of all forces, each the row's pattern with one force filled in."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.utils.safestring import SafeString, mark_safe

from cases.comparison.rows import FigureRow, ForceRow, NumberCell
from peel.lib.patterns import Pattern, pattern_from

register = template.Library()


@register.simple_tag
def national_rows(rows: Iterable[FigureRow], is_estimate: bool, has_mean: bool) -> SafeString:
    """A row for each force: its figure and all that is told of it."""
    between = "No" if has_mean else "No mean"
    filled = (
        _row(is_estimate, row.chosen, row.similar, row.synthetic).fill(_values(row, between))
        for row in rows
    )
    return mark_safe("\n".join(filled))  # noqa: S308


@register.simple_tag
def matrix_cells(row: ForceRow) -> SafeString:
    """The cells of a force, one for each measure."""
    filled = (_cell(bool(cell.words), cell.position).fill(_texts(cell, row)) for cell in row.cells)
    return mark_safe("".join(filled))  # noqa: S308


def _values(row: FigureRow, between: str) -> dict[str, str]:
    side = "Above" if "above" in row.position else "Below"
    return {
        "url": row.url,
        "name": row.name,
        "words": row.words,
        "interval": row.interval or "None",
        "cases": row.cases,
        "position": side if row.position else between,
        "method": row.method,
        "window": row.window,
        "source": row.source,
    }


def _texts(cell: NumberCell, row: ForceRow) -> dict[str, str]:
    return {"label": cell.label, "url": cell.url, "words": cell.words, "force": row.name}


@lru_cache
def _row(is_estimate: bool, chosen: bool, similar: bool, synthetic: bool) -> Pattern:
    context = {
        "is_estimate": is_estimate,
        "chosen": chosen,
        "similar": similar,
        "synthetic": synthetic,
    }
    return pattern_from("cases/compare_row.html", context)


@lru_cache
def _cell(filled: bool, position: str) -> Pattern:
    return pattern_from("cases/compare_cell.html", {"filled": filled, "position": position})
