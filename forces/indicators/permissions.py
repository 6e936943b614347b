"""Why somebody may not do this to a force's data: a sentence, or None when they may."""

from accounts.models import User
from forces.models import Force, home_force


def enter_force_data(user: User | None, force: Force) -> str | None:
    """To take in a list of ``force``, ask and answer about it, and decide on it.

    ``user`` is None when a command of the server does it.
    """
    if user is None:
        return None
    if not user.is_active or not (user.is_supervisor or user.is_administrator):
        return "Only a supervisor or an administrator can enter the data of a force."
    if home_force(user) == force.pk:
        return f"You are seconded from {force.name} and can't enter its data."
    return None
