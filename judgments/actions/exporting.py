"""Taking what is written out of Peel, which leaves a record of who took what."""

from django.db import transaction

from accounts.events import record
from accounts.models import User
from forces.models import Inspection
from judgments import permissions
from peel.lib.errors import require


@transaction.atomic
def record_register_export(*, what: str, narrowed_to: str, by: User) -> None:
    """Records on the person that they export, and which filters they had set."""
    person = User.objects.select_for_update().get(pk=by.pk)
    details = {"what": what, "narrowed_to": narrowed_to}
    record(target=person, verb="exported the register", by=by, details=details)


@transaction.atomic
def record_draft_download(*, inspection: Inspection, what: str, by: User) -> None:
    """Records on the inspection who takes its draft, "draft report as PDF" say. Raises Refused.

    The record is of the inspection: a draft can be read before its report has a summary.
    """
    _record_draft(inspection, "downloaded the draft report", what, by)


@transaction.atomic
def record_findings_export(*, inspection: Inspection, what: str, by: User) -> None:
    """Records on the inspection who takes its findings, "findings as CSV" say. Raises Refused."""
    _record_draft(inspection, "exported findings", what, by)


def _record_draft(inspection: Inspection, verb: str, what: str, by: User) -> None:
    require(permissions.export_drafts(by, inspection))
    locked = Inspection.objects.select_for_update().get(pk=inspection.pk)
    record(target=locked, verb=verb, by=by, details={"what": what})
