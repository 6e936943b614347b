"""Calibration and practice: what is copied, who gets it, and what it never touches."""

from datetime import date, timedelta

import pytest
from django.db import Error, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from cases.actions import calibrating, reviewing
from cases.actions.allocation import allocate
from cases.actions.answering import Entry, record_answer
from cases.actions.second_reviews import pick_for_second_review
from cases.calibration import attempts_in, known_to, results_of
from cases.caseloads import workload_for
from cases.models import (
    CalibrationRound,
    CaseFile,
    Position,
    ReferenceFile,
    Review,
    Sample,
    SampleKind,
)
from cases.notices import lines_of, notices_of
from cases.rollups import results
from cases.states import ReviewState
from forces.models import Inspection
from forces.permissions import leave_team
from peel.lib.errors import Conflict, Invalid, Refused
from tests.cases.accepted import ANSWERS, accepted_file
from tests.cases.conftest import SignIn
from tests.factories import (
    InspectionFactory,
    InspectorFactory,
    SampleFactory,
    SecondmentFactory,
    TeamMemberFactory,
)


@pytest.fixture
def source(supervisor: User) -> Review:
    """An accepted review of another force's file, led by the same supervisor."""
    elsewhere = InspectionFactory.create(lead=supervisor)
    reader = InspectorFactory.create(name="Reader")
    TeamMemberFactory.create(inspection=elsewhere, user=reader)
    sample = SampleFactory.create(inspection=elsewhere)
    return accepted_file(sample, "06/123/24", reader, victim_checked="no")


@pytest.fixture
def file(source: Review, supervisor: User) -> ReferenceFile:
    return calibrating.mark_as_reference(review=source.pk, texts={}, by=supervisor)


def start(
    inspection: Inspection, files: list[ReferenceFile], people: list[User], by: User
) -> CalibrationRound:
    due = timezone.localdate() + timedelta(days=7)
    set_up = calibrating.RoundSetUp("Spring round", due, files, people)
    return calibrating.start_round(inspection=inspection, set_up=set_up, by=by)


@pytest.fixture
def spring(
    inspection: Inspection,
    file: ReferenceFile,
    inspector: User,
    other_inspector: User,
    supervisor: User,
) -> CalibrationRound:
    return start(inspection, [file], [inspector, other_inspector], supervisor)


def test_who_gets_no_file_of_a_round_is_named(
    inspection: Inspection,
    file: ReferenceFile,
    source: Review,
    inspector: User,
    supervisor: User,
    sign_in: SignIn,
) -> None:
    reader = source.reviewer
    assert reader is not None
    TeamMemberFactory.create(inspection=inspection, user=reader)
    due = timezone.localdate()
    sent = {
        "name": "Spring round",
        "due_day": due.day,
        "due_month": due.month,
        "due_year": due.year,
        "reference_files": [file.pk],
        "people": [reader.pk, inspector.pk],
    }
    address = reverse("cases:round_new", args=[inspection.slug])
    page = sign_in(supervisor).post(address, sent, follow=True).content.decode()
    assert "Without a file: Reader." in page
    assert "Everybody has it" not in page
    assert [review.reviewer for review in Review.objects.exercises()] == [inspector]


def exercise_of(person: User) -> Review:
    return Review.objects.exercises().get(reviewer=person)


def submit(review: Review, by: User, **changes: str) -> Review:
    """Answers every question that is asked, and submits."""
    given = ANSWERS | {"victim_checked": "no"} | changes
    for code, value in given.items():
        note = "No record of it" if value == "no" else ""
        record_answer(review=review.pk, entry=Entry(code, value, note), by=by)
    return reviewing.submit(review=review.pk, by=by)


def test_a_reference_file_holds_the_answers_but_not_the_reference(
    file: ReferenceFile, source: Review
) -> None:
    answers = {a.question.code: (a.value, a.note) for a in file.answers.all()}
    assert answers["victim_checked"] == ("no", "No record of it")
    assert "repeat_victim" not in answers, "it was not asked"
    assert file.facts == source.case_file.facts
    assert "06/123/24" not in f"{file} {file.facts} {answers}"


@pytest.mark.parametrize(
    ("note", "fault"),
    [
        ("Rang 07700 900123", "a phone number"),
        ("As in 06/123/24", "the reference of the file"),
    ],
)
def test_a_text_that_tells_whose_file_it_is_is_refused_until_it_is_changed(
    source: Review, supervisor: User, note: str, fault: str
) -> None:
    source.answers.filter(question__code="victim_checked").update(note=note)
    with pytest.raises(Invalid, match=fault):
        calibrating.mark_as_reference(review=source.pk, texts={}, by=supervisor)
    texts = {"note-victim_checked": "Rang back"}
    made = calibrating.mark_as_reference(review=source.pk, texts=texts, by=supervisor)
    assert made.answers.get(question__code="victim_checked").note == "Rang back"
    assert source.answers.get(question__code="victim_checked").note == note


