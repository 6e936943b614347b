"""A report of more than 60 pages, for the measurement of its page and its files."""

from collections.abc import Iterator, Mapping
from datetime import date

from django.db import transaction

from accounts.models import Role, User
from bench.long_report_checks import PAGES, pages_of
from bench.long_report_texts import Figures, heading, rationale, text
from bench.requests import Unexpected
from bench.signed_off import signed_off
from cases.models import Sample
from forces.models import Cycle, Inspection, TeamMember
from judgments.actions import asking, coverage, judging, passages, reporting
from judgments.actions.frameworks import load_framework
from judgments.actions.judging import Opinion
from judgments.models import (
    Action,
    ActionKind,
    Finding,
    FindingKind,
    InspectionArea,
    Practice,
    PracticeKind,
    Publication,
)
from judgments.report.pdf import pdf
from judgments.report.storing import restored
from judgments.shipped import shipped_sources

CYCLE, SLUG = "2023-25", "long-report"
FINDINGS_OF_AN_AREA = (*[FindingKind.MAIN] * 5, FindingKind.EFFECTIVE_PRACTICE,
                       FindingKind.NEEDS_TO)  # fmt: skip
STEP = 7
"""Between the texts of two areas, so that they cite different figures."""


def long_report(like: Sample, lead: User) -> Inspection:
    """The inspection whose report is long and published; it is made where it isn't there yet.

    It is of the same force and by the same checklist as the sample ``like``.
    """
    found = Inspection.objects.filter(slug=SLUG).first()
    if found is None:
        with transaction.atomic():
            found = _inspection(like, lead)
            _write(found, _figures(found, like, lead), lead)
            reporting.publish(inspection=found, by=lead)
            _check_length(found)
    return found


def _check_length(inspection: Inspection) -> None:
    publication = Publication.objects.get(report__inspection=inspection)
    pages = pages_of(pdf(restored(publication.content)))
    if pages < PAGES:
        raise Unexpected(f"The long report has {pages} pages instead of at least {PAGES}.")


def _inspection(like: Sample, lead: User) -> Inspection:
    load_framework(source=shipped_sources()[CYCLE], by=None)
    made = Inspection.objects.create(
        force=like.inspection.force,
        cycle=Cycle.objects.get(slug=CYCLE),
        slug=SLUG,
        starts=date(2024, 3, 4),
        ends=date(2024, 6, 28),
        lead=lead,
    )
    TeamMember.objects.create(inspection=made, user=_member(like))
    return made


def _member(like: Sample) -> User:
    return like.inspection.members.order_by("pk")[0].user


def _figures(inspection: Inspection, like: Sample, lead: User) -> Figures:
    sample, measures = signed_off(inspection, like.version, _member(like), lead)
    return Figures(f"{inspection.slug}/{sample}", measures)


def _write(inspection: Inspection, figures: Figures, lead: User) -> None:
    areas = _areas(inspection, lead)
    moderator = _moderator()
    for number, area in enumerate(areas):
        if area.is_graded:
            _judge(area, number, lead, moderator)
        for kind, place in zip(FINDINGS_OF_AN_AREA, _places(number), strict=True):
            wording = passages.Wording(kind, heading(place), text(figures, place))
            passages.write(Finding, area=area, wording=wording, by=lead)
        _practise(area, figures, number, lead)
        _ask(area, figures, number, lead)
    reporting.write_summary(inspection=inspection, text=text(figures, 2), edition=0, by=lead)


def _places(number: int) -> Iterator[int]:
    yield from range(number * STEP, number * STEP + len(FINDINGS_OF_AN_AREA))


def _areas(inspection: Inspection, lead: User) -> list[InspectionArea]:
    """Every area of the framework, graded where it can be."""
    framework = inspection.cycle.framework
    treatments: Mapping[str, str] = {
        area.code: "graded" if area.graded else "ungraded" for area in framework.areas.all()
    }
    coverage.set_areas(inspection=inspection, treatments=treatments, by=lead)
    covered = InspectionArea.objects.filter(inspection=inspection)
    return list(covered.select_related("area", "inspection").order_by("area__order"))


def _moderator() -> User:
    return User.objects.create_user(
        email="moderator@bench.example", name="Supervisor 11", role=Role.SUPERVISOR
    )


def _judge(area: InspectionArea, number: int, lead: User, moderator: User) -> None:
    opinion = Opinion("good" if number % 3 else "adequate", rationale(number))
    judgment = judging.draft(area=area, opinion=opinion, by=lead)
    judging.propose(judgment=judgment, by=lead)
    judging.moderate(judgment=judgment, by=moderator)
    judging.confirm(judgment=judgment, by=lead)


def _practise(area: InspectionArea, figures: Figures, number: int, by: User) -> None:
    wording = passages.Wording(PracticeKind.PROMISING, heading(number), text(figures, number + 1))
    passages.write(Practice, area=area, wording=wording, by=by)


def _ask(area: InspectionArea, figures: Figures, number: int, by: User) -> None:
    """An area for improvement; of every third area a cause of concern as well."""
    _action(area, ActionKind.AREA_FOR_IMPROVEMENT, figures, number, by)
    if number % 3 == 0:
        cause = _action(area, ActionKind.CAUSE_OF_CONCERN, figures, number + 1, by)
        for further in (2, 5):
            _action(area, ActionKind.RECOMMENDATION, figures, number + further, by, cause)


def _action(
    area: InspectionArea,
    kind: ActionKind,
    figures: Figures,
    number: int,
    by: User,
    cause: Action | None = None,
) -> Action:
    until = date(2099, 3, 31) if kind == ActionKind.RECOMMENDATION else None
    words = f"{rationale(number)} At present, {figures.token(number)}."
    wording = asking.Wording(kind, heading(number), words, until)
    return asking.write(area=area, wording=wording, by=by, cause=cause)
