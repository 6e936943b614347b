"""The demonstration's report: every printed figure is cited, and none is a typed copy."""

import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import User
from cases.actions.answering import Entry, record_answer
from cases.actions.reviewing import accept, return_to_reviewer, step_back, submit
from cases.actions.signing import reopen, sign_off
from cases.house_style import cases, counted
from cases.models import Answer, Review, Sample
from forces.models import Inspection
from judgments.demonstration import lancashire
from judgments.figures.checking import Status, check_figures, check_texts
from judgments.figures.drafts import DraftText, texts_of
from judgments.figures.tokens import tokens_of
from judgments.models import Action, FollowUp, Judgment, Outcome, Publication
from tests.cases.printed import PRINTED
from tests.cases.reasons import ALL_THE_SAME

SLUG = "lancashire-2023-25"
# As printed in the 2023-25 report, besides the figures of victim service.
AUDITS = [
    "lancashire-2023-25/crime-data-integrity/all_crime",
    "lancashire-2023-25/crime-data-integrity/sexual_offences",
    "lancashire-2023-25/crime-data-integrity/violent_offences",
    "lancashire-2023-25/vulnerable-victims/files",
    "lancashire-2023-25/vulnerable-victims/crimes_recorded",
    "lancashire-2023-25/stop-and-search/files",
    "lancashire-2023-25/stop-and-search/reasonable_grounds",
    "lancashire-2023-25/stop-and-search/reasonable_grounds_ethnic_minority",
    "lancashire-2021-22/stop-and-search/reasonable_grounds",
    "lancashire-2023-25/body-worn-video/files",
    "lancashire-2023-25/online-child-abuse/files",
    "lancashire-2023-25/online-child-abuse/risk_assessment_completed",
]
FORCE_DATA = [
    "share_999_answered_in_10_seconds 2024-06-30",
    "share_101_abandoned 2024-06-30",
    "share_101_abandoned_combined 2024-06-30",
    "share_emergencies_attended_in_target 2023-04",
    "share_emergencies_attended_in_target 2024-03",
    "share_priority_attended_in_target 2023-04",
    "share_priority_attended_in_target 2024-03",
    "stop_and_searches 2023-03-31",
    "stop_and_searches 2024-04-30",
    "uses_of_force 2023-03-31",
    "uses_of_force/change 2023-03-31",
    "uses_of_force_unrecorded 2023-03-31",
    "disproportionality/black 2023-03-31",
    "disproportionality/asian 2023-03-31",
    "disproportionality/other 2023-03-31",
    "share_discussing_development 2024-06-30",
    "share_discussing_objectives 2024-06-30",
]


@pytest.fixture
def inspection(demonstration: str) -> Inspection:
    return Inspection.objects.select_related("force", "cycle").get(slug=SLUG)


def test_every_printed_figure_is_cited_and_nothing_is_wrong(inspection: Inspection) -> None:
    tokens = [token for text in texts_of(inspection) for token in tokens_of(text.text)]
    cited = {token.figure for token in tokens}
    assert {f"{SLUG}/vsa/{code}" for code, _, _ in PRINTED} <= cited
    assert set(AUDITS) <= cited
    assert {f"lancashire/force-data/{each}" for each in FORCE_DATA} <= cited
    out = StringIO()
    call_command("check_figures", SLUG, stdout=out)
    first, second, total = out.getvalue().splitlines()
    assert ": nine in ten: This share is rounded" in first
    assert ": one in twenty: This share is rounded" in second
    linked = check_figures(inspection).counts[Status.LINKED]
    assert linked >= len(PRINTED) + len(AUDITS) + len(FORCE_DATA) > 30
    assert total.startswith(
        f"{SLUG}: {linked + 2} figures ({linked} linked, 0 typed, 0 differs, 2 "
    )


def test_the_rationales_print_their_figures_and_hold_no_typed_copy(inspection: Inspection) -> None:
    judgments = Judgment.objects.standing().filter(area__inspection=inspection)
    assert {judgment.area.area.code for judgment in judgments} == set(lancashire.OPINIONS)
    text = " ".join(judgment.rationale for judgment in judgments)
    assert "{{" not in text
    for printed in (
        "We estimate 96.9 percent (with a confidence interval of +/- 1.9 percent) over all",
        "of those that 66 incidents called for, 19 of 22 were.",
        "were considered in 89 of 92 cases",
        "15.45 percent of callers of 101 hung up",
        "was complete in six of seven.",
        "everyday work: 84.1 percent of those who answered",
    ):
        assert printed in text
    written = [
        DraftText(judgment, code, lancashire.OPINIONS[code].rationale)
        for judgment in judgments
        for code in (judgment.area.area.code,)
    ]
    checked = check_texts(inspection, written)
    assert (checked.errors, checked.of(Status.TYPED)) == ([], [])


