"""The grades of a cycle as a table for a spreadsheet."""

from collections.abc import Iterator

from judgments.national import Cell, National
from judgments.national import Row as ForceRow
from peel.lib.tables import Row, Table

HEADING = (
    "cycle", "force", "name", "region", "area", "title", "grade", "words", "stands_from",
    "synthetic", "judgment",
)  # fmt: skip


def national_table(found: National) -> Table:
    """A row for each force and area; those without a published grade say why in ``words``."""
    return Table(HEADING, (_row(found, row, cell) for row, cell in _cells(found)))


def _cells(found: National) -> Iterator[tuple[ForceRow, Cell]]:
    return ((row, cell) for row in found.rows for cell in row.cells)


def _row(found: National, row: ForceRow, cell: Cell) -> Row:
    earlier = found.framework.grades_stand_from
    force, grade = row.force, cell.grade
    return [
        found.framework.cycle.slug,
        force.slug,
        force.name,
        force.get_region_display(),
        cell.area.code,
        cell.area.title,
        grade.code if grade else "",
        grade.text if grade else cell.words,
        earlier.name if cell.stands and earlier else "",
        "yes" if cell.synthetic else "no",
        cell.judgment or "",
    ]
