"""Small plans and extracts at random, in which quotas are tight and minimums overlap."""

from typing import Any

from hypothesis import strategies as st

from cases.sampling.plans import Plan, read_plan

FACTS = ("group", "outcome", "route")
VALUES = {
    "group": ("theft", "Robbery", "fraud", ""),
    "outcome": ("1", "8", "18", ""),
    "route": ("call", "online", ""),
}
ABSENT = "absent"

Records = dict[str, tuple[str, ...]]

records: st.SearchStrategy[Records] = st.lists(
    st.tuples(*(st.sampled_from(VALUES[fact]) for fact in FACTS)), max_size=60
).map(lambda rows: {f"04/{place:04}/23": row for place, row in enumerate(rows)})

seeds = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=12)


@st.composite
def conditions(draw: st.DrawFn, *, facts: int = 2) -> dict[str, Any]:
    """One or more facts with values, now and then with one that no record has."""
    named = draw(st.lists(st.sampled_from(FACTS), min_size=1, max_size=facts, unique=True))
    values = {
        fact: st.lists(
            st.sampled_from([*VALUES[fact], ABSENT]), min_size=1, max_size=3, unique=True
        )
        for fact in named
    }
    return {fact: draw(several) for fact, several in values.items()}


quotas = st.one_of(
    st.integers(0, 8),
    st.just("proportional"),
    st.integers(0, 6).map(lambda least: {"at_least": least}),
)


@st.composite
def strata(draw: st.DrawFn, place: int) -> dict[str, Any]:
    rule: dict[str, Any] = {"code": f"stratum_{place}", "quota": draw(quotas)}
    rule["where"] = draw(conditions())
    if draw(st.booleans()):
        rule["each"] = draw(st.lists(st.sampled_from(FACTS), min_size=1, max_size=2, unique=True))
    return rule


@st.composite
def plans(draw: st.DrawFn, *, most_minimums: int = 3) -> Plan:
    """Any plan that can be read. Many can't be drawn, and say so."""
    rules = [draw(strata(place)) for place in range(draw(st.integers(0, 3)))]
    if draw(st.booleans()):
        each = draw(st.lists(st.sampled_from(FACTS), max_size=2, unique=True))
        rules.append({"code": "rest", "each": each, "quota": draw(quotas)})
    minimums = [
        {"code": f"minimum_{place}", "where": draw(conditions()), "files": draw(st.integers(1, 9))}
        for place in range(draw(st.integers(0, most_minimums)))
    ]
    exclusions = [
        {"where": draw(conditions(facts=1)), "reason": "Not in the assessment"}
        for _ in range(draw(st.integers(0, 1)))
    ]
    values: dict[str, Any] = {
        "code": "random",
        "title": "Random",
        "checklist": "vsa",
        "strata": rules,
        "minimums": minimums,
        "exclusions": exclusions,
        "reserve": {"share": draw(st.integers(0, 200)), "at_least": draw(st.integers(0, 6))},
    }
    if not rules or any(not isinstance(rule["quota"], int) for rule in rules):
        values["target"] = draw(st.integers(1, 40))
    return read_plan(values)
