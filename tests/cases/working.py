"""Background work in tests: what waits is done here and now, by the worker itself."""

from django_tasks_db.models import DBTaskResult

from cases.management.commands.worker import new_batches


def work() -> None:
    """Do the background work that waits.

    The worker's own loop closes connections between tasks, and with them the transaction that
    most tests run in. ``test_worker`` runs that loop.
    """
    worker = new_batches()
    while (waiting := DBTaskResult.objects.ready().first()) is not None:
        waiting.claim(worker.worker_id)
        worker.run_task(waiting)
