"""Comparisons as charts."""

from collections.abc import Callable, Iterator

from cases.charts import (
    Bar,
    BarChart,
    Emphasis,
    Entry,
    Line,
    Point,
    RuleLine,
    SeriesChart,
    emphasis_of,
)
from cases.comparison.national import National, Standing
from cases.comparison.series import Period, Series
from cases.comparison.wording import (
    BY_CONSTRUCTION,
    COUNTS,
    change_of,
    made_up,
    mean_of,
    named,
    percent,
    title_of_national,
    title_of_series,
)
from forces.models import Force

MOST = 100


def bars_of(
    found: National, url_of: Callable[[Force], str], *, demonstration: bool = False
) -> BarChart:
    """The forces as bars; ``url_of`` gives the address that a bar leads to."""
    return BarChart(
        title=title_of_national(found),
        description=_about(found),
        bars=tuple(_bar(standing, found, url_of) for standing in found.standings),
        lines=tuple(_lines(found)),
        explained=tuple(_explained(found)),
        notes=tuple(_notes(found, demonstration)),
        most=MOST,
    )


def _about(found: National) -> str:
    count = len(found.standings)
    forces = "1 force" if count == 1 else f"{count} forces"
    return f"A bar for each of {forces}, the highest first. {mean_of(found)}"


def _bar(standing: Standing, found: National, url_of: Callable[[Force], str]) -> Bar:
    force = standing.force
    chosen = bool(found.chosen and force.pk == found.chosen.pk)
    emphasis = emphasis_of(chosen=chosen, similar=standing.similar)
    return Bar(force.short_name, standing.value, standing.figure.words, url_of(force), emphasis)


def _lines(found: National) -> Iterator[Line]:
    if found.spread is None:
        return
    places, spread = found.cycle.rate_decimals, found.spread
    mean = percent(spread.mean, places)
    yield Line("mean", (spread.mean,), f"Mean of {spread.forces} forces: {mean} percent")
    if spread.deviation:
        ends = f"{percent(spread.lower, places)} and {percent(spread.upper, places)}"
        words = f"One standard deviation from the mean: {ends} percent"
        # A line beyond the ends of the axis would stand at the end, which is not its place.
        at = tuple(value for value in (spread.lower, spread.upper) if 0 <= value <= MOST)
        yield Line("deviation", at, words)


def _explained(found: National) -> Iterator[Entry]:
    shown = {standing.force.pk for standing in found.standings}
    if found.chosen and found.chosen.pk in shown:
        yield Entry(Emphasis.CHOSEN, found.chosen.short_name)
    if found.chosen and any(standing.similar for standing in found.standings):
        yield Entry(Emphasis.SIMILAR, f"Forces most similar to {found.chosen.short_name}")


def _notes(found: National, demonstration: bool) -> Iterator[str]:
    if found.without:
        yield f"No figure: {named(found.without)}."
    if found.too_few:
        yield f"Too few cases to estimate: {named(found.too_few)}."
    if not found.measure.is_estimate:
        yield COUNTS
    if found.spread and found.spread.deviation:
        yield BY_CONSTRUCTION
    figures = [standing.figure for standing in found.standings]
    if note := made_up(figures, demonstration=demonstration):
        yield note


def points_of(
    found: Series, url_of: Callable[[Period], str], *, demonstration: bool = False
) -> SeriesChart:
    """The periods as points; ``url_of`` gives the address that a point leads to."""
    points = tuple(_point(period, url_of) for period in found.periods)
    drawn = tuple(point for point in points if point)
    return SeriesChart(
        title=title_of_series(found),
        description=_story(found),
        points=drawn,
        rules=tuple(_rules(found)),
        notes=tuple(_notes_of_series(found, demonstration)),
        most=MOST,
    )


def _point(period: Period, url_of: Callable[[Period], str]) -> Point | None:
    figure = period.figure
    if figure.value is None:
        return None
    return Point(
        name=period.cycle.name,
        on=figure.ends or period.cycle.ends,
        value=figure.value,
        words=figure.words,
        lower=figure.estimate.lower if figure.estimate else None,
        upper=figure.estimate.upper if figure.estimate else None,
        url=url_of(period),
        joined=period.change is not None and period.change.refused is None,
    )


def _story(found: Series) -> str:
    told = (
        f"{period.cycle.name}: {period.figure.words}, {change_of(period)}"
        for period in found.periods
    )
    return "; ".join(told).rstrip(".") + "."


def _rules(found: Series) -> Iterator[RuleLine]:
    days = [period.figure.ends or period.cycle.ends for period in found.periods]
    for rule in found.measure.rule_changes:
        if min(days) < rule.on <= max(days):
            day = f"{rule.on:%d %B %Y}".removeprefix("0")
            yield RuleLine(
                rule.on,
                f"Rules changed on {day} ({rule.name}): figures from before and after are not "
                "compared",
            )


def _notes_of_series(found: Series, demonstration: bool) -> Iterator[str]:
    too_few = [period.cycle.name for period in found.periods if period.figure.value is None]
    if too_few:
        yield f"Too few cases to estimate: {', '.join(too_few)}."
    yield "The axis shows the part of 0 to 100 percent that the figures lie in."
    figures = [period.figure for period in found.periods]
    if note := made_up(figures, demonstration=demonstration):
        yield note
