"""Figures: against a naive count in Python, and what they cost."""

import pytest
from hypothesis import given

from cases.models import Sample
from cases.rollups import REVIEWER, Figure, breakdown, results
from tests.cases.random_casework import (
    PlainFile,
    PlainMeasure,
    PlainSample,
    is_asked,
    random_samples,
    samples,
    written,
)
from tests.factories import (
    AnswerFactory,
    InspectorFactory,
    ReviewFactory,
    SampleFactory,
)


def naive(plain: PlainSample, measure: PlainMeasure, files: list[PlainFile]) -> tuple[int, ...]:
    """Numerator, denominator, not applicable, not asked and outstanding, one file at a time."""
    met = of = not_applicable = not_asked = outstanding = 0
    for file in files:
        if file.eliminated or (measure.only and file.group not in measure.only):
            continue
        value = file.answers.get(measure.denominator, "")
        if measure.is_ratio and is_asked(plain, file, measure.numerator):
            counted = file.answers.get(measure.numerator, "")
            met += int(counted) if counted.isdigit() else 0
        if not is_asked(plain, file, measure.denominator):
            not_asked += 1
        elif value == "":
            outstanding += 1
        elif value == "not_applicable":
            not_applicable += 1
        else:
            of += int(value) if measure.is_ratio else 1
            met += value in measure.met
    return met, of, not_applicable, not_asked, outstanding


def numbers(figure: Figure) -> tuple[int, ...]:
    return (
        figure.numerator, figure.denominator,
        figure.not_applicable, figure.not_asked, figure.outstanding,
    )  # fmt: skip


@given(plain=samples())
@random_samples
def test_figures_are_those_of_a_naive_count(plain, reviewers):
    with written(plain, reviewers) as sample:
        got = {figure.measure.code: numbers(figure) for figure in results(sample)}
    assert got == {m.code: naive(plain, m, plain.files) for m in plain.measures}


@given(plain=samples())
@random_samples
def test_breakdown_by_fact_is_a_naive_count_of_each_group(plain, reviewers):
    with written(plain, reviewers) as sample:
        groups = breakdown(sample, "group")
    expected_groups = {file.group or "" for file in plain.files if not file.eliminated}
    restricted = {g for m in plain.measures for g in expected_groups if not m.only or g in m.only}
    assert set(groups) == restricted
    for group, figures in groups.items():
        files = [file for file in plain.files if (file.group or "") == group]
        got = {figure.measure.code: numbers(figure) for figure in figures}
        assert got == {m.code: naive(plain, m, files) for m in plain.measures}


@given(plain=samples())
@random_samples
def test_breakdown_by_reviewer_is_a_naive_count_of_each_reviewer(plain, reviewers):
    with written(plain, reviewers) as sample:
        groups = breakdown(sample, REVIEWER)
    for reviewer in (None, 0, 1):
        files = [file for file in plain.files if file.reviewer == reviewer]
        key = "" if reviewer is None else str(reviewers[reviewer].pk)
        for position, measure in enumerate(plain.measures):
            expected = naive(plain, measure, files)
            got = numbers(groups[key][position]) if key in groups else (0, 0, 0, 0, 0)
            assert got == expected


@given(plain=samples())
@random_samples
def test_parts_add_up_to_the_files(plain, reviewers):
    with written(plain, reviewers) as sample:
        figures = results(sample)
    for measure, figure in zip(plain.measures, figures, strict=True):
        files = [
            file
            for file in plain.files
            if not file.eliminated and (not measure.only or file.group in measure.only)
        ]
        if not measure.is_ratio:
            assert figure.numerator + figure.not_met == figure.denominator
            assert sum(numbers(figure)[1:]) == len(files)


def test_a_sample_without_files_has_every_measure_at_nought(db):
    figures = results(SampleFactory.create())
    assert [figure.measure.code for figure in figures] == [
        "victim_checked", "history_used", "recorded", "effective", "effective_violence",
    ]  # fmt: skip
    assert {numbers(figure) for figure in figures} == {(0, 0, 0, 0, 0)}
    assert breakdown(SampleFactory.create(), "offence_group") == {}


def test_a_left_out_stage_has_no_figures(db):
    sample = SampleFactory.create(left_out_stages=["crime_recording"])
    ReviewFactory.create(sample=sample)
    assert "recorded" not in {figure.measure.code for figure in results(sample)}
    assert len(results(sample)) == 4


def test_another_samples_answers_do_not_count(db):
    mine, other = SampleFactory.create(), SampleFactory.create()
    reviewer = InspectorFactory.create()
    AnswerFactory.create(review=ReviewFactory.create(sample=other, reviewer=reviewer))
    AnswerFactory.create(review=ReviewFactory.create(sample=mine, reviewer=reviewer), value="no")
    assert figure_of(mine, "effective") == (0, 1, 0, 0, 0)


def test_only_the_review_that_counts_counts(db):
    sample, reviewer = SampleFactory.create(), InspectorFactory.create()
    first = ReviewFactory.create(sample=sample, reviewer=reviewer)
    AnswerFactory.create(review=first)
    second = ReviewFactory.create(
        case_file=first.case_file,
        reviewer=InspectorFactory.create(),
        position="second",
        counts=False,
    )
    AnswerFactory.create(review=second, value="no")
    assert figure_of(sample, "effective") == (1, 1, 0, 0, 0)


def test_an_unknown_breakdown_is_refused(db):
    with pytest.raises(KeyError):
        breakdown(SampleFactory.create(), "shoe_size")


def test_some_measures_of_a_breakdown_are_the_same_as_all_of_them(db):
    sample, reviewer = SampleFactory.create(), InspectorFactory.create()
    for group, value in (("theft", "yes"), ("violence", "no"), ("violence", "yes")):
        review = ReviewFactory.create(
            sample=sample, reviewer=reviewer, facts={"offence_group": group}
        )
        AnswerFactory.create(review=review, value=value)
    wanted = [sample.instrument.measure("effective")]
    some, every = breakdown(sample, "offence_group", wanted), breakdown(sample, "offence_group")
    assert {group: figures[0] for group, figures in some.items()} == {
        group: figures[3] for group, figures in every.items()
    }
    assert numbers(some["violence"][0]) == (1, 2, 0, 0, 0)


@pytest.mark.parametrize("files", [1, 3])
def test_results_are_one_statement(files, db, django_assert_num_queries):
    made = SampleFactory.create()
    for _ in range(files):
        AnswerFactory.create(
            review=ReviewFactory.create(sample=made, reviewer=InspectorFactory.create())
        )
    samples = Sample.objects.select_related("version", "inspection__cycle")
    sample = samples.get(pk=made.pk)
    sample.instrument  # noqa: B018 - it is kept in memory from here on
    with django_assert_num_queries(1):
        results(sample)
    for by in ("offence_group", "outcome_type", REVIEWER):
        with django_assert_num_queries(1):
            breakdown(sample, by)


def test_a_ratio_of_a_group_is_two_bare_counts(db):
    sample, reviewer = SampleFactory.create(), InspectorFactory.create()
    review = ReviewFactory.create(sample=sample, reviewer=reviewer)
    for code, count in (("crimes_reported", 12), ("crimes_recorded", 11)):
        AnswerFactory.create(review=review, code=code, value=str(count), count=count)
    recorded = [sample.instrument.measure("recorded")]
    assert breakdown(sample, "offence_group", recorded)["theft"][0].sentence == "11 of 12"


def figure_of(sample: Sample, code: str) -> tuple[int, ...]:
    return next(numbers(f) for f in results(sample) if f.measure.code == code)
