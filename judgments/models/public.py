"""What everybody who signs in may read of an inspection, whoever works on it."""

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from forces.models import Inspection, InspectionQuerySet, seen_by
from judgments.models.judging import published_in
from judgments.models.register import Action
from judgments.models.reports import reports_of


def inspections_open_to(user: User) -> InspectionQuerySet:
    """The inspections that ``user`` sees, and those of which anything is published.

    That is a judgment, an action, or the report.
    """
    known = seen_by(user)
    if not (user.is_active and user.is_inspector):
        return Inspection.objects.filter(known)
    asked = Action.objects.filter(area__inspection=OuterRef("pk"), published_on__isnull=False)
    published = (published_in("pk"), asked.order_by(), reports_of("pk"))
    for rows in published:
        known |= Q(Exists(rows))
    return Inspection.objects.filter(known)
