"""What the strata of a sample weigh."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Protocol, TypeVar

from cases.statistics.estimates import sampled_share


class Weighted(Protocol):
    """A stratum: its name, how many files were drawn from it, and its weight."""

    @property
    def name(self) -> str: ...
    @property
    def drawn(self) -> int: ...
    @property
    def weight(self) -> int | Fraction: ...


AnyStratum = TypeVar("AnyStratum", bound=Weighted)


def shares(strata: Sequence[AnyStratum]) -> list[tuple[AnyStratum, Fraction]]:
    """Each stratum with its share of the population, W_h = weight / sum of the weights.

    A stratum without weight or files is left out: it is empty in the population. Raises
    ``ValueError``, naming the stratum, when a weight is below 0, or only one of weight and
    files is there; and when no stratum has weight.
    """
    for stratum in strata:
        _check(stratum)
    weighing = [stratum for stratum in strata if stratum.weight]
    if not weighing:
        raise ValueError("No stratum has any weight.")
    total = sum(Fraction(stratum.weight) for stratum in weighing)
    return [(stratum, Fraction(stratum.weight) / total) for stratum in weighing]


def _check(stratum: Weighted) -> None:
    if stratum.weight < 0 or (not stratum.weight and stratum.drawn):
        raise ValueError(f"{stratum.name}: give a weight above 0, as cases were drawn from it.")
    if stratum.weight and not stratum.drawn:
        raise ValueError(f"{stratum.name}: no cases were drawn. Merge it with another stratum.")


def share_left(stratum: Weighted) -> Fraction:
    """1 - n_h / N_h, the share of a stratum that was not drawn.

    Raises ``ValueError``, naming the stratum, when its weight is not its number of records.
    """
    if Fraction(stratum.weight).denominator != 1:
        raise ValueError(
            f"{stratum.name}: the finite population correction needs its number of records."
        )
    try:
        return 1 - sampled_share(stratum.drawn, int(stratum.weight))
    except ValueError as error:
        raise ValueError(f"{stratum.name}: {error}") from error
