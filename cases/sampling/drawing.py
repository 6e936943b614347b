"""The draw: the lowest tickets of every stratum, and the next ones as its reserve."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import chain
from operator import attrgetter
from typing import Any, Final

from cases.sampling.allotment import resolve
from cases.sampling.plans import Plan
from cases.sampling.resolution import Resolution, Stratum
from cases.sampling.strata import Cell, Facts, Sorter, projection
from cases.sampling.tickets import ticket_machine
from cases.sampling.wording import Naming, plain_naming
from peel.lib.errors import Invalid

ALGORITHM: Final = "1"


@dataclass(frozen=True, slots=True)
class Ticket:
    """A record that was drawn or stands in reserve: its stratum's code and its SHA-256."""

    reference: str
    stratum: str
    ticket: str

    def as_mapping(self) -> dict[str, str]:
        """As the JSON of a draw shows it."""
        return {"reference": self.reference, "stratum": self.stratum, "ticket": self.ticket}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A draw. ``drawn`` and ``reserve`` stand in order of their tickets, lowest first."""

    resolution: Resolution
    drawn: tuple[Ticket, ...]
    reserve: tuple[Ticket, ...]

    @property
    def strata(self) -> tuple[Stratum, ...]:
        return self.resolution.strata

    def as_mapping(self) -> dict[str, Any]:
        """The part of the JSON of a draw that follows from the records, the plan and the seed."""
        return {
            "strata": [stratum.as_mapping() for stratum in self.strata],
            "drawn": [ticket.as_mapping() for ticket in self.drawn],
            "reserve": [ticket.as_mapping() for ticket in self.reserve],
        }


def draw(
    records: Mapping[str, Facts],
    plan: Plan,
    seed: str,
    facts: Sequence[str],
    *,
    accept_shortfalls: bool = False,
    naming: Naming = plain_naming,
) -> Drawn:
    """Draws by a plan. ``records`` gives for each normalised reference its facts, by ``facts``.

    Raises ``Invalid`` with the refusals of ``resolve``, and with the shortfalls unless they
    are accepted.
    """
    grouped = _grouped(records, plan, facts)
    counts = {values: len(references) for values, references in grouped.items()}
    resolution = resolve(plan, counts, plan.facts, naming)
    _refuse(resolution, accept_shortfalls)
    ticket = ticket_machine(seed)
    drawn: list[Ticket] = []
    reserve: list[Ticket] = []
    cells = _by_cell(plan, grouped)
    for stratum in resolution.strata:
        references = chain.from_iterable(cells.get(stratum.cell, ()))
        pairs = ((ticket(reference), reference) for reference in references)
        lowest = _lowest(pairs, stratum)
        drawn += lowest[: stratum.quota]
        reserve += lowest[stratum.quota :]
    order = attrgetter("ticket", "reference")
    return Drawn(resolution, tuple(sorted(drawn, key=order)), tuple(sorted(reserve, key=order)))


def _grouped(
    records: Mapping[str, Facts], plan: Plan, facts: Sequence[str]
) -> dict[Facts, list[str]]:
    """The references by those of their facts that the plan names."""
    unknown = [fact for fact in plan.facts if fact not in facts]
    if unknown:
        raise Invalid(*resolve(plan, {}, facts).refusals)
    pick = projection(plan, facts)
    grouped: dict[Facts, list[str]] = {}
    for reference, values in records.items():
        grouped.setdefault(pick(values), []).append(reference)
    return grouped


def _by_cell(plan: Plan, grouped: Mapping[Facts, list[str]]) -> dict[Cell, list[list[str]]]:
    sorter = Sorter(plan)
    cells: dict[Cell, list[list[str]]] = {}
    for values, references in grouped.items():
        place = sorter.place_of(values)
        if isinstance(place, Cell):
            cells.setdefault(place, []).append(references)
    return cells


def _lowest(pairs: Iterable[tuple[str, str]], stratum: Stratum) -> list[Ticket]:
    wanted = nsmallest(stratum.quota + stratum.reserve, pairs) if stratum.quota else []
    return [Ticket(reference, stratum.code, ticket) for ticket, reference in wanted]


def _refuse(resolution: Resolution, accept_shortfalls: bool) -> None:
    reasons = list(resolution.refusals)
    if not accept_shortfalls:
        reasons += [shortfall.sentence for shortfall in resolution.shortfalls]
    if reasons:
        raise Invalid(*reasons)
