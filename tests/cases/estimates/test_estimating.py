"""Estimates of figures: against ``cases.statistics`` on a list of files in Python."""

import json
from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from cases.estimates.estimated import Estimated
from cases.estimates.sheet import methods_sheet
from cases.estimates.storing import restored, stored
from cases.estimates.wording import note_of
from cases.models import Sample
from cases.rollups import Figure, breakdown, compare_methods, results
from cases.statistics.estimates import Estimate, Method
from cases.statistics.printing import Decimals
from cases.statistics.proportions import wald
from cases.statistics.ratios import RatioStratum, RatioSums, ratio, stratified_ratio
from cases.statistics.stratified import Stratum, stratified
from checklists.models import Measure
from forces.models import Inspection
from tests.cases.estimates.incidents import incident, incidents_sample, incidents_version
from tests.cases.estimates.plain import sums_by_stratum
from tests.cases.random_casework import PlainMeasure, PlainSample, random_samples, samples, written
from tests.cases.test_rollups import naive
from tests.factories import SampleFactory

SIZES = {"a": 70, "b": 30, "": 20}
LABELS = {"a": "A", "b": "B", "": "Not recorded"}
METHODS = {
    "proportion": ("wald", "stratified", "stratified_ratio"),
    "ratio": ("wald", "ratio", "stratified_ratio"),
}


def expected(
    plain: PlainSample, measure: PlainMeasure, method: str, sizes: Mapping[str, int]
) -> Estimate | None:
    """The estimate from the files themselves, or None where it can't be made."""
    strata = sums_by_stratum(plain, measure, stratified=True)
    values = dict.fromkeys([*sizes, *strata])
    sums = {value: strata.get(value, RatioSums.of([])) for value in values}
    try:
        if method == "wald":
            return wald(*naive(plain, measure, list(plain.files))[:2])
        if method == "ratio":
            return ratio(sums_by_stratum(plain, measure, stratified=False)[""])
        if method == "stratified":
            return stratified(
                [Stratum(v, s.numerator, s.denominator, sizes.get(v, 0)) for v, s in sums.items()]
            )
        return stratified_ratio([RatioStratum(v, s, sizes.get(v, 0)) for v, s in sums.items()])
    except (ValueError, KeyError):
        return None


@given(plain=samples(), weighted=st.booleans(), data=st.data())
@random_samples
def test_estimates_are_those_of_a_naive_model(plain, weighted, data, reviewers):
    chosen = {
        m.code: data.draw(st.sampled_from(METHODS["ratio" if m.is_ratio else "proportion"]))
        for m in plain.measures
    }
    present = {file.group or "" for file in plain.files if not file.eliminated}
    sizes = {value: SIZES[value] for value in sorted(present)} if weighted else {}
    with written(plain, reviewers, draft=True) as sample:
        for code, method in chosen.items():
            Measure.objects.filter(version=sample.version, code=code).update(
                printed="estimate",
                method=method,
                strata="group" if "stratified" in method else "",
            )
        sample.stratum_sizes = {"group": sizes}
        figures = {figure.measure.code: figure for figure in results(sample)}
    for measure in plain.measures:
        wanted = expected(plain, measure, chosen[measure.code], sizes)
        estimated = figures[measure.code].estimated
        assert estimated is not None
        assert estimated.estimate == wanted
        assert estimated.method == chosen[measure.code]
        assert bool(estimated.problem) == (wanted is None)


@given(plain=samples(), records=st.integers(6, 500))
@random_samples
def test_a_finite_population_narrows_each_interval(plain, records, reviewers):
    """By the share of all records that was drawn, whatever the method."""
    with written(plain, reviewers, draft=True) as sample:
        cycle = sample.inspection.cycle
        cycle.finite_population = True
        Measure.objects.filter(version=sample.version).update(printed="estimate")
        Measure.objects.filter(version=sample.version, kind="ratio").update(method="ratio")
        sample.stratum_sizes = {"group": {"a": records}}
        narrowed = {figure.measure.code: figure.estimate for figure in results(sample)}
        cycle.finite_population = False
        plainly = {figure.measure.code: figure.estimate for figure in results(sample)}
    for measure in plain.measures:
        wide, narrow = plainly[measure.code], narrowed[measure.code]
        if wide is None:
            assert narrow is None
            continue
        assert wide.half_width is not None
        assert narrow is not None
        assert narrow.half_width is not None
        assert narrow.corrected
        assert narrow.percent == wide.percent
        if wide.half_width:
            squared = (narrow.half_width / wide.half_width) ** 2
            assert abs(squared - _left(plain, measure, wide, records)) < Fraction(1, 10**20)


def _left(plain: PlainSample, measure: PlainMeasure, wide: Estimate, records: int) -> Fraction:
    """The share of the population that was not drawn: of files, or of relevant ones."""
    files = sum(s.files for s in sums_by_stratum(plain, measure, stratified=False).values())
    if measure.is_ratio:
        return 1 - Fraction(files, records)
    assert wide.n is not None
    return 1 - Fraction(wide.n, max(wide.n, round(Fraction(records * wide.n, files))))


