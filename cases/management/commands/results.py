"""Prints a sample's figures: ``manage.py results lancashire-2023-25/vsa``."""

import csv
import json
from argparse import ArgumentParser
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.addresses import UnknownSample, sample_at
from cases.exports import FIGURE_COLUMNS, figure_row
from cases.results import standing_figures
from cases.rollups import Figure
from peel.lib.tables import safe_row


class Command(BaseCommand):
    help = "Prints every measure of a sample. Those of a signed-off sample are the frozen ones."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("sample", help="inspection/sample, such as lancashire-2023-25/vsa")
        parser.add_argument("--format", choices=["table", "json", "csv"], default="table")

    def handle(self, *args: Any, sample: str, format: str, **options: Any) -> None:  # noqa: A002
        try:
            found = sample_at(sample)
        except UnknownSample as error:
            raise CommandError(str(error)) from None
        figures = standing_figures(found)
        {"table": self._table, "json": self._json, "csv": self._csv}[format](figures)

    def _json(self, figures: list[Figure]) -> None:
        rows = [figure.as_dict() for figure in figures]
        self.stdout.write(json.dumps(rows, indent=2, ensure_ascii=False))

    def _csv(self, figures: list[Figure]) -> None:
        writer = csv.writer(self.stdout, lineterminator="\n")
        writer.writerow(FIGURE_COLUMNS)
        writer.writerows(safe_row(figure_row(figure)) for figure in figures)

    def _table(self, figures: list[Figure]) -> None:
        columns = {**COLUMNS, **({"method": _method} if any(map(_method, figures)) else {})}
        head = (*columns, "sentence")
        rows = [
            (*(cell(figure) for cell in columns.values()), figure.sentence) for figure in figures
        ]
        widths = [max(len(row[n]) for row in [head, *rows]) for n in range(len(columns))]
        for row in [head, *rows]:
            self.stdout.write(_line(row, widths))


def _method(figure: Figure) -> str:
    return figure.estimated.method.value if figure.estimated else ""


COLUMNS: Mapping[str, Callable[[Figure], str]] = {
    "measure": lambda figure: figure.measure.code,
    "met": lambda figure: f"{figure.numerator} of {figure.denominator}",
    "n/a": lambda figure: str(figure.not_applicable),
    "not asked": lambda figure: str(figure.not_asked),
    "outstanding": lambda figure: str(figure.outstanding),
}


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *numbers = row[:-1]
    right = [cell.rjust(width) for cell, width in zip(numbers, widths[1:], strict=True)]
    return "  ".join([first.ljust(widths[0]), *right, row[-1]])
