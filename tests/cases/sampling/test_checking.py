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
from checklists.instrument import Instrument

SHIPPED = sorted((Path(cases.__file__).parent / "data" / "plans").glob("*.yaml"))
DEFINITIONS = (Path(checklists.__file__).parent / "data").glob("*.yaml")
INSTRUMENTS = {
    instrument.checklist: instrument
    for instrument in (parse(path.read_text(encoding="utf-8")) for path in DEFINITIONS)
}
INSTRUMENT = INSTRUMENTS["vsa"]
SIMPLE = {"code": "a", "title": "A", "checklist": "vsa", "target": 10}
OFTEN = {"8": 50, "18": 600, "": 350}
EXPECTED = {
    "crime-data-integrity-2023-25": {
        "route_control_room": 50,
        "route_officer": 50,
        "route_online": 50,
        "route_public_protection": 50,
    },
    "stop-and-search-2023-25": {
        "self_defined_ethnicity_asian": 32,
        "self_defined_ethnicity_black": 32,
        "self_defined_ethnicity_mixed": 32,
        "self_defined_ethnicity_not_stated": 32,
        "self_defined_ethnicity_other": 32,
        "self_defined_ethnicity_white": 31,
    },
    "vsa-2023-25": {"all.outcome_type_8": 20, "all.other": 80},
    "quality-of-service-2025-27": {
        "fraud_calls": 15,
        "fraud_investigations": 15,
        "antisocial_behaviour": 10,
        "safeguarding": 10,
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


def codes_of(instrument: Instrument) -> tuple[str, ...]:
    return tuple(fact.code for fact in instrument.facts)


def large_extract(plan: Plan) -> Counter[tuple[str, ...]]:
    """As many records of every value that a stratum can be made of.

    One in twenty is closed with outcome type 8, where the checklist has outcome types.
    """
    used = {code for rule in plan.strata for code in [*rule.each, *dict(rule.where.facts)]}
    values = [
        [*OFTEN] if fact.code == "outcome_type"
        else [choice.code for choice in fact.choices] if fact.code in used
        else [""]
        for fact in INSTRUMENTS[plan.checklist].facts
    ]  # fmt: skip
    return Counter({facts: OFTEN[_outcome(facts)] for facts in product(*values)})


def _outcome(facts: tuple[str, ...]) -> str:
    return next((value for value in facts if value in {"8", "18"}), "")


def test_every_shipped_plan_is_known_here():
    assert [path.stem for path in SHIPPED] == sorted(EXPECTED)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_plan_fits_its_checklist_and_can_be_drawn(path):
    plan = shipped(path)
    assert plan.code == path.stem
    instrument = INSTRUMENTS[plan.checklist]
    assert problems_with(plan, instrument.checklist, instrument.facts) == []
    assert read_plan(as_yaml(plan)) == plan
    resolution = resolve(
        plan, large_extract(plan), codes_of(instrument), naming_of(instrument.facts)
    )
    assert not resolution.refusals
    assert not resolution.shortfalls
    assert not resolution.notices
    assert {stratum.code: stratum.quota for stratum in resolution.strata} == EXPECTED[plan.code]


def test_the_strata_of_the_shipped_plans_are_called_as_the_checklist_says():
    plan = shipped(next(path for path in SHIPPED if path.stem.startswith("quality")))
    instrument = INSTRUMENTS[plan.checklist]
    resolution = resolve(
        plan, large_extract(plan), codes_of(instrument), naming_of(instrument.facts)
    )
    assert [stratum.title for stratum in resolution.strata][4:7] == [
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
