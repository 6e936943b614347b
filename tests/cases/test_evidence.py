"""The cases behind each number: exactly as many as the number says."""

import pytest
from django.db.models import Sum
from hypothesis import given

from cases.breakdowns import groups_of
from cases.evidence import PARTS, cases_behind, parts_of, rows_behind
from cases.models import Answer, Position, Review
from cases.rollups import REVIEWER, breakdown, results
from tests.cases.random_casework import random_samples, samples, written
from tests.factories import AnswerFactory, InspectorFactory, ReviewFactory, SampleFactory


def counts_behind(sample, figure, group=None):
    """What the cases behind each part of a figure add up to."""
    found = {}
    for part in parts_of(figure.measure):
        files = cases_behind(sample, figure.measure, part, group)
        found[part] = files.count()
        if figure.measure.kind == "ratio" and part in ("numerator", "denominator"):
            code = getattr(figure.measure, part)
            counted = Answer.objects.filter(
                review__case_file__in=files, question__code=code, relevant=True
            )
            found[part] = counted.order_by().aggregate(total=Sum("count"))["total"] or 0
    return found


@given(plain=samples())
@random_samples
def test_each_number_has_exactly_its_cases_behind_it(plain, reviewers):
    with written(plain, reviewers) as sample:
        for figure in results(sample):
            behind = counts_behind(sample, figure)
            assert behind == {part: getattr(figure, part) for part in behind}


@given(plain=samples())
@random_samples
def test_each_number_of_a_group_has_exactly_its_cases_behind_it(plain, reviewers):
    with written(plain, reviewers) as sample:
        for by in ("group", REVIEWER):
            for value, figures in breakdown(sample, by).items():
                for figure in figures:
                    behind = counts_behind(sample, figure, (by, value))
                    assert behind == {part: getattr(figure, part) for part in behind}


def test_agreed_files_are_a_group_of_their_own(ready, supervisor):
    """Whoever agreed the two reviews did not make them."""
    first = Review.objects.get(case_file__reference="A-1")
    Review.objects.filter(pk=first.pk).update(counts=False)
    agreed = ReviewFactory.create(
        case_file=first.case_file, reviewer=supervisor, position=Position.AGREED
    )
    AnswerFactory.create(review=agreed, code="effective", value="no")
    measure = ready.instrument.measure("effective")
    groups = groups_of(ready, REVIEWER, [measure])
    assert [
        (g.value, g.label, g.figures[0].numerator, g.figures[0].denominator) for g in groups
    ] == [
        (str(first.reviewer_id), "Inspector 1", 1, 2),
        ("agreed", "Agreed after second review", 0, 1),
    ]
    for group in groups:
        behind = counts_behind(ready, group.figures[0], (REVIEWER, group.value))
        assert behind == {part: getattr(group.figures[0], part) for part in behind}
    [row] = rows_behind(ready.instrument, measure, [first.case_file])
    assert row.reviewer == "Agreed after second review"


def test_a_ratio_has_no_cases_that_did_not_meet_it(db):
    sample = SampleFactory.create()
    with pytest.raises(KeyError):
        cases_behind(sample, sample.instrument.measure("recorded"), "not_met")


def test_an_unknown_part_fact_or_reviewer_is_refused(db):
    sample = SampleFactory.create()
    measure = sample.instrument.measure("effective")
    with pytest.raises(KeyError):
        cases_behind(sample, measure, "everything")
    with pytest.raises(KeyError):
        cases_behind(sample, measure, "numerator", ("shoe_size", "9"))
    with pytest.raises(ValueError, match="invalid literal"):
        cases_behind(sample, measure, "numerator", (REVIEWER, "nobody"))


@pytest.mark.parametrize("facts", [{}, {"outcome_type": ""}, {"outcome_type": None}])
def test_a_file_without_the_fact_is_behind_the_group_without_it(facts, db):
    sample = SampleFactory.create()
    review = ReviewFactory.create(sample=sample, reviewer=InspectorFactory.create(), facts=facts)
    measure = sample.instrument.measure("effective")
    assert breakdown(sample, "outcome_type")[""][3].outstanding == 1
    behind = cases_behind(sample, measure, "outstanding", ("outcome_type", ""))
    assert behind.get() == review.case_file


def test_every_part_has_a_label():
    assert list(PARTS) == [
        "numerator", "not_met", "denominator", "not_applicable", "not_asked", "outstanding",
    ]  # fmt: skip
