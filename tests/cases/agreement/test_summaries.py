"""Intervals, what is too few to say, and what is not defined."""

from collections import Counter

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import norm
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import cohens_kappa as statsmodels_kappa
from statsmodels.stats.proportion import proportion_confint

from cases.agreement.coefficients import cohens_kappa, gwets_ac1, raw_agreement
from cases.agreement.cross_tables import Paired, table_of
from cases.agreement.intervals import Z, of_clustered_share, of_share, symmetric
from cases.agreement.summaries import FEWEST, Note, agreement_of
from cases.agreement.variances import variance_over_files
from tests.cases.agreement.tables import clustered_pairs, counts, pairs_of

ALPHA = 2 * norm.sf(Z)
"""The level that goes with the house's 1.96."""


def clustered_variance(values: np.ndarray, files: list[int]) -> float:
    """The variance of a mean over clusters, as statsmodels has it."""
    fitted = sm.OLS(values, np.ones(len(values))).fit(
        cov_type="cluster", cov_kwds={"groups": np.array(files)}
    )
    return float(fitted.bse[0] ** 2)


class TestIntervals:
    @given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
    def test_wilson_is_that_of_statsmodels(self, met_of):
        met, of = met_of
        low, high = proportion_confint(met, of, alpha=ALPHA, method="wilson")
        found = of_share(met, of)
        assert found == pytest.approx((max(low, 0), min(high, 1)), rel=1e-9, abs=1e-9)
        assert 0 <= found[0] <= met / of + 1e-12
        assert met / of - 1e-12 <= found[1] <= 1

    @given(
        st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
        st.floats(1, 9),
    )
    def test_a_share_over_files_has_that_of_the_effective_number(self, met_of, effect):
        met, of = met_of
        assume(0 < met < of)
        share = met / of
        variance = effect * share * (1 - share) / of
        expected = proportion_confint(met / effect, of / effect, alpha=ALPHA, method="wilson")
        found = of_clustered_share(met, of, variance, files=12)
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)

    @pytest.mark.parametrize("met", [0, 7, 40])
    def test_files_never_narrow_the_interval_of_independent_pairs(self, met):
        assert of_clustered_share(met, 40, 0.0, files=12) == pytest.approx(of_share(met, 40))

    @given(st.floats(-1, 1), st.floats(0, 4))
    def test_a_symmetric_interval_stays_within_bounds(self, value, variance):
        low, high = symmetric(value, variance)
        assert -1 <= low <= value <= high <= 1

    @given(counts(fewest=FEWEST))
    def test_raw_agreement_has_the_one_of_statsmodels(self, rows):
        raw = agreement_of(pairs_of(rows), len(rows)).raw
        met = sum(rows[i][i] for i in range(len(rows)))
        low, high = proportion_confint(met, sum(map(sum, rows)), alpha=ALPHA, method="wilson")
        assert (raw.low, raw.high) == pytest.approx((max(low, 0), min(high, 1)), rel=1e-9, abs=1e-9)

    @given(counts(fewest=FEWEST))
    def test_kappa_has_the_one_of_statsmodels(self, rows):
        kappa = agreement_of(pairs_of(rows), len(rows)).kappa
        assume(kappa.low is not None)
        expected = statsmodels_kappa(np.array(rows))
        margin = Z * expected.std_kappa
        assert kappa.value == pytest.approx(expected.kappa, rel=1e-9, abs=1e-9)
        assert kappa.low == pytest.approx(max(-1, expected.kappa - margin), rel=1e-9, abs=1e-9)
        assert kappa.high == pytest.approx(min(1, expected.kappa + margin), rel=1e-9, abs=1e-9)

    def test_ac1_has_the_published_one(self):
        ac1 = agreement_of(pairs_of([[13, 0, 0], [0, 20, 7], [0, 4, 56]]), 3).ac1
        error = 0.04321747
        assert ac1.value == pytest.approx(0.8493305, abs=5e-8)
        assert ac1.low == pytest.approx(0.8493305 - 1.96 * error, abs=1e-7)
        assert ac1.high == pytest.approx(0.8493305 + 1.96 * error, abs=1e-7)


