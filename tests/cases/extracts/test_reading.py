"""Extracts: what is read of them, what is rejected row by row, and what is refused whole."""

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from cases.extracts import Extract, Window, headings_of, read_extract
from peel.lib.errors import Invalid
from tests.cases.extracts.instruments import CRIMES

HEADINGS = ["Reference", "Offence group", "Offence", "Outcome type", "Reported on", "Closed on"]
THEFT = ["theft", "Shoplifting", "8", "2024-03-27", "2024-04-02"]


def written(folder: Path, *rows: Sequence[str], headings: Sequence[str] = HEADINGS) -> Path:
    out = io.StringIO()
    csv.writer(out).writerows([headings, *rows])
    path = folder / "extract"
    path.write_bytes(out.getvalue().encode())
    return path


def read(path: Path, **options) -> Extract:
    return read_extract(path, instrument=CRIMES, **options)


def refusal(path: Path, **options) -> str:
    with pytest.raises(Invalid) as refused:
        read(path, **options)
    return " ".join(refused.value.messages)


def test_records_hold_the_facts_in_the_order_of_the_checklist(tmp_path):
    path = written(tmp_path, [" a  1 ", "Theft", "Shoplifting", "", "27/03/2024", "02/04/2024"])
    extract = read(path)
    assert extract.facts == ("group", "offence", "outcome", "reported_on", "closed_on")
    assert extract.records == {"A 1": ("theft", "Shoplifting", "", "2024-03-27", "2024-04-02")}
    assert extract.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (extract.format, extract.rows, extract.rejected.rows) == ("csv", 1, 0)


def test_columns_that_nobody_needs_are_passed_over(tmp_path):
    headings = ["Surname", "Crime number", "Group", "When"]
    path = written(tmp_path, ["=1+1", "A1", "Theft", "2024-03-27"], headings=headings)
    columns = {"crime NUMBER": "reference", "Group": "group", "When": "reported_on"}
    extract = read(path, columns=columns)
    assert extract.records == {"A1": ("theft", "", "", "2024-03-27", "")}
    assert extract.columns == columns


def test_every_rejected_row_has_its_reason(tmp_path):
    path = written(
        tmp_path,
        ["A1", *THEFT],
        ["", *THEFT],
        ["A3", "arson", *THEFT[1:]],
        ["A4", "theft", "Call 07700 900 123", "8", "2024-03-27", "2024-03-26"],
        ["A5", *THEFT, "left over"],
        ["A6", "theft", "x" * 201, "8", "31/02/2024", ""],
    )
    extract = read(path)
    assert list(extract.records) == ["A1"]
    assert [(p.row, p.column, p.value) for p in extract.rejected] == [
        (3, "Reference", ""),
        (4, "Offence group", "arson"),
        (5, "Offence", "(withheld)"),
        (5, "Closed on", "2024-03-26"),
        (6, "Column 7", "left over"),
        (7, "Offence", "x" * 59 + "…"),
        (7, "Reported on", "31/02/2024"),
    ]
    assert extract.rejected.rows == 5
    assert all(problem.reason.endswith(".") for problem in extract.rejected)


def test_a_repeated_row_is_counted_once(tmp_path):
    extract = read(written(tmp_path, ["A1", *THEFT], ["B1", *THEFT], ["a1 ", *THEFT]))
    assert set(extract.records) == {"A1", "B1"}
    [problem] = extract.rejected
    assert (problem.row, problem.value) == (4, "A1")
    assert problem.reason.startswith("Row 2 has the same reference and the same facts.")


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (1, 2, 0)])
def test_of_rows_that_contradict_each_other_none_is_used(tmp_path, order):
    rows = [["A1", *THEFT], ["a1", *THEFT], ["A1", "drugs", *THEFT[1:]]]
    extract = read(written(tmp_path, *(rows[n] for n in order), ["B1", *THEFT]))
    assert set(extract.records) == {"B1"}
    assert [problem.row for problem in extract.rejected] == [2, 3, 4]
    assert extract.rejected.rows == 3


def test_records_outside_the_window_are_left_out_and_counted(tmp_path):
    days = ["2024-03-31", "2024-04-01", "2024-04-30", "2024-05-01"]
    path = written(tmp_path, *([f"A{day}", "theft", "", "", day, ""] for day in days))
    extract = read(path, window=Window(date(2024, 4, 1), date(2024, 4, 30)))
    assert [facts[3] for facts in extract.records.values()] == days[1:3]
    assert (extract.rows, extract.outside_window, extract.rejected.rows) == (4, 2, 0)
    assert read(path, window=Window(ends=date(2024, 4, 1))).outside_window == 2
    assert read(path).outside_window == 0


def test_a_window_that_ends_before_it_starts_is_refused():
    with pytest.raises(Invalid, match="ends before its first day"):
        Window(date(2024, 4, 2), date(2024, 4, 1))
    assert Window(date(2024, 4, 1), date(2024, 4, 1)).holds("2024-04-01")


def test_counts_and_months(tmp_path):
    path = written(
        tmp_path,
        ["A1", "theft", "Shoplifting", "8", "2024-03-27", ""],
        ["A2", "theft", "Burglary", "8", "2024-03-01", ""],
        ["A3", "drugs", "", "", "2023-12-31", ""],
    )
    extract = read(path)
    assert extract.countable == ("group", "offence", "outcome")
    assert extract.counts("group") == Counter({("theft",): 2, ("drugs",): 1})
    assert extract.counts("outcome", "group") == {("8", "theft"): 2, ("", "drugs"): 1}
    assert extract.counts() == {(): 3}
    assert extract.by_month("reported_on") == {"2023-12": 1, "2024-03": 2}


