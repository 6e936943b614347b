"""What plans come to: quotas, minimums, and what speaks against drawing."""

import random
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from cases.sampling.allotment import MOST_STRATA, resolve
from cases.sampling.names import LONGEST_CODE
from cases.sampling.plans import read_plan
from cases.sampling.resolution import Resolution
from cases.sampling.wording import LONGEST_TITLE

FACTS = ("group", "outcome")
COUNTS = {
    ("theft", "8"): 30,
    ("theft", "18"): 470,
    ("violence", "8"): 60,
    ("violence", "18"): 240,
    ("fraud", "18"): 9,
    ("", "18"): 1,
}
PROPORTIONAL = {"each": ["group"], "quota": "proportional"}


def resolved(counts=COUNTS, facts=FACTS, **values) -> Resolution:
    plan = read_plan({"code": "a", "title": "A", "checklist": "vsa", **values})
    return resolve(plan, counts, facts)


def quotas(resolution: Resolution) -> dict[str, int]:
    return {stratum.code: stratum.quota for stratum in resolution.strata}


def sentences(resolution: Resolution) -> list[str]:
    return [*resolution.refusals, *(short.sentence for short in resolution.shortfalls)]


def test_no_strata_are_one_stratum_of_all_records():
    resolution = resolved(target=81)
    (stratum,) = resolution.strata
    assert (stratum.code, stratum.title, stratum.records) == ("all", "All records", 810)
    assert (stratum.quota, stratum.reserve, stratum.probability) == (81, 81, 0.1)
    assert (stratum.weight, stratum.exact_probability) == (10, Fraction(1, 10))
    assert not sentences(resolution)


def test_every_value_that_occurs_makes_a_stratum_and_so_does_a_missing_one():
    resolution = resolved(target=81, strata=[PROPORTIONAL])
    assert quotas(resolution) == {
        "group_not_recorded": 0,
        "group_fraud": 1,
        "group_theft": 50,
        "group_violence": 30,
    }
    assert [stratum.title for stratum in resolution.strata] == [
        "Group not recorded", "Group fraud", "Group theft", "Group violence",
    ]  # fmt: skip
    assert resolution.notices == (
        "No file is drawn from the 1 record of “Group not recorded”, so the figures will say "
        "nothing about them.",
    )


def test_the_least_of_a_proportional_quota_is_kept():
    strata = [{"each": ["group"], "quota": {"at_least": 5}}]
    resolution = resolved(target=81, strata=strata)
    assert quotas(resolution) == {
        "group_not_recorded": 1,
        "group_fraud": 5,
        "group_theft": 47,
        "group_violence": 28,
    }
    assert sentences(resolution) == [
        "“Group not recorded” asks for at least 5 files, and the extract holds only 1 record for "
        "it. At most 1 can be drawn."
    ]


def test_proportional_strata_share_what_fixed_ones_leave():
    fraud = {"code": "fraud", "where": {"group": "fraud"}, "quota": 6}
    resolution = resolved(target=86, strata=[fraud, {"code": "rest", "quota": "proportional"}])
    assert quotas(resolution) == {"fraud": 6, "rest": 80}
    assert [stratum.reserve for stratum in resolution.strata] == [3, 80]


def test_proportional_strata_make_up_for_a_fixed_one_that_falls_short():
    fraud = {"code": "fraud", "title": "Fraud", "where": {"group": "fraud"}, "quota": 15}
    resolution = resolved(target=100, strata=[fraud, {"code": "rest", "quota": "proportional"}])
    assert quotas(resolution) == {"fraud": 9, "rest": 91}
    assert sentences(resolution) == [
        "“Fraud” asks for 15 files, and the extract holds only 9 records for it. At most 9 can "
        "be drawn."
    ]


def test_a_listed_value_that_no_record_has_is_named():
    listed = {"each": ["group"], "where": {"group": ["violence", "arson", "theft"]}, "quota": 10}
    resolution = resolved(strata=[listed])
    assert quotas(resolution) == {"group_violence": 10, "group_arson": 0, "group_theft": 10}
    assert [(s.kind, s.code, s.asked, s.drawn) for s in resolution.shortfalls] == [
        ("stratum", "group_arson", 10, 0)
    ]
    assert "holds no record for it. None can be drawn." in sentences(resolution)[0]
    assert resolution.outside == 10


def test_each_over_several_facts_makes_every_combination_that_occurs():
    resolution = resolved(strata=[{"each": ["group", "outcome"], "quota": 1}])
    assert list(quotas(resolution)) == [
        "group_outcome_not_recorded_18",
        "group_outcome_fraud_18",
        "group_outcome_theft_18",
        "group_outcome_theft_8",
        "group_outcome_violence_18",
        "group_outcome_violence_8",
    ]


