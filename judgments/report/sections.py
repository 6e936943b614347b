"""The chapters of a report: grades, summary, each area, and what the force has to act on."""

from collections.abc import Iterator
from typing import Final

from django.utils.text import slugify

from judgments.inspection_sheet import Line
from judgments.models import Action, ActionKind, Finding, FindingKind, Practice
from judgments.report.document import (
    AREA,
    Callout,
    GradeLine,
    GradeMark,
    Grades,
    Listing,
    Part,
    Prose,
    Section,
    Tone,
    without_empty_columns,
)
from judgments.report.reading import Material
from judgments.report.wording import day
from judgments.states import JudgmentState

FINAL: Final = {JudgmentState.CONFIRMED, JudgmentState.PUBLISHED}
NOT_JUDGED: Final = "Not judged yet"
NO_SUMMARY: Final = "Nobody has written the summary yet."
NEEDS_TO: Final = "Needs to improve"
TONES: Final = {
    ActionKind.AREA_FOR_IMPROVEMENT: Tone.IMPROVE,
    ActionKind.CAUSE_OF_CONCERN: Tone.CONCERN,
    ActionKind.RECOMMENDATION: Tone.RECOMMENDATION,
}
ALL_ACTIONS: Final = "Areas for improvement, causes of concern and recommendations"
ACTIONS: Final = ("No.", "What it is", "What has to improve", "Area", "Deadline")
EARLIER: Final = ("Inspection", "No.", "What was asked", "Outcome")


def sections_of(found: Material) -> Iterator[Section]:
    """The chapters up to the data, in the order in which they are printed."""
    yield Section("grades", "Grades", (_grades(found),))
    yield Section("summary", "Summary", (Prose("", found.text(found.summary or NO_SUMMARY)),))
    for line in found.lines:
        yield _area(found, line)
    if found.actions:
        yield Section("actions", f"What the {_noun(found)} has to act on", (_actions(found),))
    if found.follow_ups:
        yield Section("earlier", "What earlier inspections asked for", tuple(_earlier(found)))


def anchor_of(line: Line) -> str:
    """The name of an area's chapter within the report."""
    return f"{AREA}{line.area.code}".replace("_", "-")


def grade_of(line: Line) -> GradeMark | None:
    """The grade as the report prints it: one on its way says so, until it is confirmed."""
    judgment = line.under_way or line.standing
    if line.standing and line.under_way and line.under_way.state not in FINAL:
        judgment = line.standing
    if judgment is None:
        return None
    notes = [line.stands_from, "" if judgment.state in FINAL else judgment.get_state_display()]
    note = ", ".join(note for note in notes if note).lower()
    return GradeMark(judgment.grade.text, slugify(judgment.grade.colour), note)


def _noun(found: Material) -> str:
    return found.inspection.force.noun


def _grades(found: Material) -> Grades:
    lines = tuple(
        GradeLine(
            area=line.area.title,
            anchor=anchor_of(line),
            grade=grade_of(line),
            words=_without_grade(line),
            below=line.is_question,
        )
        for line in found.lines
    )
    scale = found.frameworks[0].definition.grades if found.frameworks else ()
    return Grades(lines, tuple(GradeMark(grade.text, slugify(grade.colour)) for grade in scale))


def _without_grade(line: Line) -> str:
    return NOT_JUDGED if line.covered.is_graded else line.covered.get_treatment_display()


def _area(found: Material, line: Line) -> Section:
    return Section(
        anchor=anchor_of(line),
        title=line.area.title,
        parts=tuple(_parts(found, line)),
        grade=grade_of(line),
        words=_without_grade(line),
    )


def _parts(found: Material, line: Line) -> Iterator[Part]:
    area = line.covered.pk
    findings = found.findings.get(area, [])
    for kind in (FindingKind.MAIN, FindingKind.EFFECTIVE_PRACTICE, FindingKind.NEEDS_TO):
        for finding in findings:
            if finding.kind == kind:
                yield _finding(found, finding)
    for practice in found.practices.get(area, []):
        yield _good(found, practice)
    for action in found.actions:
        if action.area_id == area and action.cause_id is None:
            yield _action(found, action)


def _finding(found: Material, finding: Finding) -> Part:
    if finding.kind == FindingKind.EFFECTIVE_PRACTICE:
        return _good(found, finding)
    if finding.kind == FindingKind.NEEDS_TO:
        return Callout(NEEDS_TO, Tone.IMPROVE, finding.heading, found.text(finding.text))
    return Prose(finding.heading, found.text(finding.text))


def _good(found: Material, passage: Finding | Practice) -> Callout:
    label = passage.get_kind_display()
    return Callout(label, Tone.GOOD, passage.heading, found.text(passage.text))


def _action(found: Material, action: Action) -> Callout:
    return Callout(
        label=action.get_kind_display(),
        tone=TONES[ActionKind(action.kind)],
        heading=action.title,
        blocks=found.text(action.text),
        reference=str(action.number),
        deadline=action.deadline,
        published_early_on=action.published_on if action.accelerated else None,
        inside=tuple(_action(found, each) for each in found.actions if each.cause_id == action.pk),
    )


def _actions(found: Material) -> Listing:
    rows = tuple(
        (
            str(action.number),
            action.get_kind_display(),
            action.title,
            action.area.area.title,
            day(action.deadline) if action.deadline else "",
        )
        for action in found.actions
    )
    return without_empty_columns(Listing(ALL_ACTIONS, ACTIONS, rows, (2, 5, 7, 5, 3)))


def _earlier(found: Material) -> Iterator[Part]:
    rows = tuple(
        (
            each.action.area.inspection.cycle.name,
            str(each.action.number),
            each.action.title,
            _outcome(each.get_outcome_display(), each.superseded_by),
        )
        for each in found.follow_ups
    )
    yield Listing("What became of what earlier inspections asked for", EARLIER, rows, (3, 2, 8, 5))
    for each in found.follow_ups:
        yield Prose(each.action.title, found.text(each.note))


def _outcome(words: str, successor: Action | None) -> str:
    return f"{words} by number {successor.number}" if successor else words
