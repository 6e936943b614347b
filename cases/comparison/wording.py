"""What pages, charts and downloads say about figures beside each other."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from cases.comparison.measures import ComparedMeasure
from cases.comparison.national import National
from cases.comparison.series import Period, Series
from cases.comparison.stored import StoredFigure
from cases.statistics.printing import limits
from forces.models import Force
from peel.lib.rounding import rounded

MADE_UP = "These figures are synthetic: made up for a demonstration, and of no real force."
COUNTS = (
    "These are counts of a sample, shown as a share of its relevant cases. They have no "
    "interval, so a difference between forces may be chance."
)
BY_CONSTRUCTION = (
    "About a third of forces lie beyond one standard deviation from the mean, whatever the "
    "measure. That a force does is no finding."
)


def named(forces: Iterable[Force]) -> str:
    """The short names of forces, with commas."""
    return ", ".join(force.short_name for force in forces)


def percent(value: Fraction, places: int) -> str:
    return f"{rounded(value, places)}"


def made_up(figures: Sequence[StoredFigure], *, demonstration: bool) -> str:
    """That figures are made up, "" where none is. The cases of a ``demonstration`` are, too."""
    synthetic = sum(f.synthetic or (demonstration and f.signed_off) for f in figures)
    if not synthetic:
        return ""
    if synthetic == len(figures):
        return MADE_UP
    are = "is" if synthetic == 1 else "are"
    return f"{synthetic} of these {len(figures)} figures {are} synthetic, made up to show Peel."


def interval(figure: StoredFigure) -> str:
    """Such as "81.0 to 90.8", "" where there is none."""
    if figure.estimate is None:
        return ""
    lower, upper = limits(figure.estimate, figure.decimals)
    return f"{lower} to {upper}"


def cases(figure: StoredFigure) -> str:
    """How many cases stand behind a figure: both numbers, or how many it is of."""
    if figure.counts:
        return figure.counts
    n = figure.estimate.n if figure.estimate else None
    return f"{n:,}" if n else "Not printed"


def method(figure: StoredFigure) -> str:
    if figure.estimated is None:
        return "As published" if figure.percent is not None else "Count"
    words = figure.estimate.description if figure.estimate else figure.estimated.method.label
    return words[:1].upper() + words[1:]


def window(figure: StoredFigure) -> str:
    """The days that the records are from."""
    if figure.starts is None or figure.ends is None:
        return "Not recorded"
    return f"{_day(figure.starts)} to {_day(figure.ends)}"


def _day(day: object) -> str:
    return f"{day:%d %b %Y}".removeprefix("0")


def mean_of(found: National) -> str:
    """The mean and the lines, as a sentence; why there are none where too few have a figure."""
    if found.spread is None:
        return "A mean is shown when two forces or more have a figure."
    places = found.cycle.rate_decimals
    low, high = percent(found.spread.lower, places), percent(found.spread.upper, places)
    mean = percent(found.spread.mean, places)
    if low == high:
        return f"The unweighted mean of {found.spread.forces} forces is {mean} percent; all agree."
    return (
        f"The unweighted mean of {found.spread.forces} forces is {mean} percent. One standard "
        f"deviation around it reaches from {low} to {high} percent."
    )


def change_of(period: Period) -> str:
    """What changed since the period before, or why the two are not compared."""
    if period.change is None:
        return "First figure"
    if period.change.refused:
        return f"Not compared. {period.change.refused}"
    words = period.change.words
    caution = period.change.test.caution if period.change.test else ""
    return f"{words[:1].upper()}{words[1:]}. {caution}".rstrip()


def unit_of(measure: ComparedMeasure) -> str:
    return "percent" if measure.is_estimate else "percent of relevant cases"


def title_of_national(found: National) -> str:
    measure = found.measure
    return f"{measure.checklist_title}: {measure.label}, {found.cycle.name}, {unit_of(measure)}"


def title_of_series(found: Series) -> str:
    measure = found.measure
    return f"{found.force.name}: {measure.label}, {unit_of(measure)}"
