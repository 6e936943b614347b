"""The extracts that draws are measured with, made once and kept while they would be the same."""

import hashlib
from pathlib import Path

import xlsxwriter

from bench.engines import KEPT
from cases.extracts import crime_mix, synthetic

SEED = "bench"
FORCE = "lancashire"


def extracts_of(records: int) -> list[Path]:
    """The same crimes as CSV and as a workbook. A workbook of half a million takes a minute."""
    made = _fingerprint()
    paths = [KEPT / f"crimes-{records}-{made}{suffix}" for suffix in (".csv", ".xlsx")]
    for path, write in zip(paths, (_write_csv, _write_workbook), strict=True):
        if not path.exists():
            unfinished = path.with_suffix(".unfinished")
            write(unfinished, records)
            unfinished.rename(path)
    return paths


def _write_csv(path: Path, records: int) -> None:
    with path.open("wb") as file:
        crimes = synthetic.synthetic_crimes(force=FORCE, records=records, seed=SEED)
        synthetic.write_csv(crimes, file)


def _write_workbook(path: Path, records: int) -> None:
    """As Excel saves one: each text stands once, apart from the cells that show it."""
    workbook = xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"})
    sheet = workbook.add_worksheet()
    sheet.write_row(0, 0, synthetic.HEADINGS)
    crimes = synthetic.synthetic_crimes(force=FORCE, records=records, seed=SEED)
    for number, crime in enumerate(crimes, start=1):
        sheet.write_row(number, 0, crime.cells())
    workbook.close()


def _fingerprint() -> str:
    sources = [Path(__file__), Path(synthetic.__file__), Path(crime_mix.__file__)]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]
