"""A list with many faults names each with its row and column, whatever kind it is."""

import csv
import io
from datetime import date

import pytest
import xlsxwriter

from cases.importing import Expected, check
from cases.spreadsheets import read
from checklists.definition import parse
from peel.lib.lists.reading import Row
from peel.lib.personal_data import personal_data_in_reference
from tests.factories import SMALL_CHECKLIST

LAST_FACT = """  - code: reported_on
    label: Reported on
    kind: date
"""
CLOSED_ON = """  - code: recorded_on
    label: Recorded on
    kind: date
  - code: closed_on
    label: Closed on
    kind: date
"""
INSTRUMENT = parse(SMALL_CHECKLIST.replace(LAST_FACT, LAST_FACT + CLOSED_ON))
TODAY = date(2024, 6, 1)
HEADINGS = ["Reference", "Offence group", "Reported on", "Closed on"]
GOOD = ["04/1/23", "Theft", "01/03/2024", "02/03/2024"]


def problems_of(*rows: list[str], headings: list[str] = HEADINGS) -> list[tuple[int, str, str]]:
    out = io.StringIO()
    csv.writer(out).writerows([headings, *rows])
    return found_in(read(out.getvalue().encode()))


def found_in(rows: list[Row]) -> list[tuple[int, str, str]]:
    found = check(rows, Expected(INSTRUMENT, TODAY))
    assert bool(found.files) != bool(found.problems)
    return [(problem.row, problem.column, problem.reason) for problem in found.problems]


def test_a_row_that_is_too_long_is_named_with_the_faults_of_the_others():
    found = problems_of(GOOD, ["B", "Nonsense", "", ""], [*GOOD, "x", "", "y"], ["C", "Theft"])
    assert [(row, column) for row, column, _ in found] == [
        (3, "Offence group"), (4, "Reference"), (4, "Column 5"), (4, "Column 7"),
    ]  # fmt: skip
    assert "stands under no heading" in found[-1][2]


def test_a_column_that_most_rows_use_lacks_its_heading():
    found = problems_of([*GOOD, "x"], ["B", "Theft", "", "", "y"], ["C", "Theft"])
    assert [(row, column) for row, column, _ in found] == [(1, "Column 5")]
    assert "values but no heading" in found[0][2]


def test_faults_of_headings_and_of_rows_are_told_together():
    found = problems_of(["A", "x", "Nonsense"], headings=["Reference", "Victim", "Outcome type"])
    assert [(row, column) for row, column, _ in found] == [
        (1, "Victim"), (1, "Offence group"), (2, "Outcome type"),
    ]  # fmt: skip


def test_headings_of_something_else_say_what_a_list_needs():
    [(row, column, reason)] = problems_of(["x"], headings=["hello world"])
    assert (row, column) == (1, "")
    assert "The list needs: Reference, Offence group." in reason
    assert "Download the empty list" in reason


@pytest.mark.parametrize(
    ("dates", "columns"),
    [
        (["27/03/2024", "26/03/2024", ""], ["Recorded on"]),
        (["27/03/2024", "", "26/03/2024"], ["Closed on"]),
        (["27/03/2024", "26/03/2024", "25/03/2024"], ["Recorded on", "Closed on"]),
        (["27/03/2024", "27/03/2024", "28/03/2024"], []),
        (["", "", "01/01/2020"], []),
        (["27/03/2024", "nonsense", "26/03/2024"], ["Recorded on", "Closed on"]),
    ],
)
def test_dates_of_a_file_do_not_run_backwards(dates, columns):
    headings = ["Reference", "Offence group", "Closed on", "Recorded on", "Reported on"]
    reported, recorded, closed = dates
    found = problems_of(["A", "Theft", closed, recorded, reported], headings=headings)
    assert sorted(column for _, column, _ in found) == sorted(columns)
    assert {row for row, _, _ in found} <= {2}


