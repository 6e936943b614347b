"""What waits for a person in the apps above this one, for the first page of their work."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from accounts.models import User


@dataclass(frozen=True, slots=True)
class Waiting:
    """A sentence without its full stop, and where it leads."""

    text: str
    url: str


ReadWaiting = Callable[[User], Iterable[Waiting]]
_read_also: list[ReadWaiting] = []


def show_also(read: ReadWaiting) -> None:
    """Also show what ``read`` finds for a person.

    An app above this one calls it once, when it is ready.
    """
    if read not in _read_also:
        _read_also.append(read)


def waiting_elsewhere(user: User) -> list[Waiting]:
    """What waits for ``user``, app by app."""
    return [line for read in _read_also for line in read(user)]
