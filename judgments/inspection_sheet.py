"""What an inspection covers, with the judgment of each area as one person sees it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from forces.models import Inspection
from judgments.consistency import Check, JudgedArea, checks_of
from judgments.models import Area, InspectionArea, Judgment, JudgmentQuerySet, Treatment
from judgments.states import JudgmentState

READY = {JudgmentState.CONFIRMED, JudgmentState.PUBLISHED}


@dataclass(frozen=True, slots=True)
class Line:
    """An area that is covered. ``standing`` is published, ``under_way`` not yet."""

    covered: InspectionArea
    standing: Judgment | None
    under_way: Judgment | None

    @property
    def area(self) -> Area:
        return self.covered.area

    @property
    def is_question(self) -> bool:
        return self.area.pillar_id is not None

    @property
    def stands(self) -> bool:
        """Whether the grade is one of an earlier cycle."""
        return self.covered.treatment == Treatment.STANDS

    @property
    def judged(self) -> JudgedArea:
        """The area as the checks see it."""
        found = [j for j in (self.standing, self.under_way) if j]
        return JudgedArea(
            title=self.area.title,
            needs_grade=self.covered.is_graded,
            ready=any(j.state in READY for j in found),
            under_way=self.under_way is not None,
        )


def lines_of(inspection: Inspection, reader: User) -> list[Line]:
    """The areas that are covered, in the order of the framework. Two queries."""
    return _lines(inspection, Judgment.objects.visible_to(reader))


def checks_for(inspection: Inspection) -> tuple[Check, ...]:
    """What does not fit together, whoever asks."""
    return checks_of(line.judged for line in _lines(inspection, Judgment.objects.all()))


def _lines(inspection: Inspection, judgments: JudgmentQuerySet) -> list[Line]:
    by_area: dict[int, list[Judgment]] = defaultdict(list)
    for judgment in judgments.filter(area__inspection=inspection).select_related("grade"):
        by_area[judgment.area_id].append(judgment)
    covered = InspectionArea.objects.filter(inspection=inspection).select_related("area")
    return [_line(row, by_area[row.pk]) for row in covered.order_by("area__order")]


def _line(covered: InspectionArea, judgments: Sequence[Judgment]) -> Line:
    standing = next((j for j in judgments if j.state == JudgmentState.PUBLISHED), None)
    under_way = next((j for j in judgments if j.is_open), None)
    return Line(covered, standing, under_way)
