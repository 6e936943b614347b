"""Which earlier reports printed the judgments of an inspection whose own report is not here."""

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from forces.models import Inspection
from judgments.models import Judgment


@dataclass(frozen=True, slots=True)
class PrintedReport:
    """A report by its name, with the day on which it was published."""

    source: str
    on: date


def reports_that_printed(inspection: Inspection, reader: User) -> list[PrintedReport]:
    """The reports that printed the judgments that stand, the earliest first. One query.

    None as soon as one of them was judged here: those wait for a report of their own.
    """
    standing = Judgment.objects.visible_to(reader).standing().filter(area__inspection=inspection)
    found = set(standing.order_by().values_list("source", "published_on"))
    if any(not source for source, _ in found):
        return []
    reports = [PrintedReport(source, on) for source, on in found if on]
    return sorted(reports, key=lambda report: (report.on, report.source))
