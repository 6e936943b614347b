"""The quotas of a plan's strata and cells, from their numbers of records alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cases.sampling.proportions import largest_remainder, with_floors, with_limits
from cases.sampling.rules import Quota
from cases.sampling.strata import Cell, Stem


@dataclass(slots=True)
class Pool:
    """A cell in the making: how many records it has, and how many files it gets."""

    cell: Cell
    records: int
    files: int = 0

    def satisfies(self, minimum: int) -> bool:
        return minimum in self.cell.minimums


@dataclass(slots=True)
class Allotted:
    """A stratum of the plan in the making: what its quota asks, what it gets, and its pools."""

    stem: Stem
    asked: Quota
    pools: list[Pool]
    quota: int = 0
    records: int = field(init=False)

    def __post_init__(self) -> None:
        self.records = sum(pool.records for pool in self.pools)

    @property
    def room(self) -> int:
        """The files of the quota that no pool has yet."""
        return self.quota - sum(pool.files for pool in self.pools)

    @property
    def least(self) -> int:
        """The fewest files it may get: what it asks, as far as there are records."""
        return min(self.asked.least, self.records)


def set_quotas(strata: Sequence[Allotted], target: int) -> None:
    """Fixed quotas first; the proportional strata share what these leave of the target.

    The least numbers of all strata may not add up to more than the target.
    """
    shared = [stratum for stratum in strata if stratum.asked.fixed is None]
    for stratum in strata:
        stratum.quota = stratum.least
    taken = sum(stratum.quota for stratum in strata if stratum.asked.fixed is not None)
    weights = [stratum.records for stratum in shared]
    amount = min(target - taken, sum(weights))
    quotas = with_floors(amount, weights, [stratum.least for stratum in shared])
    for stratum, quota in zip(shared, quotas, strict=True):
        stratum.quota = quota


def reached(strata: Sequence[Allotted], minimum: int) -> int:
    """How many files satisfy a minimum so far."""
    return sum(p.files for s in strata for p in s.pools if p.satisfies(minimum))


def satisfying(strata: Sequence[Allotted], minimum: int) -> int:
    """How many records satisfy a minimum."""
    return sum(p.records for s in strata for p in s.pools if p.satisfies(minimum))


def meet_minimum(strata: Sequence[Allotted], minimum: int, files: int) -> None:
    """Give a minimum what it still lacks, over the strata and within each over its pools.

    Both in proportion to the records that satisfy it, limited by the records and by the room
    in the quotas. It stays short when there is no room left.
    """
    lacking = files - reached(strata, minimum)
    pools = [[pool for pool in s.pools if pool.satisfies(minimum)] for s in strata]
    weights = [sum(pool.records for pool in fitting) for fitting in pools]
    limits = [
        min(stratum.room, sum(pool.records - pool.files for pool in fitting))
        for stratum, fitting in zip(strata, pools, strict=True)
    ]
    for fitting, amount in zip(pools, with_limits(lacking, weights, limits), strict=True):
        _give(fitting, amount)


def _give(pools: Sequence[Pool], amount: int) -> None:
    given = with_limits(
        amount,
        [pool.records for pool in pools],
        [pool.records - pool.files for pool in pools],
    )
    for pool, files in zip(pools, given, strict=True):
        pool.files += files


def fill(stratum: Allotted) -> None:
    """Give the rest of a quota to the pools that are behind their proportional share.

    Each gets in proportion to what it lacks of that share.
    """
    behind = [
        max(0, stratum.quota * pool.records - pool.files * stratum.records)
        for pool in stratum.pools
    ]
    if stratum.room:
        for pool, files in zip(stratum.pools, largest_remainder(stratum.room, behind), strict=True):
            pool.files += files
