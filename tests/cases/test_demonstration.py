import re
import shlex
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.transaction import atomic, set_rollback
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Event, Role, User
from cases.agreements import comparison_of, whole_sample
from cases.calibration import attempts_in
from cases.demonstration.audits.samples import AUDITS
from cases.demonstration.figures import FIGURES
from cases.demonstration.generation import (
    Plan,
    SyntheticFile,
    generate,
    planned_counts,
    review,
    scaled,
)
from cases.demonstration.people import ONE_OF_EACH_ROLE, PASSWORD
from cases.demonstration.samples import LANCASHIRE
from cases.demonstration.samples import LANCASHIRE_DRAW as DRAW
from cases.demonstration.traits import Case
from cases.extracts import Extract, read_extract
from cases.extracts.synthetic import synthetic_crimes, write_csv
from cases.file_moderation import moderation_of
from cases.foresight import Foresight
from cases.models import Answer, AnswerHistory, CalibrationRound, CaseFile, Comment, Review, Sample
from cases.plans import shipped_sources
from cases.relevance import progress_of
from cases.review_differences import Standing, followers_of
from cases.rollups import results
from cases.sampling.drawing import draw
from cases.sampling.plans import read_plan
from cases.verification import differences
from cases.workload import files_to_moderate, samples_of
from checklists.definition import parse
from checklists.instrument import Instrument
from forces.models import Inspection
from forces.permissions import join_team
from peel.lib.personal_data import personal_data_in
from tests.factories import UserFactory

# As printed in the 2023-25 report on Lancashire Constabulary: measure, met, of.
PRINTED = [
    ("repeat_victim_checked", 77, 87),
    ("repeat_victim_information_used", 33, 34),
    ("vulnerability_checked", 86, 93),
    ("vulnerability_recorded", 50, 53),
    ("evidence_preservation_advised", 27, 28),
    ("crime_prevention_advised", 30, 30),
    ("risk_assessment_considered_needs", 89, 92),
    ("risk_assessment_accurate", 87, 89),
    ("delay_caller_updated", 8, 10),
    ("vulnerability_assessment_completed", 37, 42),
    ("allocation_correct", 92, 100),
    ("plan_present", 63, 76),
    ("plan_followed", 60, 63),
    ("supervision_effective", 71, 85),
    ("investigation_effective", 83, 100),
    ("prosecution_without_support_considered", 8, 9),
    ("needs_assessed", 63, 76),
    ("enhanced_service_recorded", 46, 57),
    ("victim_contract_kept", 65, 67),
    ("withdrawal_documented", 28, 30),
    ("service_good", 80, 94),
]
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


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker) -> Iterator[str]:
    """What loading printed. Loading takes longer than all tests of it, so they share it."""
    transaction = atomic()
    with django_db_blocker.unblock(), override_settings(DEMONSTRATION=True):
        transaction.__enter__()
        printed = load_demo()
    yield printed
    with django_db_blocker.unblock():
        set_rollback(True)
        transaction.__exit__(None, None, None)


@pytest.fixture
def demonstration(loaded: str, settings, db) -> str:
    """The demonstration, loaded; gives what its command printed."""
    settings.DEMONSTRATION = True
    return loaded


def load_demo() -> str:
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def everything() -> dict[str, int]:
    labels = ("accounts", "forces", "checklists", "cases")
    models = [model for label in labels for model in apps.get_app_config(label).get_models()]
    return {model._meta.label: model._default_manager.count() for model in models}


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


# The database


def test_lancashire_gives_the_printed_figures_signed_off(demonstration):
    sample = Sample.objects.get(inspection__slug="lancashire-2023-25", slug="vsa")
    figures = {figure.measure.code: figure for figure in results(sample)}
    assert [(c, figures[c].numerator, figures[c].denominator) for c, _, _ in PRINTED] == PRINTED
    assert len(figures) == 33
    for figure in figures.values():
        assert figure.outstanding == 0
        assert figure.denominator + figure.not_applicable + figure.not_asked == 100
    assert figures["investigation_effective"].sentence == (
        "investigations were effective in 83 of 100 cases"
    )
    [sign_off] = sample.sign_offs.all()
    frozen = {r.code: (r.numerator, r.denominator) for r in sign_off.results.all()}
    assert {code: frozen[code] for code, _, _ in PRINTED} == {c: (m, o) for c, m, o in PRINTED}
    assert differences(sample) == []
    check_draw(sample)
    check_second_load_changes_nothing(demonstration)


def check_draw(sample: Sample) -> None:
    files = sample.case_files.active()
    assert (files.count(), files.filter(ticket=None).count()) == (100, 0)
    assert files.filter(facts__outcome_type="8").count() >= 20
    drawn = sample.draws.get()
    assert (drawn.records, drawn.rejected, drawn.seed) == (60_000, 0, "PEEL 2023-25")
    assert drawn.plan_title == "Victim service assessment 2023-25"


def check_second_load_changes_nothing(printed: str) -> None:
    before = everything()
    last = Event.objects.latest("pk").pk
    assert load_demo() == printed
    assert everything() == before
    assert Event.objects.latest("pk").pk == last


def test_the_draw_verifies_with_the_extract_of_the_readme(demonstration, tmp_path, settings):
    readme = (settings.BASE_DIR / "README.md").read_text("utf-8")
    made, verified = re.findall(
        r"^\./run manage ((?:synthetic_extract|verify_draw) .+)$", readme, re.M
    )
    path = tmp_path / "lancashire.csv"
    out = StringIO()
    for line in (made, verified):
        call_command(*shlex.split(line.replace("lancashire.csv", str(path))), stdout=out)
    assert "lancashire-2023-25/vsa: lancashire.csv gives the same draw" in out.getvalue()
    path.write_bytes(path.read_bytes().replace(b"Shoplifting", b"Shop lifting", 1))
    with pytest.raises(SystemExit):
        call_command(*shlex.split(verified.replace("lancashire.csv", str(path))), stdout=out)


