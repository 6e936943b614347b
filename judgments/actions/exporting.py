"""Taking the register out of Peel, which leaves a record of who took what."""

from django.db import transaction

from accounts.events import record
from accounts.models import User


@transaction.atomic
def record_register_export(*, what: str, narrowed_to: str, by: User) -> None:
    """Records on the person that they export, and which filters they had set."""
    person = User.objects.select_for_update().get(pk=by.pk)
    details = {"what": what, "narrowed_to": narrowed_to}
    record(target=person, verb="exported the register", by=by, details=details)
