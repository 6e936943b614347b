"""A report that is published already, without all that leads there."""

from datetime import date
from typing import Any

from accounts.events import record
from accounts.models import User
from forces.models import Inspection
from judgments.models import Publication, Report
from judgments.report.storing import checksum_of, stored
from tests.judgments.report.reports import published


def a_publication(inspection: Inspection, by: User, **changed: Any) -> Publication:
    """Version 1, in whose content something may be ``changed``."""
    report = Report.objects.create(inspection=inspection, summary="All is well.", written_by=by)
    content = {**stored(published()), **changed}
    made = Publication.objects.create(
        report=report, number=1, content=content, checksum=checksum_of(content),
        published_on=date(2025, 1, 1), published_by=by,
    )  # fmt: skip
    details = {"number": 1, "checksum": made.checksum, "reason": ""}
    record(target=report, verb="published", by=by, details=details)
    return made
