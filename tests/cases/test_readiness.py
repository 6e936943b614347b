"""What has to be clear before a sign-off: each requirement, found and not found."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.actions.moderating import agree
from cases.agreements import comparison_of, whole_sample
from cases.models import CaseFile, Comment, Requirement, Review
from cases.readiness import readiness_of
from tests.cases.accepted import accepted_file
from tests.cases.agreement.twice import reviewed_twice
from tests.cases.drawn import drawn_sample
from tests.factories import InspectorFactory, ReviewFactory

URL = "/inspections/lancashire-2023-25/vsa/"


def item_of(sample, reader, requirement):
    return next(i for i in readiness_of(sample, reader) if i.requirement == requirement)


@pytest.fixture
def look(ready, supervisor):
    """What is found on a requirement of the sample ``ready``."""

    def look(requirement):
        return item_of(ready, supervisor, requirement)

    return look


def test_every_requirement_has_its_item(ready, supervisor):
    items = readiness_of(ready, supervisor)
    assert [item.requirement for item in items] == list(Requirement)
    assert [item.is_clear for item in items] == [True, True, False, True, True, True]


def test_questions_that_nobody_answered_are_counted(look):
    assert look("questions").clear == "Every question that is asked is answered."
    Review.objects.filter(case_file__reference="A-1").update(answered=8, asked=9)
    assert look("questions").findings == ("1 question in 1 file is not answered.",)
    Review.objects.filter(case_file__reference="A-2").update(answered=5, asked=7)
    item = look("questions")
    assert item.findings == ("3 questions in 2 files are not answered.",)
    assert item.url == f"{URL}?sort=answered"
    CaseFile.objects.exclude(reference="A-3").update(
        state="eliminated", elimination_reason="missing"
    )
    assert look("questions").is_clear


def test_comments_on_any_review_count_until_they_are_resolved(look, ready, supervisor):
    second = ReviewFactory.create(
        case_file=CaseFile.objects.get(reference="A-1"), position="second", counts=False,
        reviewer=InspectorFactory.create(), state="submitted",
    )  # fmt: skip
    comment = Comment.objects.create(review=second, text="Why?", by=supervisor)
    assert look("comments").findings == ("1 comment is not resolved.",)
    Comment.objects.create(review=second, text="How?", by=supervisor, state="answered")
    assert look("comments").findings == ("2 comments are not resolved.",)
    assert look("comments").url == f"{URL}comments/"
    Comment.objects.update(state="resolved")
    assert look("comments").is_clear
    Comment.objects.filter(pk=comment.pk).update(state="reopened")
    CaseFile.objects.filter(reference="A-1").update(
        state="eliminated", elimination_reason="missing"
    )
    assert look("comments").is_clear


def test_second_reviews_are_told_by_what_is_left_to_do(
    look, ready, inspector, other_inspector, supervisor
):
    assert look("second_reviews").findings == ("No file was reviewed a second time.",)
    twice = [reviewed_twice(ready, inspector, other_inspector, {}) for _ in range(5)]
    seconds = Review.objects.filter(position="second").order_by("pk")
    first, second, third, *_ = [review.pk for review in seconds]
    seconds.filter(pk=first).update(state="unallocated", reviewer=None)
    seconds.filter(pk__in=[second, third]).update(state="returned")
    assert look("second_reviews").findings == (
        "1 file has nobody for its second review.",
        "2 files are still being reviewed by one of two.",
        "2 files wait to be moderated.",
    )
    CaseFile.objects.filter(reviews__in=[first, second, third]).update(
        state="eliminated", elimination_reason="missing"
    )
    for file in twice[3:]:
        agree(case_file=file.pk, by=supervisor)
    item = look("second_reviews")
    assert item.is_clear
    assert item.clear == "2 files reviewed twice, and moderated."
    assert item.url == reverse("cases:second_reviews", args=["lancashire-2023-25", "vsa"])


def test_a_supervisor_who_reviews_here_is_not_led_where_they_may_not_go(look, ready, supervisor):
    accepted_file(ready, "OWN", supervisor)
    assert look("second_reviews").url == ""


def test_an_imported_sample_is_held_against_its_target_and_minimums(look, ready):
    ready.target = 5
    ready.minimums = [
        {"fact": "offence_group", "value": "violence", "files": 1},
        {"fact": "offence_group", "value": "theft", "files": 4},
    ]
    assert look("quotas").findings == (
        "The sample has 3 of the 5 files that were planned.",
        "2 of at least 4 files with offence group “Theft”: 2 too few.",
    )


def test_a_drawn_sample_is_held_against_its_ledger(inspection, supervisor):
    sample = drawn_sample(inspection, drawn=2, planned=3)
    item = item_of(sample, supervisor, "quotas")
    assert item.findings == ("2 files fewer than the draw planned: Stratum T (1), Stratum V (1).",)
    full = item_of(drawn_again(inspection), supervisor, "quotas")
    assert full.is_clear


def drawn_again(inspection):
    type(inspection.samples.get()).objects.update(slug="before")
    return drawn_sample(inspection)


def test_agreement_is_held_against_the_level_of_the_cycle(look, ready, inspector, other_inspector):
    cycle = ready.inspection.cycle
    assert look("agreement").clear == f"The cycle {cycle.name} sets no level of agreement."
    cycle.agreement_level = Decimal("0.90")
    assert look("agreement").findings == (
        "0 pairs of answers, too few to say how far reviewers agree; "
        "the cycle 2023-25 asks for 0.90 or more.",
    )
    for number in range(4):
        changes = {"effective": "no"} if number else {"effective": "no", "answered_promptly": "no"}
        reviewed_twice(ready, inspector, other_inspector, changes)
    value = whole_sample(comparison_of(ready)).three_way.ac1.value
    assert value is not None
    assert 0.5 < value < 0.9
    assert look("agreement").findings == (
        f"Gwet's AC1 is {value:.3f} over 4 files; the cycle 2023-25 asks for 0.90 or more.",
    )
    cycle.agreement_level = Decimal("0.50")
    item = look("agreement")
    assert item.is_clear
    assert item.clear.startswith(f"Gwet's AC1 is {value:.3f} over 4 files;")
    assert item.url == f"{URL}agreement/"


def test_a_level_that_is_just_reached_is_reached(look, ready, inspector, other_inspector):
    for _ in range(4):
        reviewed_twice(ready, inspector, other_inspector, {})
    ready.inspection.cycle.agreement_level = Decimal("1.00")
    assert whole_sample(comparison_of(ready)).three_way.ac1.value == pytest.approx(1)
    assert look("agreement").is_clear


def test_the_database_is_asked_as_often_for_any_sample(
    ready, inspector, other_inspector, supervisor
):
    ready.inspection.cycle.agreement_level = Decimal("0.70")

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            readiness_of(ready, supervisor)
        return len(asked)

    def one_more() -> None:
        file = reviewed_twice(ready, inspector, other_inspector, {"effective": "no"})
        review = Review.objects.get(case_file=file, position="first")
        Comment.objects.create(review=review, text="Why?", by=supervisor)

    one_more()
    readiness_of(ready, supervisor)
    few = queries()
    one_more()
    one_more()
    assert queries() == few <= 12