class TestFilesWithSeveralPairs:
    @given(clustered_pairs())
    def test_the_variance_of_raw_agreement_is_that_of_statsmodels(self, pairs):
        table, files = table_of(pairs), files_of(pairs)
        same = np.array([pair.first == pair.second for pair in pairs], dtype=float)
        expected = clustered_variance(same, [pair.file for pair in pairs])
        found = variance_over_files(raw_agreement(table), table, files)
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)

    @given(clustered_pairs())
    def test_kappas_and_ac1s_add_up_their_influences(self, pairs):
        table, files = table_of(pairs), files_of(pairs)
        for coefficient in filter(None, (cohens_kappa(table), gwets_ac1(table, 3))):
            influences = np.array([coefficient.influence[pair.cell] for pair in pairs])
            expected = clustered_variance(influences, [pair.file for pair in pairs])
            found = variance_over_files(coefficient, table, files)
            assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)

    @given(clustered_pairs())
    def test_the_values_are_those_of_the_pairs_alone(self, pairs):
        agreement = agreement_of(pairs, 3)
        assume(agreement.kappa.value is not None)
        expected = cohen_kappa_score([p.first for p in pairs], [p.second for p in pairs])
        assert agreement.kappa.value == pytest.approx(expected, rel=1e-9, abs=1e-9)
        assert agreement.raw.value == agreement.agreed / agreement.pairs

    def test_files_that_differ_as_wholes_widen_every_interval(self):
        cells = [("yes", "yes"), ("no", "no"), ("yes", "yes")]
        other = [("yes", "no"), ("no", "yes"), ("yes", "no")]
        pairs = [
            Paired(file, str(number), *cell)
            for file in range(12)
            for number, cell in enumerate(cells if file % 3 else other)
        ]
        apart = [Paired(n, "", pair.first, pair.second) for n, pair in enumerate(pairs)]
        together, alone = agreement_of(pairs, 2), agreement_of(apart, 2)
        for name in ("raw", "kappa", "ac1"):
            wide, narrow = getattr(together, name), getattr(alone, name)
            assert wide.value == pytest.approx(narrow.value)
            assert wide.high - wide.low > narrow.high - narrow.low

    def test_fewer_than_ten_files_give_values_without_intervals(self):
        pairs = [
            Paired(file, str(n), "yes" if n else "no", "yes") for file in range(9) for n in range(5)
        ]
        agreement = agreement_of(pairs, 2)
        assert (agreement.pairs, agreement.files, agreement.agreed) == (45, 9, 36)
        assert agreement.raw.value == 0.8
        for estimate in (agreement.raw, agreement.kappa, agreement.ac1):
            assert estimate.value is not None
            assert (estimate.low, estimate.high, estimate.note) == (None, None, Note.FEW_FILES)


class TestWhatCannotBeSaid:
    @pytest.mark.parametrize("pairs", [0, 1, FEWEST - 1])
    def test_fewer_than_ten_pairs_are_counted_and_no_more(self, pairs):
        agreement = agreement_of(pairs_of([[pairs, 0], [0, 0]]), 2)
        assert (agreement.pairs, agreement.agreed) == (pairs, pairs)
        assert agreement.is_too_few
        for estimate in (agreement.raw, agreement.kappa, agreement.ac1):
            assert (estimate.value, estimate.note) == (None, Note.TOO_FEW)

    def test_ten_pairs_are_enough(self):
        assert agreement_of(pairs_of([[8, 1], [0, 1]]), 2).raw.value == 0.9

    def test_kappa_without_variation_is_neither_nought_nor_a_number(self):
        agreement = agreement_of(pairs_of([[12, 0], [0, 0]]), 2)
        assert agreement.kappa.as_dict("kappa") == {
            "kappa": None,
            "kappa_low": None,
            "kappa_high": None,
            "kappa_note": "no_variation",
        }
        assert (agreement.raw.value, agreement.ac1.value) == (1, 1)
        assert agreement.raw.low == pytest.approx(0.757, abs=5e-4)

    def test_a_perfect_coefficient_claims_no_certainty(self):
        agreement = agreement_of(pairs_of([[6, 0], [0, 6]]), 2)
        for estimate in (agreement.kappa, agreement.ac1):
            assert (estimate.value, estimate.low, estimate.note) == (1, None, Note.ALL_AGREE)

    def test_kappa_of_a_reviewer_with_one_answer_says_so(self):
        kappa = agreement_of(pairs_of([[9, 0], [2, 0]]), 2).kappa
        assert kappa.value == pytest.approx(0, abs=1e-12)
        assert (kappa.low, kappa.note) == (None, Note.ONE_SIDED)

    def test_complete_disagreement_has_no_interval(self):
        kappa = agreement_of(pairs_of([[0, 6], [6, 0]]), 2).kappa
        assert (kappa.value, kappa.low, kappa.note) == (-1, None, Note.NO_SPREAD)

    def test_numbers_have_raw_agreement_alone(self):
        pairs = [Paired(n, "count", str(n % 3), str(n % 3 if n else 7)) for n in range(12)]
        agreement = agreement_of(pairs, None)
        assert agreement.raw.value == pytest.approx(11 / 12)
        assert agreement.kappa.note == agreement.ac1.note == Note.NO_FIXED_ANSWERS

    @given(counts(), st.sampled_from([2, 3, None]))
    def test_whatever_is_said_holds_together(self, rows, scale):
        agreement = agreement_of(pairs_of(rows), scale)
        for estimate, lowest in (
            (agreement.raw, 0),
            (agreement.kappa, -1),
            (agreement.ac1, -1),
        ):
            if estimate.low is not None:
                assert estimate.value is not None
                assert estimate.high is not None
                assert lowest <= estimate.low <= estimate.value + 1e-9
                assert estimate.value - 1e-9 <= estimate.high <= 1
            else:
                assert estimate.note is not None


def files_of(pairs: list[Paired]) -> list[Counter[tuple[str, str]]]:
    found: dict[int, Counter[tuple[str, str]]] = {}
    for pair in pairs:
        found.setdefault(pair.file, Counter())[pair.cell] += 1
    return list(found.values())
