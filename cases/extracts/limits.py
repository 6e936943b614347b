"""How large an extract may be, and what is said of one that is larger."""

from peel.lib.lists.reading import Limits

MAX_BYTES = 250 * 1024 * 1024
MAX_ROWS = 500_000
MAX_COLUMNS = 100
MAX_BLANK_ROWS = 10_000

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
TOO_LARGE = (
    f"The extract is larger than {MAX_BYTES // 1024 // 1024} MB. Keep the columns that the draw "
    "needs, or ask the force for a shorter period."
)
