"""Taking answers out of Peel, which leaves a record of who took what."""

from django.db import transaction

from accounts.events import record
from accounts.models import User
from cases import permissions
from cases.actions.locking import lock_sample
from cases.models import Sample
from peel.lib.errors import require


def record_export(*, sample: Sample, what: str, by: User) -> None:
    """Records that ``by`` exports ``what``, such as "all answers as CSV". Raises Refused."""
    require(permissions.export_answers(by, sample))
    with transaction.atomic():
        locked = lock_sample(sample.pk)
        record(target=locked, verb="exported answers", by=by, details={"what": what})
