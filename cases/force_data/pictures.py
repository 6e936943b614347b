"""The data of forces as charts."""

from collections.abc import Callable, Iterator
from fractions import Fraction

from cases.charts import Bar, BarChart, Emphasis, Entry, Line, emphasis_of
from cases.comparison.wording import named
from cases.force_data.disproportionality import Disproportion
from cases.force_data.over_forces import OverForces, Standing
from cases.force_data.wording import BY_CONSTRUCTION, mean_of, note_of, title_of
from cases.statistics.printing import times
from forces.indicators.wording import number
from forces.models import Force


def bars_of(found: OverForces, url_of: Callable[[Force], str]) -> BarChart:
    """The forces as bars; ``url_of`` gives the address that a bar leads to."""
    count = len(found.standings)
    forces = "1 force" if count == 1 else f"{count} forces"
    return BarChart(
        title=title_of(found),
        description=f"A bar for each of {forces}, the highest first. {mean_of(found)}",
        bars=tuple(_bar(standing, found, url_of) for standing in found.standings),
        lines=tuple(_lines(found)),
        explained=tuple(_explained(found)),
        notes=tuple(_notes(found)),
        most=100 if found.indicator.unit == "percent" else None,
    )


def ratios_of(found: Disproportion) -> BarChart:
    """The rate ratios as bars, with a line where a group is searched as often as the other."""
    groups = [group for group in found.groups if group.ratio]
    told = "; ".join(
        f"{group.label}: {times(group.ratio.ratio)}" for group in groups if group.ratio
    )
    return BarChart(
        title=f"{found.force.name}: stop and search by ethnicity, {found.period.name}",
        description=" ".join(
            (f"How many times as often as {found.reference} people: {told}.", *found.made_up)
        ),
        bars=tuple(
            Bar(group.label, group.ratio.ratio, times(group.ratio.ratio))
            for group in groups
            if group.ratio
        ),
        lines=(Line("mean", (Fraction(1),), f"As often as {found.reference} people"),),
        notes=tuple(found.made_up),
    )


def _bar(standing: Standing, found: OverForces, url_of: Callable[[Force], str]) -> Bar:
    force = standing.force
    chosen = bool(found.chosen and force.pk == found.chosen.pk)
    emphasis = emphasis_of(chosen=chosen, similar=standing.similar)
    words = number(found.indicator, standing.amount.value)
    value = Fraction(standing.amount.value)
    return Bar(force.short_name, value, words, url_of(force), emphasis)


def _lines(found: OverForces) -> Iterator[Line]:
    if found.spread is None:
        return
    indicator, spread = found.indicator, found.spread
    most = 100 if indicator.unit == "percent" else None
    mean = number(indicator, spread.mean)
    yield Line("mean", (spread.mean,), f"Mean of {spread.forces} forces: {mean}")
    if spread.deviation:
        ends = f"{number(indicator, spread.lower)} and {number(indicator, spread.upper)}"
        # A line beyond the ends of the axis would stand at the end, which is not its place.
        at = (v for v in (spread.lower, spread.upper) if v >= 0 and (most is None or v <= most))
        yield Line("deviation", tuple(at), f"One standard deviation from the mean: {ends}")


def _explained(found: OverForces) -> Iterator[Entry]:
    shown = {standing.force.pk for standing in found.standings}
    if found.chosen and found.chosen.pk in shown:
        yield Entry(Emphasis.CHOSEN, found.chosen.short_name)
    if found.chosen and any(standing.similar for standing in found.standings):
        yield Entry(Emphasis.SIMILAR, f"Forces most similar to {found.chosen.short_name}")


def _notes(found: OverForces) -> Iterator[str]:
    if found.without:
        yield f"No accepted data: {named(found.without)}."
    if found.elsewhere:
        yield f"Data of another period alone: {named(force for force, _ in found.elsewhere)}."
    if note := note_of(found.indicator):
        yield note
    if found.spread and found.spread.deviation:
        yield BY_CONSTRUCTION
    own = [standing.force for standing in found.standings if not standing.amount.synthetic]
    if len(own) < len(found.standings):
        yield f"Synthetic, made up for the demonstration: {_all_but(own)}."
    illustrative = [s.force for s in found.standings if s.amount.illustrative]
    if illustrative:
        yield f"Computed with illustrative counts: {named(illustrative)}."


def _all_but(own: list[Force]) -> str:
    return f"every force but {named(own)}" if own else "every force"
