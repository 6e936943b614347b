"""Builds a database to measure: ``python -m bench.build full``.

The demonstration's 100 files are multiplied by SQL into every sample. The triggers that
keep history are off meanwhile: the same rows are put into the history by one statement.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from bench import people  # noqa: E402
from bench.scale import SCALES, Scale  # noqa: E402
from cases.demonstration.generation import Plan, SyntheticFile, generate  # noqa: E402
from cases.models import Sample  # noqa: E402
from cases.triggers import COPIED, TRIGGERS  # noqa: E402
from checklists.actions import load, publish  # noqa: E402
from checklists.instrument import Instrument  # noqa: E402
from checklists.models import Version  # noqa: E402
from checklists.versions import instrument_of  # noqa: E402
from peel.lib import triggers  # noqa: E402

Row = tuple[int | str | None, ...]
PLAN = Plan("FILE", 100, date(2023, 9, 1), date(2024, 2, 29), seed=1)
TEMPLATES = """
CREATE TABLE bench_file (position INTEGER PRIMARY KEY, reference TEXT, facts TEXT, asked INTEGER);
CREATE TABLE bench_answer (position INTEGER, question_id BIGINT, value TEXT, count INTEGER,
    note TEXT);
CREATE INDEX bench_answer_position ON bench_answer (position);
CREATE TABLE bench_turn (sample_id BIGINT, turn INTEGER, user_id BIGINT)
"""
FILES = """
INSERT INTO cases_casefile
    (sample_id, reference, facts, position, state, elimination_reason, elimination_note)
SELECT sample.id, t.reference, CAST(t.facts AS {json}), t.position, 'active', '', ''
FROM cases_sample sample CROSS JOIN bench_file t ORDER BY sample.id, t.position
"""
REVIEWS = """
INSERT INTO cases_review (case_file_id, position, counts, reviewer_id, state, asked, answered,
    allocated_at, last_answered_at)
SELECT file.id, 'first', TRUE, turn.user_id, 'allocated', t.asked, t.asked, {now}, {now}
FROM cases_casefile file
JOIN bench_file t ON t.position = file.position
JOIN bench_turn turn ON turn.sample_id = file.sample_id AND turn.turn = file.position % {turns}
ORDER BY file.id
"""
ANSWERS = """
INSERT INTO cases_answer (review_id, question_id, value, count, note, relevant, answered_by_id,
    answered_at, revision)
SELECT review.id, t.question_id, t.value, t.count, t.note, TRUE, review.reviewer_id, {now}, 1
FROM cases_review review
JOIN cases_casefile file ON file.id = review.case_file_id
JOIN bench_answer t ON t.position = file.position
ORDER BY review.id, t.question_id
"""
HISTORY = """
INSERT INTO cases_answerhistory (answer_id, operation, recorded_at, {copied})
SELECT id, 'insert', answered_at, {copied} FROM cases_answer ORDER BY id
"""
NOW = "CURRENT_TIMESTAMP"


def build(scale: Scale) -> None:
    """Fills an empty database with the casework of ``scale``."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    version = _checklist()
    samples = people.make_samples(people.make_inspections(scale), version)
    instrument = instrument_of(version)
    with _bulk_loading():
        _write_templates(instrument, generate(instrument, PLAN), samples)
        _multiply()
    _statistics()


def _checklist() -> Version:
    path = Path(apps.get_app_config("checklists").path, "data", "vsa-2023-25.yaml")
    return publish(version=load(source=path.read_text("utf-8"), by=None), by=None)


@contextmanager
def _bulk_loading() -> Iterator[None]:
    """Without triggers and waiting for the disk, which nothing but loading may do without."""
    triggers.remove(connection, TRIGGERS)
    postgresql = connection.vendor == "postgresql"
    _run("SET session_replication_role = replica" if postgresql else "PRAGMA synchronous = OFF")
    yield
    _run("SET session_replication_role = origin" if postgresql else "PRAGMA synchronous = FULL")
    triggers.install(connection, TRIGGERS)


def _write_templates(
    instrument: Instrument, files: Sequence[SyntheticFile], samples: Sequence[Sample]
) -> None:
    _run(*TEMPLATES.split(";"))
    with connection.cursor() as cursor:
        for table, rows in (
            ("bench_file", list(_file_rows(files))),
            ("bench_answer", list(_answer_rows(instrument, files))),
            ("bench_turn", list(_turn_rows(samples))),
        ):
            places = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f"INSERT INTO {table} VALUES ({places})", rows)  # noqa: S608


def _file_rows(files: Sequence[SyntheticFile]) -> Iterator[Row]:
    for position, file in enumerate(files, start=1):
        yield position, file.reference, json.dumps(file.facts), len(file.answers)


def _answer_rows(instrument: Instrument, files: Sequence[SyntheticFile]) -> Iterator[Row]:
    for position, file in enumerate(files, start=1):
        for code, given in file.answers.items():
            question = instrument.question(code)
            value, count = question.clean(given.value)
            yield position, question.id, value, count, given.note


def _turn_rows(samples: Sequence[Sample]) -> Iterator[Row]:
    for sample in samples:
        for turn, member in enumerate(sample.inspection.members.order_by("pk")):
            yield sample.pk, turn, member.user_id


def _multiply() -> None:
    json_type = "jsonb" if connection.vendor == "postgresql" else "text"
    _run(
        FILES.format(json=json_type),
        REVIEWS.format(now=NOW, turns=people.INSPECTORS_IN_A_TEAM),
        ANSWERS.format(now=NOW),
        HISTORY.format(copied=", ".join(COPIED)),
    )


def _statistics() -> None:
    """What autovacuum does on PostgreSQL of its own accord. SQLite gets none, as in production."""
    if connection.vendor == "postgresql":
        _run("VACUUM (ANALYZE)")


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


if __name__ == "__main__":
    build(SCALES[sys.argv[1]])
