from collections import Counter
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from cases.demonstration.figures import FIGURES
from cases.demonstration.generation import (
    Plan,
    SyntheticFile,
    generate,
    planned_counts,
    review,
    scaled,
)
from cases.demonstration.samples import LANCASHIRE
from cases.demonstration.samples import LANCASHIRE_DRAW as DRAW
from cases.demonstration.traits import Case
from cases.extracts import Extract, read_extract
from cases.extracts.synthetic import synthetic_crimes, write_csv
from cases.plans import shipped_sources
from cases.relevance import progress_of
from cases.sampling.drawing import draw
from cases.sampling.plans import read_plan
from checklists.definition import parse
from checklists.instrument import Instrument
from peel.lib.personal_data import personal_data_in
from tests.cases.printed import PRINTED
from tests.factories import UserFactory

PLAN = Plan("LANC", 100, date(2023, 9, 1), date(2024, 2, 29), seed=5)


@pytest.fixture(scope="module")
def instrument() -> Instrument:
    path = Path(apps.get_app_config("checklists").path, "data", "vsa-2023-25.yaml")
    return parse(path.read_text("utf-8"))


@pytest.fixture(scope="module")
def files(instrument: Instrument) -> list[SyntheticFile]:
    return generate(instrument, PLAN)


@pytest.fixture(scope="module")
def extract(instrument, tmp_path_factory) -> Extract:
    """The extract that Lancashire's files are drawn from."""
    path = tmp_path_factory.mktemp("extract") / "lancashire.csv"
    crimes = synthetic_crimes(force=LANCASHIRE.force, records=DRAW.records, seed=DRAW.extract_seed)
    with path.open("wb") as file:
        write_csv(crimes, file)
    return read_extract(path, instrument=instrument)


@pytest.fixture(scope="module")
def drawn(instrument, extract) -> list[SyntheticFile]:
    """The files of Lancashire's sample, reviewed."""
    return reviewed(instrument, extract, DRAW.seed)


def reviewed(instrument: Instrument, extract: Extract, seed: str) -> list[SyntheticFile]:
    plan = read_plan(shipped_sources()[DRAW.plan])
    tickets = draw(extract.records, plan, seed, extract.facts).drawn
    values = {ticket.reference: extract.records[ticket.reference] for ticket in tickets}
    facts = {r: dict(zip(extract.facts, v, strict=True)) for r, v in values.items()}
    return review(instrument, facts, DRAW.review_seed)


def met_and_relevant(files: list[SyntheticFile], question: str) -> tuple[int, int]:
    given = Counter(file.answers[question].value for file in files if question in file.answers)
    return given["yes"], given["yes"] + given["no"]


# The generator


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_printed_figures_follow_from_the_quotas_whatever_the_seed(instrument, seed):
    made = generate(instrument, Plan("ANY", 100, PLAN.reported_from, PLAN.reported_until, seed))
    assert [(code, *met_and_relevant(made, code)) for code, _, _ in PRINTED] == PRINTED


def test_uncounted_measures_have_figures_too(instrument, files):
    uncounted = {m.code for m in instrument.measures} - {code for code, _, _ in PRINTED}
    assert len(uncounted) == 12
    for code in uncounted:
        assert met_and_relevant(files, code) == (FIGURES[code].met, FIGURES[code].of)


@pytest.mark.parametrize("seed", ["another", "a third", "a fourth", "a fifth"])
def test_printed_figures_follow_whichever_files_are_drawn(instrument, extract, seed):
    made = reviewed(instrument, extract, seed)
    assert len(made) == 100
    assert [(code, *met_and_relevant(made, code)) for code, _, _ in PRINTED] == PRINTED
    assert all(progress_of(instrument, file.answers).complete for file in made)


@pytest.mark.parametrize("size", [1, 7, 40, 100])
def test_every_review_is_complete_and_holds_only_what_is_asked(instrument, size):
    plan = Plan("ANY", size, PLAN.reported_from, PLAN.reported_until, seed=size)
    for file in generate(instrument, plan):
        progress = progress_of(instrument, file.answers)
        assert progress.complete, progress.outstanding
        assert set(progress.asked) == set(file.answers)


def test_every_answer_is_one_that_its_question_takes(instrument, files):
    for file in files:
        for code, answer in file.answers.items():
            assert instrument.question(code).clean(answer.value)[0] == answer.value


def test_facts_are_of_the_checklist_and_within_the_window(instrument, files):
    codes = {fact.code: {c.code for c in fact.choices} for fact in instrument.facts if fact.choices}
    for file in files:
        assert list(file.facts) == [fact.code for fact in instrument.facts]
        assert all(file.facts[code] in choices for code, choices in codes.items())
        assert "2023-09-01" <= file.facts["reported_on"] <= file.facts["closed_on"] <= "2024-05-31"


