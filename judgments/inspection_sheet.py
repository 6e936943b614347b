"""What an inspection covers, with the judgment of each area as one person sees it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.db.models import Exists, OuterRef
from django.urls import reverse

from accounts.models import User
from forces.models import Force, Inspection
from judgments.consistency import Cause, Check, JudgedArea, check_of_follow_up, checks_of
from judgments.findings.sheet import areas_without_findings
from judgments.models import (
    Action,
    ActionKind,
    Area,
    InspectionArea,
    Judgment,
    JudgmentQuerySet,
    Treatment,
)
from judgments.register.following_up import unsaid
from judgments.states import JudgmentState

INADEQUATE = "inadequate"
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
    def inspection(self) -> Inspection:
        return self.covered.inspection

    @property
    def is_question(self) -> bool:
        return self.area.pillar_id is not None

    @property
    def stands_from(self) -> str:
        """The earlier cycle whose grade stands, "" where the area was inspected."""
        earlier = self.area.framework.grades_stand_from
        if self.covered.treatment != Treatment.STANDS or earlier is None:
            return ""
        return earlier.name

    @property
    def judged(self) -> JudgedArea:
        """The area as the checks see it."""
        found = [j for j in (self.standing, self.under_way) if j]
        return JudgedArea(
            title=self.area.title,
            needs_grade=self.covered.is_graded,
            ready=any(j.state in READY for j in found),
            under_way=self.under_way is not None,
            is_inadequate=any(j.grade.code == INADEQUATE for j in found[-1:]),
        )


def lines_of(inspection: Inspection, reader: User) -> list[Line]:
    """The areas that are covered, in the order of the framework. Two queries."""
    return _lines(inspection, Judgment.objects.visible_to(reader))


def every_line_of(inspection: Inspection) -> list[Line]:
    """The same, whoever asks: for what is printed, not for a page."""
    return _lines(inspection, Judgment.objects.all())


def lines_of_force(force: Force, reader: User) -> list[tuple[Inspection, list[Line]]]:
    """The same for every inspection of a force, the latest cycle first. Two queries."""
    covered = InspectionArea.objects.visible_to(reader).filter(inspection__force=force)
    related = ("area__framework__grades_stand_from", "inspection__force", "inspection__cycle")
    judgments = Judgment.objects.visible_to(reader).filter(area__inspection__force=force)
    lines = _put_together(
        covered.select_related(*related).order_by("-inspection__cycle__starts", "area__order"),
        judgments,
    )
    return [(i, list(same)) for i, same in groupby(lines, key=lambda line: line.inspection)]


def checks_for(inspection: Inspection) -> tuple[Check, ...]:
    """What does not fit together, whoever asks. Three queries."""
    causes = _causes(inspection)
    lines = every_line_of(inspection)
    return checks_of(_as_checked(line, inspection, causes[line.covered.pk]) for line in lines)


def checks_of_area(covered: InspectionArea) -> tuple[Check, ...]:
    """What does not fit in what is written about one area, whoever asks. Four queries.

    That its judgment is on its way is not among it.
    """
    inspection = covered.inspection
    causes = _causes(inspection)[covered.pk]
    [line] = [line for line in every_line_of(inspection) if line.covered.pk == covered.pk]
    judged = replace(_as_checked(line, inspection, causes), needs_grade=False)
    without = [c for c in areas_without_findings(inspection) if c.area == judged.title]
    return (*checks_of([judged]), *without)


def report_checks_for(inspection: Inspection) -> tuple[Check, ...]:
    """The same with what keeps the report back alone."""
    return (
        *checks_for(inspection),
        *areas_without_findings(inspection),
        *check_of_follow_up(unsaid(inspection), page_of("follow_up", inspection)),
    )


def _causes(inspection: Inspection) -> dict[int, list[Action]]:
    """The causes of concern by what is covered, each with ``asked_for``."""
    going_on = Action.objects.not_withdrawn()
    below = going_on.filter(cause=OuterRef("pk")).order_by()
    causes = going_on.filter(area__inspection=inspection, kind=ActionKind.CAUSE_OF_CONCERN)
    found: dict[int, list[Action]] = defaultdict(list)
    for cause in causes.annotate(asked_for=Exists(below)):
        found[cause.area_id].append(cause)
    return found


def _as_checked(line: Line, inspection: Inspection, causes: Iterable[Action]) -> JudgedArea:
    under_way = line.under_way
    at_its_line = f"{page_of('inspection', inspection)}#{line.area.code}"
    return replace(
        line.judged,
        causes=tuple(
            Cause(cause.title, cause.get_absolute_url(), is_bare=not vars(cause)["asked_for"])
            for cause in causes
        ),
        address=under_way.get_absolute_url() if under_way else at_its_line,
        asked_at=f"{page_of('actions', inspection)}#{line.area.code}",
    )


def page_of(name: str, inspection: Inspection) -> str:
    """The address of a page of an inspection by the name of its route, "findings" say."""
    return reverse(f"judgments:{name}", args=[inspection.slug])


def _lines(inspection: Inspection, judgments: JudgmentQuerySet) -> list[Line]:
    covered = InspectionArea.objects.filter(inspection=inspection).order_by("area__order")
    related = covered.select_related("area__framework__grades_stand_from")
    return _put_together(related, judgments.filter(area__inspection=inspection))


def _put_together(covered: Iterable[InspectionArea], judgments: JudgmentQuerySet) -> list[Line]:
    by_area: dict[int, list[Judgment]] = defaultdict(list)
    for judgment in judgments.select_related("grade"):
        by_area[judgment.area_id].append(judgment)
    return [_line(row, by_area[row.pk]) for row in covered]


def _line(covered: InspectionArea, judgments: Sequence[Judgment]) -> Line:
    standing = next((j for j in judgments if j.state == JudgmentState.PUBLISHED), None)
    under_way = next((j for j in judgments if j.is_open), None)
    return Line(covered, standing, under_way)