def test_the_report_prints_the_figures(inspection: Inspection, tmp_path) -> None:
    path = tmp_path / "report.pdf"
    call_command("report", SLUG, "--format", "pdf", "--out", str(path), stdout=StringIO())
    pages = (page.extract_text() for page in PdfReader(path).pages)
    text = re.sub(r"\s+", " ", " ".join(pages))
    for printed in (
        "investigations were effective in 83 of 100 cases",
        "the caller was told in eight of ten cases",
        "96.9 percent (with a confidence interval of +/- 1.9 percent)",
        "85.2 percent (with a confidence interval of +/- 5.1 percent)",
        "Black people were searched 2.9 times",
        "19 of 22",
        "12,826 searches",
        "18,421 uses of force in the year to March 2023, up 53.5 percent on the year before",
    ):
        assert printed in text


def test_each_figure_of_a_sample_leads_to_its_cases(
    inspection: Inspection, client: Client, tmp_path
) -> None:
    client.force_login(User.objects.get(inspections_led=inspection))
    page = client.get(reverse("judgments:report", args=[SLUG])).content.decode()
    for code, met, of in PRINTED:
        address = reverse("cases:measure", args=[SLUG, "vsa", code])
        assert f'href="{address}"' in page
        text = " ".join(client.get(address).content.decode().split())
        assert counted(met, of) in text or cases(met, of) in text, code
    assert "/force-data/indicators/stop_and_searches/?force=lancashire&amp;to=2023-03-31" in page
    path = tmp_path / "report.html"
    call_command("report", SLUG, "--format", "html", "--out", str(path), stdout=StringIO())
    assert 'href="/' not in path.read_text("utf-8")


def test_both_inspections_are_published_with_the_printed_grades(
    inspection: Inspection, observer: User
) -> None:
    assert Publication.objects.get(report__inspection=inspection).number == 1
    standing = Judgment.objects.visible_to(observer).standing().filter(area__inspection=inspection)
    grades = dict(standing.values_list("area__area__code", "grade__code"))
    assert grades == {area: opinion.grade for area, opinion in lancashire.OPINIONS.items()}
    asked = Action.objects.visible_to(observer).filter(area__inspection__slug="lancashire-2017")
    assert set(asked.values_list("kind", flat=True)) == {"area_for_improvement"}
    said = FollowUp.objects.filter(action__in=asked, inspection=inspection)
    assert said.values("action").distinct().count() == asked.count() == 4
    assert set(said.values_list("outcome", flat=True)) == {Outcome.ADDRESSED, Outcome.PARTLY}


def test_one_changed_answer_moves_every_line_that_rests_on_it(inspection: Inspection) -> None:
    sample = Sample.objects.get(inspection=inspection, slug="vsa")
    lead = User.objects.get(inspections_led=inspection)
    reopen(sample=sample.pk, reason="An answer was wrong.", by=lead)
    found = [line for line in check_figures(inspection).lines if f"{SLUG}/vsa/" in line.written]
    published = [line for line in found if line.status is Status.PUBLISHED]
    resting = [line for line in found if line not in published]
    assert published
    assert resting
    assert {line.status for line in resting} == {Status.MOVED}
    assert "83 of 100 cases" in " ".join(line.was for line in resting)
    with pytest.raises(SystemExit):
        call_command("check_figures", SLUG, stdout=StringIO())

    find_an_investigation_ineffective(sample, lead)
    sign_off(sample=sample.pk, by=lead, reasons=ALL_THE_SAME)
    checked = check_figures(inspection)
    moved = {(line.was, line.now) for line in checked.errors if "+" not in line.written}
    assert moved == {
        (
            "investigations were effective in 83 of 100 cases",
            "investigations were effective in 82 of 100 cases",
        )
    }
    assert all("investigation_effective" in line.written for line in checked.errors)
    citing = [line for line in resting if "investigation_effective" in line.written]
    assert len(checked.errors) == len(citing) >= 4
    # No rationale that is published rests on that answer.
    assert checked.of(Status.PUBLISHED) == []


def find_an_investigation_ineffective(sample: Sample, lead: User) -> None:
    """Has one answer changed, on the way that a reviewer and a supervisor go."""
    counting = Answer.objects.filter(
        question__code="investigation_effective", value="yes", review__counts=True,
        review__position="first", review__case_file__sample=sample, review__state="accepted",
    )  # fmt: skip
    answer = counting.order_by("pk")[0]
    review = Review.objects.get(pk=answer.review_id)
    reviewer = User.objects.get(reviews=review)
    step_back(review=review.pk, reason="Look again.", by=lead)
    return_to_reviewer(review=review.pk, reason="Look again.", comments={}, by=lead)
    note = "Lines of enquiry were left open."
    entry = Entry("investigation_effective", "no", note, base_revision=answer.revision)
    record_answer(review=review.pk, entry=entry, by=reviewer)
    submit(review=review.pk, by=reviewer)
    accept(review=review.pk, by=lead)
