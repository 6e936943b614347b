"""``manage.py worker``: reads extracts, draws samples and mails notices beside the web server."""

import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread
from types import FrameType
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import close_old_connections, connection
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from cases.actions.housekeeping import keep_house, order_mail, settle_lost_work
from cases.models import Extract

PAUSE = 1.0
SIGN_OF_LIFE_EVERY = 10.0
SETTLE_EVERY = 10
KEEP_HOUSE_EVERY = 60 * 60


Result = DBTaskResult[[int, int], None]


@contextmanager
def signs_of_life(task: UUID) -> Iterator[None]:
    """Say every few seconds that the task is being worked on."""
    ended = Event()
    saying = Thread(target=_say_until, args=(task, ended), daemon=True)
    saying.start()
    try:
        yield
    finally:
        ended.set()
        saying.join()


def _say_until(task: UUID, ended: Event) -> None:
    while not ended.wait(SIGN_OF_LIFE_EVERY):
        Extract.objects.filter(task=task).update(seen_alive_at=timezone.now())
    connection.close()


class Batches(Worker):
    """A worker that does what waits and then gives way, and that stops at once when asked.

    What it breaks off is found by the next worker and done again from its beginning. While a
    task runs it gives signs of life, so that the others know it is not lost.
    """

    def run_task(self, db_task_result: Result) -> None:
        with signs_of_life(db_task_result.pk):
            super().run_task(db_task_result)

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        self.running = False
        sys.exit(0)


class Command(BaseCommand):
    help = "Do background work: read extracts, draw samples, mail notices, purge what is old."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what waits now, then end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        batches = new_batches()
        if not once:
            batches.configure_signals()
        work(batches, once=once)


def new_batches() -> Batches:
    """A worker for every queue."""
    return Batches(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )


@dataclass(slots=True)
class Duty:
    """Something that is done at once and then again after so many seconds."""

    do: Callable[[], None]
    every: float
    due: float = field(default_factory=time.monotonic)

    def do_when_due(self) -> None:
        if time.monotonic() >= self.due:
            self.do()
            self.due = time.monotonic() + self.every


def work(batches: Batches, *, once: bool) -> None:
    """Take turns between what waits and what others left lying, until told to stop."""
    duties = [Duty(settle_lost_work, SETTLE_EVERY), Duty(keep_house, KEEP_HOUSE_EVERY)]
    if settings.NOTICE_MAIL_MINUTES:
        duties.append(Duty(order_mail, settings.NOTICE_MAIL_MINUTES * 60))
    while batches.running:
        close_old_connections()
        for duty in duties:
            duty.do_when_due()
        batches.run()
        if once:
            return
        time.sleep(PAUSE)