def test_a_rule_that_finds_nothing_to_make_strata_of_is_named():
    nothing = {"title": "Arson", "where": {"group": "arson"}, "each": ["outcome"], "quota": 3}
    resolution = resolved(strata=[nothing, {"code": "rest", "quota": 5}])
    assert sentences(resolution) == ["“Arson” finds no record in the extract. None can be drawn."]


def test_a_target_that_waits_for_strata_without_records_is_named():
    nothing = {"title": "Arson", "where": {"group": "arson"}, "each": ["outcome"],
               "quota": "proportional"}  # fmt: skip
    theft = {"where": {"group": "theft"}, "quota": 5}
    resolution = resolved(target=9, strata=[nothing, theft])
    assert not resolution.refusals
    assert quotas(resolution) == {"group_theft": 5}
    assert {(s.kind, s.code, s.asked, s.drawn) for s in resolution.shortfalls} == {
        ("target", "", 9, 5),
        ("stratum", "outcome", 0, 0),
    }


def test_a_record_belongs_to_the_first_stratum_that_it_fits():
    strata = [
        {"code": "resolved", "where": {"outcome": 8}, "quota": 15},
        {"code": "theft", "where": {"group": "theft"}, "quota": 10},
    ]
    resolution = resolved(strata=strata)
    assert [stratum.records for stratum in resolution.strata] == [90, 470]
    assert resolution.outside == 250


def test_exclusions_leave_records_out_with_their_reason():
    exclusions = [
        {"where": {"group": ["fraud", ""]}, "reason": "Not a recorded crime"},
        {"where": {"outcome": 4}, "reason": "Taken into consideration"},
    ]
    resolution = resolved(target=10, exclusions=exclusions)
    assert resolution.excluded == (("Not a recorded crime", 10), ("Taken into consideration", 0))
    assert resolution.records == 800


def test_a_quota_of_nothing_draws_nothing_and_has_no_reserve():
    strata = [{"code": "fraud", "where": {"group": "fraud"}, "quota": 0}, {"quota": 10}]
    fraud, rest = resolved(strata=strata).strata
    assert (fraud.quota, fraud.reserve, fraud.probability, fraud.weight) == (0, 0, 0, None)
    assert rest.quota == 10


@pytest.mark.parametrize(
    ("counts", "excluded", "sentence"),
    [
        ({}, "fraud", "The extract holds no record to draw from."),
        (
            {("fraud", "18"): 7, ("theft", "18"): 3},
            "fraud",
            "There is no record to draw from: the plan excludes 7 and its strata leave out 3. "
            "Change its conditions.",
        ),
    ],
)
def test_no_records_are_refused(counts, excluded, sentence):
    resolution = resolved(
        counts,
        target=5,
        strata=[{"where": {"group": "arson"}, "quota": "proportional"}],
        exclusions=[{"where": {"group": excluded}, "reason": "No"}],
    )
    assert resolution.refusals == (sentence,)
    assert resolution.strata == ()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            {"target": 15, "strata": [{"each": ["group"], "quota": 5}]},
            "The fixed quotas add up to 20 files, and the target is 15. Raise the target or "
            "lower the quotas.",
        ),
        (
            {"target": 50, "strata": [{"each": ["group"], "quota": 5}]},
            "The fixed quotas add up to 20 files, and the target is 50. Change the target or "
            "the quotas, or make a quota proportional.",
        ),
        (
            {"target": 10, "strata": [{"each": ["group"], "quota": {"at_least": 5}}]},
            "The strata ask for 16 files at least, and the target is 10. Raise the target or "
            "lower the quotas.",
        ),
        (
            {
                "strata": [{"where": {"group": "fraud"}, "quota": 5}, {"code": "b", "quota": 7}],
                "minimums": [{"title": "Resolved", "where": {"outcome": 8}, "files": 9}],
            },
            "“Resolved” asks for at least 9 files, but the quotas and the other minimums leave "
            "room for 7. Raise the quotas of the strata that hold such records, or lower a "
            "minimum.",
        ),
    ],
)
def test_a_contradiction_is_refused(values, sentence):
    resolution = resolved(**values)
    assert resolution.refusals == (sentence,)
    assert resolution.strata == ()
    assert resolution.planned


