"""The former texts of what is written for a report, from the record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from accounts.events import history_of
from accounts.models import Event, User


@dataclass(frozen=True, slots=True)
class Version:
    """What a text said in one edition. ``evidence`` are numbers, as in "E12"."""

    edition: int
    kind: str
    heading: str
    text: str
    evidence: tuple[int, ...]
    by: User | None
    at: datetime


def versions_of(passage: models.Model) -> list[Version]:
    """Every edition, the latest first. One query."""
    return versions_in(history_of(passage))


def versions_in(history: models.QuerySet[Event] | list[Event]) -> list[Version]:
    """The same from the events of a passage, oldest first."""
    return [_version(event) for event in history if "edition" in event.details][::-1]


def _version(event: Event) -> Version:
    details: dict[str, Any] = event.details
    return Version(
        edition=details["edition"],
        kind=details["kind"],
        heading=details["heading"],
        text=details["text"],
        evidence=tuple(details.get("evidence", ())),
        by=event.by,
        at=event.at,
    )
