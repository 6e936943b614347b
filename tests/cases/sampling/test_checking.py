"""Plans against the facts of a checklist, and the plans that Peel ships."""

from collections import Counter
from itertools import product
from pathlib import Path

import pytest

import cases
import checklists
from cases.sampling.allotment import resolve
from cases.sampling.checking import problems_with
from cases.sampling.plans import Plan, as_yaml, read_plan
from cases.sampling.wording import naming_of
from checklists.definition import parse

SHIPPED = sorted((Path(cases.__file__).parent / "data" / "plans").glob("*.yaml"))
INSTRUMENT = parse(
    (Path(checklists.__file__).parent / "data" / "vsa-2023-25.yaml").read_text(encoding="utf-8")
)
CODES = tuple(fact.code for fact in INSTRUMENT.facts)
SIMPLE = {"code": "a", "title": "A", "checklist": "vsa", "target": 10}
EXPECTED = {
    "vsa-2023-25": {"all.outcome_type_8": 20, "all.other": 80},
    "quality-of-service-2025-27": {
        "fraud_calls": 15,
        "fraud_investigations": 15,
        "outcome_type_8": 15,
        "offence_group_violence": 10,
        "offence_group_sexual": 10,
        "offence_group_robbery": 10,
        "offence_group_theft": 10,
        "offence_group_criminal_damage": 10,
        "offence_group_drugs": 10,
        "offence_group_weapons": 10,
        "offence_group_public_order": 10,
        "offence_group_miscellaneous": 10,
    },
}


def problems(**values) -> list[str]:
    return problems_with(read_plan({**SIMPLE, **values}), "vsa", INSTRUMENT.facts)


def shipped(path: Path) -> Plan:
    return read_plan(path.read_text(encoding="utf-8"))


def large_extract() -> Counter[tuple[str, ...]]:
    """Records of every offence group and route, one in twenty closed with outcome type 8."""
    groups = [choice.code for choice in INSTRUMENT.fact("offence_group").choices]
    routes = [choice.code for choice in INSTRUMENT.fact("route").choices]
    outcomes = {"8": 5, "18": 60, "": 35}
    counts: Counter[tuple[str, ...]] = Counter()
    for group, route, outcome in product(groups, routes, outcomes):
        facts = {"offence_group": group, "route": route, "outcome_type": outcome}
        counts[tuple(facts.get(code, "") for code in CODES)] = outcomes[outcome]
    return counts


def test_every_shipped_plan_is_known_here():
    assert [path.stem for path in SHIPPED] == sorted(EXPECTED)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_plan_fits_its_checklist_and_can_be_drawn(path):
    plan = shipped(path)
    assert plan.code == path.stem
    assert problems_with(plan, INSTRUMENT.checklist, INSTRUMENT.facts) == []
    assert read_plan(as_yaml(plan)) == plan
    resolution = resolve(plan, large_extract(), CODES, naming_of(INSTRUMENT.facts))
    assert not resolution.refusals
    assert not resolution.shortfalls
    assert not resolution.notices
    assert {stratum.code: stratum.quota for stratum in resolution.strata} == EXPECTED[plan.code]


def test_the_strata_of_the_shipped_plans_are_called_as_the_checklist_says():
    plan = shipped(next(path for path in SHIPPED if path.stem.startswith("quality")))
    resolution = resolve(plan, large_extract(), CODES, naming_of(INSTRUMENT.facts))
    assert [stratum.title for stratum in resolution.strata][2:5] == [
        "Outcome type 8",
        "Violence against the person",
        "Sexual offences",
    ]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            {"strata": [{"title": "Theft", "where": {"offence_grup": "theft"}, "quota": 10}]},
            "The stratum “Theft”: the checklist has no fact “offence_grup”. Did you mean "
            "“offence_group”?",
        ),
        (
            {"strata": [{"each": ["crime"], "quota": "proportional"}]},
            "The stratum “crime”: the checklist has no fact “crime”. It declares “offence_group”, "
            "“offence”, “outcome_type”, “route”, “domestic_abuse”, “reported_on”, “closed_on”.",
        ),
        (
            {"strata": [{"each": ["reported_on"], "quota": "proportional"}]},
            "The stratum “reported_on”: the fact “reported_on” is a date, which can't make a "
            "stratum.",
        ),
        (
            {"minimums": [{"where": {"route": ["online", "cal_999"]}, "files": 2}]},
            "The minimum “route_online_cal_999”: “cal_999” is no value of the fact “route”. Did "
            "you mean “call_999”?",
        ),
        (
            {"exclusions": [{"where": {"route": ""}, "reason": "Unknown"}]},
            "The exclusion “Unknown”: the fact “route” is always recorded.",
        ),
        ({"checklist": "cdi"}, "The plan is for the checklist “cdi”, not “vsa”."),
    ],
)
def test_what_the_checklist_does_not_declare_is_named(values, expected):
    assert problems(**values) == [expected]


@pytest.mark.parametrize(
    "where",
    [{"outcome_type": "1a"}, {"offence": "Anything at all"}, {"domestic_abuse": ["yes", ""]}],
)
def test_what_the_checklist_declares_is_taken(where):
    assert problems(minimums=[{"where": where, "files": 2}]) == []
