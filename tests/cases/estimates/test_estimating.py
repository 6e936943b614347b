"""Estimates of figures: against ``cases.statistics`` on a list of files in Python."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from cases.rollups import results
from cases.statistics.estimates import Estimate
from cases.statistics.proportions import wald
from cases.statistics.ratios import RatioStratum, RatioSums, ratio, stratified_ratio
from cases.statistics.stratified import Stratum, stratified
from checklists.models import Measure
from tests.cases.estimates.plain import sums_by_stratum
from tests.cases.random_casework import PlainMeasure, PlainSample, random_samples, samples, written
from tests.cases.test_rollups import naive

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
    with written(plain, reviewers) as sample:
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
