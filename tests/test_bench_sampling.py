"""Drawing is measured as it is: from a real file, recorded and taken back, in its own process."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench import extracts
from bench.databases import ROOT, environment
from bench.sampling import HEADINGS, Draws, all_met, table
from cases.extracts.synthetic import synthetic_crimes, write_csv


def draws(suffix: str, seconds: float, megabytes: float) -> Draws:
    return Draws(suffix, 500_000, [1.0, seconds, 99.0], [2.0] * 3, [1.0, megabytes, 1.0])


@pytest.mark.parametrize(
    ("suffix", "seconds", "megabytes", "met"),
    [
        (".csv", 19.9, 299, True),
        (".csv", 20.0, 299, False),
        (".csv", 19.9, 300, False),
        (".xlsx", 59.9, 900, True),
        (".xlsx", 60.0, 200, False),
    ],
)
def test_aims(suffix, seconds, megabytes, met):
    assert all_met([draws(suffix, seconds, megabytes)]) is met


def test_table_has_a_line_for_each_kind_of_file():
    rows = [draws(".csv", 12.0, 250), draws(".xlsx", 61.0, 400)]
    lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table(rows).splitlines()]
    assert lines[0] == list(HEADINGS)
    assert lines[2] == [
        "Drawing from 500,000 records, CSV", "12.0", "99.0", "2.0", "6.0", "under 20", "yes",
        "250", "under 300", "yes",
    ]  # fmt: skip
    assert lines[3][5:] == ["under 60", "no", "400", "", ""]


def test_extracts_are_made_once_and_hold_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(extracts, "KEPT", tmp_path)
    made = extracts.extracts_of(50)
    times = [path.stat().st_mtime_ns for path in made]
    assert extracts.extracts_of(50) == made
    assert [path.stat().st_mtime_ns for path in made] == times
    assert [path.suffix for path in sorted(tmp_path.iterdir())] == [".csv", ".xlsx"]
    assert made[0].read_bytes().count(b"\r\n") == 51


def test_a_draw_is_measured_and_taken_back(tmp_path: Path):
    env = {**environment(f"sqlite:///{tmp_path}/one.sqlite3"), "STATIC_ROOT": str(tmp_path)}

    def run(*arguments: object) -> str:
        done = subprocess.run(
            [sys.executable, *map(str, arguments)],
            cwd=ROOT, env=env, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    path = tmp_path / "crimes.csv"
    with path.open("wb") as file:
        write_csv(synthetic_crimes(force="lancashire", records=1_000, seed="bench"), file)
    run("-m", "bench.build", "one")
    for operation in ("floor", "draw", "draw"):
        about = json.loads(run("-m", "bench.draws", operation, path))
        assert about["records"] == 1_000
        assert about["seconds"] > 0
        assert about["megabytes"] > 20
