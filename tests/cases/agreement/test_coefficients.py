"""The coefficients against scikit-learn, statsmodels, a published example, and their laws."""

from fractions import Fraction
from math import sqrt

import numpy as np
import pytest
from hypothesis import assume, given
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import cohens_kappa as statsmodels_kappa

from cases.agreement.coefficients import cohens_kappa, gwets_ac1, raw_agreement
from cases.agreement.cross_tables import CrossTable
from cases.agreement.variances import variance_over_files, variance_over_pairs
from tests.cases.agreement.tables import Counts, counts, cross_table, pairs_of, shares

# Two abstractors who sorted 100 pregnancies into three kinds: Gwet, Handbook of Inter-Rater
# Reliability, 4th edition (2014); printed with these values by his package irrCAC.
ABSTRACTORS = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]
PUBLISHED = {"raw": 0.89, "kappa": 0.7964094, "ac1": 0.8493305}
PUBLISHED_ERRORS = {"kappa": 0.05891072, "ac1": 0.04321747}


def transposed(rows: Counts) -> list[list[int]]:
    return [list(column) for column in zip(*rows, strict=True)]


def exact_ac1(rows: Counts, scale: int) -> Fraction:
    """AC1 in whole numbers, written down from its definition alone."""
    pairs = sum(map(sum, rows))
    means = [
        Fraction(sum(row) + sum(column), 2 * pairs)
        for row, column in zip(rows, transposed(rows), strict=True)
    ]
    chance = sum((mean * (1 - mean) for mean in means), Fraction(0)) / (scale - 1)
    agreed = Fraction(sum(rows[i][i] for i in range(len(rows))), pairs)
    return (agreed - chance) / (1 - chance)


class TestPublishedExample:
    def test_the_coefficients_are_those_that_were_printed(self):
        table = cross_table(ABSTRACTORS)
        kappa, ac1 = cohens_kappa(table), gwets_ac1(table, 3)
        assert kappa is not None
        assert table.raw == PUBLISHED["raw"]
        assert round(kappa.value, 7) == PUBLISHED["kappa"]
        assert round(ac1.value, 7) == PUBLISHED["ac1"]

    def test_the_standard_errors_are_those_that_were_printed(self):
        table = cross_table(ABSTRACTORS)
        kappa, ac1 = cohens_kappa(table), gwets_ac1(table, 3)
        assert kappa is not None
        assert round(sqrt(variance_over_pairs(kappa, table)), 8) == PUBLISHED_ERRORS["kappa"]
        assert round(sqrt(variance_over_pairs(ac1, table)), 8) == PUBLISHED_ERRORS["ac1"]

    def test_ac1_is_the_published_fraction(self):
        # By hand: the means are 0.13, 0.255 and 0.615, so chance is half of 0.53985.
        assert exact_ac1(ABSTRACTORS, 3) == Fraction(248_030, 292_030)
        ac1 = gwets_ac1(cross_table(ABSTRACTORS), 3)
        assert ac1.value == pytest.approx(248_030 / 292_030, rel=1e-9, abs=1e-9)


class TestRaw:
    @given(counts())
    def test_is_the_share_of_the_diagonal(self, rows):
        table = cross_table(rows)
        assert table.raw == pytest.approx(np.trace(shares(rows)), rel=1e-9, abs=1e-9)
        assert raw_agreement(table).value == table.raw

    def test_a_table_without_pairs_is_refused(self):
        with pytest.raises(ValueError, match="no pairs"):
            CrossTable({})


class TestKappa:
    @given(counts())
    def test_is_that_of_scikit_learn(self, rows):
        kappa = cohens_kappa(cross_table(rows))
        assume(kappa is not None)
        assert kappa is not None
        pairs = pairs_of(rows)
        expected = cohen_kappa_score([p.first for p in pairs], [p.second for p in pairs])
        assert kappa.value == pytest.approx(expected, rel=1e-9, abs=1e-9)

    @given(counts())
    def test_and_its_variance_are_those_of_statsmodels(self, rows):
        table = cross_table(rows)
        kappa = cohens_kappa(table)
        assume(kappa is not None and not table.is_one_sided)
        assert kappa is not None
        expected = statsmodels_kappa(np.array(rows))
        assert kappa.value == pytest.approx(expected.kappa, rel=1e-9, abs=1e-9)
        assert variance_over_pairs(kappa, table) == pytest.approx(
            expected.var_kappa, rel=1e-9, abs=1e-9
        )

    @pytest.mark.parametrize("rows", [[[12, 0], [0, 0]], [[0, 0], [0, 3]], [[1, 0], [0, 0]]])
    def test_is_undefined_when_all_answers_are_the_same(self, rows):
        assert cohens_kappa(cross_table(rows)) is None

    @pytest.mark.parametrize("rows", [[[8, 0], [2, 0]], [[8, 2], [0, 0]], [[0, 5], [0, 0]]])
    def test_is_nought_when_one_reviewer_gave_one_answer(self, rows):
        kappa = cohens_kappa(cross_table(rows))
        assert kappa is not None
        assert kappa.value == pytest.approx(0, abs=1e-12)


