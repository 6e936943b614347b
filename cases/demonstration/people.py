"""The people of the demonstration, named by their roles."""

from dataclasses import dataclass

from accounts import actions
from accounts.models import Role, User
from accounts.permissions import DEMONSTRATION_DOMAIN

PASSWORD = "peel-demonstration"  # noqa: S105
"""Public: these accounts open demonstrations only (``accounts.permissions.sign_in``)."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can sign in to the demonstration."""

    name: str
    role: Role
    email: str


def _person(name: str, role: Role) -> Person:
    address = name.lower().replace(" ", "")
    return Person(name, role, f"{address}@{DEMONSTRATION_DOMAIN}")


INSPECTORS = tuple(_person(f"Inspector {number}", Role.INSPECTOR) for number in range(1, 5))
SUPERVISORS = tuple(_person(f"Supervisor {number}", Role.SUPERVISOR) for number in (1, 2))
ADMINISTRATOR = _person("Administrator", Role.ADMINISTRATOR)
OBSERVER = _person("Observer", Role.OBSERVER)
ONE_OF_EACH_ROLE = (INSPECTORS[0], SUPERVISORS[0], ADMINISTRATOR, OBSERVER)


def create_people() -> dict[Person, User]:
    """Creates everybody, with the public password; supervisors may export casework."""
    people = (*INSPECTORS, *SUPERVISORS, ADMINISTRATOR, OBSERVER)
    return {person: _create(person) for person in people}


def _create(person: Person) -> User:
    user = actions.create_user(
        email=person.email, name=person.name, role=person.role, password=PASSWORD, by=None
    )
    if person not in SUPERVISORS:
        return user
    return actions.set_export_right(user=user, may_export=True, by=None)
