"""A force's list: what is taken, and every reason why one isn't, by row and column."""

from datetime import date
from decimal import Decimal

import pytest

from peel.lib.errors import Invalid
from tests.forces.indicators.data import month, on_day, year_to
from tests.forces.indicators.lists import (
    ANSWERED,
    CALLS,
    HEADINGS,
    checked,
    listed,
    told,
    workbook,
)

YEAR = "01/07/2023,30/06/2024"


def test_a_csv_list_is_read():
    found = checked(
        listed(
            CALLS,
            f"share_999_answered_in_10_seconds,,{YEAR},83.9%,Printed report,As printed",
            'stop_and_searches,Black,01/04/2023,31/03/2024,"1,811",,',
            "population,,30/06/2022,30/06/2022,1500000,Mid-2022 estimate,",
        )
    )
    assert found.problems == []
    calls, share, searches, population = found.values
    assert (calls.indicator.code, calls.period) == ("calls_999", month("2024-04"))
    assert calls.value == 1000
    assert (share.value, share.period) == (Decimal("83.9"), year_to("2024-06-30"))
    assert (share.source, share.note) == ("Printed report", "As printed")
    assert (searches.group, int(searches.value)) == ("black", 1811)
    assert population.period == on_day("2022-06-30")


def test_an_excel_list_is_read():
    dates = [date(2024, 4, 1), date(2024, 4, 30)]
    found = checked(workbook(["calls_999", "", *dates, 1000.0, "", ""]))
    assert found.problems == []
    assert found.values[0].value == 1000


def test_columns_may_stand_in_any_order_and_those_not_needed_be_missing():
    content = listed("30/04/2024,1000,01/04/2024,999 CALLS", headings="to,value,from,indicator")
    assert checked(content).values[0].period == month("2024-04")


ROWS = [
    ("tweets,,01/04/2024,30/04/2024,1,,", "Indicator", "This is not one of the"),
    (",,01/04/2024,30/04/2024,1,,", "Indicator", "Write which indicator this value is of."),
    ("calls_999,white,01/04/2024,30/04/2024,1,,", "Group", "isn't given by group"),
    ("stop_and_searches,blue,01/04/2024,30/04/2024,1,,", "Group", "not one of the values"),
    ("calls_999,,30/04/2024,01/04/2024,1,,", "To", "The period ends before it starts."),
    ("calls_999,,01/04/2024,,1,,", "To", "Write a date such as 01/04/2024."),
    ("calls_999,,April,30/04/2024,1,,", "From", "Write the date as"),
    ("calls_999,,02/04/2024,30/04/2024,1,,", "To", "of one month or twelve whole months"),
    ("calls_999,,01/04/2024,31/05/2024,1,,", "To", "of one month or twelve whole months"),
    ("calls_999,,01/10/2024,31/10/2024,1,,", "To", "ends after this half-year, 30 September 2024"),
    ("calls_999,,01/03/2022,31/03/2022,1,,", "To", "before 1 April 2022, too long ago"),
    ("calls_999,,01/12/2024,31/12/2024,1,,", "To", "ends in the future"),
    ("population,,01/07/2023,30/06/2024,1,Census,", "To", "counted on one day"),
    ("population,,30/06/2022,30/06/2022,1,,", "Source", "Write where this value comes from"),
    ("calls_999,,01/04/2024,30/04/2024,,,", "Value", "There is no value. Enter it, or remove"),
    ("calls_999,,01/04/2024,30/04/2024,many,,", "Value", "This is not a number."),
    ("calls_999,,01/04/2024,30/04/2024,-1,,", "Value", "below 0"),
    ("calls_999,,01/04/2024,30/04/2024,1.5,,", "Value", "whole number"),
    ('calls_999,,01/04/2024,30/04/2024,"1,0",,', "Value", "This is not a number."),
    ("calls_999,,01/04/2024,30/04/2024,9999999999999,,", "Value", "too large"),
    (f"find_rate,,{YEAR},101,,", "Value", "more than 100 percent"),
    (f"find_rate,,{YEAR},0.839,,", "Value", "Write 83.9 for 83.9 percent."),
    (f"find_rate,,{YEAR},12.34567,,", "Value", "more than 4 decimals"),
    ("calls_999,,01/04/2024,30/04/2024,=1+1,,", "Value", "must not start with ="),
    ("calls_999,,01/04/2024,30/04/2024,1,,Ring 01772 614444", "Note", "looks like a phone number"),
    (f"calls_999,,01/04/2024,30/04/2024,1,{'x' * 301},", "Source", "longer than 300 characters"),
    ("calls_999,,01/04/2024,30/04/2024,1,,,more", "Column 8", "stands under no heading"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "column", "says"), ROWS)