def test_what_was_not_agreed_can_t_be_a_reference(
    source: Review, supervisor: User, file: ReferenceFile
) -> None:
    with pytest.raises(Conflict, match="already"):
        calibrating.mark_as_reference(review=source.pk, texts={}, by=supervisor)
    calibrating.retire(reference_file=file.pk, reason="A better one is there", by=supervisor)
    Review.objects.create(case_file=source.case_file, position=Position.SECOND, counts=False)
    with pytest.raises(Conflict, match="reviewed twice"):
        calibrating.mark_as_reference(review=source.pk, texts={}, by=supervisor)
    source.state = ReviewState.SUBMITTED
    source.save()
    with pytest.raises(Conflict, match="accepted"):
        calibrating.mark_as_reference(review=source.pk, texts={}, by=supervisor)


def test_only_who_leads_the_casework_marks(source: Review, other_supervisor: User) -> None:
    with pytest.raises(Refused):
        calibrating.mark_as_reference(review=source.pk, texts={}, by=other_supervisor)


def test_a_round_gives_each_person_a_copy_of_their_own(
    spring: CalibrationRound, inspector: User, other_inspector: User
) -> None:
    mine, theirs = exercise_of(inspector), exercise_of(other_inspector)
    assert mine.case_file != theirs.case_file
    assert spring.sample.kind == SampleKind.CALIBRATION
    seen = Review.objects.visible_to(inspector).exercises()
    assert list(seen) == [mine]


def test_nobody_but_who_does_it_opens_an_exercise(
    spring: CalibrationRound, inspector: User, supervisor: User, administrator: User
) -> None:
    exercise = exercise_of(inspector)
    for other in (supervisor, administrator):
        assert not Review.objects.visible_to(other).filter(pk=exercise.pk).exists()
    assert not CaseFile.objects.visible_to(inspector).filter(pk=exercise.case_file_id).exists()


def test_who_knows_the_answers_gets_no_copy(
    inspection: Inspection, source: Review, file: ReferenceFile, inspector: User, supervisor: User
) -> None:
    assert source.reviewer
    reader = source.reviewer
    TeamMemberFactory.create(inspection=inspection, user=reader)
    seconded = InspectorFactory.create()
    SecondmentFactory.create(user=seconded, force=source.case_file.sample.inspection.force)
    TeamMemberFactory.create(inspection=inspection, user=seconded)
    start(inspection, [file], [inspector, reader, seconded], supervisor)
    assert [r.reviewer for r in Review.objects.exercises()] == [inspector]
    with pytest.raises(Invalid, match="know all these files"):
        start(inspection, [file], [inspector, reader, seconded], supervisor)
    assert CalibrationRound.objects.count() == 1


def test_a_round_that_can_t_be_is_refused_with_the_reason(
    inspection: Inspection, file: ReferenceFile, inspector: User, supervisor: User
) -> None:
    past = calibrating.RoundSetUp("Round", date(2020, 1, 1), [file], [inspector])
    with pytest.raises(Invalid, match="past"):
        calibrating.start_round(inspection=inspection, set_up=past, by=supervisor)
    with pytest.raises(Refused, match="not an inspector"):
        start(inspection, [file], [supervisor], supervisor)
    with pytest.raises(Refused, match="not on the team"):
        start(inspection, [file], [InspectorFactory.create()], supervisor)
    calibrating.retire(reference_file=file.pk, reason="Too easy", by=supervisor)
    with pytest.raises(Invalid, match="retired"):
        start(inspection, [file], [inspector], supervisor)


def test_results_hold_each_answer_against_the_reference(
    spring: CalibrationRound, inspector: User, other_inspector: User
) -> None:
    submit(exercise_of(inspector), inspector)
    submit(exercise_of(other_inspector), other_inspector, effective="no", victim_checked="yes")
    found = results_of(spring, attempts_in(spring))
    people = {p.row.title[1]: (p.row.agreement.agreed, p.row.agreement.pairs) for p in found.people}
    assert people == {"Inspector 1": (3, 3), "Inspector 2": (1, 3)}
    cells = {row.title[1]: [(c.agreed, c.pairs) for c in row.cells] for row in found.files}
    assert cells["Was the investigation effective?"] == [(1, 2), (1, 1), (0, 1)]
    assert "Was it a repeat victim?" not in cells, "one side was not asked: it hangs on its parent"


