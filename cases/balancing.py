"""Shares files over reviewers so that every stratum is spread over all of them.

Pure. Each reviewer's number of files is settled first, then each stratum is divided in the
same proportion and rounded so that both the strata and the numbers come out exactly. What is
left of a stratum goes to those who still need most, and among these to those who have fewest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class File:
    """A file to share. ``holder`` is the key of the reviewer who has it now, if anybody."""

    stratum: str
    holder: int | None = None


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Somebody to share files over.

    ``capacity`` is the most files they take. ``held`` is how many they have of each stratum
    beside the files that are shared.
    """

    key: int
    capacity: int | None = None
    held: Mapping[str, int] = field(default_factory=dict)


def share(files: Sequence[File], reviewers: Sequence[Reviewer]) -> list[int | None]:
    """For each file the key of its reviewer, None where everybody is full.

    Equally when no reviewer has a capacity: numbers, and files of each stratum, then differ
    by one at most. Otherwise in proportion to the capacities, and the files of a stratum are
    within one of that proportion. A reviewer keeps as many of their own files as they can.

    Raises ValueError when nobody takes files, or only some reviewers have a capacity.
    """
    takers = _takers(reviewers)
    strata: dict[str, list[int]] = {}
    for place, file in enumerate(files):
        strata.setdefault(file.stratum, []).append(place)
    sizes = _sizes({name: len(places) for name, places in strata.items()}, takers)
    numbers = in_proportion(sum(sizes.values()), [taker.capacity or 1 for taker in takers])
    cells = _cells(sizes, takers, numbers)
    given: list[int | None] = [None] * len(files)
    for name, places in strata.items():
        left = {taker.key: n for taker, n in zip(takers, cells[name], strict=True)}
        _give(files, places, left, given)
    return given


def in_proportion(total: int, weights: Sequence[int]) -> list[int]:
    """``total`` divided by ``weights`` in whole numbers: the largest remainders first."""
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: -(total * weights[i] % whole))
    for i in order[: total - sum(parts)]:
        parts[i] += 1
    return parts


def _takers(reviewers: Sequence[Reviewer]) -> list[Reviewer]:
    """Those who take files, who has fewest first, so that they win whatever is even."""
    limited = [reviewer.capacity is not None for reviewer in reviewers]
    if any(limited) and not all(limited):
        raise ValueError("Give every reviewer a capacity, or none of them.")
    takers = [reviewer for reviewer in reviewers if reviewer.capacity != 0]
    if not takers:
        raise ValueError("There is nobody to share the files over.")
    return sorted(takers, key=lambda taker: sum(taker.held.values()))


def _sizes(strata: Mapping[str, int], takers: Sequence[Reviewer]) -> dict[str, int]:
    """How many files of each stratum are shared: its part of what all of them take."""
    total = sum(strata.values())
    room = sum(total if taker.capacity is None else taker.capacity for taker in takers)
    if room >= total:
        return dict(strata)
    return dict(zip(strata, in_proportion(room, list(strata.values())), strict=True))


def _cells(
    strata: Mapping[str, int], takers: Sequence[Reviewer], numbers: Sequence[int]
) -> dict[str, list[int]]:
    """Of each stratum the files of each reviewer: rounded down, then one more where needed.

    Whoever needs most has first call, which keeps the rest of the table solvable. Where all
    capacities are equal, the proportions are too, though the numbers may differ by one.
    """
    alike = all(one.capacity == other.capacity for one, other in pairwise(takers))
    weights = [1] * len(takers) if alike else numbers
    whole = sum(weights)
    cells = {name: [n * weight // whole for weight in weights] for name, n in strata.items()}
    needs = [n - sum(row[i] for row in cells.values()) for i, n in enumerate(numbers)]
    for name, row in cells.items():
        order = sorted(range(len(row)), key=lambda i: (-needs[i], takers[i].held.get(name, 0)))
        for i in order[: strata[name] - sum(row)]:
            row[i] += 1
            needs[i] -= 1
    return cells


def _give(
    files: Sequence[File], places: Sequence[int], left: dict[int, int], given: list[int | None]
) -> None:
    """Gives files of one stratum: first to who has them, then to all by turns.

    Where some are left over, these are the last, and those that somebody else has.
    """
    moving = []
    for place in places:
        holder = files[place].holder
        if holder is not None and left.get(holder, 0):
            given[place] = holder
            left[holder] -= 1
        else:
            moving.append(place)
    turns = sorted(
        ((2 * turn + 1) / (2 * number), order, key)
        for order, (key, number) in enumerate(left.items())
        for turn in range(number)
    )
    moving.sort(key=lambda place: files[place].holder is not None)
    for place, (_, _, key) in zip(moving, turns, strict=False):
        given[place] = key
