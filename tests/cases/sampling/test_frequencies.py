"""Over many seeds, every record is drawn as often as its stratum's probability says."""

from collections import Counter
from collections.abc import Iterable, Mapping

import pytest
from scipy.stats import chi2

from cases.sampling.drawing import Drawn, draw
from cases.sampling.plans import Plan, read_plan

FACTS = ("group", "outcome", "route")
SEEDS = 1_500
EXTRACT = {
    f"04/{n:03}/23": (
        ("theft", "violence", "fraud")[n % 7 % 3],
        "8" if n % 5 == 0 else "18",
        "call" if n % 3 else "online",
    )
    for n in range(72)
}
PLAIN: dict[str, object] = {"target": 12}
STRATIFIED: dict[str, object] = {
    "target": 18,
    "strata": [
        {"code": "fraud", "where": {"group": "fraud"}, "quota": 6},
        {"each": ["group"], "quota": {"at_least": 4}},
    ],
}
OVERLAPPING: dict[str, object] = {
    "target": 30,
    "strata": [{"each": ["group"], "quota": "proportional"}],
    "minimums": [
        {"where": {"outcome": 8}, "files": 10},
        {"where": {"route": "online"}, "files": 14},
    ],
}
PLANS = {"plain": PLAIN, "stratified": STRATIFIED, "overlapping minimums": OVERLAPPING}


def plan_of(values: Mapping[str, object]) -> Plan:
    return read_plan({"code": "a", "title": "A", "checklist": "vsa", **values})


def draws(plan: Plan) -> list[Drawn]:
    return [draw(EXTRACT, plan, f"seed {number}", FACTS) for number in range(SEEDS)]


def strata_of_records(plan: Plan) -> dict[str, str]:
    """The stratum of every record, found by drawing all the records that there are."""
    everything = {**plan.as_mapping(), "reserve": {"share": 1_000, "at_least": 1_000}}
    full = draw(EXTRACT, read_plan(everything), "any", FACTS)
    return {ticket.reference: ticket.stratum for ticket in (*full.drawn, *full.reserve)}


def chance_of(found: Iterable[str], plan: Plan) -> float:
    """The p-value of how often records were found, against the probabilities of the plan.

    Of a stratum with N records, n are found at each seed. Then the sum of (O - E)² / E(1 - n/N),
    times (N - 1) / N, follows chi-square with N - 1 degrees of freedom.
    """
    often = Counter(found)
    where = strata_of_records(plan)
    total, freedom = 0.0, 0
    for stratum in draw(EXTRACT, plan, "any", FACTS).strata:
        expected = SEEDS * stratum.probability
        records = [reference for reference, code in where.items() if code == stratum.code]
        assert len(records) == stratum.records
        squares = sum((often[reference] - expected) ** 2 for reference in records)
        if stratum.probability < 1:
            spread = expected * (1 - stratum.probability)
            total += squares / spread * (stratum.records - 1) / stratum.records
            freedom += stratum.records - 1
        else:
            assert squares == 0
    return float(chi2.sf(total, freedom))


@pytest.mark.parametrize("values", PLANS.values(), ids=PLANS)
def test_records_are_drawn_as_often_as_their_probability_says(values):
    plan = plan_of(values)
    found = (ticket.reference for drawn in draws(plan) for ticket in drawn.drawn)
    assert 0.001 < chance_of(found, plan) < 0.999


def test_the_test_finds_a_draw_that_favours_some_records():
    """Each seed is made to skip the record with the first reference whenever it can."""
    plan = plan_of(PLAIN)
    favoured = [
        reference
        for drawn in draws(plan)
        for reference in [ticket.reference for ticket in drawn.drawn]
        if reference != min(EXTRACT) or int(drawn.drawn[0].ticket, 16) % 2
    ]
    assert chance_of(favoured, plan) < 0.001


def test_reserves_come_as_often_as_their_share_says():
    """The reserve is the next tickets, so its records are a random sample of the stratum too."""
    plan = plan_of(PLAIN)
    reserves = (ticket.reference for drawn in draws(plan) for ticket in drawn.reserve)
    assert 0.001 < chance_of(reserves, plan) < 0.999