class TestWords:
    def test_the_printed_form_stands_in_the_phrase(self, figures):
        assert figures["crimes_plain"].sentence == (
            "the force recorded 90.0 percent (with a confidence interval of +/- 9.3 percent) "
            "of reported crime"
        )
        assert figures["crimes_plain"].as_dict() | {"sentence": ""} == {
            "code": "crimes_plain", "stage": "recording", "numerator": 36, "denominator": 40,
            "not_applicable": 0, "not_asked": 0, "outstanding": 0, "sentence": "",
            "percent": 90.0, "half_width": 9.3, "lower": 80.7, "upper": 99.3,
            "method": "wald", "n": 40,
        }  # fmt: skip

    def test_a_count_has_no_estimate(self, figures):
        assert figures["told_online"].estimate is None
        assert "percent" not in figures["told_online"].as_dict()

    def test_without_sizes_a_weighted_figure_says_why_it_has_none(self, figures):
        figure = figures["all_crime"]
        assert figure.sentence == "not estimated: 36 of 40"
        assert figure.as_dict()["percent"] is None
        assert figure.as_dict()["method"] == "stratified_ratio"
        assert "not known" in note(figure)

    def test_too_few_gives_the_counts_and_no_percentage(self, incidents):
        incidents.inspection.cycle.estimate_threshold = 41
        figure = by_code(incidents)["crimes_plain"]
        assert figure.sentence == "too few to estimate: 36 of 40"
        assert figure.as_dict()["percent"] is None
        assert (figure.as_dict()["n"], figure.as_dict()["method"]) == (40, "wald")
        assert note(figure) == "n is 40. An estimate takes 41 or more."
        incidents.inspection.cycle.estimate_threshold = 40
        assert by_code(incidents)["crimes_plain"].as_dict()["percent"] == 90.0

    def test_the_note_names_the_method_and_wilsons_interval(self, figures):
        assert note(figures["told"]) == (
            "n is 40. Normal (Wald) interval: 100.0 to 100.0 percent. "
            "Wilson interval: 91.2 to 100.0 percent."
        )

    def test_the_note_of_a_ratio_names_its_files(self, incidents):
        incidents.stratum_sizes = {"route": {"phone": 700, "online": 300}}
        assert note(by_code(incidents)["all_crime"]).startswith(
            "n is 40, in 48 files. Weighted ratio of counts within files, linearised variance: "
        )

    def test_groups_are_bare_counts(self, incidents):
        groups = breakdown(incidents, "route")
        sentences = {value: [f.sentence for f in figures] for value, figures in groups.items()}
        assert sentences["online"] == ["12 of 15", "12 of 15", "all 15 cases",
            "victims were told in all 15 cases"]  # fmt: skip
        assert {f.estimate for figures in groups.values() for f in figures} == {None}

    def test_nothing_to_estimate_from_is_no_relevant_case(self, db):
        sample = SampleFactory.create(version=incidents_version())
        assert {f.sentence for f in results(sample)} == {"there were no relevant cases"}


class TestComparing:
    def test_a_plain_ratio_is_compared_with_what_allows_for_its_files(self, incidents, figures):
        compared = compare_methods(incidents, figures["crimes_plain"])
        assert [one.method for one in compared.estimates] == ["wald", "ratio"]
        assert compared.estimates[0] == figures["crimes_plain"].estimated

    def test_known_sizes_are_weighed_too(self, incidents, figures):
        incidents.stratum_sizes = {"route": {"phone": 700, "online": 300}}
        compared = compare_methods(incidents, figures["told"])
        assert [one.method for one in compared.estimates] == [
            "wald", "stratified", "stratified_ratio",
        ]  # fmt: skip
        sheet = methods_sheet(incidents, figures["told"], compared)
        assert [(row.name, row.records, row.share, row.files, row.of) for row in sheet.strata] == [
            ("Telephone", 700, "70.0", 29, 25),
            ("Online", 300, "30.0", 19, 15),
        ]
        assert len(sheet.cautions) == 1
        assert "from Telephone, Online" in sheet.cautions[0]

    def test_the_weighted_ratio_is_that_of_the_routes(self, incidents):
        incidents.stratum_sizes = {"route": {"phone": 700, "online": 300}}
        estimate = by_code(incidents)["all_crime"].estimate
        phone = RatioSums.of([(1, 1)] * 24 + [(0, 1)] + [(0, 0)] * 4)
        online = RatioSums.of([(1, 1)] * 12 + [(0, 1)] * 3 + [(0, 0)] * 4)
        assert estimate == stratified_ratio(
            [RatioStratum("Telephone", phone, 700), RatioStratum("Online", online, 300)]
        )

    @pytest.mark.parametrize("files", [1, 3])
    def test_it_is_two_queries(self, files, incidents, inspector, django_assert_num_queries):
        for _ in range(files):
            incident(incidents, inspector, "phone", 1, 1)
        figure = by_code(incidents)["all_crime"]
        with django_assert_num_queries(2):
            compare_methods(incidents, figure)
        with django_assert_num_queries(3):
            results(incidents)


@given(
    met=st.integers(0, 400), of=st.integers(1, 400), threshold=st.integers(0, 60),
    rate=st.integers(0, 4), interval=st.integers(0, 4),
)  # fmt: skip
def test_what_is_stored_gives_the_same_back(met, of, threshold, rate, interval):
    estimate = wald(min(met, of), of)
    before = Estimated(Method.WALD, estimate, Decimals(rate, interval), threshold)
    kept = json.loads(json.dumps(stored(before)))
    assert restored(kept) == before
    assert restored(kept).sentence("{cases}", "") == before.sentence("{cases}", "")


def test_a_problem_is_stored_too():
    before = Estimated(Method.RATIO, None, Decimals(1, 2), 30, "No file has anything to count.")
    assert restored(json.loads(json.dumps(stored(before)))) == before


def note(figure: Figure) -> str:
    assert figure.estimated is not None
    return note_of(figure.estimated)


def by_code(sample: Sample) -> dict[str, Figure]:
    return {figure.measure.code: figure for figure in results(sample)}


@pytest.fixture
def incidents(inspection: Inspection, inspector: User) -> Sample:
    made = incidents_sample(inspection, inspector)
    return Sample.objects.select_related("inspection__cycle", "version").get(pk=made.pk)


@pytest.fixture
def figures(incidents: Sample) -> dict[str, Figure]:
    return by_code(incidents)
