"""One measure over all forces of a cycle."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from cases.comparison.measures import ComparedMeasure
from cases.comparison.stored import StoredFigure, stored_figures
from cases.statistics.spread import Spread, spread
from forces.models import Cycle, Force

FEWEST_FOR_A_SPREAD = 2
ABOVE, BELOW = "above one standard deviation", "below one standard deviation"


@dataclass(frozen=True, slots=True)
class Standing:
    """A force with its figure. ``position`` says on which side of the lines, "" between them."""

    force: Force
    figure: StoredFigure
    value: Fraction
    similar: bool = False
    position: str = ""


@dataclass(frozen=True, slots=True)
class National:
    """The forces with a figure, highest first, and those without one.

    ``spread`` is None when too few forces have a figure for a mean to say anything.
    ``chosen`` is the force that is compared with the others, None when nobody chose one.
    """

    measure: ComparedMeasure
    cycle: Cycle
    standings: tuple[Standing, ...]
    too_few: tuple[Force, ...]
    without: tuple[Force, ...]
    spread: Spread | None
    chosen: Force | None
    similar: tuple[Force, ...]


def national(
    user: User, measure: ComparedMeasure, cycle: Cycle, forces: Sequence[Force], chosen: str = ""
) -> National:
    """The measure in ``cycle`` over ``forces``, with the force at the slug ``chosen`` marked.

    Three queries for any number of forces and cycles.
    """
    by_force = {
        figure.where.force: figure for figure in stored_figures(user, [measure.key], cycle=cycle)
    }
    values = {
        force.slug: by_force[force.pk].value if force.pk in by_force else None for force in forces
    }
    known = [force for force in forces if values[force.slug] is not None]
    spread_of = spread(values) if len(known) >= FEWEST_FOR_A_SPREAD else None
    standings = [_standing(force, by_force[force.pk], spread_of) for force in known]
    return National(
        measure=measure,
        cycle=cycle,
        standings=tuple(sorted(standings, key=lambda s: (-s.value, s.force.short_name))),
        too_few=tuple(f for f in forces if f.pk in by_force and values[f.slug] is None),
        without=tuple(f for f in forces if f.pk not in by_force),
        spread=spread_of,
        chosen=next((force for force in forces if force.slug == chosen), None),
        similar=tuple(force for force in forces if is_similar(force)),
    )


def forces_beside(user: User, chosen: str = "") -> QuerySet[Force]:
    """Every force, each with whether it is most similar to the one at the slug ``chosen``."""
    similar = Force.most_similar.through.objects.filter(
        from_force__slug=chosen, to_force=OuterRef("pk")
    )
    return Force.objects.visible_to(user).annotate(is_similar=Exists(similar))


def is_similar(force: Force) -> bool:
    """Whether a force of ``forces_beside`` is most similar to the chosen one."""
    return bool(vars(force).get("is_similar"))


def _standing(force: Force, figure: StoredFigure, found: Spread | None) -> Standing:
    value = figure.value
    if value is None:
        raise ValueError(f"{force} has no figure that can be compared.")
    return Standing(force, figure, value, is_similar(force), _position(force, found))


def _position(force: Force, found: Spread | None) -> str:
    if found is None:
        return ""
    return ABOVE if force.slug in found.above else BELOW if force.slug in found.below else ""


def outside(found: National) -> Iterator[Standing]:
    """The forces beyond one standard deviation from the mean."""
    return (standing for standing in found.standings if standing.position)
