"""Estimates a figure from its counts and sums by each method. Pure: no Django, no database."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from cases.statistics.estimates import Estimate, Method
from cases.statistics.proportions import wald
from cases.statistics.ratios import RatioStratum, RatioSums, ratio, stratified_ratio
from cases.statistics.stratified import Stratum, stratified


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a measure is estimated from.

    ``met`` and ``of`` are its numerator and denominator. ``sums`` are those of its files by
    stratum, under "" alone where there are none. ``weights`` are the records of each stratum
    in the population, ``names`` what the strata are called. ``records`` is the size of the
    population where it is known and intervals are narrowed by it, else None.
    """

    met: int
    of: int
    sums: Mapping[str, RatioSums] = field(default_factory=dict)
    weights: Mapping[str, int] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    records: int | None = None

    @property
    def total(self) -> RatioSums:
        """The sums over all strata."""
        sums = self.sums.values()
        return RatioSums(
            files=sum(s.files for s in sums),
            numerator=sum(s.numerator for s in sums),
            denominator=sum(s.denominator for s in sums),
            numerator_squares=sum(s.numerator_squares for s in sums),
            products=sum(s.products for s in sums),
            denominator_squares=sum(s.denominator_squares for s in sums),
        )

    def strata(self) -> list[RatioStratum]:
        """The strata that hold files or records. Raises ValueError without weights."""
        if not self.weights:
            raise ValueError(
                "The number of records in each stratum is not known, so they can't be weighted."
            )
        values = dict.fromkeys([*self.weights, *self.sums])
        empty = RatioSums(0, 0, 0, 0, 0, 0)
        return [
            RatioStratum(
                self.names.get(value, value) or "Not recorded",
                self.sums.get(value, empty),
                self.weights.get(value, 0),
            )
            for value in values
        ]


def estimate_by(method: Method, evidence: Evidence) -> Estimate:
    """The estimate by one method. Raises ValueError, with a sentence, where it can't be made."""
    return _BY_METHOD[method](evidence)


def _wald(evidence: Evidence) -> Estimate:
    if evidence.records is None:
        return wald(evidence.met, evidence.of)
    # Of the population's records the same share is relevant as of the files.
    files = evidence.total.files
    relevant = Fraction(evidence.records * evidence.of, files) if files else Fraction(0)
    return wald(evidence.met, evidence.of, population=max(round(relevant), evidence.of))


def _ratio(evidence: Evidence) -> Estimate:
    return ratio(evidence.total, population=evidence.records)


def _stratified(evidence: Evidence) -> Estimate:
    strata: Sequence[Stratum] = [
        Stratum(s.name, s.sums.numerator, s.sums.denominator, s.weight) for s in evidence.strata()
    ]
    return stratified(strata, finite_population=evidence.records is not None)


def _stratified_ratio(evidence: Evidence) -> Estimate:
    return stratified_ratio(evidence.strata(), finite_population=evidence.records is not None)


_BY_METHOD: Mapping[Method, Callable[[Evidence], Estimate]] = {
    Method.WALD: _wald,
    Method.RATIO: _ratio,
    Method.STRATIFIED: _stratified,
    Method.STRATIFIED_RATIO: _stratified_ratio,
}
