"""The shipped definitions are whole, and their JSON Schema accepts what the loader accepts."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

import checklists
from checklists.definition import parse
from checklists.instrument import Instrument, Question
from peel.lib.definitions.problems import BrokenDefinition
from tests.checklists.definitions import VALID, broken

DATA = Path(checklists.__file__).parent / "data"
DEFINITIONS = sorted(DATA.glob("*.yaml"))

# The measures that the report on Lancashire in 2023-25 prints, and those it speaks of uncounted.
PRINTED = {
    "repeat_victim_checked": "call_handling",
    "repeat_victim_information_used": "call_handling",
    "vulnerability_checked": "call_handling",
    "vulnerability_recorded": "call_handling",
    "evidence_preservation_advised": "call_handling",
    "crime_prevention_advised": "call_handling",
    "risk_assessment_considered_needs": "call_handling",
    "risk_assessment_accurate": "call_handling",
    "delay_caller_updated": "response",
    "vulnerability_assessment_completed": "response",
    "allocation_correct": "investigation",
    "plan_present": "investigation",
    "plan_followed": "investigation",
    "supervision_effective": "investigation",
    "investigation_effective": "investigation",
    "prosecution_without_support_considered": "investigation",
    "needs_assessed": "victim_service",
    "enhanced_service_recorded": "victim_service",
    "victim_contract_kept": "victim_service",
    "withdrawal_documented": "victim_service",
    "service_good": "victim_service",
}
UNCOUNTED = {
    "attendance_prompt",
    "arrest_prompt",
    "delay_unjustified",
    "forensic_delay",
    "victim_personal_statement_taken",
    "protective_order_considered",
    "outcome_correct",
    "outcome_rationale_recorded",
    "outcome_supervised",
    "victim_wishes_considered",
    "victim_wishes_auditable",
    "victim_informed_of_outcome",
}
ASKED_WHEN_YES = {
    "repeat_victim_information_used": "repeat_victim_identified",
    "vulnerability_recorded": "vulnerability_identified",
    "risk_assessment_accurate": "risk_assessment_considered_needs",
    "delay_caller_updated": "attendance_delayed",
    "plan_followed": "plan_present",
    "prosecution_without_support_considered": "support_withdrawn",
    "withdrawal_documented": "support_withdrawn",
}
# Every file, or every file in which they are asked, was counted in the report.
ALWAYS_ANSWERED = {
    "allocation_correct",
    "investigation_effective",
    "risk_assessment_accurate",
    "plan_followed",
    "vulnerability_recorded",
    "withdrawal_documented",
    "delay_caller_updated",
    "repeat_victim_information_used",
}


@pytest.fixture(scope="module")
def vsa() -> Instrument:
    return parse((DATA / "vsa-2023-25.yaml").read_text(encoding="utf-8"))


def test_it_has_the_stages_of_the_assessment(vsa: Instrument) -> None:
    assert [(stage.code, stage.optional) for stage in vsa.stages] == [
        ("call_handling", False),
        ("response", False),
        ("crime_recording", True),
        ("investigation", False),
        ("victim_service", False),
        ("outcomes", False),
    ]
    assert len(vsa.questions) >= 60
    assert len(vsa.without(["crime_recording"]).questions) >= 60
    assert {question.kind for question in vsa.questions} == {"yes_no", "choice", "count", "text"}
    assert max(question.depth for question in vsa.questions) >= 2


def test_it_has_every_measure_of_the_report_by_its_code(vsa: Instrument) -> None:
    printed = {m.code: m.stage for m in vsa.measures if m.printed == "count"}
    assert printed == PRINTED
    assert {m.code for m in vsa.measures if m.printed == "no"} == UNCOUNTED
    assert {m.code for m in vsa.measures if m.headline} == {
        "investigation_effective",
        "service_good",
    }
    assert all(m.question == m.code and m.met == {"yes"} for m in vsa.measures)


def test_follow_ups_hang_where_the_report_counts_them(vsa: Instrument) -> None:
    for code, parent in ASKED_WHEN_YES.items():
        question = vsa.question(code)
        assert (question.parent, question.asked_when) == (parent, frozenset({"yes"}))
    measured_at_the_top = {*PRINTED, *UNCOUNTED} - {*ASKED_WHEN_YES}
    for code in measured_at_the_top & {*PRINTED}:
        assert vsa.question(code).parent is None, code


def test_not_applicable_is_offered_where_the_report_leaves_files_out(vsa: Instrument) -> None:
    for code in PRINTED:
        assert vsa.question(code).may_be_not_applicable == (code not in ALWAYS_ANSWERED), code


@pytest.mark.parametrize("file", DEFINITIONS, ids=lambda file: file.name)
def test_guidance_helps_to_decide_and_says_when_it_does_not_apply(file: Path) -> None:
    for question in parse(file.read_text(encoding="utf-8")).questions:
        sentences = re.findall(r"[.!?](?:\s|$)", question.guidance)
        assert 2 <= len(sentences) <= 5, question.code
        assert says_when_not_applicable(question), question.code
        assert question.text.endswith("?"), question.code


def says_when_not_applicable(question: Question) -> bool:
    return question.may_be_not_applicable == ("not applicable" in question.guidance.lower())


@pytest.mark.parametrize("file", DEFINITIONS, ids=lambda file: file.name)
def test_texts_and_phrases_are_not_written_twice(file: Path) -> None:
    instrument = parse(file.read_text(encoding="utf-8"))
    for texts in (
        [question.text for question in instrument.questions],
        [question.guidance for question in instrument.questions],
        [measure.phrase for measure in instrument.measures],
    ):
        assert len(set(texts)) == len(texts)


def test_outcome_types_are_those_of_the_home_office(vsa: Instrument) -> None:
    codes = [choice.code for choice in vsa.fact("outcome_type").choices]
    assert sorted(codes, key=lambda code: (int(code.rstrip("A")), code)) == codes
    assert set(codes) == {*map(str, range(1, 23)), "1A", "2A", "3A"}
    assert {fact.code for fact in vsa.facts if fact.breakdown} == {
        "offence_group",
        "outcome_type",
        "route",
        "domestic_abuse",
    }


SCHEMA = json.loads((DATA / "checklist.schema.json").read_text(encoding="utf-8"))


def schema_accepts(source: str) -> bool:
    document: Any = YAML(typ="safe", pure=True).load(source)
    return Draft202012Validator(SCHEMA).is_valid(document)


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("file", DEFINITIONS, ids=lambda file: file.name)
def test_shipped_definitions_are_read_and_fit_the_schema(file: Path) -> None:
    source = file.read_text(encoding="utf-8")
    assert source.startswith("# yaml-language-server: $schema=checklist.schema.json\n")
    code = parse(source).checklist.replace("_", "-")
    assert file.name == f"{code}-{parse(source).label}.yaml"
    assert schema_accepts(source)


def test_the_schema_accepts_every_key_that_the_loader_reads() -> None:
    assert schema_accepts(VALID)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Dip sample", "titel: Dip sample"),
        ("title: Dip sample\n", ""),
        ("title: Dip sample", "title: [a]"),
        ("checklist: dip", "checklist: Dip!"),
        ("    required: yes", "    required: true"),
        ("    kind: date", "    kind: time"),
        ("    kind: date", "    kind: date\n    breakdown: yes"),
        ("    kind: date", "    kind: date\n    choices: [{code: a, label: A}]"),
        ("{code: 1A, label: Charged}", "{code: not_applicable, label: C}"),
        ("{code: 1A, label: Charged}", "just a word"),
        ("        guidance: Count them.\n", ""),
        ("kind: text\n", "kind: choice\n"),
        ("note_required: [no]", "note_required: no"),
        ("{question: checked, answers: [yes]}", "{question: checked}"),
        ("    question: checked\n", ""),
        ("made in {cases}", "made"),
        ("    kind: ratio\n", ""),
        ("printed: estimate", "printed: sometimes"),
        ("    printed: estimate\n", ""),
        ("better: neither", "better: yes"),
        ("method: stratified_ratio", "method: wilson"),
        ("method: stratified_ratio", "method: stratified"),
        ("    printed: no\n", "    strata: offence_group\n"),
        ("    strata: offence_group\n", ""),
        ("    printed: no\n", "    printed: estimate\n    method: ratio\n"),
        ("[counting_rules_2023]", "[May 2023]"),
        ("[counting_rules_2023]", "[a, a]"),
    ],
)
def test_the_schema_refuses_what_the_loader_refuses(old: str, new: str) -> None:
    source = broken(old, new)
    assert not schema_accepts(source)
    with pytest.raises(BrokenDefinition):
        parse(source)