def test_a_text_with_many_values_is_not_countable(tmp_path):
    rows = [[f"A{n}", "theft", f"Offence {n}", "8", "2024-03-27", ""] for n in range(201)]
    assert read(written(tmp_path, *rows)).countable == ("group", "outcome")
    assert read(written(tmp_path, *rows[:-1])).countable == ("group", "offence", "outcome")


def test_progress_is_told_and_may_stop_the_reading(tmp_path):
    path = written(tmp_path, *([f"A{n}", *THEFT] for n in range(25_000)))
    told: list[tuple[int, float]] = []
    read(path, on_progress=lambda rows, share: told.append((rows, share)))
    assert [rows for rows, _ in told] == [9_999, 19_999, 25_001]
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert 0 < shares[0] < 1
    assert shares[-1] == 1

    def stop(rows: int, share: float) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        read(path, on_progress=stop)


# Matching the columns


def test_the_preview_guesses_what_the_headings_name(tmp_path):
    headings = ["Crime Number", "OFFENCE_GROUP", "Notes", "Offence", "offence", ""]
    path = written(tmp_path, ["A1", "theft", "rang 07700 900123"], headings=headings)
    seen = headings_of(path, instrument=CRIMES)
    assert seen.headings == ("Crime Number", "OFFENCE_GROUP", "Notes")
    assert seen.guessed == {"Crime Number": "reference", "OFFENCE_GROUP": "group"}
    assert seen.sample == (("A1", "theft", "(withheld)"),)


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"Reference": "reference"}, "No column is matched to “Offence group”, “Reported on”."),
        ({"Ref": "reference"}, "The extract has no column “Ref”. Its columns are: Reference, "),
        ({"Reference": "victim"}, "can't be matched to “victim”. Use one of: reference, group"),
        ({"Reference": "group", "Offence": "group"}, "Two columns are matched to “group”."),
        ({"Twice": "offence"}, "The heading “Twice” stands over 2 columns."),
    ],
)
def test_a_match_that_is_not_possible_is_named(tmp_path, columns, words):
    path = written(tmp_path, ["A1", *THEFT], headings=[*HEADINGS, "twice", "Twice "])
    assert words in refusal(path, columns=columns)


# What is refused whole


def test_an_extract_without_a_usable_row_says_what_is_wrong_with_most(tmp_path):
    rows = [[f"A{n}", "unknown", *THEFT[1:]] for n in range(3)]
    words = refusal(written(tmp_path, *rows, ["", *THEFT]))
    assert words.startswith("No row of this extract can be used. 3 rows, Offence group: ")
    assert words.endswith("1 row, Reference: Fill in the reference.")


@pytest.mark.parametrize("place", range(4))
def test_a_formula_in_a_column_that_is_used_is_refused(tmp_path, place):
    row = ["A2", *THEFT]
    row[place] = "=HYPERLINK(1)"
    words = refusal(written(tmp_path, ["A1", *THEFT], row))
    assert words.startswith(f"Row 3 holds a formula under “{HEADINGS[place]}”.")
    assert "HYPERLINK" not in words


def test_headings_alone_are_refused(tmp_path):
    assert "no records below the headings" in refusal(written(tmp_path))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\r\n,,\r\n", "is empty"),
        (b"\xef\xbb\xbf<html><body>", "web page"),
        ("Reference,Café\r\n".encode("cp1252"), "not in UTF-8: line 1"),
        (b"Reference,Group,Reported on\r\nA\r\n\xe9", "not in UTF-8: line 3"),
        (b"Reference,Group,Reported on\r\n" * 5_000 + b"\xe9", "not in UTF-8: line 5,001"),
        (b"\x89PNG\r\n\x1a\n\x00", "not a CSV or Excel file"),
        (b"PK\x03\x04 not really", "can't be read"),
        (b"%PDF-1.7", "PDF"),
        (b'Reference,Offence group,Reported on\r\n"A,theft', "quotation mark"),
        (b"a" * 300_000, "longer than 200,000"),
        (b"a," * 200, "Row 1 has 201 columns, and an extract may have 100."),
        (b"Reference,Group,Reported on\r\n" + b"\r\n" * 1_000_000, "more than 10,000 blank rows"),
    ],
)
def test_a_hostile_file_gets_a_sentence(tmp_path, content, words):
    path = tmp_path / "extract"
    path.write_bytes(content)
    told = refusal(path)
    assert words in told
    assert told.endswith(".")


def test_more_than_half_a_million_records_are_refused(tmp_path):
    path = tmp_path / "extract"
    lines = ["Reference,Offence group,Reported on", *["A,theft,2024-03-27"] * 500_001]
    path.write_text("\n".join(lines))
    assert "more than 500,000 records" in refusal(path)


def test_a_file_over_the_limit_is_refused_unread(tmp_path):
    path = tmp_path / "extract"
    with path.open("wb") as file:
        file.truncate(250 * 1024 * 1024 + 1)
    assert "larger than 250 MB" in refusal(path)
