"""The sums that estimates are made of: against a list of files in Python."""

from dataclasses import replace

import pytest
from hypothesis import given

from cases.models import Sample
from cases.rollups import results
from cases.rollups.sums import sums_of
from tests.cases.estimates.plain import sums_by_stratum
from tests.cases.random_casework import random_samples, samples, written
from tests.factories import AnswerFactory, InspectorFactory, ReviewFactory, SampleFactory


@given(plain=samples())
@random_samples
def test_sums_over_the_sample_are_those_of_a_naive_model(plain, reviewers):
    with written(plain, reviewers) as sample:
        found = sums_of(sample, sample.instrument.measures)
    assert found == [sums_by_stratum(plain, m, stratified=False) for m in plain.measures]


@given(plain=samples())
@random_samples
def test_sums_of_strata_are_those_of_a_naive_model(plain, reviewers):
    """Every other measure weighs strata, as one statement serves both."""
    with written(plain, reviewers) as sample:
        measures = [
            replace(measure, strata=None if n % 2 else "group")
            for n, measure in enumerate(sample.instrument.measures)
        ]
        found = sums_of(sample, measures)
    expected = [
        sums_by_stratum(plain, m, stratified=not n % 2) for n, m in enumerate(plain.measures)
    ]
    assert found == expected


@pytest.mark.parametrize("files", [1, 3])
def test_sums_are_one_statement(files, db, django_assert_num_queries):
    made = SampleFactory.create()
    for _ in range(files):
        AnswerFactory.create(
            review=ReviewFactory.create(sample=made, reviewer=InspectorFactory.create())
        )
    sample = Sample.objects.select_related("version", "inspection__cycle").get(pk=made.pk)
    results(sample)
    with django_assert_num_queries(1):
        sums_of(sample, sample.instrument.measures)


def test_there_are_no_sums_without_measures_or_files(db):
    sample = SampleFactory.create()
    assert sums_of(sample, []) == []
    assert sums_of(sample, sample.instrument.measures[:2]) == [{}, {}]
