"""The report that is put together from what an inspection wrote, judged and counted."""

import re
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import User
from cases.models import PublishedResult
from forces.models import Force, Inspection
from judgments.actions import asking, judging, passages
from judgments.actions.asking import Wording
from judgments.framework import Colour
from judgments.models import Action, Finding, Practice
from judgments.report.assembling import assemble
from judgments.report.document import (
    Callout,
    Document,
    Facts,
    Grades,
    Listing,
    Prose,
    Section,
    Tone,
    missing_from,
)
from judgments.report.pdf import SOURCE
from judgments.report.word.writing import EDGES, GROUNDS
from judgments.text.tree import Chart, Figure, inlines_of
from tests.judgments.conftest import area_of
from tests.judgments.figures.conftest import VSA
from tests.judgments.report.conftest import COUNT, EFFECTIVE


def section(document: Document, anchor: str) -> Section:
    return next(each for each in document.sections if each.anchor == anchor)


def test_the_chapters_stand_in_their_order(ready: Inspection) -> None:
    anchors = [each.anchor for each in assemble(ready).sections]

    assert anchors == [
        "grades", "summary", "area-victim-service", "area-responding", "area-leadership",
        "actions", "data", "figures",
    ]  # fmt: skip
    assert len(set(anchors)) == len(anchors)


def test_grades_are_those_that_will_be_published(ready: Inspection) -> None:
    (grades,) = section(assemble(ready), "grades").parts

    assert isinstance(grades, Grades)
    told = [(line.area, line.grade.words if line.grade else line.words) for line in grades.lines]
    assert told == [
        ("Service to victims", "Inspected without a grade"),
        ("Responding", "Good"),
        ("Leadership", "Good"),
    ]
    assert [grade.text for grade in grades.scale] == ["Good", "Requires improvement"]


def test_a_grade_that_is_not_confirmed_says_so(covered, supervisor: User) -> None:
    made = judging.draft(area=covered, opinion=judging.Opinion("good", "So far."), by=supervisor)
    judging.propose(judgment=made, by=supervisor)

    grade = section(assemble(covered.inspection), "area-responding").grade

    assert grade is not None
    assert grade.words == "Good (proposed)"
    assert section(assemble(covered.inspection), "area-leadership").words == "Not judged yet"


def test_every_colour_of_the_frameworks_is_one_that_the_formats_know() -> None:
    known = {slugify(colour) for colour in get_args(Colour)}

    assert known == set(GROUNDS) == set(EDGES)
    assert known == set(re.findall(r"judgments-grade--((?!large)[a-z-]+) ", _style_sheet()))
    for colour in known:
        assert f'"{colour}": (rgb' in SOURCE.read_text(encoding="utf-8")


def _style_sheet() -> str:
    return Path("static/css/report.css").read_text(encoding="utf-8")


def test_a_section_prints_findings_practice_and_actions(
    ready: Inspection, finding: Finding, supervisor: User
) -> None:
    for model, kind, heading in (
        (Finding, "needs_to", "Needs"),
        (Finding, "effective_practice", "Works"),
        (Practice, "innovative", "New"),
    ):
        wording = passages.Wording(kind, heading, "Text.")
        passages.write(model, area=finding.area, wording=wording, by=supervisor)

    parts = section(assemble(ready), "area-responding").parts

    assert [(type(part).__name__, getattr(part, "heading", "")) for part in parts] == [
        ("Prose", "Investigations are thorough"),
        ("Callout", "Works"),
        ("Callout", "Needs"),
        ("Callout", "New"),
        ("Callout", "Calls wait"),
    ]
    works, needs, cause = parts[1], parts[2], parts[-1]
    assert isinstance(works, Callout)
    assert isinstance(needs, Callout)
    assert isinstance(cause, Callout)
    assert (works.label, works.tone) == ("Effective practice", Tone.GOOD)
    assert (needs.label, needs.tone) == ("Needs to improve", Tone.IMPROVE)
    assert [(below.heading, below.reference, below.deadline) for below in cause.inside] == [
        ("Answer", "2", date(2099, 3, 31))
    ]


def test_a_cause_that_was_published_early_says_its_day(ready: Inspection, supervisor: User) -> None:
    assert _cause(ready).published_early_on is None

    cause = Action.objects.get(kind="cause_of_concern")
    asking.publish_early(action=cause, by=supervisor)

    assert _cause(ready).published_early_on == timezone.localdate()


def test_actions_are_printed_in_the_order_of_their_numbers(
    ready: Inspection, supervisor: User
) -> None:
    for code in ("leadership", "responding"):
        wording = Wording("area_for_improvement", f"Improve {code}", "Text.")
        asking.write(area=area_of(ready, code), wording=wording, by=supervisor)

    (listing,) = section(assemble(ready), "actions").parts

    assert isinstance(listing, Listing)
    assert [row[0] for row in listing.rows] == ["1", "2", "3", "4"]


def _cause(inspection: Inspection) -> Callout:
    part = section(assemble(inspection), "area-responding").parts[-1]
    assert isinstance(part, Callout)
    return part


