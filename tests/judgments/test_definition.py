"""Definitions of frameworks: what is read, and what is refused with its line."""

import json

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from forces.reference import DATA as FORCES_DATA
from judgments.definition import parse
from judgments.framework import Area, Grade
from judgments.shipped import FOLDER, shipped_sources
from peel.lib.definitions.problems import BrokenDefinition
from tests.judgments.conftest import SMALL

SHIPPED = ["2017", "2018-19", "2021-22", "2023-25", "2025-27"]
SCHEMA = json.loads((FOLDER / "framework.schema.json").read_text("utf-8"))
TWO_GRADES = (
    "grades:\n  - {code: good, text: Good, colour: green}\n  - {code: bad, text: Bad, colour: red}"
)
AREAS = "areas:\n  - {code: a, title: A}"


def problems_of(source: str) -> list[str]:
    with pytest.raises(BrokenDefinition) as broken:
        parse(source)
    return list(broken.value.messages)


def test_a_definition_is_read_with_questions_after_their_pillar() -> None:
    framework = parse(SMALL)
    assert framework.cycle == "2023-25"
    assert framework.grades[0] == Grade("good", "Good", "green")
    assert framework.areas == (
        Area("victim_service", "Service to victims", graded=False),
        Area("responding", "Responding", graded=True),
        Area("leadership", "Leadership", graded=True),
        Area("planning", "Planning", graded=True, pillar="leadership"),
    )


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        (f"title: T\n{TWO_GRADES}\n{AREAS}", "line 1: The key “cycle” of the framework is missing"),
        (f"cycle: 20/17\ntitle: T\n{TWO_GRADES}\n{AREAS}", "line 1: “20/17” can't be a cycle."),
        (
            f'cycle: "2017"\ntitle: T\ngrades_stand_from: "2017"\n{TWO_GRADES}\n{AREAS}',
            "line 3: Grades can stand from an earlier cycle alone.",
        ),
        (
            f"cycle: c\ntitle: T\ngrades:\n  - {{code: good, text: Good, colour: green}}\n{AREAS}",
            "line 3: A scale has at least 2 grades.",
        ),
        (
            f"cycle: c\ntitle: T\n{TWO_GRADES.replace('red', 'pink')}\n{AREAS}",
            "line 5: “pink” can't be used here. Use one of “deep green”",
        ),
        (
            f"cycle: c\ntitle: T\n{TWO_GRADES.replace('red', 'green')}\n{AREAS}",
            "line 5: The grade on line 4 has “green” too.",
        ),
        (
            f"cycle: c\ntitle: T\n{TWO_GRADES}\n{AREAS}\n  - {{code: a, titel: B}}",
            "line 8: The area on line 7 has “a” too.",
        ),
        (
            f"cycle: c\ntitle: T\n{TWO_GRADES}\n{AREAS}\n  - {{code: b, titel: B}}",
            "line 8: “titel” isn't a key of an area. Did you mean “title”?",
        ),
        (
            f"cycle: c\ntitle: T\n{TWO_GRADES}\n"
            "areas: [{code: a, title: A}, {code: a, title: B}]",
            "line 6: The area on line 6 has “a” too.",
        ),
        (
            f"cycle: c\ntitle: T\n{TWO_GRADES}\n"
            "areas:\n  - {code: a, title: A, questions: []}",
            "“questions” is an empty list.",
        ),
    ],
)  # fmt: skip
def test_what_is_broken_is_refused_with_its_line(source: str, problem: str) -> None:
    assert any(problem in found for found in problems_of(source)), problems_of(source)


def test_every_problem_is_told_at_once() -> None:
    found = problems_of("cycle: x y\nareas:\n  - {code: A, title: B}\n")
    assert [message.split(":")[0] for message in found] == ["line 1"] * 3 + ["line 3"]


def test_the_frameworks_that_are_shipped() -> None:
    frameworks = {slug: parse(source) for slug, source in shipped_sources().items()}
    assert list(frameworks) == SHIPPED
    assert [f.cycle for f in frameworks.values()] == SHIPPED
    assert [len(f.grades) for f in frameworks.values()] == [4, 4, 5, 5, 5]
    in_2017, latest = frameworks["2017"], frameworks["2025-27"]
    assert any(area.pillar for area in in_2017.areas)
    assert in_2017.grades_stand_from == "2016"
    assert [a.code for a in in_2017.areas if not a.graded] == ["specialist_capabilities"]
    questions = [a for a in frameworks["2018-19"].areas if a.pillar]
    assert (len(questions), sum(not q.graded for q in questions)) == (10, 1)
    of_2021 = frameworks["2021-22"].areas
    ungraded = {"victim_service", "strategic_policing_requirement", "armed_threats"}
    assert {a.code for a in of_2021 if not a.graded} == ungraded
    assert len(of_2021) == 13
    graded = [a.code for a in frameworks["2023-25"].areas if a.graded]
    assert len(graded) == 9
    assert "victim_service" not in graded
    assert latest.areas[0].code == "leadership"


def test_their_cycles_are_shipped_too() -> None:
    cycles = {row["slug"] for row in YAML(typ="safe").load(FORCES_DATA / "cycles.yaml")["cycles"]}
    for source in shipped_sources().values():
        framework = parse(source)
        assert {framework.cycle, framework.grades_stand_from or framework.cycle} <= cycles


@pytest.mark.parametrize("slug", SHIPPED)
def test_the_schema_for_editors_accepts_them(slug: str) -> None:
    source = shipped_sources()[slug]
    assert source.startswith("# yaml-language-server: $schema=framework.schema.json\n")
    assert schema_accepts(source)


def schema_accepts(source: str) -> bool:
    return Draft202012Validator(SCHEMA).is_valid(YAML(typ="safe", pure=True).load(source))


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("colour: amber", "colour: pink"),
        ("title: Small framework\n", ""),
        ("graded: no", "graded: maybe"),
        ("cycle: 2023-25", "cycle: 2023/25"),
        ("title: Responding", "titel: Responding"),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(old: str, new: str) -> None:
    assert schema_accepts(SMALL)
    assert not schema_accepts(SMALL.replace(old, new))
    assert problems_of(SMALL.replace(old, new))
