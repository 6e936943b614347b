"""How a cycle wants its estimates made and printed."""

from dataclasses import dataclass

from cases.statistics.printing import Decimals
from forces.models import Cycle


@dataclass(frozen=True, slots=True)
class Standards:
    """The decimals of print, the fewest cases of an estimate, and whether its interval is
    narrowed by the share of the population that was drawn.
    """

    decimals: Decimals
    threshold: int
    finite_population: bool


def standards_of(cycle: Cycle) -> Standards:
    return Standards(
        Decimals(cycle.rate_decimals, cycle.interval_decimals),
        cycle.estimate_threshold,
        cycle.finite_population,
    )
