"""Plans are read from text or plain values, and every mistake is named with its place."""

import pytest
from hypothesis import given

from cases.sampling.plans import as_yaml, read_plan
from cases.sampling.rules import Condition, Quota, Reserve
from peel.lib.errors import Invalid
from tests.cases.sampling.random_plans import plans

HEAD = "code: a\ntitle: A\nchecklist: vsa\n"
SIMPLE = {"code": "a", "title": "A", "checklist": "vsa", "target": 10}


def problems(source) -> list[str]:
    with pytest.raises(Invalid) as broken:
        read_plan(source)
    return list(broken.value.messages)


def test_every_key_is_read():
    plan = read_plan(
        """
        code: vsa-2023-25
        title: Victim service assessment
        checklist: vsa
        target: 100
        strata:
          - {code: fraud, title: Fraud, where: {offence_group: fraud}, quota: 15}
          - {where: {offence_group: [theft, ""]}, quota: {at_least: 5}}
          - {each: [offence_group, route], quota: proportional}
        minimums:
          - {where: {outcome_type: [8, 1A]}, files: 20, title: Outcome}
        exclusions:
          - {where: {outcome_type: 4}, reason: Taken into consideration}
        reserve: {share: 50, at_least: 3}
        """
    )
    assert (plan.code, plan.title, plan.checklist, plan.target) == (
        "vsa-2023-25", "Victim service assessment", "vsa", 100,
    )  # fmt: skip
    assert [rule.code for rule in plan.strata] == [
        "fraud", "offence_group_theft", "offence_group_route",
    ]  # fmt: skip
    assert [rule.quota for rule in plan.strata] == [Quota(15), Quota(at_least=5), Quota()]
    assert plan.strata[1].where == Condition((("offence_group", ("theft", "")),))
    assert plan.strata[2].each == ("offence_group", "route")
    assert (plan.minimums[0].code, plan.minimums[0].files) == ("outcome_type_8_1a", 20)
    assert plan.exclusions[0].reason == "Taken into consideration"
    assert plan.reserve == Reserve(50, 3)
    assert plan.facts == ("offence_group", "outcome_type", "route")


@given(plans())
def test_a_plan_survives_being_written_and_read(plan):
    assert read_plan(plan.as_mapping()) == plan
    assert read_plan(as_yaml(plan)) == plan


def test_the_order_of_keys_means_nothing():
    """PostgreSQL keeps the keys of JSON in an order of its own."""
    one = {"where": {"a": ["1"], "b": ["2"]}, "files": 3}
    other = {"files": 3, "where": {"b": ["2"], "a": ["1"]}}
    assert read_plan({**SIMPLE, "minimums": [one]}) == read_plan({**SIMPLE, "minimums": [other]})


def test_what_is_left_out_has_its_usual_value():
    plan = read_plan(SIMPLE)
    (rule,) = plan.strata
    assert (rule.code, rule.title, rule.quota) == ("all", "All records", Quota())
    assert (plan.minimums, plan.exclusions) == ((), ())
    assert [plan.reserve.wanted(quota) for quota in (0, 1, 7)] == [0, 5, 7]