def test_what_is_not_submitted_is_in_no_result(spring: CalibrationRound, inspector: User) -> None:
    exercise = exercise_of(inspector)
    record_answer(review=exercise.pk, entry=Entry("effective", "yes"), by=inspector)
    found = results_of(spring, attempts_in(spring))
    assert not found.questions
    assert [(p.submitted, p.issued) for p in found.people] == [(0, 1), (0, 1)]


def test_the_reference_answers_are_shown_after_one_s_own(
    spring: CalibrationRound, inspector: User, other_inspector: User, sign_in: SignIn
) -> None:
    exercise = exercise_of(inspector)
    page = reverse("cases:exercise", args=[exercise.pk])
    assert sign_in(inspector).get(page).status_code == 403
    submit(exercise, inspector, effective="no")
    shown = sign_in(inspector).get(page).content.decode()
    assert "Differs" in shown
    assert sign_in(other_inspector).get(page).status_code == 404
    unseen = reverse("cases:reference_file", args=[ReferenceFile.objects.get().pk])
    assert sign_in(other_inspector).get(unseen).status_code == 404


def test_an_exercise_is_submitted_once(
    spring: CalibrationRound, inspector: User, inspection: Inspection
) -> None:
    exercise = submit(exercise_of(inspector), inspector)
    with pytest.raises(Conflict, match="submitted"):
        record_answer(review=exercise.pk, entry=Entry("effective", "no"), by=inspector)
    inspector.role = Role.SUPERVISOR
    inspector.save()
    with pytest.raises(Conflict, match="submitted"):
        reviewing.step_back(review=exercise.pk, reason="Again", by=inspector)
    with pytest.raises(Refused):
        reviewing.accept(review=exercise.pk, by=inspector)


def test_a_round_that_is_ended_takes_no_answers_until_it_is_open_again(
    spring: CalibrationRound, inspector: User, supervisor: User
) -> None:
    calibrating.end_round(calibration_round=spring.pk, by=supervisor)
    with pytest.raises(Conflict, match="ended"):
        submit(exercise_of(inspector), inspector)
    with pytest.raises(Conflict, match="already"):
        calibrating.end_round(calibration_round=spring.pk, by=supervisor)
    calibrating.reopen_round(calibration_round=spring.pk, by=supervisor)
    assert submit(exercise_of(inspector), inspector).state == ReviewState.SUBMITTED


def test_exercises_touch_no_figure_list_or_workload(
    inspection: Inspection,
    file: ReferenceFile,
    inspector: User,
    other_inspector: User,
    supervisor: User,
    sign_in: SignIn,
) -> None:
    sample = SampleFactory.create(inspection=inspection)
    accepted_file(sample, "A-1", inspector)

    def everything() -> list[object]:
        client = sign_in(supervisor)
        api = [reverse(f"api:{name}-list") for name in ("sample", "case-file", "review", "answer")]
        sites = [reverse("cases:results_list"), reverse("cases:inspection", args=[inspection.slug])]
        mine = [sign_in(inspector).get(address).json()["count"] for address in api]
        return [
            [figure.as_dict() for figure in results(sample)],
            [client.get(address).json() for address in api],
            ["Spring round" in client.get(address).content.decode() for address in sites],
            mine,
            [(c.person.pk, c.load.open, c.load.done) for c in workload_for(supervisor).caseloads],
            [s.pk for s in Sample.objects.visible_to(supervisor)],
            leave_team(other_inspector, inspection),
        ]

    before = everything()
    start(inspection, [file], [inspector, other_inspector], supervisor)
    submit(exercise_of(inspector), inspector)
    assert Review.objects.exercises().count() == 2
    assert everything() == before
    asked_for = sign_in(inspector).get(reverse("api:review-list"), {"exercises": "true"}).json()
    assert [row["id"] for row in asked_for["results"]] == [exercise_of(inspector).pk]


def test_the_samples_of_exercises_have_no_pages(
    spring: CalibrationRound, supervisor: User, administrator: User, sign_in: SignIn
) -> None:
    sample = spring.sample
    names = ("sample", "results", "sign_off", "allocate", "agreement", "import_files")
    for name in names:
        address = reverse(f"cases:{name}", args=[sample.inspection.slug, sample.slug])
        assert sign_in(supervisor).get(address).status_code in {404, 405}, name
    address = reverse("api:sample-detail", args=[sample.inspection.slug, sample.slug])
    assert sign_in(administrator).get(address).status_code == 404


