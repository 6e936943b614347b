"""Draws once from an extract: ``python -m bench.draws draw extract.csv``, or ``floor``.

Prints the seconds it took and the most memory that the process had, as JSON. The floor is
merely reading the file with the same library, row by row.
"""

import csv
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django

django.setup()

from django.db import transaction  # noqa: E402
from python_calamine import CalamineWorkbook  # noqa: E402

from cases.actions.file_draws import FileDraw, draw_from_file  # noqa: E402
from cases.plans import plan_named  # noqa: E402
from forces.models import Inspection  # noqa: E402

STATUS = Path("/proc/self/status")
KIBIBYTE = 1.024 / 1000
PLAN, SEED, CHECKLIST = "vsa-2023-25", "bench", "vsa"


def draw(path: Path) -> int:
    """Reads, checks, draws and records, and takes it back; gives how many records there were."""
    inspection = Inspection.objects.earliest("pk")
    wanted = FileDraw(
        sample=f"{inspection.slug}/bench",
        path=path,
        plan=plan_named(PLAN),
        seed=SEED,
        checklist=CHECKLIST,
    )
    with transaction.atomic():
        records = draw_from_file(wanted=wanted, by=None).records
        transaction.set_rollback(True)
    return records


def floor(path: Path) -> int:
    """Reads every row; gives how many records there were."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return sum(1 for _ in csv.reader(file)) - 1
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    return sum(1 for _ in sheet.iter_rows()) - 1


OPERATIONS: dict[str, Callable[[Path], int]] = {"draw": draw, "floor": floor}


def most_memory() -> float:
    """The most megabytes that this process has had.

    Of getrusage a new process inherits what the one that started it had.
    """
    about = STATUS.read_text().splitlines() if STATUS.exists() else []
    for line in about:
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * KIBIBYTE
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KIBIBYTE


def main(operation: str, path: str) -> None:
    started = time.perf_counter()
    records = OPERATIONS[operation](Path(path))
    seconds = time.perf_counter() - started
    about = {"seconds": seconds, "megabytes": most_memory(), "records": records}
    sys.stdout.write(json.dumps(about) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
