"""Why somebody may not change a checklist: a sentence, or None when they may.

``user`` is None when a command of the server does it.
"""

from accounts.models import User
from accounts.permissions import may_administer
from checklists.models import Version


def edit_drafts(user: User | None) -> str | None:
    if may_administer(user):
        return None
    return "Only an administrator can change, publish or discard a checklist."


def change(version: Version) -> str | None:
    if version.is_published:
        return (
            f"{version} is published and never changes. Give the definition a new "
            "“version” and publish that."
        )
    return None
