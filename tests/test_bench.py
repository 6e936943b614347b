"""Measured pages are held against their aims."""

import pytest

from bench.report import (
    FILES,
    HEADINGS,
    LABELS,
    LIMITS,
    Row,
    Timings,
    all_met,
    repetitions_of,
    table,
)


def timings(measured: float, floor: float | None = None) -> Timings:
    return Timings([measured] * 20, [floor] * 20 if floor else [])


@pytest.mark.parametrize(
    ("code", "milliseconds", "floor", "met"),
    [
        ("save", 5.0, 2.0, True),
        ("save", 5.1, 2.0, False),
        ("review", 30.0, None, True),
        ("review", 30.1, None, False),
        ("grid", 25.0, None, True),
        ("grid", 25.1, None, False),
        ("moderation", 80.0, None, True),
        ("moderation", 80.1, None, False),
        ("results", 19.0, 2.0, True),
        ("results", 19.1, 2.0, False),
        ("national", 24.0, 2.0, True),
        ("national", 24.1, 2.0, False),
        ("report", 300.0, None, True),
        ("report", 300.1, None, False),
        ("report_draft", 300.0, None, True),
        ("report_draft", 300.1, None, False),
        ("report_docx", 2_000.0, None, True),
        ("report_docx", 2_000.1, None, False),
        ("report_pdf", 2_000.0, None, True),
        ("report_pdf", 2_000.1, None, False),
    ],
)
def test_aims(code, milliseconds, floor, met):
    row = Row(code, 5, full=timings(milliseconds, floor), one=timings(milliseconds, floor))
    assert row.met is met
    assert all_met([row]) is met


def test_growth_beyond_a_tenth_is_not_met():
    grown = Row("grid", 5, full=timings(22.1), one=timings(20.0))
    steady = Row("grid", 5, full=timings(21.9), one=timings(20.0))
    assert grown.met
    assert not all_met([grown])
    assert all_met([steady])


def test_a_file_is_written_less_often_than_a_page_is_opened():
    assert LIMITS.keys() >= FILES
    assert {repetitions_of(code) for code in FILES} == {1}
    assert {repetitions_of(code) for code in LABELS.keys() - FILES} == {10}


def test_95th_percentile_of_few_is_not_above_the_longest():
    assert Timings([10.0] * 10 + [20.0, 100.0]).p95 < 100.0


def test_table_has_a_line_for_each_operation():
    rows = [
        Row("save", 8, timings(5.0, 2.0), timings(4.0, 2.0)),
        Row("grid", 7, timings(26.0), timings(26.0)),
    ]
    lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table(rows).splitlines()]
    assert lines[0] == list(HEADINGS)
    assert lines[2] == [
        "Saving an answer", "5.0", "5.0", "8", "2.0", "2.50", "2.5 x floor", "yes", "4.0", "1.25",
        "no",
    ]  # fmt: skip
    assert lines[3] == [
        "Grid of 100 files", "26.0", "26.0", "7", "", "", "under 25", "no", "26.0", "1.00", "yes"
    ]  # fmt: skip
