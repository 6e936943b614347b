"""What pages, charts and downloads say about the data of forces beside each other."""

from cases.force_data.over_forces import OverForces
from forces.indicators.indicator import Indicator
from forces.indicators.wording import in_words, number

SYNTHETIC = "Demonstration: these figures are synthetic, made up to show Peel."
ILLUSTRATIVE = (
    "Counts marked illustrative are made up: the report prints the ratios and not the counts "
    "behind them, and these give the same ratios."
)
BY_CONSTRUCTION = (
    "About a third of forces lie beyond one standard deviation from the mean, whatever the "
    "indicator. That a force does is no finding."
)


def title_of(found: OverForces) -> str:
    """The indicator, the period and the unit."""
    period = f", {found.period.name}" if found.period else ""
    unit = "" if found.indicator.is_count else f", {found.indicator.unit}"
    return f"{found.indicator.label}{period}{unit}"


def mean_of(found: OverForces) -> str:
    """The mean and the lines, as a sentence; why there are none where too few have a value."""
    if found.spread is None:
        return "A mean is shown when two forces or more have a figure."
    indicator, spread = found.indicator, found.spread
    mean = in_words(indicator, spread.mean)
    if not spread.deviation:
        return f"The unweighted mean of {spread.forces} forces is {mean}; all agree."
    low, high = number(indicator, spread.lower), in_words(indicator, spread.upper)
    return (
        f"The unweighted mean of {spread.forces} forces is {mean}. One standard deviation around "
        f"it reaches from {low} to {high}."
    )


def standard_of(found: OverForces) -> str:
    """How many forces meet the standard, or nothing where there is none."""
    standard = found.indicator.standard
    if standard is None or not found.standings:
        return ""
    met = sum(bool(standing.met) for standing in found.standings)
    return f"The standard is {standard.text}: {met} of {len(found.standings)} meet it."


def made_up(*, synthetic: bool, illustrative: bool) -> list[str]:
    """What must be said beside figures that are not a force's own."""
    said = [(SYNTHETIC, synthetic), (ILLUSTRATIVE, illustrative)]
    return [sentence for sentence, applies in said if applies]


def note_of(indicator: Indicator) -> str:
    """That counts of large and small forces don't compare."""
    if not indicator.is_count:
        return ""
    return "These are counts: a large force has more of everything. Compare rates where there are."
