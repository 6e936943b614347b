"""What a worker does between its tasks: takes up what others broke off, purges what is old."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cases import held_extracts, tasks
from cases.actions.extract_steps import (
    LOST_AFTER,
    Attempt,
    NotWanted,
    record_failed,
    record_handed_back,
)
from cases.actions.extracts import expire_extract, give_to_worker
from cases.actions.noticing import forget_old_notices
from cases.models import Extract
from cases.states import ExtractState

KEPT_FOR = timedelta(days=7)
RESULTS_KEPT_FOR = timedelta(days=14)
MAIL_TAKES_AT_MOST = timedelta(hours=1)
BROKE_OFF = (
    "The work broke off twice before it was finished. Try again. If it breaks off once more, the "
    "server may lack memory: keep only the columns that are needed, or ask an administrator."
)
ERROR_OF_OURS = (
    "The work stopped at an error in Peel, which the server's log describes. Try again, or ask "
    "an administrator."
)
Result = DBTaskResult[[int, int], None]
WORK: dict[str, tuple[str, Task[[int, int], None]]] = {
    ExtractState.UPLOADED: ("open", tasks.open_extract),
    ExtractState.READING: ("read", tasks.read_extract),
    ExtractState.DRAWING: ("draw", tasks.draw_from_extract),
}
NO_TASK = UUID(int=0)
ENDED_BY_A_SIGNAL = ("builtins.SystemExit", "builtins.KeyboardInterrupt")


def settle_lost_work() -> None:
    """Start anew, once, what a worker broke off; report what broke off twice or failed."""
    for extract in Extract.objects.at_work().order_by("pk"):
        result = DBTaskResult.objects.filter(pk=extract.task or NO_TASK).first()
        try:
            _settle(extract, result)
        except NotWanted:
            continue


def keep_house() -> None:
    """Delete what is kept no longer: extracts, strays beside them, notices, results of tasks."""
    for extract in Extract.objects.held().filter(at__lt=timezone.now() - KEPT_FOR):
        expire_extract(extract=extract)
    held_extracts.purge_strays(list(Extract.objects.held().values_list("folder", flat=True)))
    forget_old_notices()
    old = DBTaskResult.objects.finished()
    old.filter(finished_at__lt=timezone.now() - RESULTS_KEPT_FOR).delete()


def order_mail() -> None:
    """Have people mailed of what concerns them, unless that is ordered already."""
    ordered = DBTaskResult.objects.filter(task_path=tasks.send_notices.module_path)
    for lost in ordered.running().filter(started_at__lt=timezone.now() - MAIL_TAKES_AT_MOST):
        lost.set_failed(TimeoutError("The worker ended before every mail was sent."))
    if not ordered.ready().exists():
        tasks.send_notices.enqueue()


def _settle(extract: Extract, result: Result | None) -> None:
    attempt = Attempt(extract.pk, extract.attempt)
    if result is None or _is_lost(extract, result):
        if result:
            result.set_failed(TimeoutError("The worker gave no sign of life."))
        _retry_once(attempt, extract)
    elif result.exception_class_path in ENDED_BY_A_SIGNAL:
        _start_anew(attempt, extract.state, retried=extract.retried)
    elif result.status in (TaskResultStatus.FAILED, TaskResultStatus.SUCCESSFUL):
        _report(attempt, extract.state, ERROR_OF_OURS)


def _is_lost(extract: Extract, result: Result) -> bool:
    signs = [sign for sign in (extract.seen_alive_at, result.started_at) if sign]
    if result.status != TaskResultStatus.RUNNING or not signs:
        return False
    return timezone.now() - max(signs) > LOST_AFTER


def _retry_once(attempt: Attempt, extract: Extract) -> None:
    if extract.retried:
        _report(attempt, extract.state, BROKE_OFF)
    else:
        _start_anew(attempt, extract.state, retried=True)


def _start_anew(attempt: Attempt, state: str, *, retried: bool) -> None:
    verb, task = WORK[state]
    with transaction.atomic():
        locked = attempt.locked(verb)
        locked.retried = retried
        give_to_worker(locked, task)


def _report(attempt: Attempt, state: str, reason: str) -> None:
    if state == ExtractState.DRAWING:
        record_handed_back(attempt, f"Nothing was drawn. {reason}")
    else:
        record_failed(attempt, reason)
