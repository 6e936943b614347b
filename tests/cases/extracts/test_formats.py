"""The same records come out whatever the order of the rows and the kind of file."""

import csv
import io
import tempfile
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from cases.extracts import Extract, Window, read_extract
from tests.cases.extracts.instruments import CRIMES

HEADINGS = ["Reference", "Offence group", "Offence", "Outcome type", "Reported on", "Notes"]
WINDOW = Window(date(2024, 1, 1), date(2024, 12, 31))

rows = st.tuples(
    st.sampled_from(["A1", " a1", "\uff41\uff11", "A2", "a  2", "A 2", "B/3", "", "12", "1.5E+10"]),
    st.sampled_from(["theft", "Theft", "DRUGS", "Drug offences", "", "arson"]),
    st.sampled_from(["Shoplifting", " Shoplifting ", "", "07700 900123", "+1"]),
    st.sampled_from(["8", "18", "", "8 Community resolution", "9"]),
    st.sampled_from(["2024-03-27", "27/03/2024", "2023-12-31", "2025-01-01", "31/02/2024", ""]),
    st.sampled_from(["", "anything", "=1+1"]),
).filter(any)  # A blank row is no record.


def as_csv(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([HEADINGS, *rows])
    return out.getvalue().encode()


def as_xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    file = io.BytesIO()
    made = xlsxwriter.Workbook(file, {"strings_to_formulas": False})
    sheet = made.add_worksheet()
    for number, row in enumerate([HEADINGS, *rows]):
        sheet.write_row(number, 0, row)
    made.close()
    return file.getvalue()


def read(content: bytes) -> Extract:
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        return read_extract(Path(file.name), instrument=CRIMES, window=WINDOW)


def outcome(extract: Extract) -> tuple[object, ...]:
    """All that a draw depends on, without the numbers of rows."""
    reasons = Counter((problem.column, problem.value) for problem in extract.rejected)
    found = (extract.rows, extract.rejected.rows, extract.outside_window)
    return dict(sorted(extract.records.items())), reasons, *found


@given(st.lists(rows, max_size=30), st.randoms(use_true_random=False))
def test_neither_the_order_nor_the_kind_of_file_decides(listed, chance):
    always = ("Z9", "theft", "", "", "2024-03-27", "")
    listed = [*listed, always]
    expected = read(as_csv(listed))
    shuffled = chance.sample(listed, len(listed))
    assert outcome(read(as_csv(shuffled))) == outcome(expected)
    assert outcome(read(as_xlsx(shuffled))) == outcome(expected)
    assert expected.rows == len(listed)
    assert expected.rows == (
        len(expected.records) + expected.rejected.rows + expected.outside_window
    )


@given(st.lists(rows, min_size=1, max_size=30))
def test_no_record_is_invented_and_none_is_lost_in_silence(listed):
    always = ("Z9", "theft", "", "", "2024-03-27", "")
    extract = read(as_csv([always, *listed]))
    rejected = {problem.row for problem in extract.rejected}
    assert len(rejected) == extract.rejected.rows
    assert rejected <= set(range(2, len(listed) + 3))
    assert all(WINDOW.holds(facts[3]) for facts in extract.records.values())
