"""Crimes within incidents: incidents are sampled, crimes are counted.

The share of crimes recorded is a ratio of two sums over the sampled incidents, not a
proportion of them, so its variance comes from how the incidents differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from cases.statistics.estimates import Estimate, Method, symmetric
from cases.statistics.weights import share_left, shares


@dataclass(frozen=True, slots=True)
class RatioSums:
    """What a ratio needs to know of its sampled files: how many there are, and five sums.

    With y a file's part of the numerator (crimes recorded) and x its part of the denominator
    (crimes that should have been recorded): sum y, sum x, sum y^2, sum xy and sum x^2. A file
    with neither counts as a file. A database can add these up as well as ``of``.
    """

    files: int
    numerator: int
    denominator: int
    numerator_squares: int
    products: int
    denominator_squares: int

    @classmethod
    def of(cls, counts: Iterable[tuple[int, int]]) -> RatioSums:
        """The sums over the files, each given as (numerator, denominator)."""
        files = list(counts)
        return cls(
            files=len(files),
            numerator=sum(y for y, _ in files),
            denominator=sum(x for _, x in files),
            numerator_squares=sum(y * y for y, _ in files),
            products=sum(x * y for y, x in files),
            denominator_squares=sum(x * x for _, x in files),
        )

    def residual_variance(self, ratio: Fraction) -> Fraction:
        """The sample variance of d = y - R x between the files, dividing by n - 1.

        Raises ``ValueError`` for fewer than two files, which have no variance.
        """
        _check_files(self.files)
        squares = (
            self.numerator_squares - 2 * ratio * self.products + ratio**2 * self.denominator_squares
        )
        total = self.numerator - ratio * self.denominator
        return (squares - total**2 / self.files) / (self.files - 1)


@dataclass(frozen=True, slots=True)
class RatioStratum:
    """The sums of one stratum, and how many files the population has of it (or in proportion)."""

    name: str
    sums: RatioSums
    weight: int | Fraction

    @property
    def drawn(self) -> int:
        return self.sums.files


def ratio(sums: RatioSums, *, population: int | None = None) -> Estimate:
    """The ratio estimate R = sum y / sum x over the sampled files, with linearised variance.

    Formula: v(R) = (1 - f) s_d^2 / (n xbar^2), where d = y - R x, s_d^2 is its sample variance
    and f = n / N with a ``population`` of files, else 0. Assumptions: the files are a simple
    random sample, and enough of them (some 30) for the linear approximation to hold.
    Units: counts in, percent out; ``n`` is sum x and ``clusters`` the files. Raises
    ``ValueError`` for fewer than two files, a sum x of 0, a sum y above it, or a population
    smaller than the sample. Source: Cochran (1977), chapter 6; Lohr, Sampling: Design and
    Analysis, chapter 4.
    """
    _check_files(sums.files)
    stratum = RatioStratum("The sample", sums, sums.files if population is None else population)
    return _combined([stratum], Method.RATIO, population is not None)


def stratified_ratio(
    strata: Sequence[RatioStratum], *, finite_population: bool = False
) -> Estimate:
    """The combined ratio over strata: R = sum W_h ybar_h / sum W_h xbar_h.

    Formula: v(R) = sum W_h^2 (1 - f_h) s_dh^2 / n_h / (sum W_h xbar_h)^2, d = y - R x with the
    one R of all strata; f_h = n_h / N_h with ``finite_population``, else 0. W_h is the share of
    the population's files. It also serves a proportion of relevant cases, with x = 1 for a
    relevant file and y = 1 for one that met the standard. Assumptions: simple random samples
    within strata, and enough files over all. Units: counts in, percent out. Raises
    ``ValueError`` as ``ratio`` does, naming the stratum, and for one with weight but no files.
    Source: Cochran (1977), chapter 6, the combined ratio estimate.
    """
    return _combined(strata, Method.STRATIFIED_RATIO, finite_population)


def _combined(strata: Sequence[RatioStratum], method: Method, corrected: bool) -> Estimate:
    y = x = Fraction(0)
    for stratum, weight in shares(strata):
        y += weight * stratum.sums.numerator / stratum.drawn
        x += weight * stratum.sums.denominator / stratum.drawn
    _check(y, x)
    spread = sum(
        weight**2 * _variance(stratum, y / x) * (share_left(stratum) if corrected else 1)
        for stratum, weight in shares(strata)
    )
    return symmetric(
        y / x,
        Fraction(spread) / x**2,
        method=method,
        n=sum(stratum.sums.denominator for stratum in strata),
        clusters=sum(stratum.drawn for stratum in strata),
        corrected=corrected,
    )


def _check_files(files: int) -> None:
    if files < 2:
        raise ValueError("A ratio needs at least two files to estimate its variance.")


def _check(y: Fraction, x: Fraction) -> None:
    if not x:
        raise ValueError("No file has anything to count, so there is no ratio to estimate.")
    if not 0 <= y <= x:
        raise ValueError(
            "The numerator is not between 0 and the denominator. "
            "Correct the counts of the files in which it is higher."
        )


def _variance(stratum: RatioStratum, ratio: Fraction) -> Fraction:
    try:
        return stratum.sums.residual_variance(ratio) / stratum.drawn
    except ValueError as error:
        raise ValueError(f"{stratum.name}: {error}") from error
