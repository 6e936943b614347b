"""The demonstration as it is loaded: its figures, its people and its casework."""

import re
import shlex
from collections import Counter
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command

from accounts.models import Event, Role, User
from cases.agreements import comparison_of, whole_sample
from cases.calibration import attempts_in
from cases.demonstration.audits.samples import AUDITS
from cases.demonstration.people import ONE_OF_EACH_ROLE, PASSWORD
from cases.file_moderation import moderation_of
from cases.foresight import Foresight
from cases.models import Answer, AnswerHistory, CalibrationRound, CaseFile, Comment, Review, Sample
from cases.review_differences import Standing, followers_of
from cases.rollups import results
from cases.verification import differences
from cases.workload import files_to_moderate, samples_of
from forces.models import Inspection
from forces.permissions import join_team
from tests.cases.printed import PRINTED
from tests.demonstration.conftest import load_demo


def everything() -> dict[str, int]:
    labels = ("accounts", "forces", "checklists", "cases", "judgments")
    models = [model for label in labels for model in apps.get_app_config(label).get_models()]
    return {model._meta.label: model._default_manager.count() for model in models}


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
