"""Loads actions of earlier reports: ``manage.py load_actions actions.csv --by EMAIL``."""

from accounts.management.acting import ListCommand
from accounts.models import User
from judgments.actions.printed_actions import enter_printed_actions
from judgments.register.printed_list import COLUMNS, read_printed_actions


class Command(ListCommand):
    help = (
        "Loads areas for improvement, causes of concern and recommendations that earlier reports "
        "printed from a CSV file or an Excel workbook, all of them or none, into the register. A "
        "recommendation names its cause of concern by title and stands below it in the list. "
        f"Loading a list again changes nothing. Columns: {', '.join(COLUMNS.names)}."
    )

    def load(self, content: bytes, by: User) -> str:
        entered = enter_printed_actions(actions=read_printed_actions(content), by=by)
        return f"{len(entered.actions)} entered, {entered.present} there already."
