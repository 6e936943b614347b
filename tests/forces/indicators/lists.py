"""Lists of a force, as files."""

import io
from datetime import date

import xlsxwriter

from forces.indicators.importing import Checked, check_content
from forces.indicators.periods import HalfYear
from forces.indicators.reading import Expected
from forces.indicators.shipped import shipped_indicators

SPRING = HalfYear(date(2024, 4, 1))
AUTUMN = HalfYear(date(2023, 10, 1))
TODAY = date(2024, 11, 22)
HEADINGS = "Indicator,Group,From,To,Value,Source,Note"
CALLS = "999 calls,,01/04/2024,30/04/2024,1000,,"
ANSWERED = "999 calls answered within 10 seconds,,01/04/2024,30/04/2024,900,,"


def listed(*rows: str, headings: str = HEADINGS) -> bytes:
    return "\r\n".join([headings, *rows]).encode()


def workbook(*rows: list[object]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "dd/mm/yyyy"}) as made:
        sheet = made.add_worksheet()
        for number, row in enumerate([HEADINGS.split(","), *rows]):
            sheet.write_row(number, 0, row)
    return file.getvalue()


def checked(content: bytes, half_year: HalfYear = SPRING) -> Checked:
    return check_content(content, Expected(shipped_indicators(), half_year, TODAY))


def told(content: bytes, half_year: HalfYear = SPRING) -> list[tuple[int, str, str]]:
    """Row, column and reason of every problem."""
    found = checked(content, half_year)
    assert not found.problems or not found.values
    return [(problem.row, problem.column, problem.reason) for problem in found.problems]
