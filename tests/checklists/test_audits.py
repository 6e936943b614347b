"""The shipped audits, dip samples and quality of service review measure what the reports print."""

from pathlib import Path

import pytest

import checklists
from checklists.definition import parse
from checklists.instrument import Instrument, Measure
from forces.rule_changes import rule_changes_called

DATA = Path(checklists.__file__).parent / "data"
DEFINITIONS = sorted(DATA.glob("*.yaml"))


def shipped(name: str) -> Instrument:
    return parse((DATA / f"{name}.yaml").read_text(encoding="utf-8"))


def estimates(instrument: Instrument) -> list[Measure]:
    return [measure for measure in instrument.measures if measure.printed == "estimate"]


def test_crime_data_integrity_estimates_crimes_within_reports_over_recording_routes() -> None:
    instrument = shipped("crime-data-integrity-2023-25")
    measures = estimates(instrument)
    assert [m.code for m in measures] == ["all_crime", "sexual_offences", "violent_offences"]
    for measure in measures:
        assert (measure.kind, measure.method, measure.strata) == (
            "ratio",
            "stratified_ratio",
            "route",
        )
        assert measure.headline
    assert instrument.measure("rape").kind == "ratio"
    assert instrument.measure("recorded_within_24_hours").denominator == "crimes_recorded"


def test_vulnerable_victims_are_a_bare_count_of_crimes() -> None:
    measure = shipped("vulnerable-victims-2023-25").measure("crimes_recorded")
    assert (measure.kind, measure.printed, measure.headline) == ("ratio", "count", True)
    assert measure.denominator == "crimes_to_record"


def test_figures_of_recorded_crime_are_not_compared_across_the_counting_rules() -> None:
    for name in ("crime-data-integrity-2023-25", "vulnerable-victims-2023-25"):
        for measure in shipped(name).measures:
            is_of_recording = measure.kind == "ratio" and "24_hours" not in measure.code
            assert bool(measure.broken_by) == is_of_recording, measure.code


@pytest.mark.parametrize("file", DEFINITIONS, ids=lambda file: file.name)
def test_the_rule_changes_that_measures_name_are_known(file: Path) -> None:
    for measure in parse(file.read_text(encoding="utf-8")).measures:
        assert len(rule_changes_called(measure.broken_by)) == len(measure.broken_by)


def test_stop_and_search_counts_missing_grounds_as_not_reasonable() -> None:
    instrument = shipped("stop-and-search-2023-25")
    [measure] = estimates(instrument)
    assert (measure.code, measure.method, measure.headline) == ("reasonable_grounds", "wald", True)
    question = instrument.question("reasonable_grounds")
    assert (question.parent, question.may_be_not_applicable) == (None, False)


def test_searches_of_ethnic_minorities_are_counted_without_those_not_stated() -> None:
    instrument = shipped("stop-and-search-2023-25")
    subgroup = instrument.measure("reasonable_grounds_ethnic_minority")
    ((fact, values),) = subgroup.only
    all_values = {choice.code for choice in instrument.fact(fact).choices}
    assert all_values - set(values) == {"white", "not_stated"}
    assert (subgroup.question, subgroup.printed) == ("reasonable_grounds", "count")


@pytest.mark.parametrize("name", ["body-worn-video-2023-25", "online-child-abuse-2023-25"])
def test_dip_samples_have_counts_and_never_estimates(name: str) -> None:
    assert estimates(shipped(name)) == []


def test_the_dip_sample_of_online_child_abuse_counts_risk_assessments() -> None:
    measure = shipped("online-child-abuse-2023-25").measure("risk_assessment_completed")
    assert (measure.printed, measure.headline) == ("count", True)


def test_quality_of_service_has_five_stages_safeguarding_and_antisocial_behaviour() -> None:
    instrument = shipped("quality-of-service-2025-27")
    assert [(stage.code, stage.optional) for stage in instrument.stages] == [
        ("call_handling", False),
        ("response", False),
        ("investigation", False),
        ("victim_service", False),
        ("outcomes", False),
        ("safeguarding", True),
        ("antisocial_behaviour", True),
    ]
    assert {measure.stage for measure in instrument.measures} == {
        stage.code for stage in instrument.stages
    }
    for stage in instrument.stages:
        first, *others = stage.questions
        assert first.parent is None
        assert all(question.parent for question in others)
