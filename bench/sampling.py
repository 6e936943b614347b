"""Measures drawing from a large extract, each time in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from bench.databases import ROOT, ensure_built, environment
from bench.engines import Engine
from bench.extracts import extracts_of
from bench.report import markdown
from bench.scale import ONE, Scale

ROUNDS = 3
RECORDS, RECORDS_OF_SMALL = 500_000, 20_000
MOST_SECONDS = {".csv": 20.0, ".xlsx": 60.0}
MOST_MEGABYTES = {".csv": 300.0, ".xlsx": None}
HEADINGS = ("operation", "seconds", "longest", "floor", "ratio", "aim", "met", "memory", "aim",
            "met")  # fmt: skip


@dataclass(slots=True)
class Draws:
    """Seconds of drawing from one extract and of its floor, and megabytes of each drawing."""

    suffix: str
    records: int = 0
    seconds: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)

    @property
    def in_time(self) -> bool:
        return median(self.seconds) < MOST_SECONDS[self.suffix]

    @property
    def in_memory(self) -> bool:
        most = MOST_MEGABYTES[self.suffix]
        return most is None or max(self.megabytes) < most


def measure(engine: Engine, scale: Scale) -> list[Draws]:
    """Draws from a CSV and a workbook in turns, each after its floor."""
    ensure_built(engine, ONE)
    paths = extracts_of(RECORDS_OF_SMALL if scale.name == "small" else RECORDS)
    measured = {path: Draws(path.suffix) for path in paths}
    for _ in range(ROUNDS):
        for path, draws in measured.items():
            draws.floor.append(_run(engine, "floor", path)["seconds"])
            drawn = _run(engine, "draw", path)
            draws.records = drawn["records"]
            draws.seconds.append(drawn["seconds"])
            draws.megabytes.append(drawn["megabytes"])
    return list(measured.values())


def table(rows: Sequence[Draws]) -> str:
    """The rows as a Markdown table. Times are in seconds, memory is in megabytes."""
    return markdown([HEADINGS, *(_cells(row) for row in rows)])


def all_met(rows: Sequence[Draws]) -> bool:
    return all(row.in_time and row.in_memory for row in rows)


def _cells(row: Draws) -> tuple[str, ...]:
    floor, most = median(row.floor), MOST_MEGABYTES[row.suffix]
    return (
        f"Drawing from {row.records:,} records, {row.suffix[1:].upper()}",
        f"{median(row.seconds):.1f}",
        f"{max(row.seconds):.1f}",
        f"{floor:.1f}",
        f"{median(row.seconds) / floor:.1f}",
        f"under {MOST_SECONDS[row.suffix]:.0f}",
        "yes" if row.in_time else "no",
        f"{max(row.megabytes):.0f}",
        f"under {most:.0f}" if most else "",
        "" if most is None else "yes" if row.in_memory else "no",
    )


def _run(engine: Engine, operation: str, path: Path) -> dict[str, Any]:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "bench.draws", operation, str(path)],
        cwd=ROOT,
        env=environment(engine.url(ONE.name)),
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    heard: dict[str, Any] = json.loads(done.stdout)
    return heard