def test_the_database_keeps_exercises_from_counting_and_references_as_made(
    spring: CalibrationRound, inspector: User, file: ReferenceFile
) -> None:
    with pytest.raises(Error), transaction.atomic():
        Review.objects.filter(pk=exercise_of(inspector).pk).update(counts=True)
    for table in ("referencefile", "referenceanswer", "calibrationround", "issuedfile"):
        with (
            pytest.raises(Error, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE cases_{table} SET id = id")


def test_practice_is_for_oneself_and_teaches_once(
    inspection: Inspection, file: ReferenceFile, inspector: User, supervisor: User, sign_in: SignIn
) -> None:
    client = sign_in(inspector)
    address = reverse("cases:practise", args=[file.pk])
    started = client.post(address)
    review = exercise_of(inspector)
    assert started.headers["Location"] == reverse("cases:review", args=[review.pk])
    assert client.post(address).headers["Location"] == started.headers["Location"]
    assert "Practice with" in client.get(reverse("cases:my_work")).content.decode()
    for code, value in (ANSWERS | {"victim_checked": "no"}).items():
        note = "No record of it" if value == "no" else ""
        record_answer(review=review.pk, entry=Entry(code, value, note), by=inspector)
    sent = client.post(reverse("cases:submit", args=[review.pk]), follow=True)
    assert "The same" in sent.content.decode()
    assert client.post(address).status_code == 409, "the answers are known now"
    with pytest.raises(Invalid, match="know all these files"):
        start(inspection, [file], [inspector], supervisor)
    with pytest.raises(Refused):
        calibrating.start_practice(reference_file=file.pk, by=supervisor)


def test_nobody_practises_with_what_a_round_gave_them(
    spring: CalibrationRound, file: ReferenceFile, inspector: User
) -> None:
    with pytest.raises(Conflict, match="from a round"):
        calibrating.start_practice(reference_file=file.pk, by=inspector)


def test_who_had_a_copy_is_not_given_the_file_s_second_review(
    source: Review, file: ReferenceFile, supervisor: User
) -> None:
    sample = source.case_file.sample
    taught = InspectorFactory.create()
    TeamMemberFactory.create(inspection=sample.inspection, user=taught)
    calibrating.start_practice(reference_file=file.pk, by=taught)
    assert file in known_to(taught)
    [second] = pick_for_second_review(sample=sample, references=["06/123/24"], by=supervisor)
    with pytest.raises(Conflict, match="knows"):
        allocate(sample=sample, reviews=[second.pk], to=taught, by=supervisor)


def test_a_supervisor_marks_issues_and_reads(
    inspection: Inspection,
    source: Review,
    inspector: User,
    other_inspector: User,
    supervisor: User,
    sign_in: SignIn,
) -> None:
    client = sign_in(supervisor)
    mark = reverse("cases:reference_file_new", args=[source.pk])
    texts = {"note-victim_checked": "Rang 07700 900123", "value-remarks": "nothing else"}
    refused = client.post(mark, {**texts, "anonymous": "on"}).content.decode()
    assert "This looks like a phone number" in refused
    assert not ReferenceFile.objects.exists()
    texts["note-victim_checked"] = "Rang back"
    client.post(mark, {**texts, "anonymous": "on"})
    file = ReferenceFile.objects.get()
    due = timezone.localdate() + timedelta(days=3)
    sent = {
        "name": "Spring round",
        "due_day": due.day,
        "due_month": due.month,
        "due_year": due.year,
        "reference_files": [file.pk],
        "people": [inspector.pk, other_inspector.pk],
    }
    issued = client.post(reverse("cases:round_new", args=[inspection.slug]), sent, follow=True)
    assert "0 of 1 submitted" in issued.content.decode()
    assert "Everybody has it in their work." in issued.content.decode()
    work = sign_in(inspector).get(reverse("cases:my_work")).content.decode()
    assert "Calibration and practice" in work
    assert "Spring round" in work
    submit(exercise_of(inspector), inspector, effective="no")
    made = CalibrationRound.objects.get()
    page = client.get(reverse("cases:round", args=[made.pk])).content.decode()
    assert "2 of 3" in page
    assert "Spring round" in client.get(reverse("cases:calibration")).content.decode()
    csv = client.get(reverse("cases:round_export", args=[made.pk]))
    lines = b"".join(csv.streaming_content).decode()  # type: ignore[attr-defined]
    assert f'"Inspector 1","{file}","effective"' in lines
    assert '"yes","no","differs"' in lines
    assert "Inspector 2" not in lines, "nothing is submitted"
    assert sign_in(inspector).get(reverse("cases:round", args=[made.pk])).status_code == 404


def test_who_gets_exercises_is_told_of_them_and_led_to_the_first(
    spring: CalibrationRound, inspector: User, supervisor: User, sign_in: SignIn
) -> None:
    [line] = lines_of(notices_of(inspector))
    exercise = exercise_of(inspector)
    assert line.text == f"{supervisor.name} issued {exercise.case_file} to you for calibration"
    assert sign_in(inspector).get(line.url)["Location"] == f"/reviews/{exercise.pk}/"
