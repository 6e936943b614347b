"""The published versions of a report, as a person sees them."""

from accounts.models import User
from forces.models import Inspection
from judgments.models import Publication


def versions_of(inspection: Inspection, reader: User) -> list[Publication]:
    """The last version first, each without its content. One query."""
    seen = Publication.objects.visible_to(reader).filter(report__inspection=inspection)
    listed = seen.select_related("published_by", "report").defer("content", "report__summary")
    versions = list(listed.order_by("-number"))
    for version in versions:
        version.report.inspection = inspection
    return versions
