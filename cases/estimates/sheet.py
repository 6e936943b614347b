"""What each method makes of a figure, laid out for its page."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from cases.estimates.estimated import Estimated
from cases.estimates.proportion import named, strata_out_of_proportion
from cases.models import Sample
from cases.rollups import Figure, MethodsCompared
from cases.statistics.estimates import Method
from cases.statistics.printing import rate
from cases.statistics.proportions import wilson_beside
from peel.lib.rounding import rounded

NOT_ALL_RELEVANT = (
    "Not every file is relevant, while the weights count all records. The weighted ratio takes "
    "that into account."
)


@dataclass(frozen=True, slots=True)
class MethodRow:
    """One method: a percentage and two intervals in words, or the ``problem`` why not."""

    name: str
    is_printed: bool
    percent: str = ""
    interval: str = ""
    wilson: str = ""
    n: int | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class StratumRow:
    """One stratum: its records and their share in percent, its files and what they add."""

    name: str
    records: int
    share: str
    files: int
    met: int
    of: int


@dataclass(frozen=True, slots=True)
class MethodsSheet:
    """Every method that fits, the strata that the weighted ones weigh, and what to beware of."""

    rows: tuple[MethodRow, ...]
    strata: tuple[StratumRow, ...]
    cautions: tuple[str, ...]


def methods_sheet(sample: Sample, figure: Figure, compared: MethodsCompared) -> MethodsSheet:
    """The methods of a figure that is printed as an estimate, which stands first as it is."""
    _, *others = compared.estimates
    estimates = [figure.estimated or compared.estimates[0], *others]
    return MethodsSheet(
        tuple(_row(one, is_printed=place == 0) for place, one in enumerate(estimates)),
        tuple(_strata(compared)),
        tuple(_cautions(sample, estimates[0], compared)),
    )


def _row(estimated: Estimated, *, is_printed: bool) -> MethodRow:
    estimate = estimated.estimate
    if estimate is None:
        return MethodRow(estimated.method.label, is_printed, problem=estimated.problem)
    return MethodRow(
        name=estimate.description,
        is_printed=is_printed,
        percent=f"{rate(estimate, estimated.decimals)} percent",
        interval=estimated.range_of(estimate),
        wilson=estimated.range_of(wilson_beside(estimate)) if estimate.n else "",
        n=estimate.n,
    )


def _strata(compared: MethodsCompared) -> Iterator[StratumRow]:
    total = sum(Fraction(stratum.weight) for stratum in compared.strata)
    for stratum in compared.strata:
        share = 100 * stratum.weight / total if total else Fraction(0)
        yield StratumRow(
            name=stratum.name,
            records=int(stratum.weight),
            share=str(rounded(share, 1)),
            files=stratum.drawn,
            met=stratum.sums.numerator,
            of=stratum.sums.denominator,
        )


def _cautions(sample: Sample, printed: Estimated, compared: MethodsCompared) -> Iterator[str]:
    strata = () if printed.is_weighted else strata_out_of_proportion(sample, compared.population)
    if strata:
        yield (
            f"Not drawn in proportion: the sample has more or fewer files than the records' share "
            f"from {named(strata)}. A plain proportion is biased towards what was drawn more often."
        )
    files = sum(stratum.drawn for stratum in compared.strata)
    n = printed.estimate.n if printed.estimate else None
    if printed.method == Method.STRATIFIED and n is not None and n < files:
        yield NOT_ALL_RELEVANT
