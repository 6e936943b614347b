"""How a measure spreads over forces: mean, standard deviation, and who lies outside."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from cases.statistics.exact import square_root
from peel.lib.rounding import Number


@dataclass(frozen=True, slots=True)
class Spread:
    """The forces with a value, against their unweighted mean. Units are the measure's own.

    ``below`` and ``above`` name the forces outside one standard deviation, which the printed
    reports call significantly different; about a third are, whatever the measure.
    ``without_data`` names the forces that supplied none, and that count in nothing.
    """

    mean: Fraction
    deviation: Fraction
    lower: Fraction
    upper: Fraction
    forces: int
    below: tuple[str, ...]
    above: tuple[str, ...]
    without_data: tuple[str, ...]


def spread(values: Mapping[str, Number | None]) -> Spread:
    """The spread of a measure over forces, keyed by force; None is a force without data.

    Formula: mean = sum x / n; SD = sqrt(sum (x - mean)^2 / n), the population form, since the
    forces are all there are and not a sample; outside when (x - mean)^2 > SD^2, decided
    exactly, so that equal values leave nobody outside. Assumptions: every force counts alike,
    whatever its size. Units: the measure's. Raises ``ValueError`` when no force has a value.
    Source: PEEL 2023-25, the note on its bar charts, which leaves the form of the SD open.
    """
    known = {force: Fraction(value) for force, value in values.items() if value is not None}
    if not known:
        raise ValueError("No force has supplied data for this measure.")
    mean = sum(known.values(), Fraction(0)) / len(known)
    variance = sum(((x - mean) ** 2 for x in known.values()), Fraction(0)) / len(known)
    deviation = square_root(variance)
    outside = [force for force, x in known.items() if (x - mean) ** 2 > variance]
    return Spread(
        mean=mean,
        deviation=deviation,
        lower=mean - deviation,
        upper=mean + deviation,
        forces=len(known),
        below=tuple(force for force in outside if known[force] < mean),
        above=tuple(force for force in outside if known[force] > mean),
        without_data=tuple(force for force, value in values.items() if value is None),
    )
