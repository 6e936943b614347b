"""The record of who did what: one chain of events per target.

Each event carries a checksum over its own contents and the checksum before it, so a
changed, lost or inserted event shows. Callers write inside a transaction and hold a row
lock on the target, so that two events never claim one place in the chain.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from accounts.models import Event, User

Details = Mapping[str, Any]


def target_of(obj: models.Model) -> str:
    """The name of ``obj`` in the record, such as ``cases.review:12``."""
    return f"{_prefix(obj)}{obj.pk}"


def target_of_outer(model: type[models.Model]) -> Concat:
    """``target_of`` the row of ``model`` around a subquery, as an expression."""
    return Concat(Value(_prefix(model)), Cast(OuterRef("pk"), models.CharField()))


def _prefix(model: models.Model | type[models.Model]) -> str:
    return f"{model._meta.label_lower}:"


def record(
    *, target: models.Model, verb: str, by: User | None, details: Details | None = None
) -> Event:
    """Add one event to the chain of ``target``. ``by`` is None for the system itself."""
    return record_many(targets=[target], verb=verb, by=by, details=details)[0]


def record_many(
    *,
    targets: Iterable[models.Model],
    verb: str,
    by: User | None,
    details: Details | None = None,
) -> list[Event]:
    """Add the same event to the chain of each target, in two statements for any number."""
    names = [target_of(target) for target in targets]
    if not names:
        return []
    plain, at, last = _plain(details or {}), timezone.now(), _last_links(names)
    events = []
    for name in names:
        sequence, previous = last.get(name, (0, ""))
        event = Event(
            target=name,
            sequence=sequence + 1,
            verb=verb,
            by=by,
            at=at,
            details=plain,
            previous_checksum=previous,
        )
        event.checksum = checksum_of(event)
        last[name] = (event.sequence, event.checksum)
        events.append(event)
    return Event.objects.bulk_create(events)


def history_of(target: models.Model) -> models.QuerySet[Event]:
    """The events of ``target``, oldest first, each with the person who did it."""
    events = Event.objects.filter(target=target_of(target))
    return events.select_related("by").order_by("sequence")


def verify_chain(target: models.Model) -> list[str]:
    """One sentence for each break in the chain of ``target``; empty when it is whole."""
    breaks, previous, place = [], "", 0
    for event in history_of(target):
        place += 1
        if event.sequence != place:
            breaks.append(f"{event.target}: event {place} is missing.")
            place = event.sequence
        elif event.previous_checksum != previous:
            breaks.append(f"{event.target}: event {place} does not follow event {place - 1}.")
        if event.checksum != checksum_of(event):
            breaks.append(f"{event.target}: event {place} was changed after it was written.")
        previous = event.checksum
    return breaks


def checksum_of(event: Event) -> str:
    """SHA-256, in hexadecimal, over the event's contents and the checksum before it."""
    canonical = json.dumps(
        {
            "previous": event.previous_checksum,
            "target": event.target,
            "sequence": event.sequence,
            "verb": event.verb,
            "by": event.by_id,
            "at": _instant(event.at),
            "details": event.details,
        },
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=True,
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _plain(details: Details) -> dict[str, Any]:
    # PostgreSQL rewrites floats (1e2 comes back as 100), which would break the checksum.
    text = json.dumps(details, cls=DjangoJSONEncoder)
    plain: dict[str, Any] = json.loads(text, parse_float=str)
    return plain


def _last_links(names: list[str]) -> dict[str, tuple[int, str]]:
    later = Event.objects.filter(target=OuterRef("target"), sequence=OuterRef("sequence") + 1)
    last = Event.objects.filter(~Exists(later), target__in=set(names))
    rows = last.values_list("target", "sequence", "checksum")
    return {target: (sequence, checksum) for target, sequence, checksum in rows}
