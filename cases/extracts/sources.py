"""Opens an extract on disk and gives its rows, whichever kind of file it is."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, Literal

from cases.extracts.limits import EMPTY, LIMITS, MAX_BYTES, TOO_LARGE
from cases.extracts.workbooks import read_sheet
from peel.lib.errors import Invalid
from peel.lib.lists.csv_records import HEAD, csv_records
from peel.lib.lists.faults import Cell
from peel.lib.lists.reading import WORKBOOK, Row, filled, refuse_other_formats

Format = Literal["csv", "xlsx"]
OnProgress = Callable[[int, float], None]

STEP = 10_000


@dataclass(frozen=True, slots=True)
class Source:
    """An open extract. Its ``rows`` come once, headings first."""

    sha256: str
    format: Format
    rows: Iterator[Row]


@contextmanager
def opened(path: Path, tell: OnProgress, rows: int | None = None) -> Iterator[Source]:
    """The extract at ``path``, or of a workbook its first ``rows``.

    ``tell`` hears how many rows and what share of it were read. Raises Invalid, also while its
    rows are read.
    """
    with path.open("rb") as file:
        sha256 = _checksum(file)
        head = file.read(HEAD)
        file.seek(0)
        if not head:
            raise Invalid(EMPTY)
        refuse_other_formats(head)
        progress = _Progress(tell)
        if head.startswith(WORKBOOK):
            records = read_sheet(file, progress.share, rows)
            yield Source(sha256, "xlsx", progress.counted(filled(records, LIMITS)))
        else:
            texts = _csv_records(file, progress.share)
            yield Source(sha256, "csv", progress.counted(filled(texts, LIMITS)))


class _Progress:
    def __init__(self, tell: OnProgress) -> None:
        self._tell = tell
        self._rows = 0

    def counted(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            self._rows += 1
            yield row
        self.share(1.0)

    def share(self, share: float) -> None:
        self._tell(self._rows, share)


def _checksum(file: BufferedReader) -> str:
    """The SHA-256 of the whole file, which then stands at its start again."""
    if os.fstat(file.fileno()).st_size > MAX_BYTES:
        raise Invalid(TOO_LARGE)
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return sha256


def _csv_records(file: BinaryIO, share: Callable[[float], None]) -> Iterator[tuple[Cell, ...]]:
    size = os.fstat(file.fileno()).st_size
    for number, record in enumerate(csv_records(file), start=1):
        if number % STEP == 0:
            share(file.tell() / size)
        yield record
