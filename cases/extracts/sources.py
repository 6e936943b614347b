"""Opens an extract on disk and gives its rows, whichever kind of file it is."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cases.csv_records import HEAD, csv_records
from cases.spreadsheets import WORKBOOK, Limits, Row, filled, refuse_other_formats
from cases.workbooks import read_workbook
from peel.lib.errors import Invalid

Format = Literal["csv", "xlsx"]
OnProgress = Callable[[int, float], None]

MAX_BYTES = 250 * 1024 * 1024
MAX_ROWS = 500_000
MAX_COLUMNS = 100
MAX_BLANK_ROWS = 10_000
STEP = 10_000

EMPTY = "The extract is empty. Give a list with headings and one recorded crime a row."
LIMITS = Limits(
    rows=MAX_ROWS,
    columns=MAX_COLUMNS,
    blank_rows=MAX_BLANK_ROWS,
    empty=EMPTY,
    too_wide=(
        f"an extract may have {MAX_COLUMNS}. Keep the columns that the draw needs, and give the "
        "extract again."
    ),
    too_long=(
        f"The extract has more than {MAX_ROWS:,} records. Ask the force for a shorter period."
    ),
)


@dataclass(frozen=True, slots=True)
class Source:
    """An open extract. ``rows`` come once, headings first; ``share`` of it (0 to 1) is read."""

    sha256: str
    format: Format
    rows: Iterator[Row]
    share: Callable[[], float]


@contextmanager
def opened(path: Path) -> Iterator[Source]:
    """The extract at ``path``. Raises Invalid, also while its rows are read."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        _check_size(size)
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        head = file.read(HEAD)
        file.seek(0)
        refuse_other_formats(head)
        if head.startswith(WORKBOOK):
            rows = filled(read_workbook(file.read()), LIMITS)
            yield Source(sha256, "xlsx", rows, lambda: 0.0)
        else:
            rows = filled(csv_records(file), LIMITS)
            yield Source(sha256, "csv", rows, lambda: file.tell() / size)


def reported(rows: Iterable[Row], share: Callable[[], float], tell: OnProgress) -> Iterator[Row]:
    """The rows; ``tell`` hears now and then how many were read, and what share of the file."""
    number = 0
    for number, row in enumerate(rows, start=1):
        if number % STEP == 0:
            tell(number, share())
        yield row
    tell(number, 1.0)


def _check_size(size: int) -> None:
    if not size:
        raise Invalid(EMPTY)
    if size > MAX_BYTES:
        raise Invalid(
            f"The extract is larger than {MAX_BYTES // 1024 // 1024} MB. Keep the columns that "
            "the draw needs, or ask the force for a shorter period."
        )