def test_a_target_above_the_records_is_named():
    resolution = resolved(target=1_000)
    assert quotas(resolution) == {"all": 810}
    assert sentences(resolution) == [
        "The target is 1,000 files, and the extract holds only 810 records for it. At most 810 "
        "can be drawn."
    ]
    assert resolution.strata[0].reserve == 0


def test_a_minimum_above_its_records_is_named():
    minimum = {"title": "Resolved", "where": {"outcome": 8}, "files": 95}
    resolution = resolved(target=100, minimums=[minimum])
    assert quotas(resolution) == {"all.outcome_8": 90, "all.other": 10}
    assert sentences(resolution) == [
        "“Resolved” asks for at least 95 files, and the extract holds only 90 records for it. "
        "At most 90 can be drawn."
    ]
    (planned,) = resolution.minimums
    assert (planned.records, planned.asked, planned.reached) == (90, 95, 90)


def test_records_outside_the_strata_help_no_minimum():
    minimum = {"where": {"outcome": 8}, "files": 31}
    resolution = resolved(strata=[{"where": {"group": "theft"}, "quota": 50}], minimums=[minimum])
    assert [(short.kind, short.drawn) for short in resolution.shortfalls] == [("minimum", 30)]


def test_overlapping_minimums_share_files():
    """The second asks only for the 26 files that the first doesn't give it.

    Of the 53 that are left, those cells get nothing that have their proportional share.
    """
    minimums = [
        {"code": "resolved", "title": "Resolved", "where": {"outcome": 8}, "files": 21},
        {"code": "violence", "title": "Violence", "where": {"group": "violence"}, "files": 40},
    ]
    resolution = resolved(target=100, minimums=minimums)
    assert quotas(resolution) == {
        "all.resolved+violence": 14 + 5,
        "all.resolved": 7,
        "all.violence": 21 + 7,
        "all.other": 46,
    }
    assert resolution.strata[0].title == "All records · Resolved and Violence"
    assert resolution.strata[0].minimums == ("resolved", "violence")
    assert {stratum.planned for stratum in resolution.strata} == {"all"}


def test_a_minimum_is_shared_over_fixed_strata_in_proportion():
    strata = [{"each": ["group"], "where": {"group": ["theft", "violence"]}, "quota": 20}]
    minimums = [{"code": "resolved", "where": {"outcome": 8}, "files": 24}]
    assert quotas(resolved(strata=strata, minimums=minimums)) == {
        "group_theft.resolved": 8,
        "group_theft.other": 12,
        "group_violence.resolved": 16,
        "group_violence.other": 4,
    }


def test_a_stratum_that_is_not_cut_keeps_its_code():
    strata = [{"code": "fraud", "where": {"group": "fraud"}, "quota": 5}, PROPORTIONAL]
    minimums = [{"where": {"group": "fraud"}, "files": 5}]
    resolution = resolved(target=50, strata=strata, minimums=minimums)
    assert resolution.strata[0].code == "fraud"
    assert resolution.strata[0].minimums == ("group_fraud",)


def test_an_earlier_minimum_makes_way_for_a_later_one():
    """In proportion the first takes 9 of the room with records that don't help the second."""
    counts = {("theft", "18"): 90, ("theft", "8"): 10, ("fraud", "8"): 90}
    minimums = [
        {"code": "theft", "where": {"group": "theft"}, "files": 10},
        {"code": "resolved", "where": {"outcome": 8}, "files": 10},
    ]
    resolution = resolved(counts, target=10, minimums=minimums)
    assert not sentences(resolution)
    assert quotas(resolution) == {"all.theft+resolved": 10, "all.theft": 0, "all.resolved": 0}


def test_two_moves_together_meet_what_one_alone_does_not():
    counts = {("a", "8"): 50, ("a", "9"): 50, ("b", "8"): 50, ("b", "18"): 50}
    strata = [{"each": ["group"], "where": {"group": ["a", "b"]}, "quota": 10}]
    minimums = [{"where": {"outcome": 8}, "files": 10}, {"where": {"outcome": 9}, "files": 8}]
    resolution = resolved(counts, strata=strata, minimums=minimums)
    assert not sentences(resolution)
    assert [minimum.reached for minimum in resolution.minimums] == [10, 8]


