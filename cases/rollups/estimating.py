"""The figures of a sample with the estimates that are printed of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from cases.estimates.estimated import Estimated
from cases.estimates.methods import Evidence, estimate_by
from cases.estimates.population import Population, population_of
from cases.estimates.standards import Standards, standards_of
from cases.models import Sample
from cases.rollups.counts import counted_figures
from cases.rollups.figure import Figure
from cases.rollups.sums import Strata, sums_of
from cases.statistics.estimates import Method
from cases.statistics.ratios import RatioStratum
from checklists.instrument import Instrument, Measure

NO_SUMS: Strata = {}


def results(sample: Sample) -> list[Figure]:
    """Every measure of the sample's checklist, in its order."""
    figures = counted_figures(sample)
    places = [n for n, figure in enumerate(figures) if figure.measure.printed == "estimate"]
    if not places:
        return figures
    measures = [figures[place].measure for place in places]
    standards = standards_of(sample.inspection.cycle)
    sums, population = [NO_SUMS] * len(measures), Population()
    if standards.finite_population or any(m.method != "wald" for m in measures):
        sums, population = sums_of(sample, measures), population_of(sample)
    for place, found in zip(places, sums, strict=True):
        figure = figures[place]
        evidence = _evidence(sample.instrument, figure, found, population, standards)
        estimated = _estimated(Method(figure.measure.method), evidence, standards)
        figures[place] = replace(figure, estimated=estimated)
    return figures


@dataclass(frozen=True, slots=True)
class MethodsCompared:
    """What each method makes of one figure, the printed one first, and the strata that the
    weighted ones weigh, where their sizes are known.
    """

    estimates: tuple[Estimated, ...]
    strata: tuple[RatioStratum, ...]
    population: Population


def compare_methods(sample: Sample, figure: Figure) -> MethodsCompared:
    """Every method that fits the figure, in two queries.

    A measure that weighs no strata is weighed by those whose sizes are known, where there are
    any.
    """
    population = population_of(sample)
    strata = figure.measure.strata or next(iter(population.sizes), None)
    measure = replace(figure.measure, strata=strata)
    standards = standards_of(sample.inspection.cycle)
    evidence = _evidence(
        sample.instrument,
        replace(figure, measure=measure),
        sums_of(sample, [measure])[0],
        population,
        standards,
    )
    return MethodsCompared(
        tuple(_estimated(method, evidence, standards) for method in _methods_for(measure)),
        tuple(evidence.strata()) if evidence.weights else (),
        population,
    )


def _methods_for(measure: Measure) -> Iterator[Method]:
    """The methods that fit the measure, its own first."""
    yield Method(measure.method)
    fitting: Sequence[Method] = [Method.WALD]
    if measure.kind == "ratio":
        fitting = [Method.WALD, Method.RATIO]
    if measure.strata:
        weighted = [] if measure.kind == "ratio" else [Method.STRATIFIED]
        fitting = [*fitting, *weighted, Method.STRATIFIED_RATIO]
    yield from (method for method in fitting if method != measure.method)


def _evidence(
    instrument: Instrument,
    figure: Figure,
    sums: Strata,
    population: Population,
    standards: Standards,
) -> Evidence:
    fact = figure.measure.strata
    weights = population.sizes.get(fact, {}) if fact else {}
    label_of = instrument.fact(fact).label_of if fact else str
    return Evidence(
        met=figure.numerator,
        of=figure.denominator,
        sums=sums,
        weights=weights,
        names={value: label_of(value) for value in (*weights, *sums)},
        records=population.records if standards.finite_population else None,
    )


def _estimated(method: Method, evidence: Evidence, standards: Standards) -> Estimated:
    estimate, problem = None, ""
    try:
        estimate = estimate_by(method, evidence)
    except ValueError as error:
        problem = str(error)
    return Estimated(method, estimate, standards.decimals, standards.threshold, problem)
