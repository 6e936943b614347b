"""Moves files between cells when earlier minimums took the places that a later one needs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cases.sampling.quotas import Allotted, Pool, reached

Effect = tuple[int, ...]


class Move(NamedTuple):
    """A file's way from one cell of a stratum, or from the room in its quota, to another."""

    stratum: Allotted
    source: Pool | None
    target: Pool

    @property
    def is_possible(self) -> bool:
        has_source = self.source.files if self.source else self.stratum.room
        return bool(has_source) and self.target.files < self.target.records

    def make(self, *, times: int = 1) -> None:
        self.target.files += times
        if self.source:
            self.source.files -= times


@dataclass(slots=True)
class Repair:
    """Makes up what minimums lack. ``wanted`` gives the files of each, by its place in the plan.

    All moves are gone through in the order of the plan, and each that lessens what the
    minimums lack together is made, until none does. Then two moves together are tried.
    """

    strata: Sequence[Allotted]
    wanted: Sequence[int]
    _lacks: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._lacks = [
            files - reached(self.strata, place) for place, files in enumerate(self.wanted)
        ]

    def make(self) -> None:
        while max(self._lacks, default=0) > 0 and (self._sweep() or self._make_two()):
            pass

    def _sweep(self) -> bool:
        """Make every move that lessens what is lacking. Tells whether there was one."""
        made = False
        for move in self._moves():
            while move.is_possible and self._gain(effect := self._effect(move)) > 0:
                self._make(move, effect)
                made = True
        return made

    def _make_two(self) -> bool:
        """Make the first two moves that together lessen what is lacking."""
        first_with: dict[Effect, Move] = {}
        for move in self._moves():
            if move.is_possible:
                first_with.setdefault(self._effect(move), move)
        for effect, move in first_with.items():
            for next_effect, next_move in first_with.items():
                both = tuple(one + other for one, other in zip(effect, next_effect, strict=True))
                if self._gain(both) > 0 and _are_possible(move, next_move):
                    self._make(move, effect)
                    self._make(next_move, next_effect)
                    return True
        return False

    def _moves(self) -> Iterator[Move]:
        for stratum in self.strata:
            for target in stratum.pools:
                for source in (None, *stratum.pools):
                    if source is not target:
                        yield Move(stratum, source, target)

    def _effect(self, move: Move) -> Effect:
        """How many files more each minimum would have."""
        return tuple(
            move.target.satisfies(place)
            - (move.source is not None and move.source.satisfies(place))
            for place in range(len(self.wanted))
        )

    def _gain(self, effect: Effect) -> int:
        """How much less the minimums would lack together."""
        return sum(
            max(0, lack) - max(0, lack - more)
            for lack, more in zip(self._lacks, effect, strict=True)
        )

    def _make(self, move: Move, effect: Effect) -> None:
        move.make()
        self._lacks = [lack - more for lack, more in zip(self._lacks, effect, strict=True)]


def _are_possible(first: Move, then: Move) -> bool:
    """Whether both moves can be made, one after the other."""
    first.make()
    possible = then.is_possible
    first.make(times=-1)
    return possible
