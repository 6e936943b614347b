"""Measures one database: ``python -m bench.worker save review [--warm-up ROUNDS]``.

It first prints a line about itself, then one line of milliseconds for each line
``OPERATION REPETITIONS`` that it reads. Lines are JSON. An operation and its floor take
turns, so that both meet the same moments of a busy machine.
"""

import argparse
import json
import sys

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bench.operations import Operation, operations  # noqa: E402
from bench.report import repetitions_of  # noqa: E402
from cases.models import Answer  # noqa: E402

ROUNDS_TO_WARM_UP = 4


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("codes", nargs="+")
    parser.add_argument("--warm-up", type=int, default=ROUNDS_TO_WARM_UP, metavar="ROUNDS")
    options = parser.parse_args()
    known = {each.code: each for each in operations(options.codes)}
    for code, operation in known.items():
        _repeat(operation, options.warm_up * repetitions_of(code))
    _say({"queries": {code: _queries(o) for code, o in known.items()}, **_about()})
    for line in sys.stdin:
        code, repetitions = line.split()
        _say(_repeat(known[code], int(repetitions)))


def _repeat(operation: Operation, repetitions: int) -> dict[str, list[float]]:
    measured, floor = [], []
    for _ in range(repetitions):
        measured.append(operation.measure())
        if operation.floor:
            floor.append(operation.floor())
    return {"measured": measured, "floor": floor}


def _queries(operation: Operation) -> int:
    with CaptureQueriesContext(connection) as captured:
        operation.measure()
    return len(captured)


def _about() -> dict[str, str | int]:
    with connection.cursor() as cursor:
        sqlite = connection.vendor == "sqlite"
        cursor.execute("SELECT sqlite_version()" if sqlite else "SHOW server_version")
        version = cursor.fetchone()[0]
    name = "SQLite" if sqlite else "PostgreSQL"
    return {"engine": f"{name} {version}", "answers": Answer.objects.count()}


def _say(what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