def test_people_and_casework_are_those_of_a_real_programme(demonstration):
    check_lancashire()
    check_second_reviews()
    check_calibration()
    check_cumbria()
    check_quality_assurance_under_way()
    check_sign_ins(demonstration)
    check_work_waits_for_the_printed_supervisor()
    assert AnswerHistory.objects.count() >= Answer.objects.count() > 6_000
    assert not Sample.objects.get(inspection__slug="kent-2023-25").case_files.exists()


def check_lancashire() -> None:
    inspection = Inspection.objects.get(slug="lancashire-2023-25")
    reviews = Review.objects.filter(case_file__sample__inspection=inspection)
    first = reviews.filter(case_file__sample__slug="vsa", position="first")
    assert Counter(first.values_list("reviewer__name", "state")) == {
        ("Inspector 1", "accepted"): 34,
        ("Inspector 2", "accepted"): 33,
        ("Inspector 3", "accepted"): 33,
    }
    seconded = User.objects.get(name="Inspector 4")
    assert join_team(seconded, inspection) == (
        "Inspector 4 is seconded from Lancashire Constabulary and can't join its inspection."
    )


def check_calibration() -> None:
    exercises = Review.objects.exercises()
    assert Counter(exercises.values_list("state", flat=True)) == {"submitted": 3, "allocated": 1}
    attempts = attempts_in(CalibrationRound.objects.get())
    assert {attempt.reviewer.name for attempt in attempts} == {"Inspector 1", "Inspector 2"}
    standings = Counter(one.standing for attempt in attempts for one in attempt.compared)
    assert standings[Standing.SAME] > 5 * standings[Standing.DIFFERS] > 0


def check_second_reviews() -> None:
    sample = Sample.objects.get(inspection__slug="lancashire-2023-25", slug="vsa")
    reviews = Review.objects.filter(case_file__sample=sample)
    agreed = reviews.filter(position="agreed", counts=True, state="accepted")
    twice = {review.case_file_id for review in reviews.filter(position="second")}
    assert len(twice) == 10
    assert {review.case_file_id for review in agreed} == twice
    for file in twice:
        first, second = reviews.filter(case_file=file).exclude(position="agreed")
        assert first.reviewer != second.reviewer
        pairs = zip(answers_of(first).items(), answers_of(second).items(), strict=False)
        assert sum(one != other for one, other in pairs) >= 4
    raw = whole_sample(comparison_of(sample)).three_way.raw
    assert raw.value is not None
    assert 0.7 < raw.value < 0.98


def answers_of(review: Review) -> dict[str, str]:
    answers = review.answers.order_by("question__order")
    return dict(answers.values_list("question__code", "value"))


def check_cumbria() -> None:
    first = Review.objects.filter(position="first")
    reviews = first.filter(case_file__sample__inspection__slug="cumbria-2023-25")
    assert Counter(reviews.values_list("state", flat=True)) == {
        "accepted": 8, "returned": 3, "submitted": 9, "allocated": 16, "unallocated": 4
    }  # fmt: skip
    assert reviews.filter(reviewer__name="Inspector 4").count() == 12
    returned = reviews.filter(state="returned")
    assert all(r.comments.filter(question__isnull=False).exists() for r in returned)
    begun = [r for r in reviews.filter(state="allocated") if 0 < r.answered < r.asked]
    assert len(begun) == 6
    assert CaseFile.objects.filter(state="eliminated").count() == 1


def check_quality_assurance_under_way() -> None:
    sample = Sample.objects.get(inspection__slug="cumbria-2023-25", slug="vsa")
    lead = User.objects.get(inspections_led=sample.inspection)
    [waits] = files_to_moderate([sample], lead)
    assert waits.files == 2
    begun, untouched, unread = sample.case_files.filter(reviews__position="second")
    decided = moderation_of(begun)
    assert len(decided.decisions) == len(decided.agreed.open) == 3
    assert any(len(followers) > 0 for followers in followers_of(decided.compared).values())
    assert Foresight(decided).moved()
    assert len(moderation_of(untouched).agreed.open) == 6
    assert unread.reviews.get(position="second").state == "allocated"
    states = Comment.objects.of_sample(sample).values_list("state", flat=True)
    assert set(states) == {"open", "answered", "resolved", "reopened"}


def check_sign_ins(printed: str) -> None:
    assert PASSWORD in printed
    for person in ONE_OF_EACH_ROLE:
        assert person.email in printed
        user = User.objects.get(email=person.email)
        assert user.role == person.role
        assert user.check_password(PASSWORD)


def check_work_waits_for_the_printed_supervisor() -> None:
    [email] = [person.email for person in ONE_OF_EACH_ROLE if person.role == Role.SUPERVISOR]
    led = {str(s): s for s in samples_of(User.objects.get(email=email))}
    audits = {f"lancashire-2023-25/{audit.slug}" for audit in AUDITS}
    assert set(led) == {"cumbria-2023-25/vsa", "lancashire-2023-25/vsa", *audits}
    cumbria = led["cumbria-2023-25/vsa"]
    submitted = Review.objects.filter(case_file__sample=cumbria, state="submitted", counts=True)
    assert submitted.count() == 9


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
