"""Loads judgments of earlier reports: ``manage.py load_published_judgments FILE --by EMAIL``."""

from accounts.management.acting import ListCommand
from accounts.models import User
from judgments.actions.publishing import enter_published_judgments
from judgments.published_list import COLUMNS, read_printed_judgments


class Command(ListCommand):
    help = (
        "Loads judgments that earlier reports printed from a CSV file or an Excel workbook, all "
        "of them or none, with what their inspections covered. A row has a grade, or ungraded as "
        "its treatment. The inspections have to be there, and areas that have a judgment are "
        f"refused. Columns: {', '.join(COLUMNS.names)}."
    )

    def load(self, content: bytes, by: User) -> str:
        reports = read_printed_judgments(content)
        judgments = enter_published_judgments(reports=reports, by=by)
        without = sum(len(report.judgments) for report in reports) - len(judgments)
        return f"Judgments entered: {len(judgments)}. Areas without a grade: {without}."