class TestAC1:
    @given(counts())
    def test_is_its_definition_in_whole_numbers(self, rows):
        for scale in (len(rows), 3, 7):
            value = gwets_ac1(cross_table(rows), scale).value
            assert value == pytest.approx(float(exact_ac1(rows, scale)), rel=1e-9, abs=1e-9)

    def test_answers_that_nobody_gave_count_in_the_scale(self):
        table = cross_table([[8, 1], [1, 0]])
        assert gwets_ac1(table, 3).value > gwets_ac1(table, 2).value

    @pytest.mark.parametrize("scale", [0, 1, 2])
    def test_a_scale_smaller_than_the_answers_is_refused(self, scale):
        with pytest.raises(ValueError, match="can't be chosen"):
            gwets_ac1(cross_table([[1, 0, 0], [0, 1, 0], [0, 0, 1]]), scale)

    def test_stays_high_where_kappa_is_low(self):
        table = cross_table([[118, 5], [2, 0]])
        kappa = cohens_kappa(table)
        assert kappa is not None
        assert kappa.value < 0
        assert gwets_ac1(table, 2).value > 0.94


class TestLaws:
    @given(counts())
    def test_the_reviewers_may_change_places(self, rows):
        one, other = cross_table(rows), cross_table(transposed(rows))
        scale = len(rows)
        for make in (raw_agreement, cohens_kappa, lambda table: gwets_ac1(table, scale)):
            here, there = make(one), make(other)
            assert (here is None) == (there is None)
            if here and there:
                assert here.value == pytest.approx(there.value, rel=1e-9, abs=1e-9)
                assert variance_over_pairs(here, one) == pytest.approx(
                    variance_over_pairs(there, other), rel=1e-9, abs=1e-9
                )

    @given(counts())
    def test_none_is_beyond_its_bounds(self, rows):
        table = cross_table(rows)
        kappa, ac1 = cohens_kappa(table), gwets_ac1(table, len(rows))
        assert 0 <= table.raw <= 1
        for coefficient in filter(None, (kappa, ac1)):
            assert -1 - 1e-9 <= coefficient.value <= table.raw + 1e-9
        assert (table.raw == 1) == (ac1.value == pytest.approx(1, abs=1e-12))

    @given(counts())
    def test_the_influences_balance(self, rows):
        table = cross_table(rows)
        for coefficient in filter(None, (cohens_kappa(table), gwets_ac1(table, len(rows)))):
            total = sum(n * coefficient.influence[cell] for cell, n in table.cells.items())
            assert total == pytest.approx(0, abs=1e-8)


def ac1_of_shares(share: np.ndarray) -> complex:
    means = (share.sum(axis=0) + share.sum(axis=1)) / 2
    chance = (means * (1 - means)).sum() / (len(share) - 1)
    return complex((np.trace(share) - chance) / (1 - chance))


def delta_method(rows: Counts) -> float:
    """The variance of AC1 by the delta method, its slopes taken by complex steps."""
    share = shares(rows)
    slope = np.zeros_like(share)
    for cell in np.ndindex(*share.shape):
        moved = share.astype(complex)
        moved[cell] += 1e-30j
        slope[cell] = ac1_of_shares(moved).imag / 1e-30
    mean = (share * slope).sum()
    return float((share * (slope - mean) ** 2).sum() / np.sum(rows))


class TestVariances:
    @given(counts())
    def test_ac1s_is_that_of_the_delta_method(self, rows):
        table = cross_table(rows)
        expected = delta_method(rows)
        found = variance_over_pairs(gwets_ac1(table, len(rows)), table)
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)

    @given(counts(fewest=2))
    def test_files_of_one_pair_each_are_pairs_but_for_the_correction(self, rows):
        table = cross_table(rows)
        files = [{pair.cell: 1} for pair in pairs_of(rows)]
        ac1 = gwets_ac1(table, len(rows))
        expected = variance_over_pairs(ac1, table) * len(files) / (len(files) - 1)
        assert variance_over_files(ac1, table, files) == pytest.approx(expected, rel=1e-9, abs=1e-9)

    def test_one_file_is_refused(self):
        table = cross_table([[5, 1], [0, 4]])
        with pytest.raises(ValueError, match="One file"):
            variance_over_files(raw_agreement(table), table, [table.cells])
