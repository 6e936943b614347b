"""What a worker records about an extract: that it is alive, how far it came and how it ended.

Every write asks whether the work is still wanted. An extract may have been discarded
meanwhile, and a worker that was taken for dead may come back: neither changes anything.
"""

import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.events import record
from cases import held_extracts
from cases.actions.locking import lock_sample
from cases.models import Draw, Extract, RememberedColumns, Sample
from cases.sampling.seeds import fresh_seed
from cases.states import EXTRACT_MOVES, HELD, move

SIGN_OF_LIFE_EVERY = 1.0
LOST_AFTER = timedelta(seconds=90)
NO_WORKER_AFTER = timedelta(seconds=20)


class NotWanted(Exception):
    """The extract was discarded, or another attempt took over."""


class Attempt:
    """One worker's hold on one extract."""

    def __init__(self, pk: int, number: int) -> None:
        self.pk, self.number = pk, number
        self._told_at = 0.0

    def extract(self, *states: str) -> Extract:
        """The extract, in one of ``states``. Raises NotWanted."""
        found = (
            Extract.objects.select_related(
                "sample__inspection__force", "sample__version__checklist", "ordered_by"
            )
            .filter(pk=self.pk, attempt=self.number, state__in=states)
            .first()
        )
        if found is None:
            raise NotWanted
        return found

    def alive(self, rows: int, share: float) -> None:
        """Say how far the work has come, once a second at most. Raises NotWanted."""
        now = time.monotonic()
        if now - self._told_at < SIGN_OF_LIFE_EVERY:
            return
        self._told_at = now
        told = Extract.objects.filter(pk=self.pk, attempt=self.number, state__in=HELD).update(
            rows_read=rows, percent_read=int(100 * share), seen_alive_at=timezone.now()
        )
        if not told:
            raise NotWanted

    def locked(self, verb: str) -> Extract:
        """The extract after its sample, locked, when ``verb`` can be done. Raises NotWanted."""
        sample_id = Extract.objects.values_list("sample", flat=True).get(pk=self.pk)
        sample = lock_sample(sample_id)
        locked = Extract.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if locked.attempt != self.number or move(EXTRACT_MOVES, verb, locked.state) is None:
            raise NotWanted
        locked.sample = sample
        return locked


def record_opened(attempt: Attempt) -> None:
    """The headings were found."""
    with transaction.atomic():
        _settle(attempt.locked("open"), "open")


def record_read(
    attempt: Attempt, *, sha256: str, counts: Mapping[str, Any], plan: Mapping[str, Any]
) -> None:
    """Every row was read: ``counts`` are the totals that the pages show.

    Planning begins with ``plan`` and a fresh seed, unless it has begun before.
    """
    with transaction.atomic():
        locked = attempt.locked("read")
        locked.sha256, locked.counts = sha256, dict(counts)
        locked.seed = locked.seed or fresh_seed()
        locked.plan = locked.plan or dict(plan)
        _settle(locked, "read")


def record_no_usable_row(attempt: Attempt, reason: str) -> None:
    """As the columns are matched nothing can be used. The file stays, to be matched anew."""
    with transaction.atomic():
        _settle(attempt.locked("ask for columns"), "ask for columns", reason)


def record_refused(attempt: Attempt, reason: str) -> None:
    """The file can't be used. It is deleted."""
    with transaction.atomic():
        locked = attempt.locked("refuse")
        _settle(locked, "refuse", reason)
        details = {"name": locked.name, "reason": reason}
        record(target=locked.sample, verb="refused an extract", by=None, details=details)
    held_extracts.purge(locked.folder)


def record_failed(attempt: Attempt, reason: str) -> None:
    """The work broke off for good. The file stays, so that it can be tried again."""
    with transaction.atomic():
        _settle(attempt.locked("fail"), "fail", reason)


def record_handed_back(attempt: Attempt, reason: str) -> None:
    """The draw was refused. Nothing was drawn; the plan can be changed."""
    with transaction.atomic():
        _settle(attempt.locked("hand back"), "hand back", reason)


def record_drawn(attempt: Attempt, draw: Callable[[Extract], Draw]) -> None:
    """Draws and says so in one transaction, remembers the columns, then deletes the extract.

    ``draw`` is given the locked extract. What it raises leaves everything as it was.
    """
    with transaction.atomic():
        locked = attempt.locked("draw")
        locked.draw = draw(locked)
        _remember(locked.sample, locked.columns)
        locked.columns, locked.counts, locked.plan = {}, {}, {}
        _settle(locked, "draw")
    held_extracts.purge(locked.folder)


def _remember(sample: Sample, columns: Mapping[str, str]) -> None:
    RememberedColumns.objects.update_or_create(
        force_id=sample.inspection.force_id,
        checklist_id=sample.version.checklist_id,
        defaults={"columns": dict(columns)},
    )


def _settle(locked: Extract, verb: str, problem: str = "") -> None:
    made = move(EXTRACT_MOVES, verb, locked.state)
    if made is None:
        raise NotWanted
    locked.state, locked.problem, locked.task = made.target, problem, None
    locked.save()


def is_waiting_long(extract: Extract) -> bool:
    """Whether no worker has taken the extract up for so long that there may be none."""
    waits = extract.is_at_work and extract.seen_alive_at is None
    return waits and timezone.now() - extract.waiting_since > NO_WORKER_AFTER
