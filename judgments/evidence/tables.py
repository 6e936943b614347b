"""The evidence log as a table for a spreadsheet."""

from collections.abc import Iterable, Iterator

from judgments.models import Bearing, Evidence
from peel.lib.tables import Row, Table

HEADING = (
    "number", "gathered_on", "kind", "source_role", "summary", "supports", "weakens", "cited_by",
    "files", "state", "edition", "recorded_by", "recorded_at",
)  # fmt: skip


def log_table(rows: Iterable[Evidence]) -> Table:
    """A row for each piece of evidence, which has come from ``log_of``."""
    return Table(HEADING, map(_row, rows))


def _row(evidence: Evidence) -> Row:
    counted = vars(evidence)
    return [
        str(evidence),
        evidence.gathered_on.isoformat(),
        evidence.get_kind_display(),
        evidence.source_role,
        evidence.summary,
        "; ".join(_areas(evidence, Bearing.SUPPORTS)),
        "; ".join(_areas(evidence, Bearing.WEAKENS)),
        counted["cited"],
        counted["files"],
        "withdrawn" if evidence.withdrawn else "standing",
        evidence.edition,
        evidence.recorded_by.name,
        evidence.recorded_at.isoformat(timespec="seconds"),
    ]


def _areas(evidence: Evidence, bearing: Bearing) -> Iterator[str]:
    return (row.area.area.title for row in evidence.bearings.all() if row.bearing == bearing)
