"""Who is told of what, by every act that concerns somebody else."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from cases.actions import allocation, commenting, eliminating, reviewing
from cases.actions.eliminating import Elimination
from cases.actions.moderating import agree
from cases.actions.noticing import (
    KEPT_FOR,
    forget_old_notices,
    mark_all_read,
    mark_read,
)
from cases.actions.second_reviews import pick_for_second_review, withdraw_second_review
from cases.actions.signing import reopen, sign_off
from cases.actions.withdrawing import withdraw_draw
from cases.models import CaseFile, EliminationReason, Notice, Review
from cases.notices import address_of, lines_of, notices_of
from cases.states import ReviewState
from forces.models import TeamMember
from peel.lib.errors import Conflict
from tests.cases.accepted import ANSWERS
from tests.cases.agreement.twice import reviewed_twice
from tests.cases.drawn import drawn_sample
from tests.cases.reasons import ALL_THE_SAME
from tests.factories import (
    AnswerFactory,
    CaseFileFactory,
    ReviewFactory,
    SupervisorFactory,
    TeamMemberFactory,
)


@pytest.fixture
def review(sample, inspector):
    """Makes a review of the inspector in a state, complete, of the file with a reference."""

    def review(state="submitted", reference="A-1"):
        file = CaseFileFactory.create(sample=sample, reference=reference)
        reviewer = None if state == "unallocated" else inspector
        made = ReviewFactory.create(case_file=file, reviewer=reviewer, state=state)
        for code, value in ANSWERS.items():
            AnswerFactory.create(review=made, code=code, value=value, answered_by=inspector)
        return made

    return review


def told(person):
    """The sentences that a person finds, the newest first."""
    return [line.text for line in lines_of(notices_of(person))]


def give(sample, reviews, to, by):
    allocation.allocate(sample=sample, reviews=[r.pk for r in reviews], to=to, by=by)


# Files that change hands


def test_a_file_that_is_given_is_named_and_led_to(review, sample, inspector, supervisor):
    given = review("unallocated")
    give(sample, [given], inspector, supervisor)
    assert told(inspector) == ["Supervisor 1 allocated A-1 to you"]
    assert Notice.objects.get().review == given


def test_many_files_are_one_line(review, sample, inspector, supervisor):
    files = [review("unallocated", f"A-{n}") for n in range(3)]
    give(sample, files, inspector, supervisor)
    assert told(inspector) == ["Supervisor 1 allocated 3 files to you"]


def test_each_who_shares_is_told_of_theirs(review, sample, inspector, other_inspector, supervisor):
    files = [review("unallocated", f"A-{n}") for n in range(4)]
    allocation.share_equally(
        sample=sample,
        reviews=[file.pk for file in files],
        among=[inspector, other_inspector],
        by=supervisor,
    )
    for person in (inspector, other_inspector):
        assert told(person) == ["Supervisor 1 allocated 2 files to you"]


def test_both_sides_of_a_hand_over_are_told(review, sample, inspector, other_inspector, supervisor):
    give(sample, [review("allocated")], other_inspector, supervisor)
    assert told(other_inspector) == ["Supervisor 1 handed A-1 over to you"]
    assert told(inspector) == ["Supervisor 1 took A-1 back from you"]


def test_giving_a_file_to_who_has_it_tells_nobody(review, sample, inspector, supervisor):
    give(sample, [review("allocated")], inspector, supervisor)
    assert not Notice.objects.exists()


def test_what_was_told_of_a_file_goes_when_it_is_somebody_elses(
    review, sample, inspector, other_inspector, supervisor
):
    returned = review("submitted")
    reviewing.return_to_reviewer(review=returned.pk, reason="Again.", comments={}, by=supervisor)
    assert told(inspector) == ["Supervisor 1 returned A-1 to you"]
    give(sample, [returned], other_inspector, supervisor)
    assert told(inspector) == ["Supervisor 1 took A-1 back from you"]


def test_stepping_back_tells_the_reviewer(review, inspector, supervisor):
    reviewing.step_back(review=review("submitted").pk, reason="A slip.", by=supervisor)
    taken = review("allocated", "A-2")
    reviewing.step_back(review=taken.pk, reason="Another.", by=supervisor)
    assert told(inspector) == [
        "Supervisor 1 took A-2 back from you",
        "Supervisor 1 stepped your review of A-1 back",
    ]


def test_a_second_review_looks_like_any_other(
    review, sample, inspector, other_inspector, supervisor
):
    review("allocated")
    [second] = pick_for_second_review(sample=sample, references=["A-1"], by=supervisor)
    give(sample, [second], other_inspector, supervisor)
    assert told(other_inspector) == ["Supervisor 1 allocated A-1 to you"]
    assert told(inspector) == []
    withdraw_second_review(review=second.pk, reason="Not needed.", by=supervisor)
    assert told(other_inspector) == ["Supervisor 1 took A-1 back from you"]
    assert told(inspector) == []


# Reviews


def test_a_return_and_its_answer_are_told(review, inspector, supervisor):
    found = review("submitted")
    reviewing.return_to_reviewer(
        review=found.pk, reason="", comments={"grade": "Why?"}, by=supervisor
    )
    assert told(inspector) == ["Supervisor 1 returned A-1 to you"]
    reviewing.submit(review=found.pk, by=inspector)
    assert told(supervisor) == ["Inspector 1 submitted A-1 again"]


def test_a_first_submission_is_told_to_nobody(review, inspector):
    reviewing.submit(review=review("allocated").pk, by=inspector)
    assert not Notice.objects.exists()


def test_who_acts_on_a_review_has_read_what_told_of_it(review, inspector, supervisor):
    found = review("submitted")
    reviewing.return_to_reviewer(review=found.pk, reason="Again.", comments={}, by=supervisor)
    reviewing.submit(review=found.pk, by=inspector)
    assert not Notice.objects.unread().filter(person=inspector).exists()
    reviewing.accept(review=found.pk, by=supervisor)
    assert not Notice.objects.unread().filter(person=supervisor).exists()


def test_several_acceptances_become_one_line_until_it_is_read(review, inspector, supervisor):
    for number in range(3):
        reviewing.accept(review=review("submitted", f"A-{number}").pk, by=supervisor)
    assert told(inspector) == ["Supervisor 1 accepted 3 files"]
    Notice.objects.update(read_at=timezone.now())
    reviewing.accept(review=review("submitted", "A-9").pk, by=supervisor)
    assert told(inspector) == ["Supervisor 1 accepted A-9", "Supervisor 1 accepted 3 files"]


def test_what_was_agreed_is_told_to_both_reviewers(sample, inspector, other_inspector, supervisor):
    file = reviewed_twice(sample, inspector, other_inspector, {})
    agreed = agree(case_file=file.pk, by=supervisor)
    for person in (inspector, other_inspector):
        assert told(person) == [f"Supervisor 1 agreed the answers of {file}"]
        assert Notice.objects.get(person=person).review == agreed
    assert told(supervisor) == []


# Moderation


@pytest.fixture
def second_of(review, sample, other_inspector):
    """Makes the second review, complete and allocated, of a file whose first is submitted."""

    def second_of(reference, state="allocated"):
        first = review("submitted", reference)
        made = ReviewFactory.create(
            case_file=first.case_file,
            position="second",
            counts=False,
            reviewer=other_inspector,
            state=state,
        )
        for code, value in ANSWERS.items():
            AnswerFactory.create(review=made, code=code, value=value, answered_by=other_inspector)
        return made

    return second_of


def test_the_last_review_of_a_file_tells_the_supervisors(
    second_of, inspection, inspector, other_inspector, supervisor, other_supervisor
):
    TeamMemberFactory.create(inspection=inspection, user=other_supervisor)
    second = second_of("A-1")
    reviewing.submit(review=second.pk, by=other_inspector)
    for person in (supervisor, other_supervisor):
        assert told(person) == ["Both reviews of A-1 are in: decide where they differ"]
        notice = Notice.objects.get(person=person)
        assert address_of(notice, person) == f"/files/{second.case_file_id}/moderate/"
    assert told(inspector) == []
    agree(case_file=second.case_file_id, by=supervisor)
    assert not Notice.objects.unread().filter(kind="to_moderate").exists()


def test_while_one_of_two_is_not_in_nobody_is_told(second_of, inspector, supervisor):
    second = second_of("A-1", "submitted")
    first = Review.objects.get(case_file=second.case_file, position="first")
    Review.objects.filter(pk=second.pk).update(state="returned")
    Review.objects.filter(pk=first.pk).update(state="allocated")
    reviewing.submit(review=first.pk, by=inspector)
    assert not Notice.objects.filter(kind="to_moderate").exists()


def test_several_files_to_moderate_are_one_line_until_all_are_agreed(
    second_of, sample, inspection, other_inspector, supervisor
):
    seconds = [second_of(f"A-{number}") for number in range(2)]
    for second in seconds:
        reviewing.submit(review=second.pk, by=other_inspector)
    assert told(supervisor) == ["Both reviews of 2 files are in: decide where they differ"]
    notice = Notice.objects.get(person=supervisor)
    where = f"/inspections/{inspection.slug}/{sample.slug}/second-reviews/?stage=both_in"
    assert address_of(notice, supervisor) == where
    for second, left in zip(seconds, (True, False), strict=True):
        agree(case_file=second.case_file_id, by=supervisor)
        assert Notice.objects.unread().filter(pk=notice.pk).exists() is left


def test_a_supervisor_who_reviews_files_of_the_sample_is_not_told_which_are_read_twice(
    second_of, sample, other_inspector, supervisor
):
    reviews_itself = SupervisorFactory.create()
    ReviewFactory.create(sample=sample, reviewer=reviews_itself, state="allocated")
    reviewing.submit(review=second_of("A-1").pk, by=other_inspector)
    people = Notice.objects.filter(kind="to_moderate").values_list("person", flat=True)
    assert list(people) == [supervisor.pk]


# Comments


def comment_on(review, by, text="Why?"):
    return commenting.add_comment(review=review.pk, question="grade", text=text, by=by)


def test_a_supervisors_comment_is_told_to_the_reviewer(review, inspector, supervisor):
    comment = comment_on(review(), supervisor)
    assert told(inspector) == ["Supervisor 1 commented on A-1"]
    assert told(supervisor) == []
    commenting.reply(comment=comment.pk, text="Because.", by=inspector)
    assert told(supervisor) == ["Inspector 1 replied to a comment on A-1"]
    commenting.resolve_comment(comment=comment.pk, by=supervisor)
    commenting.reopen_comment(comment=comment.pk, text="No.", by=supervisor)
    assert told(inspector) == [
        "Supervisor 1 reopened a comment on A-1",
        "Supervisor 1 resolved a comment on A-1",
        "Supervisor 1 commented on A-1",
    ]


def test_the_reviewers_question_goes_to_every_supervisor_of_the_inspection(
    review, inspection, inspector, supervisor, other_supervisor
):
    TeamMemberFactory.create(inspection=inspection, user=other_supervisor)
    SupervisorFactory.create()
    comment = comment_on(review("allocated"), inspector, "Which one?")
    assert set(Notice.objects.values_list("person__name", flat=True)) == {
        "Supervisor 1", "Supervisor 2"
    }  # fmt: skip
    Notice.objects.all().delete()
    commenting.reply(comment=comment.pk, text="The last.", by=other_supervisor)
    commenting.reply(comment=comment.pk, text="Thank you.", by=inspector)
    assert told(other_supervisor) == ["Inspector 1 replied to a comment on A-1"]
    assert told(supervisor) == []


# Files and samples


def test_taking_a_file_out_and_putting_it_back_is_told(review, inspector, supervisor):
    file = review("allocated").case_file
    elimination = Elimination(EliminationReason.MISSING)
    eliminating.eliminate(case_file=file.pk, elimination=elimination, by=supervisor)
    eliminating.restore(case_file=file.pk, reason="Found.", by=supervisor)
    assert told(inspector) == [
        "Supervisor 1 put A-1 back into the sample",
        "Supervisor 1 took A-1 out of the sample",
    ]


def test_a_file_from_the_reserve_is_told_to_the_other_supervisors(
    inspection, supervisor, other_supervisor, inspector
):
    TeamMemberFactory.create(inspection=inspection, user=other_supervisor)
    sample = drawn_sample(inspection)
    file = CaseFile.objects.get(reference="T-1")
    missing = Elimination(EliminationReason.MISSING)
    eliminating.eliminate(case_file=file.pk, elimination=missing, by=supervisor)
    assert told(other_supervisor) == ["T-R1 came from the reserve and waits to be allocated"]
    assert told(supervisor) == []
    give(sample, Review.objects.filter(case_file__reference="T-R1"), inspector, supervisor)
    eliminating.restore(case_file=file.pk, reason="Found.", by=supervisor)
    assert told(inspector)[0] == "Supervisor 1 took T-R1 back from you"


def test_the_files_of_a_withdrawn_draw_are_one_line(inspection, supervisor, inspector):
    sample = drawn_sample(inspection)
    give(sample, Review.objects.filter(case_file__sample=sample), inspector, supervisor)
    withdraw_draw(draw=sample.draws.get(), reason="A slip.", by=supervisor)
    assert told(inspector) == [
        "Supervisor 1 took 4 files out of the sample", "Supervisor 1 allocated 4 files to you"
    ]  # fmt: skip


def test_sign_off_and_reopening_are_told_to_those_who_worked_on_it(
    ready, inspector, other_inspector, supervisor, other_supervisor
):
    inspection = ready.inspection
    TeamMemberFactory.create(inspection=inspection, user=other_supervisor)
    TeamMemberFactory.create(inspection=inspection, user=other_inspector)
    sign_off(sample=ready.pk, by=supervisor, reasons=ALL_THE_SAME)
    reopen(sample=ready.pk, reason="A slip.", by=other_supervisor)
    signed, opened = (
        "Supervisor 1 signed off the sample, with 3 files",
        "Supervisor 2 reopened the sample, with 3 files",
    )
    assert told(inspector) == [opened, signed]
    assert told(supervisor) == [opened]
    assert told(other_supervisor) == [signed]
    assert told(other_inspector) == []


# Rules of all


def test_what_is_taken_back_was_never_told(review, inspector, supervisor):
    found = review("submitted")

    @transaction.atomic
    def return_and_accept():
        reviewing.return_to_reviewer(review=found.pk, reason="No.", comments={}, by=supervisor)
        reviewing.accept(review=found.pk, by=supervisor)

    with pytest.raises(Conflict):
        return_and_accept()
    assert not Notice.objects.exists()


def test_who_is_no_longer_active_is_not_told(review, inspector, supervisor):
    found = review("submitted")
    type(inspector).objects.filter(pk=inspector.pk).update(is_active=False)
    reviewing.accept(review=found.pk, by=supervisor)
    assert not Notice.objects.exists()


def test_who_left_the_team_sees_nothing_of_it(review, inspector, supervisor):
    reviewing.step_back(review=review("allocated").pk, reason="Leaves.", by=supervisor)
    assert len(told(inspector)) == 1
    TeamMember.objects.filter(user=inspector).delete()
    assert told(inspector) == []


def test_what_a_person_may_not_see_yet_is_not_told(
    review, sample, inspection, inspector, other_inspector, supervisor
):
    """A supervisor who holds a review of the file hears nothing of the other one."""
    first = review("allocated")
    second = SupervisorFactory.create()
    TeamMemberFactory.create(inspection=inspection, user=second)
    own = Review.objects.create(
        case_file=first.case_file, position="second", counts=False, reviewer=second,
        state=ReviewState.ALLOCATED,
    )  # fmt: skip
    comment_on(first, inspector, "Which one?")
    assert Notice.objects.filter(person=second).exists()
    assert told(second) == []
    assert mark_all_read(until=Notice.objects.latest("pk").pk, by=second) == 0
    assert told(supervisor) == ["Inspector 1 commented on A-1"]
    Review.objects.filter(pk__in=[first.pk, own.pk]).update(state=ReviewState.SUBMITTED)
    assert told(second) == ["Inspector 1 commented on A-1"]


def test_only_ones_own_are_marked(review, inspector, supervisor):
    reviewing.accept(review=review().pk, by=supervisor)
    notice = Notice.objects.get()
    assert mark_read(notices=[notice.pk], by=supervisor) == 0
    assert mark_all_read(until=notice.pk, by=supervisor) == 0
    assert mark_all_read(until=notice.pk - 1, by=inspector) == 0
    assert mark_all_read(until=notice.pk, by=inspector) == 1
    assert mark_read(notices=[notice.pk], by=inspector) == 0


def test_old_notices_are_forgotten(review, supervisor):
    for reference, days in (("A-1", 1), ("A-2", -1)):
        found = review("submitted", reference)
        reviewing.return_to_reviewer(review=found.pk, reason="x", comments={}, by=supervisor)
        at = timezone.now() - KEPT_FOR - timedelta(days=days)
        Notice.objects.filter(reference=reference).update(at=at)
    forget_old_notices()
    assert Notice.objects.get().reference == "A-2"