@pytest.mark.parametrize(
    ("share", "at_least", "quota", "reserve"),
    [(100, 5, 20, 20), (50, 0, 5, 3), (0, 0, 9, 0), (0, 4, 9, 4), (150, 0, 10, 15), (10, 0, 1, 1)],
)
def test_a_reserve_is_a_share_of_the_quota_rounded_up(share, at_least, quota, reserve):
    assert Reserve(share, at_least).wanted(quota) == reserve


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (HEAD, "line 1: The key “target” of the plan is missing."),
        (HEAD + "target: 0", "line 4: Write a whole number from 1 to 100,000."),
        (HEAD + "target: many", "line 4: “many” isn't a whole number from 1 to 100,000."),
        (HEAD + "target: ١٢", "line 4: “١٢” isn't a whole number from 1 to 100,000."),
        (HEAD + "target: 5\ntarget: 6", "line 5: “target” stands twice. Remove one."),
        (
            HEAD + "target: 5\nminimum: []",
            "line 5: “minimum” isn't a key of the plan. Did you mean “minimums”?",
        ),
        (
            HEAD + "target: 5\nstrata: all",
            "line 5: “strata” must be a list. Start each entry with a dash.",
        ),
        (
            HEAD + "target: 5\nstrata:\n  - theft",
            "line 6: Here a stratum is expected, with its keys.",
        ),
        (
            HEAD + "strata:\n  - {where: {a: b}}",
            "line 5: The key “quota” of a stratum is missing.",
        ),
        (
            HEAD + "strata:\n  - {quota: most}",
            "line 5: Write a number of files, “proportional” or “at_least: 5”.",
        ),
        (
            HEAD + "target: 5\nstrata:\n  - {quota: {at_least: }}",
            "line 6: The key “at_least” of “quota” is missing.",
        ),
        (
            HEAD + "target: 5\nminimums:\n  - {where: {a: b}, files: ''}",
            "line 6: “files” is empty. Write something.",
        ),
        (
            HEAD + "strata:\n  - {each: [a, a], quota: 5}",
            "line 5: A fact stands twice. Remove one.",
        ),
        (
            HEAD + "strata:\n  - {quota: 5}\n  - {where: {a: b}, quota: 5}",
            "line 6: “all” takes every record, so move it down.",
        ),
        (
            HEAD + "strata:\n  - {where: {a: b}, quota: 5}\n  - {where: {a: B}, quota: 5}",
            "line 6: Another stratum has the code “a_b”. Give each its own.",
        ),
        (
            HEAD + "strata:\n  - {code: Not This, quota: 5}",
            "line 5: “Not This” can't be a code. Use at most 40 small letters, digits and "
            "underscores.",
        ),
        (
            HEAD + "target: 9\nstrata:\n  - {where: {a: b}, quota: 5}",
            "line 4: The quotas add up to 5, so the target can't be 9. Change one, or make a "
            "quota proportional.",
        ),
        (
            HEAD + "target: 5\nminimums:\n  - {files: 3}",
            "line 6: The key “where” of a minimum is missing.",
        ),
        (
            HEAD + "target: 5\nminimums:\n  - {files: 3, where: {}}",
            "line 6: “where” is empty. Name a fact and its values.",
        ),
        (
            HEAD + "target: 5\nminimums:\n  - {files: 3, where: {a: }}",
            "line 6: “a” must be plain text here, in quotes if need be.",
        ),
        (
            HEAD + "target: 5\nminimums:\n  - {files: 3, where: {a: []}}",
            "line 6: “a” is an empty list. Write at least one word in it.",
        ),
        (
            HEAD + "target: 5\nminimums:\n  - {code: other, files: 3, where: {a: b}}",
            "line 6: “other” stands for what fits no minimum. Rename it.",
        ),
        (
            HEAD + "target: 5\nexclusions:\n  - {where: {a: b}}",
            "line 6: The key “reason” of an exclusion is missing.",
        ),
        (
            HEAD + "target: 5\nreserve: {share: -1}",
            "line 5: “-1” isn't a whole number from 0 to 1,000.",
        ),
        (HEAD + "target: 5\nreserve: some", "line 5: “reserve” needs keys of its own."),
        (
            HEAD.replace("code: a", "code: A plan") + "target: 5",
            "line 1: “A plan” can't be used here. Use small letters, digits, and hyphens or "
            "underscores between them.",
        ),
        ("- a\n- b", "line 1: The definition must start with its keys, such as “checklist: vsa”."),
    ],
)
def test_a_mistake_is_named_with_its_line(source, expected):
    assert problems(source) == [expected]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"target": True}, "target: “target” must be plain text here, in quotes if need be."),
        ({"target": "9" * 5_000}, "target: “target” holds more than 200 characters. Shorten it."),
        (
            {"strata": [{"quota": 5}, {"quota": 1.5, "code": "b"}]},
            "strata 2, quota: “quota” must be plain text here, in quotes if need be.",
        ),
        (
            {"minimums": [{"where": {"a": "b\u0000"}, "files": 2}]},
            "minimums 1, where, a: “a” holds a character that can't be printed.",
        ),
        (
            {"minimums": [{"where": {"a": ["x"] * 501}, "files": 2}]},
            "minimums 1, where, a: “a” has more than 500 words. Shorten it.",
        ),
        ({"title": "x" * 201}, "title: “title” holds more than 200 characters. Shorten it."),
        ({"title": " "}, "title: “title” is empty. Write something."),
        (
            {"minimums": [{"where": {"a": str(n)}, "files": 1} for n in range(21)]},
            "minimums: “minimums” has more than 20 entries. Shorten it.",
        ),
        (
            {
                "strata": [
                    {"where": {f: list(map(str, range(40))) for f in "ab"}, "each": ["a", "b"],
                     "quota": 1}
                ]
            },
            "strata 1, each: This makes 1,600 strata. Make at most 1,000.",
        ),
    ],
)  # fmt: skip
def test_a_mistake_in_plain_values_is_named_with_its_place(values, expected):
    assert expected in problems({**SIMPLE, **values})


def test_all_mistakes_are_named_at_once_in_order():
    source = (
        HEAD + "targets: 3\nstrata:\n  - {quota: x}\n  - {quota: y, code: B}\nreserve: {a: 1}\n"
    )
    assert [sentence.partition(":")[0] for sentence in problems(source)] == [
        "line 4", "line 6", "line 7", "line 7", "line 7", "line 8",
    ]  # fmt: skip


def test_text_that_could_grow_in_memory_is_refused():
    assert "References with & and *" in problems(HEAD + "strata: &a\n  - {quota: 5}")[0]
    assert "longer than 500,000 characters" in problems("a" * 500_001)[0]
