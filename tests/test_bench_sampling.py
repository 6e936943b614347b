"""Measured draws are held against their aims."""

import pytest

from bench import extracts
from bench.sampling import HEADINGS, Draws, all_met, table


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