def test_a_row_is_refused_with_its_column_and_remedy(row, column, says):
    found = told(listed(CALLS.replace("04/2024", "05/2024").replace("30/05", "31/05"), row))
    assert [(at, where) for at, where, _ in found] == [(3, column)]
    assert says in found[0][2]


def test_all_problems_are_told_at_once_and_nothing_is_taken():
    found = told(listed(CALLS, *(row for row, _, _ in ROWS)))
    assert len(found) >= len(ROWS)
    assert found[0][0] == 3


def test_the_same_value_twice_is_refused():
    assert told(listed(CALLS, CALLS)) == [
        (3, "Indicator", "Row 2 gives a value for the same indicator, group and period. Keep one "
         "of rows 2 and 3.")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("headings", "column", "says"),
    [
        (HEADINGS.replace("Value", "Amount"), "Value", "Add a column with the heading “Value”."),
        (HEADINGS.replace("Note", "Value"), "Value", "stands here twice"),
        (HEADINGS.replace("Note", "Colour"), "Colour", "There is no such column."),
    ],
)
def test_headings_are_checked_first(headings, column, says):
    assert any(
        (row, where) == (1, column) and says in reason
        for row, where, reason in told(listed("tweets", headings=headings))
    )


def test_a_list_without_rows_is_refused():
    assert told(listed()) == [(1, "", "There are no values below the headings.")]


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"PK\x03\x04", b"a\x00b", b"\xd0\xcf\x11\xe0"]
)
def test_what_is_no_list_is_refused_with_a_remedy(content):
    with pytest.raises(Invalid):
        checked(content)


def test_a_formula_in_excel_is_refused():
    file = workbook(["calls_999", "", date(2024, 4, 1), date(2024, 4, 30), "=500+500", "", ""])
    assert told(file) == [(2, "Value", "This is a formula. Copy the cell and paste it as a value.")]


# Values against each other


def test_a_part_is_not_more_than_the_whole():
    found = told(listed(CALLS, ANSWERED.replace("900", "1001")))
    assert [(row, column) for row, column, _ in found] == [(3, "Value")]
    assert "more than the 1,000 of “999 calls” in row 2" in found[0][2]


def test_groups_add_up_to_the_whole():
    groups = ("white", "black", "asian", "other", "not_stated")
    rows = [f"stop_and_searches,{group},{YEAR},10,," for group in groups]
    assert told(listed(f"stop_and_searches,,{YEAR},50,,", *rows)) == []
    assert told(listed(f"stop_and_searches,,{YEAR},60,,", *rows)) == [
        (2, "Value", "The groups add up to 50. Correct this value or one of the groups.")
    ]
    assert told(listed(f"stop_and_searches,,{YEAR},60,,", *rows[:-1])) == []
    assert told(listed(f"stop_and_searches,,{YEAR},39,,", *rows[:-1])) != []


def test_a_percentage_is_the_one_that_its_counts_give():
    share = "share_999_answered_in_10_seconds,,01/04/2024,30/04/2024,{},,"
    assert told(listed(CALLS, ANSWERED, share.format("90.0"))) == []
    found = told(listed(CALLS, ANSWERED, share.format("91.5")))
    assert [(row, column) for row, column, _ in found] == [(4, "Value")]
    assert "The counts in this list give 90.0." in found[0][2]