def possible(plan, counts, facts) -> bool:
    """Whether any whole numbers of files meet every quota and minimum, by linear programming."""
    cells = list(counts)
    rows = [[cell[0] == rule["where"]["s"] for cell in cells] for rule in plan["strata"]]
    exact = [rule["quota"] for rule in plan["strata"]]
    for minimum in plan["minimums"]:
        ((fact, value),) = minimum["where"].items()
        rows.append([cell[facts.index(fact)] == value for cell in cells])
    least = exact + [minimum["files"] for minimum in plan["minimums"]]
    most = exact + [np.inf] * len(plan["minimums"])
    found = milp(
        np.zeros(len(cells)),
        constraints=LinearConstraint(np.array(rows, dtype=float), least, most),
        integrality=np.ones(len(cells)),
        bounds=Bounds(0, list(counts.values())),
    )
    return bool(found.status == 0)


def tight_plan(chance: random.Random):
    """Fixed quotas and minimums that overlap, none above its records, often contradictory."""
    flags = [f"m{place}" for place in range(chance.randint(2, 4))]
    combinations = [
        (str(s), *bits)
        for s in range(chance.randint(1, 4))
        for bits in np.ndindex(*(2 for _ in flags))
    ]
    counts = {
        tuple(map(str, cell)): chance.randint(1, 20)
        for cell in combinations
        if chance.random() < 0.5
    }
    sizes = Counter({cell[0]: 0 for cell in counts})
    for cell, number in counts.items():
        sizes[cell[0]] += number
    strata = [
        {"code": f"s{s}", "where": {"s": s}, "quota": chance.randint(1, size)}
        for s, size in sizes.items()
    ]
    satisfying = {
        flag: sum(n for cell, n in counts.items() if cell[place] == "1")
        for place, flag in enumerate(flags, start=1)
    }
    minimums = [
        {"code": flag, "where": {flag: "1"}, "files": chance.randint(1, number)}
        for flag, number in satisfying.items()
        if number
    ]
    return counts, ("s", *flags), {"strata": strata, "minimums": minimums}


def test_what_can_be_met_is_met_and_only_what_cannot_is_refused():
    chance = random.Random(5)
    outcomes: Counter[bool] = Counter()
    for _ in range(250):
        counts, facts, values = tight_plan(chance)
        if not counts:
            continue
        resolution = resolved(counts, facts, **values)
        assert not resolution.shortfalls
        can_be_met = possible(values, counts, facts)
        assert bool(resolution.refusals) is not can_be_met
        outcomes[can_be_met] += 1
    assert min(outcomes[True], outcomes[False]) > 80


def test_a_fact_that_is_not_there_is_refused():
    resolution = resolved(target=5, minimums=[{"where": {"region": "north"}, "files": 2}])
    assert resolution.refusals == (
        "The plan sorts by the fact “region”, which the extract isn't counted by: it isn't "
        "there, or has too many values. Leave it out of the plan.",
    )


def test_too_many_strata_are_refused():
    counts = {(str(number), "18"): 1 for number in range(MOST_STRATA + 1)}
    resolution = resolved(counts, target=5, strata=[PROPORTIONAL])
    assert resolution.refusals == (
        "The plan makes 1,001 strata, and at most 1,000 can be drawn from. Leave out a fact of "
        "“each”, or name fewer values.",
    )


def test_many_strata_without_files_are_named_shortly():
    counts = {(f"{number:03}", "18"): 2 for number in range(60)}
    resolution = resolved(counts, target=5, strata=[PROPORTIONAL])
    assert len(resolution.notices) == 11
    assert "the 90 records of 45 more strata" in resolution.notices[-1]


def test_values_that_differ_in_case_alone_are_one():
    counts = {("Theft", "18"): 5, ("THEFT ", "18"): 4, ("theft  of a car", "18"): 3}
    resolution = resolved(counts, target=6, strata=[PROPORTIONAL])
    assert [(s.code, s.title, s.records) for s in resolution.strata] == [
        ("group_theft", "Group THEFT", 9),
        ("group_theft_of_a_car", "Group theft of a car", 3),
    ]


def test_codes_stay_apart_and_within_their_length():
    names = ["a-b", "a b", "a_b", "x" * 150 + "1", "x" * 150 + "2", "é" * 9]
    counts = {(name, outcome): 9 for name in names for outcome in ("8", "18")}
    minimums = [{"code": "m" * 40, "title": "Long " * 40, "where": {"outcome": 8}, "files": 2}]
    resolution = resolved(counts, target=12, strata=[PROPORTIONAL], minimums=minimums)
    codes = [stratum.code for stratum in resolution.strata]
    assert len(set(codes)) == len(codes) == 12
    assert max(len(code) for code in codes) <= LONGEST_CODE
    assert max(len(stratum.title) for stratum in resolution.strata) <= LONGEST_TITLE
    assert {"group_a_b", "group_a_b_2", "group_a_b_3"} == {s.planned for s in resolution.strata[:6]}