@pytest.mark.parametrize("source", ["files", "drawn"])
def test_facts_and_answers_hang_together(request, source):
    for file in request.getfixturevalue(source):
        values = {code: answer.value for code, answer in file.answers.items()}
        resolution = values["community_resolution_suitable"]
        assert (file.facts["outcome_type"] == "8") == (resolution != "not_applicable")
        assert (file.facts["outcome_type"] in {"14", "18"}) == (
            values["suspect_identified"] == "no"
        )
        if file.facts["outcome_type"] in {"14", "16"}:
            assert values["support_withdrawn"] == "yes"
        if file.facts["route"] not in {"call_999", "call_101"}:
            assert values["call_answered_promptly"] == "not_applicable"


@pytest.mark.parametrize("source", ["files", "drawn"])
def test_at_least_20_files_closed_by_community_resolution(request, source):
    files = request.getfixturevalue(source)
    assert sum(file.facts["outcome_type"] == "8" for file in files) >= 20


def test_poor_supervision_goes_with_poor_investigations(files):
    poor = [f for f in files if f.answers["supervision_effective"].value == "no"]
    ineffective = sum(f.answers["investigation_effective"].value == "no" for f in poor)
    assert ineffective / len(poor) > 17 / 100


def test_ineffective_investigations_are_of_many_kinds(drawn):
    ineffective = [f for f in drawn if f.answers["investigation_effective"].value == "no"]
    assert len({file.facts["offence_group"] for file in ineffective}) >= 5
    assert len({file.facts["route"] for file in ineffective}) >= 5
    of_violence = [file for file in drawn if file.facts["offence_group"] == "violence"]
    effective = sum(file not in ineffective for file in of_violence)
    assert 0.75 <= effective / len(of_violence) <= 0.95


@pytest.mark.parametrize("fact", ["offence_group", "outcome_type", "route"])
def test_what_a_case_is_does_not_tell_how_it_was_handled(instrument, fact):
    """Over many samples, the large groups are about as effective as all cases together."""
    totals: Counter[str] = Counter()
    ineffective: Counter[str] = Counter()
    for seed in range(12):
        for file in generate(instrument, replace(PLAN, seed=seed)):
            totals[file.facts[fact]] += 1
            ineffective[file.facts[fact]] += file.answers["investigation_effective"].value == "no"
    for value, total in totals.items():
        if total >= 12 * 16:
            assert 0.05 < ineffective[value] / total < 0.35, value


def test_nothing_looks_like_personal_data(files, drawn):
    files = [*files, *drawn]
    texts = [part for f in files for a in f.answers.values() for part in (a.value, a.note)]
    texts += [value for f in files for value in (f.reference, *f.facts.values())]
    assert [text for text in texts if personal_data_in(text)] == []


def test_same_seed_gives_the_same_files(instrument, files):
    assert generate(instrument, PLAN) == files


@pytest.mark.parametrize("source", ["files", "drawn"])
def test_no_quota_is_larger_than_what_is_asked(instrument, request, source):
    cases = [Case(0.5, dict(file.facts)) for file in request.getfixturevalue(source)]
    for code, counts in planned_counts(instrument, cases).items():
        assert min(counts.values()) >= 0, (code, counts)


@given(
    st.dictionaries(st.text(), st.integers(0, 500), min_size=1),
    st.integers(0, 1_000),
)
def test_scaled_counts_add_up_and_keep_their_shares(counts, total):
    rounded = scaled(counts, total)
    assert sum(rounded.values()) == total
    assert list(rounded) == list(counts)
    if whole := sum(counts.values()):
        for value, count in counts.items():
            assert abs(rounded[value] - count * total / whole) < 1


# The command


def load_demo() -> str:
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def everything() -> dict[str, int]:
    labels = ("accounts", "forces", "checklists", "cases")
    models = [model for label in labels for model in apps.get_app_config(label).get_models()]
    return {model._meta.label: model._default_manager.count() for model in models}


def test_refused_outside_a_demonstration(settings, db):
    settings.DEMONSTRATION = False
    with pytest.raises(CommandError, match="only where DEMONSTRATION is set"):
        load_demo()
    assert not User.objects.exists()


def test_refused_where_there_is_other_data(settings, db):
    settings.DEMONSTRATION = True
    UserFactory.create()
    before = everything()
    with pytest.raises(CommandError, match="holds other data"):
        load_demo()
    assert everything() == before
