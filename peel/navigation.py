"""The menu at the top of every page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypedDict

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Role, User


@dataclass(frozen=True, slots=True)
class Entry:
    """A place in the menu: its title, the name of its address and the roles that see it."""

    title: str
    name: str
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Item:
    """An entry as one page shows it.

    ``current`` is true on the entry's own page, ``active`` on every page below it as well.
    """

    title: str
    url: str
    active: bool
    current: bool


class Navigation(TypedDict):
    """What this module adds to the context of a template."""

    navigation: Callable[[], list[Item]]


EVERYBODY = frozenset(Role.values)

MENU = (
    Entry("My work", "cases:my_work", frozenset({Role.INSPECTOR, Role.SUPERVISOR})),
    Entry("Workload", "cases:workload", frozenset({Role.SUPERVISOR})),
    Entry("Calibration", "cases:calibration", EVERYBODY - {Role.OBSERVER}),
    Entry("Results", "cases:results_list", EVERYBODY),
    Entry("Compare", "cases:compare", EVERYBODY),
    Entry("Judgments", "judgments:home", EVERYBODY),
    Entry("Inspections", "forces:inspections", EVERYBODY),
    Entry("Forces", "forces:forces", EVERYBODY),
    Entry("Force data", "forces:indicators", EVERYBODY),
    Entry("Checklists", "checklists:versions", EVERYBODY),
    Entry("Help with keys", "cases:keys", EVERYBODY - {Role.OBSERVER}),
    Entry("Account", "accounts:profile", EVERYBODY),
    Entry("Administration", "admin:index", frozenset({Role.ADMINISTRATOR})),
)


def navigation(request: HttpRequest) -> Navigation:
    """Context processor: ``navigation``, the menu of the person who asks for the page."""
    return {"navigation": lambda: list(_items(request))}


def _items(request: HttpRequest) -> Iterator[Item]:
    if not isinstance(user := getattr(request, "user", None), User):
        return
    for entry in MENU:
        if user.role in entry.roles:
            url = reverse(entry.name)
            yield Item(entry.title, url, request.path.startswith(url), request.path == url)
