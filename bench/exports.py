"""Measures exports, each time in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from bench.databases import ROOT, ensure_built, environment
from bench.engines import Engine
from bench.report import markdown
from bench.scale import EXPORTS

ROUNDS = 3
MOST_SECONDS = {"workbook": 1.0, "pack": None}
MOST_MEGABYTES = {"workbook": None, "pack": 100.0}
LABELS = {"workbook": "All answers as XLSX", "pack": "Data pack"}
HEADINGS = ("operation", "answers", "seconds", "longest", "aim", "met", "memory", "aim", "met")


@dataclass(slots=True)
class Exports:
    """Seconds and megabytes of each time that one thing was exported."""

    operation: str
    answers: int = 0
    seconds: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)

    @property
    def in_time(self) -> bool:
        most = MOST_SECONDS[self.operation]
        return most is None or median(self.seconds) < most

    @property
    def in_memory(self) -> bool:
        most = MOST_MEGABYTES[self.operation]
        return most is None or max(self.megabytes) < most


def measure(engine: Engine) -> list[Exports]:
    ensure_built(engine, EXPORTS)
    _run(engine, "prepare")
    measured = [Exports(operation) for operation in LABELS]
    for _ in range(ROUNDS):
        for exports in measured:
            heard = json.loads(_run(engine, exports.operation))
            _add(exports, heard)
    return measured


def table(rows: Sequence[Exports]) -> str:
    """The rows as a Markdown table. Times are in seconds, memory is in megabytes."""
    return markdown([HEADINGS, *(_cells(row) for row in rows)])


def all_met(rows: Sequence[Exports]) -> bool:
    return all(row.in_time and row.in_memory for row in rows)


def _add(exports: Exports, heard: dict[str, Any]) -> None:
    exports.answers = heard["answers"]
    exports.seconds.append(heard["seconds"])
    exports.megabytes.append(heard["megabytes"])


def _cells(row: Exports) -> tuple[str, ...]:
    in_time, in_memory = MOST_SECONDS[row.operation], MOST_MEGABYTES[row.operation]
    return (
        LABELS[row.operation],
        f"{row.answers:,}",
        f"{median(row.seconds):.2f}",
        f"{max(row.seconds):.2f}",
        *_aim(in_time, row.in_time),
        f"{max(row.megabytes):.0f}",
        *_aim(in_memory, row.in_memory),
    )


def _aim(most: float | None, met: bool) -> tuple[str, str]:
    if most is None:
        return "", ""
    return f"under {most:.0f}", "yes" if met else "no"


def _run(engine: Engine, operation: str) -> str:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "bench.exporting", operation],
        cwd=ROOT,
        env=environment(engine.url(EXPORTS.name)),
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return done.stdout
