"""One indicator over all forces, in one period."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cases.statistics.spread import Spread, spread
from forces.indicators.computing import Amount, Figure, ForceData
from forces.indicators.indicator import Indicator
from forces.indicators.periods import Period, twelve_months_to
from forces.indicators.standing import data_of_forces
from forces.models import Force

FEWEST_FOR_A_SPREAD = 2
ABOVE, BELOW = "above one standard deviation", "below one standard deviation"


@dataclass(frozen=True, slots=True)
class Standing:
    """A force with its value. ``position`` says on which side of the lines, "" between them."""

    force: Force
    amount: Amount
    similar: bool
    position: str
    met: bool | None


@dataclass(frozen=True, slots=True)
class OverForces:
    """The forces with a value of the period, the highest first, and the others.

    ``elsewhere`` have a value of another period alone; ``without`` have none. ``period`` is
    None when no force has a value. ``spread`` is None when there are too few for a mean.
    """

    indicator: Indicator
    period: Period | None
    periods: tuple[Period, ...]
    standings: tuple[Standing, ...]
    elsewhere: tuple[tuple[Force, Figure], ...]
    without: tuple[Force, ...]
    spread: Spread | None
    chosen: Force | None


def over_forces(
    indicator: Indicator, forces: Sequence[Force], chosen: str = "", ends: date | None = None
) -> OverForces:
    """The indicator over ``forces`` in the period that ends on ``ends``.

    Without ``ends``, or where no force has a value then, the period that most forces have
    their latest value of. ``chosen`` is the slug of the force that is compared with the others.
    One query for any number of forces.
    """
    data = data_of_forces(forces, indicator)
    latest = {force.pk: _latest(indicator, data[force.pk]) for force in forces}
    periods = _periods(indicator, data.values(), latest.values())
    period = next((p for p in periods if p.ends == ends), None) or _commonest(latest.values())
    values = {f.pk: _value(indicator, data[f.pk], period) for f in forces} if period else {}
    return _compared(indicator, period, periods, forces, values, latest, chosen)


def _compared(
    indicator: Indicator,
    period: Period | None,
    periods: Sequence[Period],
    forces: Sequence[Force],
    values: Mapping[int, Amount | None],
    latest: Mapping[int, Figure | None],
    chosen: str,
) -> OverForces:
    known = [(force, amount) for force in forces if (amount := values.get(force.pk))]
    spread_of = _spread(forces, values) if len(known) >= FEWEST_FOR_A_SPREAD else None
    selected = next((force for force in forces if force.slug == chosen), None)
    similar = {force.pk for force in selected.most_similar.all()} if selected else set()
    standings = [_standing(indicator, f, amount, f.pk in similar, spread_of) for f, amount in known]
    others = [force for force in forces if not values.get(force.pk)]
    return OverForces(
        indicator=indicator,
        period=period,
        periods=tuple(periods),
        standings=tuple(
            sorted(standings, key=lambda one: (-one.amount.value, one.force.short_name))
        ),
        elsewhere=tuple((f, figure) for f in others if (figure := latest[f.pk])),
        without=tuple(force for force in others if not latest[force.pk]),
        spread=spread_of,
        chosen=selected,
    )


def _latest(indicator: Indicator, data: ForceData) -> Figure | None:
    """Twelve months where there are twelve, so that forces are compared over the same span."""
    return data.twelve_months(indicator) or data.latest(indicator)


def _periods(
    indicator: Indicator, data: Iterable[ForceData], latest: Iterable[Figure | None]
) -> list[Period]:
    """The periods like the latest that any force has a value of, the newest first."""
    found = {figure.period for figure in latest if figure}
    for of_force in data:
        for period in of_force.periods_of(indicator):
            like = period if indicator.snapshot else twelve_months_to(period.ends)
            if like not in found and _value(indicator, of_force, like):
                found.add(like)
    return sorted(found, key=lambda period: (period.ends, period.starts), reverse=True)


def _commonest(latest: Iterable[Figure | None]) -> Period | None:
    periods = Counter(figure.period for figure in latest if figure)
    return max(periods, key=lambda period: (periods[period], period.ends), default=None)


def _value(indicator: Indicator, data: ForceData, period: Period) -> Amount | None:
    if not indicator.snapshot:
        return data.over(indicator, period)
    figure = data.on(indicator, period.ends)
    return figure.amount if figure and figure.period == period else None


def _spread(forces: Sequence[Force], values: Mapping[int, Amount | None]) -> Spread:
    return spread({f.slug: amount.value if (amount := values.get(f.pk)) else None for f in forces})


def _standing(
    indicator: Indicator, force: Force, amount: Amount, similar: bool, spread_of: Spread | None
) -> Standing:
    position = ""
    if spread_of and force.slug in spread_of.above:
        position = ABOVE
    elif spread_of and force.slug in spread_of.below:
        position = BELOW
    met = indicator.standard.met_by(amount.value) if indicator.standard else None
    return Standing(force, amount, similar, position, met)
