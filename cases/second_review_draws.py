"""Which files of a sample a draw of second reviews takes: the same files for everybody.

Pure. Every reviewer gives the same part of their files. Which of their offence groups it
comes from is settled so that the groups too come as close to that part as whole files allow.
Within a reviewer's files of a group the lowest tickets win, as in every other draw.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from cases.sampling.drawing import Ticket, draw
from cases.sampling.plans import Plan
from cases.sampling.proportions import largest_remainder
from cases.sampling.rules import Condition, Quota, Reserve, StratumRule
from cases.sampling.tickets import ticket_of

REVIEWER: Final = "reviewer"
GROUP: Final = "group"
FACTS: Final = (GROUP, REVIEWER)
NO_RESERVE: Final = Reserve(share=0, at_least=0)

Cell = tuple[str, str]
"""An offence group and a reviewer."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The files that can be drawn: group and reviewer by reference, and the names of both."""

    records: Mapping[str, Cell]
    groups: Mapping[str, str]
    reviewers: Mapping[str, str]

    def title_of(self, cell: Cell) -> str:
        group, reviewer = cell
        return f"{self.reviewers.get(reviewer, reviewer)}, {self.groups.get(group, group)}"


def files_in(share: int, frame: Frame) -> int:
    """How many files ``share`` percent of the frame are, rounded up."""
    return -(-share * len(frame.records) // 100)


def plan_of(frame: Frame, share: int, seed: str) -> Plan:
    """The plan that a draw of ``share`` percent follows: a fixed quota for every cell."""
    target = files_in(share, frame)
    quotas = quotas_of(Counter(frame.records.values()), target, seed)
    strata = [
        StratumRule(
            code=f"{reviewer}_{place}",
            title=frame.title_of((group, reviewer)),
            where=Condition(((GROUP, (group,)), (REVIEWER, (reviewer,)))),
            each=(),
            quota=Quota(fixed=quota),
        )
        for place, ((group, reviewer), quota) in enumerate(sorted(quotas.items()), start=1)
    ]
    title = f"{share} percent, by reviewer and offence group"
    return Plan("second_reviews", title, "", target, tuple(strata), reserve=NO_RESERVE)


def draw_second(frame: Frame, share: int, seed: str) -> tuple[Plan, tuple[Ticket, ...]]:
    """The plan and the tickets that are drawn, lowest first."""
    plan = plan_of(frame, share, seed)
    return plan, draw(frame.records, plan, seed, FACTS).drawn


def drawn_again(frame: Mapping[str, Sequence[str]], share: int, seed: str) -> list[dict[str, str]]:
    """What a draw comes to that was recorded with this frame, as its record holds it."""
    records = {reference: (group, reviewer) for reference, (group, reviewer) in frame.items()}
    _, tickets = draw_second(Frame(records, {}, {}), share, seed)
    return [ticket.as_mapping() for ticket in tickets]


def quotas_of(sizes: Mapping[Cell, int], target: int, seed: str) -> dict[Cell, int]:
    """How many of ``target`` files each cell gives; those that give none are left out.

    Whole files can't always be equal parts. Who is rounded up is decided by the seed.
    """
    part = Fraction(target, sum(sizes.values()))
    behind: dict[str, Fraction] = {}
    for (group, _), files in sizes.items():
        behind[group] = behind.get(group, Fraction()) + part * files
    quotas: dict[Cell, int] = {}
    for reviewer, number in _numbers(sizes, target, seed):
        cells = {cell: files for cell, files in sizes.items() if cell[1] == reviewer}
        for _ in range(number):
            cell = _next(cells, quotas, part, behind, seed)
            quotas[cell] = quotas.get(cell, 0) + 1
            behind[cell[0]] -= 1
    return quotas


def _numbers(sizes: Mapping[Cell, int], target: int, seed: str) -> Iterable[tuple[str, int]]:
    """How many files each reviewer gives, in an order that the seed decides."""
    files: Counter[str] = Counter()
    for (_, reviewer), size in sizes.items():
        files[reviewer] += size
    reviewers = sorted(files, key=lambda reviewer: ticket_of(seed, reviewer))
    numbers = largest_remainder(target, [files[reviewer] for reviewer in reviewers])
    return zip(reviewers, numbers, strict=True)


def _next(
    cells: Mapping[Cell, int],
    quotas: Mapping[Cell, int],
    part: Fraction,
    behind: Mapping[str, Fraction],
    seed: str,
) -> Cell:
    """The reviewer's cell that is furthest behind its part, and its group behind the group's."""

    def need(cell: Cell) -> tuple[Fraction, str]:
        lacking = part * cells[cell] - quotas.get(cell, 0)
        return lacking + behind[cell[0]], ticket_of(seed, ",".join(cell))

    return max((cell for cell, files in cells.items() if quotas.get(cell, 0) < files), key=need)
