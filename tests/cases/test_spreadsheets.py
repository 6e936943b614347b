"""Lists that are too wide, whatever kind of file they are."""

import io

import pytest
import xlsxwriter

from cases.spreadsheets import MAX_COLUMNS, read
from peel.lib.errors import Invalid

TOO_WIDE = (
    "has 201 columns, and a list may have 200. Delete the columns that the checklist doesn't "
    "ask for, empty ones too."
)


def refusal(content: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        read(content)
    return str(refused.value)


@pytest.mark.parametrize("row", [1, 2, 3])
def test_a_row_of_too_many_columns_is_refused_before_the_rest_is_read(row):
    lines = ["Reference"] * 3
    lines[row - 1] += "," * (MAX_COLUMNS - 1)
    assert read("\n".join(lines).encode())
    lines[row - 1] += ","
    unreadable = '"a quotation mark that is not closed'
    content = "\n".join([*lines, unreadable]).encode()
    assert refusal(content) == f"Row {row} {TOO_WIDE}"


def test_an_empty_row_of_too_many_columns_is_refused():
    assert refusal(b"," * MAX_COLUMNS + b"\nReference") == f"Row 1 {TOO_WIDE}"


def test_a_workbook_of_too_many_columns_is_refused():
    file = io.BytesIO()
    made = xlsxwriter.Workbook(file)
    made.add_worksheet().write_row(0, 0, ["x"] * (MAX_COLUMNS + 1))
    made.close()
    assert refusal(file.getvalue()) == f"Row 1 {TOO_WIDE}"
