"""How large an imported list of case files may be."""

from peel.lib.lists import reading
from peel.lib.lists.reading import Limits, Row

MAX_ROWS = 10_000
MAX_COLUMNS = 200

LIST = Limits(
    rows=MAX_ROWS,
    columns=MAX_COLUMNS,
    blank_rows=2_000_000,
    empty="The file is empty. Upload a list with headings and one file a row.",
    too_wide=(
        f"a list may have {MAX_COLUMNS}. Delete the columns that the checklist doesn't ask for, "
        "empty ones too."
    ),
    too_long=(
        f"The list has more than {MAX_ROWS:,} rows. Split it and import the parts one after the "
        "other."
    ),
)


def read(content: bytes) -> list[Row]:
    """The rows of a list of files that hold something, headings first. Raises Invalid."""
    return reading.read(content, LIST)