def test_a_date_that_runs_backwards_says_which_other_it_is_before():
    [(_, _, reason)] = problems_of(["A", "Theft", "27/03/2024", "26/03/2024"])
    assert reason == "This is before “Reported on”, 27 March 2024. Correct one of the dates."


@pytest.mark.parametrize(
    ("reference", "kind"),
    [
        ("jo.bloggs@mail.example", "an e-mail address"),
        ("JO@MAIL.EXAMPLE 04/1/23", "an e-mail address"),
        ("07700 900123", "a phone number"),
        ("07700900123", "a phone number"),
        ("07700-900-123", "a phone number"),
        ("01632 960123", "a phone number"),
        ("020 7946 0123", "a phone number"),
        ("file 447700900123", "a phone number"),
        ("dob 1/2/1980", "a date of birth"),
    ],
)
def test_a_reference_that_is_a_persons_is_refused(reference, kind):
    assert personal_data_in_reference(reference.upper()) == [kind]
    [(row, column, reason)] = problems_of(GOOD, [reference, "Theft", "", ""])
    assert (row, column) == (3, "Reference")
    assert f"looks like {kind}" in reason


@pytest.mark.parametrize(
    "reference",
    [
        "04/12345/23", "0412345623", "04123456789", "04-123456-23", "22/0001234567", "01/234567/24",
        "0123456789", "01234567890", "20240000123", "07/123456/24", "CR/07123456/24",
        "54000123423", "NW1 2AB", "AB123456C", "LC-20230401-0312", "04 123456 23", "0123/45678/90",
    ],
)  # fmt: skip
def test_references_of_forces_are_taken(reference):
    assert problems_of([reference, *GOOD[1:]]) == []


def sheet(*rows: list[str], build) -> list[Row]:
    file = io.BytesIO()
    made = xlsxwriter.Workbook(file)
    # A formula on a sheet that isn't read is nobody's fault.
    hidden = made.add_worksheet("Workings")
    hidden.write_formula("A1", "=1+1")
    shown = made.add_worksheet("List")
    for number, row in enumerate(rows):
        shown.write_row(number, 0, row)
    build(shown)
    shown.activate()
    hidden.hide()
    made.close()
    return read(file.getvalue())


def test_formulas_and_merged_cells_are_told_with_everything_else():
    def build(made):
        made.write_formula("C4", "=DATE(2024,3,1)", None, 45352)
        made.write_formula("F4", "=1+1", None, 2)
        made.merge_range("B5:B6", "Theft")
        made.merge_range("C5:D5", "")
        made.write("A5", "E")
        made.write("A6", "F")

    rows = [HEADINGS, GOOD, ["B", ""], ["C", "Theft"]]
    found = found_in(sheet(*rows, build=build))
    assert [(row, column) for row, column, _ in found] == [
        (3, "Offence group"), (4, "Reported on"), (4, "Column 6"), (5, "Offence group"),
        (6, "Offence group"),
    ]  # fmt: skip
    reasons = {column: reason for _, column, reason in found}
    assert "Fill in" in found[0][2]
    assert reasons["Reported on"].startswith("This is a formula.")
    assert reasons["Column 6"].startswith("This is a formula.")
    assert "Cells B5:B6 are merged" in reasons["Offence group"]


def test_a_heading_that_is_a_formula_is_told_and_still_read():
    headings = ["Reference", "", "Reported on"]
    rows = sheet(
        headings,
        ["A", "x", ""],
        build=lambda s: s.write_formula("B1", "=A1", None, "Offence group"),
    )
    assert [(row, column) for row, column, _ in found_in(rows)] == [
        (1, "Offence group"), (2, "Offence group"),
    ]  # fmt: skip


def test_a_formula_below_the_list_is_told():
    rows = sheet(HEADINGS, GOOD, build=lambda s: s.write_formula("B9", "=1", None, ""))
    assert (9, "Offence group") in [(row, column) for row, column, _ in found_in(rows)]
