"""The grades of a cycle: forces by areas."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from accounts.models import User
from forces.models import Force
from judgments.framework import Area, Grade
from judgments.models import Framework, InspectionArea, Judgment, Treatment
from judgments.states import OPEN, JudgmentState


@dataclass(frozen=True, slots=True)
class Cell:
    """What a force has in an area: a published ``grade``, or ``words`` in its place.

    ``treatment`` is None where the inspection does not cover the area.

    ``stands`` is true for a grade of an earlier cycle. ``under_way`` is a judgment that the
    reader may see before it is published. Both judgments are given by their primary keys.
    """

    area: Area
    treatment: str | None = None
    grade: Grade | None = None
    judgment: int | None = None
    under_way: int | None = None
    words: str = ""
    stands: bool = False
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A force that is inspected, with a cell for each column."""

    force: Force
    inspection: str
    cells: tuple[Cell, ...]

    @property
    def is_synthetic(self) -> bool:
        """Whether every grade of it is made up."""
        graded = [cell for cell in self.cells if cell.grade]
        return bool(graded) and all(cell.synthetic for cell in graded)


class Counted(NamedTuple):
    """A grade, and how many forces have it in each area. Standing grades count too."""

    grade: Grade
    by_area: tuple[tuple[Area, int], ...]


@dataclass(frozen=True, slots=True)
class National:
    """``without`` are the forces of which nothing is covered, ``ungraded`` what is inspected
    without grades. ``columns`` are the areas that an inspection of the cycle grades.
    """

    framework: Framework
    columns: tuple[Area, ...]
    ungraded: tuple[Area, ...]
    rows: tuple[Row, ...]
    counts: tuple[Counted, ...]
    without: tuple[Force, ...]

    @property
    def published(self) -> int:
        """How many grades are published."""
        return sum(number for counted in self.counts for _, number in counted.by_area)

    @property
    def has_synthetic(self) -> bool:
        return any(cell.synthetic for row in self.rows for cell in row.cells)

    @property
    def has_standing(self) -> bool:
        return any(cell.stands for row in self.rows for cell in row.cells)


class _Covered(NamedTuple):
    pk: int
    inspection: str
    treatment: str


class _Judged(NamedTuple):
    pk: int
    state: str
    grade: str
    synthetic: bool


Covered = dict[tuple[int, str], _Covered]
Judged = dict[tuple[int, bool], _Judged]


def national(user: User, framework: Framework, region: str = "") -> National:
    """The judgments that the reader sees, of all forces or those of a region.

    Three queries for any number of forces.
    """
    forces = _forces(user, region)
    covered = _covered(user, framework)
    judged = _judged(user, framework)
    definition = framework.definition
    graded = {code for (_, code), row in covered.items() if row.treatment != Treatment.UNGRADED}
    columns = tuple(area for area in definition.areas if area.code in graded)
    elsewhere = {code for _, code in covered} - graded
    grades = {grade.code: grade for grade in definition.grades}
    inspected = {force: row.inspection for (force, _), row in covered.items()}
    rows = tuple(
        Row(
            force,
            inspected[force.pk],
            tuple(
                _cell(area, covered.get((force.pk, area.code)), judged, grades) for area in columns
            ),
        )
        for force in forces
        if force.pk in inspected
    )
    return National(
        framework=framework,
        columns=columns,
        ungraded=tuple(area for area in definition.areas if area.code in elsewhere),
        rows=rows,
        counts=tuple(_counted(definition.grades, rows, columns)),
        without=tuple(force for force in forces if force.pk not in inspected),
    )


def _forces(user: User, region: str) -> list[Force]:
    seen = Force.objects.visible_to(user)
    return list(seen.filter(region=region) if region else seen)


def _covered(user: User, framework: Framework) -> Covered:
    found = InspectionArea.objects.visible_to(user).filter(area__framework=framework).order_by()
    names = ("inspection__force", "area__code", "pk", "inspection__slug", "treatment")
    return {(force, code): _Covered(*about) for force, code, *about in found.values_list(*names)}


def _judged(user: User, framework: Framework) -> Judged:
    """By the primary key of what is covered, and whether it is published."""
    found = Judgment.objects.visible_to(user).filter(
        area__area__framework=framework, state__in=[JudgmentState.PUBLISHED, *OPEN]
    )
    names = ("area", "pk", "state", "grade__code", "synthetic")
    judged = {}
    for area, *about in found.order_by().values_list(*names):
        row = _Judged(*about)
        judged[area, row.state == JudgmentState.PUBLISHED] = row
    return judged


def _cell(area: Area, covered: _Covered | None, judged: Judged, grades: dict[str, Grade]) -> Cell:
    if covered is None:
        return Cell(area, words="Not inspected")
    if covered.treatment == Treatment.UNGRADED:
        return Cell(area, covered.treatment, words="Not graded")
    under_way = judged.get((covered.pk, False))
    pending = under_way.pk if under_way else None
    standing = judged.get((covered.pk, True))
    if standing is None:
        return Cell(area, covered.treatment, under_way=pending, words="Not published")
    return Cell(
        area,
        covered.treatment,
        grade=grades[standing.grade],
        judgment=standing.pk,
        under_way=pending,
        stands=covered.treatment == Treatment.STANDS,
        synthetic=standing.synthetic,
    )


def _counted(
    grades: Iterable[Grade], rows: Sequence[Row], columns: Sequence[Area]
) -> Iterator[Counted]:
    cells = (cell for row in rows for cell in row.cells)
    found = Counter((cell.area, cell.grade) for cell in cells if cell.grade)
    for grade in grades:
        yield Counted(grade, tuple((area, found[area, grade]) for area in columns))
