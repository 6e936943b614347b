"""The measurement measures what it says: a real database of one inspection, in real processes."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bench.databases import ROOT, environment
from bench.report import LABELS
from cases.extracts.synthetic import synthetic_crimes, write_csv

BUILT = "one.sqlite3"


def run(folder: Path, *arguments: object, sent: str = "") -> str:
    env = {**environment(f"sqlite:///{folder / BUILT}"), "STATIC_ROOT": str(folder)}
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=ROOT, env=env, input=sent, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the database of one inspection, for all tests to copy."""
    folder = tmp_path_factory.mktemp("built")
    run(folder, "-m", "bench.build", "one")
    return folder


@pytest.fixture
def one(built: Path, tmp_path: Path) -> Path:
    """A folder with a database of one inspection, for one test to change."""
    return shutil.copytree(built, tmp_path / "one")


def test_pages_are_measured(one: Path) -> None:
    run(one, "manage.py", "collectstatic", "--noinput", "-v0")
    codes = list(LABELS)
    sent = "".join(f"{code} 1\n" for code in codes)
    lines = run(one, "-m", "bench.worker", *codes, "--warm-up=0", sent=sent).splitlines()
    about, *measured = map(json.loads, lines)
    assert about["answers"] > 6_000
    assert set(about["queries"]) == set(codes)
    assert about["queries"]["national"] <= 8
    assert about["queries"]["report"] <= 9
    assert about["queries"]["report_docx"] == about["queries"]["report_pdf"] <= 32
    assert [len(each["measured"]) for each in measured] == [1] * len(codes)
    floors = {code for code, each in zip(codes, measured, strict=True) if each["floor"]}
    assert floors == {"save", "results", "national"}
    # The triggers that building took off are back.
    run(one, "manage.py", "check", "--database", "default")


def test_a_workbook_is_measured(one: Path) -> None:
    small = "from bench import exporting; exporting.FILES = {'workbook': 3}; exporting.prepare()"
    for _ in range(2):
        run(one, "-c", small)
    about = json.loads(run(one, "-m", "bench.exporting", "workbook"))
    assert 100 < about["answers"] < 300
    assert about["seconds"] > 0
    assert 10 < about["megabytes"] < 1_000


def test_a_draw_is_measured_and_taken_back(one: Path) -> None:
    path = one / "crimes.csv"
    with path.open("wb") as file:
        write_csv(synthetic_crimes(force="lancashire", records=1_000, seed="bench"), file)
    for operation in ("floor", "draw", "draw"):
        about = json.loads(run(one, "-m", "bench.draws", operation, path))
        assert about["records"] == 1_000
        assert about["seconds"] > 0
        assert about["megabytes"] > 20
