"""Sharing files over reviewers: the numbers come out, and every stratum is spread."""

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.balancing import File, Reviewer, in_proportion, share

# Files of some strata in any order, some of them with somebody already.
names = st.sampled_from(["s0", "s1", "s2", "s3"])
piles = st.lists(st.builds(File, names, st.none() | st.integers(0, 6)), max_size=40)


@st.composite
def teams(draw: st.DrawFn, *, limited: bool) -> list[Reviewer]:
    """Up to six people, with capacities or without, who have some files already."""
    capacity = st.integers(0, 12) if limited else st.none()
    first = st.integers(1, 12) if limited else st.none()
    held = st.dictionaries(st.sampled_from(["s0", "s1", "other"]), st.integers(0, 9))
    capacities = [draw(first), *draw(st.lists(capacity, max_size=5))]
    return [Reviewer(key, limit, draw(held)) for key, limit in enumerate(capacities)]


def table(files: list[File], given_to: list[int | None]) -> Counter[tuple[str, int | None]]:
    """How many files of each stratum each reviewer got."""
    return Counter((file.stratum, key) for file, key in zip(files, given_to, strict=True))


def sizes(files: list[File]) -> Counter[str]:
    return Counter(file.stratum for file in files)


def spread(numbers: list[int]) -> int:
    return max(numbers) - min(numbers)


@given(piles, teams(limited=False))
def test_equal_shares_differ_by_one_file_at_most_in_all_and_in_every_stratum(files, team):
    given_to = share(files, team)
    totals = Counter(given_to)
    assert totals[None] == 0
    assert spread([totals[r.key] for r in team]) <= 1
    cells = table(files, given_to)
    for stratum in sizes(files):
        assert spread([cells[stratum, r.key] for r in team]) <= 1


@given(piles, teams(limited=True))
def test_nobody_gets_more_than_their_capacity_and_no_place_stays_empty(files, team):
    room = sum(r.capacity or 0 for r in team)
    totals = Counter(share(files, team))
    assert all(totals[r.key] <= (r.capacity or 0) for r in team)
    assert sum(totals[r.key] for r in team) == min(len(files), room)


@given(piles, teams(limited=True))
def test_shares_by_capacity_are_in_proportion_in_all_and_in_every_stratum(files, team):
    room = sum(r.capacity or 0 for r in team)
    given_to = share(files, team)
    shared = len(files) - given_to.count(None)
    totals, cells = Counter(given_to), table(files, given_to)
    for r in team:
        assert abs(totals[r.key] - Fraction(shared * (r.capacity or 0), room)) < 1
    alike = len({r.capacity for r in team if r.capacity}) == 1
    for stratum, size in sizes(files).items():
        of_these = size - cells[stratum, None]
        # With equal capacities a stratum is divided evenly; otherwise as the numbers are.
        for r in team:
            share_of = Fraction(r.capacity or 0, room) if alike else Fraction(totals[r.key], shared)
            assert abs(cells[stratum, r.key] - of_these * share_of) <= 1


@given(piles, teams(limited=True))
def test_what_does_not_fit_is_left_from_every_stratum_in_proportion(files, team):
    room = sum(r.capacity or 0 for r in team)
    cells = table(files, share(files, team))
    for stratum, size in sizes(files).items():
        left = Fraction(size * max(0, len(files) - room), len(files))
        assert abs(cells[stratum, None] - left) < 1


@given(piles, st.booleans().flatmap(lambda limited: teams(limited=limited)))
def test_a_reviewer_keeps_as_many_of_their_files_as_their_share_allows(files, team):
    given_to = share(files, team)
    cells = table(files, given_to)
    pairs = list(zip(files, given_to, strict=True))
    theirs = Counter((file.stratum, file.holder) for file in files)
    kept = Counter((file.stratum, key) for file, key in pairs if key == file.holder)
    for stratum in sizes(files):
        for r in team:
            cell = (stratum, r.key)
            assert kept[cell] == min(theirs[cell], cells[cell])


@given(piles, teams(limited=True))
def test_sharing_the_same_files_again_moves_nothing(files, team):
    once = share(files, team)
    again = [File(f.stratum, key) for f, key in zip(files, once, strict=True)]
    assert share(again, team) == once


def test_one_file_at_a_time_goes_to_who_has_fewest():
    held = {key: Counter[str]() for key in range(3)}
    for stratum in "aabacab":
        [taker] = share([File(stratum)], [Reviewer(key, held=held[key]) for key in held])
        assert taker is not None
        held[taker][stratum] += 1
    assert sorted(some.total() for some in held.values()) == [2, 2, 3]
    assert spread([held[key]["a"] for key in held]) <= 1


def test_extra_files_of_a_stratum_go_to_who_has_fewest_of_it():
    team = [Reviewer(0, held={"a": 3, "b": 0}), Reviewer(1, held={"a": 0, "b": 3})]
    files = [File("a"), File("b")]
    assert share(files, team) == [1, 0]


def test_capacities_in_a_hand_worked_example():
    files = [File("theft")] * 8 + [File("violence")] * 4
    team = [Reviewer(0, capacity=6), Reviewer(1, capacity=3), Reviewer(2, capacity=0)]
    cells = table(files, share(files, team))
    assert cells == {
        ("theft", 0): 4, ("theft", 1): 2, ("theft", None): 2,
        ("violence", 0): 2, ("violence", 1): 1, ("violence", None): 1,
    }  # fmt: skip


def test_a_stratum_is_dealt_by_turns_so_that_the_order_of_the_list_is_spread_too():
    assert share([File("a")] * 6, [Reviewer(0), Reviewer(1)]) == [0, 1, 0, 1, 0, 1]


@pytest.mark.parametrize(
    ("team", "reason"),
    [
        ([], "nobody to share"),
        ([Reviewer(0, capacity=0)], "nobody to share"),
        ([Reviewer(0), Reviewer(1, capacity=3)], "or none of them"),
    ],
)
def test_a_team_that_can_not_share_is_refused(team, reason):
    with pytest.raises(ValueError, match=reason):
        share([File("a")], team)


@given(st.integers(0, 500), st.lists(st.integers(1, 60), min_size=1, max_size=8))
def test_parts_add_up_and_are_rounded_to_a_neighbour(total, weights):
    parts = in_proportion(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(total * weight, sum(weights))) < 1
