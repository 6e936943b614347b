"""Measured exports are held against their aims."""

import pytest

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
