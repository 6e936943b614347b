"""Loads the judgments of the demonstration, through the same actions as the pages."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Final

from accounts.models import User
from cases.demonstration.people import INSPECTORS, SUPERVISORS, Person
from forces.actions import create_inspection
from forces.models import Cycle, Force, Inspection
from judgments.actions import judging
from judgments.actions.coverage import set_areas
from judgments.actions.judging import Opinion
from judgments.actions.publishing import (
    PrintedJudgment,
    PrintedReport,
    enter_published_judgments,
)
from judgments.demonstration import lancashire
from judgments.demonstration.lancashire_report import load_lancashire_report
from judgments.demonstration.register import load_register
from judgments.demonstration.under_way import UNDER_WAY, load_work_under_way
from judgments.models import InspectionArea, Treatment

CYCLE: Final = "2023-25"
NOT_JUDGED: Final = (lancashire.SLUG, UNDER_WAY, "kent-2023-25")
SYNTHETIC: Final = "Made up for the demonstration"
LIKELY: Final = {
    "outstanding": 4, "good": 30, "adequate": 38, "requires_improvement": 24, "inadequate": 4,
}  # fmt: skip
"""About how many in a hundred made-up grades are which."""
LEFT_OUT: Final = 0.06
"""How often a made-up inspection leaves an area out."""
REPORT_AFTER: Final = timedelta(days=200)
MADE_UP: Final = "Made up, so that the pages have something to show."
STEPS_OF_CUMBRIA: Final = {
    "recording_crime": ("good", 4),
    "police_powers": ("adequate", 3),
    "prevention": ("good", 2),
    "responding": ("requires_improvement", 1),
}
"""By area: the grade, and how many steps from a draft (1) to confirmed (4) it has gone."""
People = Mapping[Person, User]


def load_judgments(people: People) -> None:
    """Lancashire's judgments of both cycles, Cumbria's under way, and made-up ones of the rest.

    Those of Lancashire in 2023-25 are confirmed: its report publishes them, with their figures.
    """
    _judge_lancashire(people)
    _begin_cumbria(people)
    others = Inspection.objects.filter(cycle__slug=CYCLE).exclude(slug__in=NOT_JUDGED)
    reports = [_of_2017(), *(_made_up(each) for each in others.select_related("force", "cycle"))]
    enter_published_judgments(reports=reports, by=people[SUPERVISORS[0]])


def load_reports(people: People) -> None:
    """Lancashire's published report, Cumbria's under way, and the register of the rest."""
    load_lancashire_report(people)
    load_work_under_way(people)
    load_register(people)


def _judge_lancashire(people: People) -> None:
    inspection = Inspection.objects.get(slug=lancashire.SLUG)
    lead, author = people[SUPERVISORS[0]], people[INSPECTORS[0]]
    set_areas(inspection=inspection, treatments=lancashire.COVERED, by=lead)
    for area, opinion in lancashire.OPINIONS.items():
        _judge(inspection, area, opinion, 4, people, author)


def _begin_cumbria(people: People) -> None:
    inspection = Inspection.objects.get(slug=UNDER_WAY)
    lead, author = people[SUPERVISORS[0]], people[INSPECTORS[1]]
    set_areas(inspection=inspection, treatments=lancashire.COVERED, by=lead)
    for area, (grade, steps) in STEPS_OF_CUMBRIA.items():
        _judge(inspection, area, Opinion(grade, MADE_UP), steps, people, author, synthetic=True)


def _judge(
    inspection: Inspection,
    area: str,
    opinion: Opinion,
    steps: int,
    people: People,
    author: User,
    *,
    synthetic: bool = False,
) -> None:
    covered = InspectionArea.objects.get(inspection=inspection, area__code=area)
    made = judging.draft(area=covered, opinion=opinion, by=author, synthetic=synthetic)
    ways = (
        (judging.propose, author),
        (judging.moderate, people[SUPERVISORS[1]]),
        (judging.confirm, people[SUPERVISORS[0]]),
    )
    for act, by in ways[: steps - 1]:
        act(judgment=made, by=by)


def _of_2017() -> PrintedReport:
    inspection = create_inspection(
        force=Force.objects.get(slug="lancashire"), cycle=Cycle.objects.get(slug="2017"), by=None
    )
    return PrintedReport(
        inspection=inspection,
        judgments=lancashire.PRINTED_2017,
        source=lancashire.SOURCE_OF_2017,
        published_on=lancashire.PUBLISHED_2017,
    )


def _made_up(inspection: Inspection) -> PrintedReport:
    """The same report every time, as the seed is the inspection."""
    random = Random(inspection.slug)  # noqa: S311
    judgments = [PrintedJudgment("victim_service", treatment=Treatment.UNGRADED)]
    for area, treatment in lancashire.COVERED.items():
        [grade] = random.choices(list(LIKELY), list(LIKELY.values()))
        if treatment == Treatment.GRADED and random.random() > LEFT_OUT:
            judgments.append(PrintedJudgment(area, grade, rationale=MADE_UP))
    return PrintedReport(
        inspection=inspection,
        judgments=tuple(judgments),
        source=SYNTHETIC,
        published_on=(inspection.ends or date(2024, 1, 31)) + REPORT_AFTER,
        synthetic=True,
    )
