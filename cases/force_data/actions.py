"""Taking the data of forces out of Peel, which leaves a record of who took what."""

from django.db import transaction

from accounts.events import record
from accounts.models import User


@transaction.atomic
def record_export(*, what: str, by: User) -> None:
    """Records on the person that they exported figures of all forces, such as a chart."""
    locked = User.objects.get_queryset().select_for_update().get(pk=by.pk)
    record(target=locked, verb="exported force data", by=by, details={"what": what})
