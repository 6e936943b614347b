"""What was measured, as a table. Pure: numbers in, text out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles

LABELS = {
    "save": "Saving an answer",
    "review": "Review page, all questions",
    "grid": "Grid of 100 files",
    "results": "Results of one sample",
    "moderation": "Moderation, all questions",
    "national": "A measure over 43 forces",
    "report": "Report of 60 pages",
    "report_draft": "Its draft, with checks",
    "report_docx": "Its draft as Word",
    "report_pdf": "Its draft as PDF",
}
LIMITS = {
    "review": 30.0,
    "grid": 25.0,
    "moderation": 80.0,
    "report": 300.0,
    "report_draft": 300.0,
    "report_docx": 2_000.0,
    "report_pdf": 2_000.0,
}
FILES = {"report_docx", "report_pdf"}
ROUNDS, REPETITIONS = 12, 10
SAVE_RATIO, RESULTS_RATIO, RESULTS_PAGE = 2.5, 2.0, 15.0
NATIONAL_RATIO, NATIONAL_PAGE = 2.0, 20.0
GROWTH = 1.10
"""Up to here a difference between two databases is the machine's, not theirs."""


def repetitions_of(code: str) -> int:
    """In each round. A file takes as long as dozens of pages, so it is written once."""
    return 1 if code in FILES else REPETITIONS


@dataclass(slots=True)
class Timings:
    """Milliseconds of one operation in one database, and of its floor."""

    measured: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return median(self.measured)

    @property
    def p95(self) -> float:
        return quantiles(self.measured, n=20, method="inclusive")[-1]

    @property
    def floor_median(self) -> float | None:
        return median(self.floor) if self.floor else None


@dataclass(frozen=True, slots=True)
class Row:
    """One operation: in the full database, and in the one with a single inspection."""

    code: str
    queries: int
    full: Timings
    one: Timings

    @property
    def limit(self) -> float:
        """The most milliseconds at the median that meet the aim."""
        floor = self.full.floor_median or 0.0
        if self.code == "save":
            return SAVE_RATIO * floor
        if self.code == "results":
            return RESULTS_RATIO * floor + RESULTS_PAGE
        if self.code == "national":
            return NATIONAL_RATIO * floor + NATIONAL_PAGE
        return LIMITS[self.code]

    @property
    def met(self) -> bool:
        return self.full.median <= self.limit

    @property
    def growth(self) -> float:
        """How many times as long it takes in the full database."""
        return self.full.median / self.one.median

    @property
    def aim(self) -> str:
        if self.code == "save":
            return f"{SAVE_RATIO} x floor"
        if self.code == "results":
            return f"{RESULTS_RATIO:.0f} x floor + {RESULTS_PAGE:.0f}"
        if self.code == "national":
            return f"{NATIONAL_RATIO:.0f} x floor + {NATIONAL_PAGE:.0f}"
        return f"under {LIMITS[self.code]:,.0f}"


HEADINGS = ("operation", "median", "p95", "queries", "floor", "ratio", "aim", "met",
            "one inspection", "growth", "met")  # fmt: skip


def table(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table. Times are in milliseconds."""
    return markdown([HEADINGS, *(_cells(row) for row in rows)])


def markdown(cells: Sequence[Sequence[str]]) -> str:
    """A Markdown table of these lines, headings first; all columns but the first are numbers."""
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [_line(line, widths) for line in cells]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join([lines[0], _line(rule, widths), *lines[1:]])


def all_met(rows: Sequence[Row]) -> bool:
    return all(row.met and row.growth <= GROWTH for row in rows)


def _cells(row: Row) -> tuple[str, ...]:
    floor = row.full.floor_median
    return (
        LABELS[row.code],
        f"{row.full.median:.1f}",
        f"{row.full.p95:.1f}",
        str(row.queries),
        f"{floor:.1f}" if floor else "",
        f"{row.full.median / floor:.2f}" if floor else "",
        row.aim,
        _yes(row.met),
        f"{row.one.median:.1f}",
        f"{row.growth:.2f}",
        _yes(row.growth <= GROWTH),
    )


def _yes(met: bool) -> str:
    return "yes" if met else "no"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [cells[0].ljust(widths[0])]
    padded += [cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True)]
    return f"| {' | '.join(padded)} |"
