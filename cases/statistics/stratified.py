"""An estimate over strata that were not drawn in proportion, such as recording routes."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from cases.statistics.estimates import Estimate, Method, symmetric
from cases.statistics.proportions import share
from cases.statistics.weights import Weighted, share_left, shares


@dataclass(frozen=True, slots=True)
class Stratum:
    """The counts of one stratum.

    ``weight`` is how many records it has in the population, or any number in proportion to
    that. Only a number of records will do for the finite population correction.
    """

    name: str
    met: int
    of: int
    weight: int | Fraction

    @property
    def drawn(self) -> int:
        return self.of


def stratified(strata: Sequence[Stratum], *, finite_population: bool = False) -> Estimate:
    """The weighted estimate p = sum W_h p_h, variance = sum W_h^2 p_h (1 - p_h) / n_h.

    W_h is the stratum's weight over the sum of the weights. With ``finite_population`` each
    term is multiplied by 1 - n_h / N_h. Assumptions: a simple random sample within each
    stratum; every file is relevant, or the weights count relevant records only (else use
    ``stratified_ratio``, which estimates the relevant cases too). A stratum of few cases
    that all agree adds no variance, so the interval is then too narrow.
    Units: counts in, percent out. Raises ``ValueError``, naming the stratum, when one with
    weight has no cases, counts don't fit, or the correction has no number of records.
    Source: Cochran (1977), chapter 5.
    """
    p = variance = Fraction(0)
    for stratum, weight in shares(strata):
        p_h = _share(stratum)
        left = share_left(stratum) if finite_population else 1
        p += weight * p_h
        variance += weight**2 * p_h * (1 - p_h) / stratum.of * left
    n = sum(stratum.of for stratum in strata)
    return symmetric(p, variance, method=Method.STRATIFIED, n=n, corrected=finite_population)


def out_of_proportion(strata: Sequence[Weighted]) -> tuple[str, ...]:
    """The names of the strata that the sample over- or under-represents.

    Formula: |n_h - n W_h| >= 1, more than the rounding of a proportional draw explains. Where
    it names any, a plain proportion is biased and must be flagged. Assumptions: ``drawn``
    counts the files as they were drawn, relevant or not. Units: files. Raises ``ValueError``
    when no stratum has weight. Source: the largest-remainder draw of this project.
    """
    total = sum(Fraction(stratum.weight) for stratum in strata)
    if not total:
        raise ValueError("No stratum has any weight.")
    n = sum(stratum.drawn for stratum in strata)
    return tuple(s.name for s in strata if abs(s.drawn - n * s.weight / total) >= 1)


def _share(stratum: Stratum) -> Fraction:
    try:
        return share(stratum.met, stratum.of)
    except ValueError as error:
        raise ValueError(f"{stratum.name}: {error}") from error
