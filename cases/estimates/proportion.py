"""Where a sample was not drawn in proportion, so that a plain proportion of it is biased."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cases.estimates.population import Population
from cases.models import CaseFile, Sample
from cases.statistics.stratified import out_of_proportion
from cases.statistics.weights import Weighted

MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class _Stratum:
    name: str
    drawn: int
    weight: int


def strata_out_of_proportion(sample: Sample, population: Population) -> tuple[str, ...]:
    """The strata that hold more or fewer of the files than of the records.

    They are those of the draw, or else those whose sizes were entered, in one query.
    """
    strata: Sequence[Weighted] = population.strata or tuple(_entered(sample, population))
    return out_of_proportion(strata) if any(stratum.weight for stratum in strata) else ()


def _entered(sample: Sample, population: Population) -> Iterator[_Stratum]:
    fact = next(iter(population.sizes), None)
    if fact is None:
        return
    files = CaseFile.objects.filter(sample=sample).active().values_list("facts", flat=True)
    drawn = Counter(str(facts.get(fact) or "") for facts in files)
    label_of, sizes = sample.instrument.fact(fact).label_of, population.sizes[fact]
    for value in dict.fromkeys([*sizes, *drawn]):
        yield _Stratum(label_of(value) or "Not recorded", drawn[value], sizes.get(value, 0))


def named(strata: tuple[str, ...]) -> str:
    """The strata in a sentence, the first ones where there are many."""
    listed, more = strata[:MOST_NAMED], len(strata) - MOST_NAMED
    return ", ".join([*listed, *([f"{more} more"] if more > 0 else [])])
