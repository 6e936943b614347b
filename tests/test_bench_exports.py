"""Exports are measured as they are: of a real sample, each in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.databases import ROOT, environment
from bench.exports import HEADINGS, Exports, all_met, table


def exports(operation: str, seconds: float, megabytes: float) -> Exports:
    return Exports(operation, 9_000, [0.1, seconds, 99.0], [1.0, megabytes, 1.0])


@pytest.mark.parametrize(
    ("operation", "seconds", "megabytes", "met"),
    [
        ("workbook", 0.99, 900, True),
        ("workbook", 1.0, 1, False),
        ("pack", 60, 99, True),
        ("pack", 1, 100, False),
    ],
)
def test_aims(operation, seconds, megabytes, met):
    assert all_met([exports(operation, seconds, megabytes)]) is met


def test_table_has_a_line_for_each_export():
    rows = [exports("workbook", 0.5, 90), exports("pack", 30, 120)]
    lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table(rows).splitlines()]
    assert lines[0] == list(HEADINGS)
    assert lines[2] == [
        "All answers as XLSX", "9,000", "0.50", "99.00", "under 1", "yes", "90", "", "",
    ]  # fmt: skip
    assert lines[3][2:] == ["30.00", "99.00", "", "", "120", "under 100", "no"]


def test_a_workbook_is_measured(tmp_path: Path):
    env = {**environment(f"sqlite:///{tmp_path}/one.sqlite3"), "STATIC_ROOT": str(tmp_path)}

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT, env=env, check=True, text=True, stdout=subprocess.PIPE,
        )  # fmt: skip
        return done.stdout

    run("-m", "bench.build", "one")
    small = "from bench import exporting; exporting.FILES = {'workbook': 3}; exporting.prepare()"
    for _ in range(2):
        run("-c", small)
    about = json.loads(run("-m", "bench.exporting", "workbook"))
    assert 100 < about["answers"] < 300
    assert about["seconds"] > 0
    assert 10 < about["megabytes"] < 1_000
