"""Measures and prints: ``./run bench [--sqlite | --postgres] [--scale small] [--only save]``."""

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from bench import exports, sampling
from bench.databases import ROOT, collect_static_files, ensure_built, environment
from bench.engines import ENGINES, KEPT, Engine
from bench.report import (
    GROWTH,
    LABELS,
    REPETITIONS,
    ROUNDS,
    Row,
    Timings,
    all_met,
    repetitions_of,
    table,
)
from bench.scale import FULL, ONE, SMALL, Scale

SAMPLING, EXPORTS = "sampling", "exports"
PACKAGES = ("django", "psycopg", "whitenoise")


class Worker:
    """A process that measures one database when it is told to."""

    def __init__(self, tell: IO[str], hear: IO[str], codes: Sequence[str]) -> None:
        self._tell, self._hear = tell, hear
        self.about = self._read()
        self.timings = {code: Timings() for code in codes}

    def measure(self, code: str) -> None:
        self._tell.write(f"{code} {repetitions_of(code)}\n")
        self._tell.flush()
        heard = self._read()
        self.timings[code].measured += heard["measured"]
        self.timings[code].floor += heard["floor"]

    def _read(self) -> dict[str, Any]:
        line = self._hear.readline()
        if not line:
            sys.exit("bench: a measuring process stopped; it says why above.")
        heard: dict[str, Any] = json.loads(line)
        return heard


@contextmanager
def worker(engine: Engine, scale: Scale, codes: Sequence[str]) -> Iterator[Worker]:
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "bench.worker", *codes],
        cwd=ROOT,
        env=environment(engine.url(scale.name)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        tell, hear = process.stdin, process.stdout
        if tell is None or hear is None:
            raise RuntimeError("The measuring process has no pipes.")
        yield Worker(tell, hear, codes)


def measure(engine: Engine, scale: Scale, codes: Sequence[str]) -> tuple[dict[str, Any], list[Row]]:
    """Both databases in turns, so that neither has the quieter machine."""
    for built in (ONE, scale):
        ensure_built(engine, built)
    with ExitStack() as stack:
        one = stack.enter_context(worker(engine, ONE, codes))
        full = stack.enter_context(worker(engine, scale, codes))
        for _ in range(ROUNDS):
            for code in codes:
                for each in (one, full):
                    each.measure(code)
        queries = full.about["queries"]
        rows = [Row(c, queries[c], full.timings[c], one.timings[c]) for c in codes]
        return full.about, rows


def main(arguments: Sequence[str]) -> int:
    options = _options(arguments)
    KEPT.mkdir(mode=0o711, parents=True, exist_ok=True)
    collect_static_files()
    sys.stdout.write(_surroundings())
    met = []
    for code in [options.engine] if options.engine else ENGINES:
        with ENGINES[code]() as engine:
            scale = SMALL if options.scale == "small" else FULL
            wanted = options.only or [*LABELS, SAMPLING, EXPORTS]
            if pages := [code for code in wanted if code in LABELS]:
                met.append(_measure_pages(engine, scale, pages))
            if SAMPLING in wanted:
                met.append(_measure_sampling(engine, scale))
            if EXPORTS in wanted:
                met.append(_measure_exports(engine))
    return 0 if all(met) else 1


def _measure_pages(engine: Engine, scale: Scale, codes: Sequence[str]) -> bool:
    about, rows = measure(engine, scale, codes)
    sys.stdout.write(f"\n{about['engine']}, {about['answers']:,} answers\n\n{table(rows)}\n")
    sys.stdout.write(_legend())
    return all_met(rows)


def _measure_sampling(engine: Engine, scale: Scale) -> bool:
    rows = sampling.measure(engine, scale)
    sys.stdout.write(f"\nDrawing a sample, {engine.code}\n\n{sampling.table(rows)}\n")
    sys.stdout.write(
        f"\nMedian of {sampling.ROUNDS} draws in seconds, and the most memory of the whole "
        "process in megabytes. The floor is merely reading the file.\n"
    )
    return sampling.all_met(rows)


def _measure_exports(engine: Engine) -> bool:
    rows = exports.measure(engine)
    sys.stdout.write(f"\nExports, {engine.code}\n\n{exports.table(rows)}\n")
    sys.stdout.write(
        f"\nMedian of {exports.ROUNDS} exports in seconds, and the most memory that the "
        "process had of its own, in megabytes.\n"
    )
    return exports.all_met(rows)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bench", description="Measure the busiest pages.")
    engine = parser.add_mutually_exclusive_group()
    for flag, code in (("--sqlite", "sqlite"), ("--postgres", "postgresql")):
        engine.add_argument(flag, action="store_const", const=code, dest="engine")
    parser.add_argument("--scale", choices=("full", "small"), default="full")
    parser.add_argument(
        "--only", choices=[*LABELS, SAMPLING, EXPORTS], action="append", help="measure only this"
    )
    return parser.parse_args(arguments)


def _surroundings() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{_processor()}, {os.cpu_count()} processors, {platform.system()} {platform.release()}\n"
        f"Python {platform.python_version()}, {packages}; production's settings\n"
    )


def _processor() -> str:
    about = Path("/proc/cpuinfo")
    lines = about.read_text().splitlines() if about.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def _legend() -> str:
    return (
        f"\nMilliseconds on the server, {ROUNDS * REPETITIONS} repetitions, {ROUNDS} of a file. "
        f"Growth is the median in this database over that in one with a single inspection; "
        f"up to {GROWTH} is met.\n"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