def test_a_column_that_nothing_fills_is_left_out(ready: Inspection, supervisor: User) -> None:
    (listing,) = section(assemble(ready), "actions").parts
    assert isinstance(listing, Listing)
    assert listing.heading[-1] == "Deadline"

    asking.withdraw(
        action=Action.objects.get(kind="recommendation"), reason="Not so.", by=supervisor
    )

    (listing,) = section(assemble(ready), "actions").parts
    assert isinstance(listing, Listing)
    assert listing.heading == ("No.", "What it is", "What has to improve", "Area")
    assert {len(row) for row in listing.rows} == {len(listing.widths)} == {4}


def test_figures_are_resolved_and_listed_with_their_source(ready: Inspection) -> None:
    document = assemble(ready)
    prose = section(document, "area-responding").parts[0]
    (listing,) = section(document, "figures").parts

    assert isinstance(prose, Prose)
    figures = [inline for inline in inlines_of(prose.blocks) if isinstance(inline, Figure)]
    assert [figure.token for figure in figures] == [EFFECTIVE, COUNT]
    assert figures[1].words == "two of three cases"
    assert any(isinstance(block, Chart) for block in prose.blocks)
    assert isinstance(listing, Listing)
    assert "two of three cases" in [row[0] for row in listing.rows]
    assert all("Signed off in Peel, revision 1" in row[2] for row in listing.rows)
    assert missing_from(document) == ()


def test_what_only_a_chart_or_table_cites_is_listed_with_its_source(
    ready: Inspection, finding: Finding, sent: Force, supervisor: User
) -> None:
    chart = f"{{{{{VSA}/effective+victim_checked chart}}}}"
    table = f"{{{{{VSA}/victim_checked+recorded table}}}}"
    calls = "{{lancashire/force-data/share_999_answered_in_10_seconds 2023-03-31 table}}"
    wording = passages.Wording("main", "In charts", f"{chart}\n\n{table}\n\n{calls}")
    passages.write(Finding, area=finding.area, wording=wording, by=supervisor)

    (listing,) = section(assemble(ready), "figures").parts

    assert isinstance(listing, Listing)
    rows = list(zip(listing.tokens, [row[:2] for row in listing.rows], strict=True))
    # The effective ones are listed already, in each form that a sentence cites.
    assert rows == [
        (COUNT, ("two of three cases", "Effective investigations")),
        (EFFECTIVE, ("investigations were effective in two of three cases",
                     "Effective investigations")),
        (f"{{{{{VSA}/victim_checked count}}}}", ("two of three cases",
                                                  "Checks for repeat victims")),
        (f"{{{{{VSA}/recorded estimate}}}}", ("too few to estimate: three of six",
                                             "Crimes recorded")),
        (calls.replace(" table", ""), ("83.9 percent",
                                       "Share of 999 calls answered within 10 seconds")),
    ]  # fmt: skip
    assert all("revision 1" in row[2] for row in listing.rows[:-1])
    assert listing.rows[-1][2].endswith("The force")


def test_what_is_withdrawn_is_left_out(
    ready: Inspection, finding: Finding, supervisor: User
) -> None:
    passages.withdraw(passage=finding, reason="Not so.", by=supervisor)

    assert "Investigations are thorough" not in str(assemble(ready))


def test_the_data_chapter_says_what_was_really_done(ready: Inspection) -> None:
    sample, *others = section(assemble(ready), "data").parts

    assert isinstance(sample, Facts)
    told = dict(sample.rows)
    assert told["Case files read"] == "3"
    assert told["How the files were chosen"].startswith("From a list")
    assert told["Signed off"].endswith("revision 1")
    assert "Counts are of the relevant cases" in sample.notes[0]
    assert [part.heading for part in others if isinstance(part, Prose)] == [
        "How to read the figures"
    ]


def test_figures_printed_elsewhere_name_their_source(ready: Inspection, supervisor: User) -> None:
    PublishedResult.objects.create(
        inspection=ready, checklist="small", sample="stop", code="recorded", numerator=1,
        denominator=2, starts=date(2023, 1, 1), ends=date(2023, 12, 31), source="Page 12",
        by=supervisor,
    )  # fmt: skip

    parts = section(assemble(ready), "data").parts

    assert ("Source", "Page 12") in [row for p in parts if isinstance(p, Facts) for row in p.rows]


@pytest.mark.parametrize("more", [0, 2])
def test_the_number_of_queries_does_not_grow(
    ready: Inspection, finding: Finding, supervisor: User, more: int
) -> None:
    assemble(ready)
    with CaptureQueriesContext(connection) as before:
        assemble(ready)
    for number in range(more):
        wording = passages.Wording("main", f"Finding {number}", f"In {COUNT} and {EFFECTIVE}.")
        passages.write(Finding, area=finding.area, wording=wording, by=supervisor)
        asking.write(
            area=area_of(ready, "leadership"),
            wording=Wording("area_for_improvement", f"Improve {number}", COUNT),
            by=supervisor,
        )
    ready = Inspection.objects.select_related("force", "cycle").get(pk=ready.pk)

    with CaptureQueriesContext(connection) as after:
        assemble(ready)

    assert len(after) <= len(before) <= 25
