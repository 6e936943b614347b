"""Exports once: ``python -m bench.exporting workbook``, or ``pack``; ``prepare`` comes first.

Prints the seconds it took, the most memory that the process had of its own, and how many
answers were exported, as JSON.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable
from threading import Event, Thread

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from bench.draws import KIBIBYTE, STATUS, most_memory  # noqa: E402
from cases.datapack.contents import write_pack  # noqa: E402
from cases.exports import answers_table, columns_table  # noqa: E402
from cases.models import Answer, Sample  # noqa: E402
from peel.lib.tables import write_workbook  # noqa: E402

FILES = {"workbook": 135, "pack": 5_000}
"""Case files of each sample: about 9,000 answers, and more than any sample has had."""
COPY_FILES = """
INSERT INTO cases_casefile
    (sample_id, reference, facts, position, state, elimination_reason, elimination_note)
WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < %s)
SELECT %s, 'FILE-' || n, CAST(t.facts AS {json}), n, 'active', '', ''
FROM numbers JOIN bench_file t ON t.position = (n - 1) %% 100 + 1
"""
COPY_REVIEWS = """
INSERT INTO cases_review (case_file_id, position, counts, reviewer_id, state, asked, answered,
    allocated_at, last_answered_at)
SELECT file.id, 'first', TRUE, turn.user_id, 'allocated', t.asked, t.asked,
    CURRENT_TIMESTAMP, CURRENT_TIMESTAMP
FROM cases_casefile file
JOIN bench_file t ON t.position = (file.position - 1) %% 100 + 1
JOIN bench_turn turn ON turn.turn = file.position %% 3
WHERE file.sample_id = %s
"""
COPY_ANSWERS = """
INSERT INTO cases_answer (review_id, question_id, value, count, note, relevant, answered_by_id,
    answered_at, revision)
SELECT review.id, t.question_id, t.value, t.count, t.note, TRUE, review.reviewer_id,
    CURRENT_TIMESTAMP, 1
FROM cases_review review
JOIN cases_casefile file ON file.id = review.case_file_id
JOIN bench_answer t ON t.position = (file.position - 1) %% 100 + 1
WHERE file.sample_id = %s
"""


def prepare() -> None:
    """Makes the samples that are not there yet."""
    source = Sample.objects.select_related("version").earliest("pk")
    for slug, files in FILES.items():
        with transaction.atomic():
            sample, is_new = Sample.objects.get_or_create(
                inspection_id=source.inspection_id,
                slug=slug,
                defaults={"version": source.version, "name": slug},
            )
            if is_new:
                _fill(sample, files)


def _fill(sample: Sample, files: int) -> None:
    json_type = "jsonb" if connection.vendor == "postgresql" else "text"
    with connection.cursor() as cursor:
        cursor.execute(COPY_FILES.format(json=json_type), [files, sample.pk])
        cursor.execute(COPY_REVIEWS, [sample.pk])
        cursor.execute(COPY_ANSWERS, [sample.pk])


def workbook(sample: Sample) -> None:
    """The download of all answers as Excel."""
    with tempfile.TemporaryFile() as file:
        sheets = [("Answers", answers_table(sample)), ("Columns", columns_table(sample.instrument))]
        write_workbook(file, sheets)


def pack(sample: Sample) -> None:
    """The data pack."""
    with tempfile.TemporaryFile() as file:
        write_pack(sample, file)


OPERATIONS: dict[str, Callable[[Sample], None]] = {"workbook": workbook, "pack": pack}


class Memory:
    """Watches how many megabytes the process has of its own while it is entered.

    Not what the engine maps of the database's file: the system takes those pages back when it
    wants them. Where the system doesn't tell them apart, ``most`` is all of the process.
    """

    EVERY = 0.01

    def __init__(self) -> None:
        self._kibibytes = 0
        self._done = Event()
        self._thread = Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Memory":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._done.set()
        self._thread.join()

    @property
    def most(self) -> float:
        return self._kibibytes * KIBIBYTE if self._kibibytes else most_memory()

    def _watch(self) -> None:
        while not self._done.wait(self.EVERY):
            self._kibibytes = max(self._kibibytes, _own_kibibytes())


def _own_kibibytes() -> int:
    about = STATUS.read_text().splitlines() if STATUS.exists() else []
    return next((int(line.split()[1]) for line in about if line.startswith("RssAnon:")), 0)


def measure(operation: str) -> dict[str, float]:
    sample = Sample.objects.select_related(
        "inspection__force", "inspection__cycle", "version__checklist"
    ).get(slug=operation)
    with Memory() as memory:
        started = time.perf_counter()
        OPERATIONS[operation](sample)
        seconds = time.perf_counter() - started
    # Asked afterwards, so that the first export of a process is measured as it is.
    answers = Answer.objects.filter(review__case_file__sample=sample).count()
    return {"seconds": seconds, "megabytes": memory.most, "answers": answers}


def main(operation: str) -> None:
    if operation == "prepare":
        prepare()
    else:
        sys.stdout.write(json.dumps(measure(operation)) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
