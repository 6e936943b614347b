"""Prints how far reviewers agree: ``manage.py agreement lancashire-2023-25/vsa``."""

import csv
import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.addresses import UnknownSample, sample_at
from cases.agreement.wording import coefficient, percent
from cases.agreements import COLUMNS, Comparison, Line, agreement_table, comparison_of, lines_of
from peel.lib.tables import safe_row


class Command(BaseCommand):
    help = "Prints how far the two reviewers of a sample's files agree, with 95 percent intervals."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("sample", help="inspection/sample, such as lancashire-2023-25/vsa")
        parser.add_argument("--format", choices=["table", "json", "csv"], default="table")
        parser.add_argument(
            "--by", choices=list(COLUMNS), default="question", help="what a line is about"
        )

    def handle(self, *args: Any, sample: str, format: str, by: str, **options: Any) -> None:  # noqa: A002
        try:
            found = sample_at(sample)
        except UnknownSample as error:
            raise CommandError(str(error)) from None
        comparison = comparison_of(found)
        {"table": self._table, "json": self._json, "csv": self._csv}[format](comparison, by)

    def _json(self, comparison: Comparison, by: str) -> None:
        lines = [line.as_dict() for line in lines_of(comparison, by)]
        self.stdout.write(json.dumps(lines, indent=2, ensure_ascii=False))

    def _csv(self, comparison: Comparison, by: str) -> None:
        table = agreement_table(comparison, by)
        writer = csv.writer(self.stdout, lineterminator="\n")
        writer.writerow(table.heading)
        writer.writerows(safe_row(row) for row in table.rows)

    def _table(self, comparison: Comparison, by: str) -> None:
        head = (*COLUMNS[by], "pairs", "raw, percent", "kappa", "ac1")
        rows = [head, *(_cells(line) for line in lines_of(comparison, by))]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.stdout.write("  ".join(cells).rstrip())


def _cells(line: Line) -> tuple[str, ...]:
    three_way = line.three_way
    return (
        *line.key.values(),
        str(three_way.pairs),
        str(percent(three_way.raw)),
        str(coefficient(three_way.kappa)),
        str(coefficient(three_way.ac1)),
    )
