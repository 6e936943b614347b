"""Loads published results: ``manage.py load_published_results results.csv --by EMAIL``."""

from accounts.management.acting import ListCommand
from accounts.models import User
from cases.actions.publishing import load_published_results
from cases.published.sheet import COLUMNS, read_published_figures


class Command(ListCommand):
    help = (
        "Loads figures that were published without cases from a CSV file or an Excel workbook, "
        "all of them or none. What differs from a figure that is there corrects it; loading a "
        f"list again changes nothing. Columns: {', '.join(COLUMNS.names)}."
    )

    def load(self, content: bytes, by: User) -> str:
        figures = read_published_figures(content)
        loaded = load_published_results(figures=figures, by=by)
        return (
            f"{loaded.entered} entered, {loaded.corrected} corrected, "
            f"{loaded.unchanged} there already."
        )
