"""Deciding what is agreed on a file, having it count, and taking it back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.events import history_of, verify_chain
from accounts.models import Role, User
from cases.actions.answering import PersonalDataWarning
from cases.actions.moderating import (
    DecidedElsewhere,
    agree,
    step_back_agreement,
)
from cases.actions.reviewing import accept, return_to_reviewer, step_back
from cases.actions.signing import sign_off
from cases.contributions import contributions
from cases.file_moderation import moderation_of
from cases.models import (
    Answer,
    AnswerHistory,
    CaseFile,
    Choice,
    Decision,
    Position,
    Review,
    Sample,
)
from cases.rollups import results
from cases.states import CaseFileState, ReviewState
from peel.lib.errors import Conflict, Invalid, Refused
from tests.cases.accepted import accepted_file
from tests.cases.moderated import SECOND, decide_all, differing_file, rule
from tests.cases.reasons import ALL_THE_SAME
from tests.factories import SupervisorFactory, TeamMemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(sample: Sample, inspector: User, other_inspector: User) -> CaseFile:
    return differing_file(sample, inspector, other_inspector)


@pytest.fixture
def single(sample: Sample, inspector: User) -> CaseFile:
    """One inspector reviewed it, and the review is accepted."""
    return accepted_file(sample, "ALONE", inspector).case_file


def agreed_of(file: CaseFile) -> Review:
    return file.reviews.get(position=Position.AGREED)


def relevant(review: Review) -> dict[str, str]:
    rows = Answer.objects.filter(review=review, relevant=True)
    return dict(rows.values_list("question__code", "value"))


def figures(sample: Sample) -> dict[str, tuple[int, int]]:
    return {f.measure.code: (f.numerator, f.denominator) for f in results(sample)}


def originals(file: CaseFile) -> list[tuple[object, ...]]:
    reviews = Review.objects.originals().filter(case_file=file)
    return [
        *Answer.objects.filter(review__in=reviews).order_by("pk").values_list(),
        *reviews.order_by("pk").values_list("pk", "state", "reviewer", "submitted_at"),
        *AnswerHistory.objects.filter(review__in=reviews).order_by("pk").values_list(),
    ]


# Deciding


def test_a_decision_keeps_what_was_agreed_and_what_was_seen(file, supervisor):
    made = rule(file, supervisor, "effective", Choice.SECOND, reason=" It failed. ")
    assert (made.value, made.chose, made.reason) == ("no", Choice.SECOND, "It failed.")
    assert (made.first_value, made.second_value, made.revision) == ("yes", "no", 1)
    assert [event.verb for event in history_of(made)] == ["decided"]
    assert verify_chain(made) == []


def test_deciding_changes_no_figure_and_no_review(file, sample, supervisor):
    before, untouched = figures(sample), originals(file)
    decide_all(file, supervisor)
    assert figures(sample) == before
    assert originals(file) == untouched
    assert not file.reviews.filter(position=Position.AGREED).exists()


def test_a_third_answer_has_its_own_note(file, supervisor):
    made = rule(
        file, supervisor, "victim_checked", Choice.THIRD, value="not_applicable", note=" New. "
    )
    assert (made.value, made.note, made.count) == ("not_applicable", "New.", None)
    counted = rule(file, supervisor, "crimes_recorded", Choice.THIRD, value="007")
    assert (counted.value, counted.count) == ("7", 7)


@pytest.mark.parametrize(
    ("code", "fields", "words"),
    [
        ("effective", {"reason": "  "}, "Give the reason"),
        ("effective", {"chose": Choice.THIRD, "value": "perhaps"}, "Choose one of these"),
        ("effective", {"chose": Choice.THIRD, "value": ""}, "Give the other answer"),
        ("victim_checked", {"chose": Choice.THIRD, "value": "no"}, "Write a note"),
        ("crimes_recorded", {"chose": Choice.THIRD, "value": "many"}, "whole number"),
        ("history_used", {"chose": Choice.SECOND}, "was not asked"),
        ("nothing", {}, "not in the checklist"),
        ("effective", {"chose": Choice.THIRD, "value": "yes", "note": "x" * 5_001}, "longer"),
        ("effective", {"chose": Choice.THIRD, "value": "yes", "note": "\x00"}, "can't be stored"),
    ],
)
def test_what_can_not_be_decided(file, supervisor, code, fields, words):
    chose = fields.pop("chose", Choice.FIRST)
    with pytest.raises(Invalid, match=words):
        rule(file, supervisor, code, chose, **fields)
    assert not Decision.objects.exists()


def test_a_question_that_is_not_asked_any_more_is_not_decided(file, supervisor):
    rule(file, supervisor, "victim_checked", Choice.SECOND)
    with pytest.raises(Invalid, match="not asked after"):
        rule(file, supervisor, "history_used", Choice.FIRST)


def test_personal_data_is_questioned_before_it_is_kept(file, supervisor):
    reason = "Call 01772 123 456."
    with pytest.raises(PersonalDataWarning):
        rule(file, supervisor, "effective", Choice.FIRST, reason=reason)
    assert rule(
        file, supervisor, "effective", Choice.FIRST, reason=reason, keep_personal_data=True
    ).pk


def test_the_older_of_two_pages_is_told_of_the_newer_decision(file, supervisor, other_supervisor):
    rule(file, supervisor, "effective", Choice.SECOND)
    TeamMemberFactory.create(inspection=file.sample.inspection, user=other_supervisor)
    with pytest.raises(DecidedElsewhere, match="by Supervisor 1 meanwhile: No"):
        rule(file, other_supervisor, "effective", Choice.FIRST, base_revision=0)
    assert Decision.objects.count() == 1


def test_a_request_that_is_sent_twice_decides_once(file, supervisor):
    one = rule(file, supervisor, "effective", Choice.SECOND, base_revision=0)
    assert rule(file, supervisor, "effective", Choice.SECOND, base_revision=0) == one
    assert Decision.objects.count() == 1


def test_a_decision_is_taken_back_and_stays_on_record(file, supervisor):
    rule(file, supervisor, "effective", Choice.SECOND)
    rule(file, supervisor, "effective", Choice.OPEN, reason="")
    assert "effective" in moderation_of(file).agreed.open
    assert rule(file, supervisor, "effective", Choice.FIRST).revision == 3
    assert Decision.objects.count() == 3
    assert list(Decision.objects.standing().values_list("chose", flat=True)) == ["first"]


def test_a_decision_on_an_answer_that_changed_since_is_outdated(file, supervisor):
    rule(file, supervisor, "effective", Choice.FIRST)
    Answer.objects.filter(review__position=Position.FIRST, question__code="effective").update(
        value="no"
    )
    moderation = moderation_of(file)
    assert moderation.outdated == {"effective"}
    assert moderation.agreed.values["effective"] == "no"


# Agreeing


@pytest.mark.parametrize("chose", [Choice.FIRST, Choice.SECOND])
def test_the_figures_are_made_of_exactly_the_agreed_answers(file, sample, supervisor, chose):
    decide_all(file, supervisor, chose)
    agreed = agree(case_file=file.pk, by=supervisor)
    chosen = relevant(file.reviews.get(position=chose.value))
    assert relevant(agreed) == chosen
    parts = contributions(sample.instrument, file.facts, chosen)
    assert figures(sample) == {c: (p.numerator, p.denominator) for c, p in parts.items()}
    assert (agreed.asked, agreed.answered) == (len(chosen), len(chosen))


def test_numbers_are_agreed_as_numbers(file, sample, supervisor):
    rule(file, supervisor, "crimes_recorded", Choice.THIRD, value="0")
    for code in ("victim_checked", "effective", "grade"):
        rule(file, supervisor, code, Choice.FIRST)
    agree(case_file=file.pk, by=supervisor)
    assert figures(sample)["recorded"] == (0, 2)


def test_the_originals_stay_untouched_and_the_agreed_answers_have_a_history(
    file, sample, supervisor
):
    before = originals(file)
    decide_all(file, supervisor)
    agreed = agree(case_file=file.pk, by=supervisor)
    assert originals(file) == before
    assert AnswerHistory.objects.filter(review=agreed).count() == agreed.answers.count()
    assert (agreed.state, agreed.counts, agreed.reviewer) == (
        ReviewState.ACCEPTED, True, supervisor,
    )  # fmt: skip
    assert [r.position for r in Review.objects.counted().filter(case_file=file)] == ["agreed"]
    assert [event.verb for event in history_of(agreed)] == ["agreed"]
    assert set(history_of(agreed)[0].details["questions"]) == {*SECOND, "repeat_victim",
                                                              "history_used"}  # fmt: skip


def test_nothing_is_agreed_while_something_is_open(file, supervisor):
    with pytest.raises(Invalid, match=r"Decide these first: 1\.2, 2\.2, 3\.1, 3\.2"):
        agree(case_file=file.pk, by=supervisor)
    rule(file, supervisor, "victim_checked", Choice.FIRST)
    with pytest.raises(Invalid, match=r"first: 2\.2, 3\.1, 3\.2\."):
        agree(case_file=file.pk, by=supervisor)
    assert not Review.objects.filter(position=Position.AGREED).exists()


def test_a_file_with_an_agreed_review_can_be_signed_off(file, sample, supervisor):
    decide_all(file, supervisor)
    agree(case_file=file.pk, by=supervisor)
    sign_off(sample=sample.pk, by=supervisor, reasons=ALL_THE_SAME)
    assert sample.sign_offs.get().results.get(code="effective").numerator == 0


# Stepping back


def test_stepping_back_has_the_first_review_count_again(file, sample, supervisor):
    before = figures(sample)
    decide_all(file, supervisor)
    agree(case_file=file.pk, by=supervisor)
    assert figures(sample) != before
    with pytest.raises(Invalid, match="reason"):
        step_back_agreement(case_file=file.pk, reason=" ", by=supervisor)
    step_back_agreement(case_file=file.pk, reason="Look again.", by=supervisor)
    assert figures(sample) == before
    assert moderation_of(file).agreed.open == ()
    last = list(history_of(agreed_of(file)))[-1]
    assert (last.verb, last.details) == ("stepped back", {"reason": "Look again."})


def test_agreeing_again_keeps_the_earlier_agreement_as_history(file, supervisor):
    decide_all(file, supervisor)
    agree(case_file=file.pk, by=supervisor)
    step_back_agreement(case_file=file.pk, reason="Look again.", by=supervisor)
    rule(file, supervisor, "victim_checked", Choice.FIRST)
    rule(file, supervisor, "effective", Choice.FIRST)
    agreed = agree(case_file=file.pk, by=supervisor)
    answers = {a.question.code: a for a in agreed.answers.select_related("question")}
    assert (answers["effective"].value, answers["effective"].revision) == ("yes", 2)
    assert (answers["grade"].revision, answers["history_used"].revision) == (1, 1)
    step_back_agreement(case_file=file.pk, reason="Once more.", by=supervisor)
    rule(file, supervisor, "victim_checked", Choice.SECOND)
    agree(case_file=file.pk, by=supervisor)
    assert "history_used" not in relevant(agreed)
    assert agreed.answers.filter(question__code="history_used", relevant=False).exists()


def test_what_does_not_count_can_not_be_stepped_back(file, supervisor):
    with pytest.raises(Conflict, match="Nothing that was agreed"):
        step_back_agreement(case_file=file.pk, reason="Why not?", by=supervisor)


# Custody


def test_the_reviews_stand_still_while_the_agreed_one_counts(file, supervisor):
    decide_all(file, supervisor)
    agreed = agree(case_file=file.pk, by=supervisor)
    for review in file.reviews.all():
        for act in (
            lambda pk: accept(review=pk, by=supervisor),
            lambda pk: step_back(review=pk, reason="Why?", by=supervisor),
            lambda pk: return_to_reviewer(review=pk, reason="Why?", comments={}, by=supervisor),
        ):
            with pytest.raises((Conflict, Refused)):
                act(review.pk)
    with pytest.raises(Conflict, match="counts already"):
        rule(file, supervisor, "effective", Choice.FIRST)
    step_back_agreement(case_file=file.pk, reason="Look again.", by=supervisor)
    with pytest.raises(Conflict, match="made where the file is moderated"):
        step_back(review=agreed.pk, reason="Why?", by=supervisor)
    first = file.reviews.get(position=Position.FIRST)
    return_to_reviewer(review=first.pk, reason="Look.", comments={}, by=supervisor)
    with pytest.raises(Conflict, match="The first is returned"):
        agree(case_file=file.pk, by=supervisor)


@pytest.mark.parametrize("position", [Position.FIRST, Position.SECOND])
@pytest.mark.parametrize("state", [ReviewState.ALLOCATED, ReviewState.RETURNED])
def test_moderation_opens_when_both_are_in(file, supervisor, position, state):
    file.reviews.filter(position=position).update(state=state)
    with pytest.raises(Conflict, match="when both reviews are submitted"):
        rule(file, supervisor, "effective", Choice.FIRST)


def test_an_eliminated_file_and_a_signed_off_sample_refuse(file, supervisor):
    decide_all(file, supervisor)
    CaseFile.objects.update(state=CaseFileState.ELIMINATED, elimination_reason="missing")
    with pytest.raises(Conflict, match="eliminated"):
        agree(case_file=file.pk, by=supervisor)
    CaseFile.objects.update(state=CaseFileState.ACTIVE, elimination_reason="")
    agree(case_file=file.pk, by=supervisor)
    sign_off(sample=file.sample_id, by=supervisor, reasons=ALL_THE_SAME)
    for act in (
        lambda: rule(file, supervisor, "effective", Choice.FIRST),
        lambda: agree(case_file=file.pk, by=supervisor),
        lambda: step_back_agreement(case_file=file.pk, reason="Why?", by=supervisor),
    ):
        with pytest.raises(Conflict, match="signed off"):
            act()


# Who


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.ADMINISTRATOR, Role.OBSERVER])
def test_only_supervisors_moderate(file, inspector, role):
    User.objects.filter(pk=inspector.pk).update(role=role)
    with pytest.raises((Refused, CaseFile.DoesNotExist)):
        rule(file, User.objects.get(pk=inspector.pk), "effective", Choice.FIRST)


def test_a_supervisor_of_another_team_does_not(file, other_supervisor):
    with pytest.raises(Refused, match="not on the team"):
        rule(file, other_supervisor, "effective", Choice.FIRST)


@pytest.mark.parametrize("who", ["inspector", "other_inspector"])
def test_a_reviewer_who_became_a_supervisor_does_not(request, file, who):
    User.objects.filter(pk=request.getfixturevalue(who).pk).update(role=Role.SUPERVISOR)
    by = User.objects.get(pk=request.getfixturevalue(who).pk)
    with pytest.raises(Refused, match="You reviewed this file yourself"):
        rule(file, by, "effective", Choice.FIRST)


def test_nor_who_answered_before_the_file_was_handed_over(file):
    before = SupervisorFactory.create()
    TeamMemberFactory.create(inspection=file.sample.inspection, user=before)
    assert rule(file, before, "effective", Choice.FIRST).pk
    Answer.objects.filter(review__position=Position.SECOND, question__code="grade").update(
        answered_by=before, revision=2
    )
    with pytest.raises(Refused, match="You reviewed this file yourself"):
        rule(file, before, "grade", Choice.FIRST)


# One review


def test_an_accepted_review_is_overridden_in_the_same_way(single, sample, supervisor):
    with pytest.raises(Invalid, match="No answer is overridden"):
        agree(case_file=single.pk, by=supervisor)
    before = originals(single)
    rule(single, supervisor, "effective", Choice.THIRD, value="no", reason="It was not.")
    agreed = agree(case_file=single.pk, by=supervisor)
    assert originals(single) == before
    assert relevant(agreed) == relevant(single.reviews.get(position="first")) | {"effective": "no"}
    assert figures(sample)["effective"] == (0, 1)
    with pytest.raises(Conflict):
        step_back(review=single.reviews.get(position="first").pk, reason="Why?", by=supervisor)


def test_a_review_that_is_not_accepted_is_not_overridden(single, supervisor):
    single.reviews.update(state=ReviewState.SUBMITTED)
    with pytest.raises(Conflict, match="overridden when it is accepted"):
        rule(single, supervisor, "effective", Choice.THIRD, value="no")


def test_reading_a_moderation_costs_the_same_for_any_number_of_decisions(file, supervisor):
    found = CaseFile.objects.select_related("sample__version").get(pk=file.pk)
    moderation_of(found)
    with CaptureQueriesContext(connection) as before:
        moderation_of(found)
    decide_all(file, supervisor)
    with CaptureQueriesContext(connection) as after:
        moderation_of(found)
    assert len(before) == len(after) == 3
