"""Handing over all open files of one person: over an inspection, or in one sample."""

import pytest

from accounts.events import history_of
from cases.actions.allocation import hand_over
from cases.actions.answering import Entry, record_answer
from cases.models import Review
from peel.lib.errors import Conflict, Invalid, Refused
from tests.factories import (
    InspectorFactory,
    ReviewFactory,
    SampleFactory,
    SecondmentFactory,
    TeamMemberFactory,
)


@pytest.fixture
def later(inspection):
    """A second sample of the inspection."""
    return SampleFactory.create(inspection=inspection, slug="cdi", name="Crime data")


@pytest.fixture
def leavers(sample, later, inspector):
    """Four open files of the inspector in one sample and two in another, and what is done."""
    for state in ("allocated", "allocated", "allocated", "returned", "submitted", "accepted"):
        ReviewFactory.create(sample=sample, reviewer=inspector, state=state)
    for _ in range(2):
        ReviewFactory.create(sample=later, reviewer=inspector)
    return inspector


def held_by(user, **more) -> int:
    return Review.objects.filter(reviewer=user, **more).count()


# The action


def test_all_open_files_of_an_inspection_go_to_one_person(
    inspection, leavers, supervisor, other_inspector
):
    moved = hand_over(inspection=inspection, leaver=leavers, among=[other_inspector], by=supervisor)
    assert moved == held_by(other_inspector) == 6
    assert set(Review.objects.filter(reviewer=leavers).values_list("state", flat=True)) == {
        "submitted", "accepted"
    }  # fmt: skip


def test_several_people_share_them_equally(inspection, leavers, supervisor, other_inspector):
    among = [other_inspector, supervisor]
    hand_over(inspection=inspection, leaver=leavers, among=among, by=supervisor)
    for member in among:
        assert held_by(member, case_file__sample__slug="vsa") == 2
        assert held_by(member, case_file__sample__slug="cdi") == 1


def test_files_of_one_sample_alone_are_handed_over(
    inspection, later, leavers, supervisor, other_inspector
):
    moved = hand_over(
        inspection=inspection, leaver=leavers, among=[other_inspector], by=supervisor, sample=later
    )
    assert moved == held_by(other_inspector, case_file__sample=later) == 2
    assert held_by(other_inspector) == 2


def test_answers_go_along_and_the_record_says_from_whom(
    inspection, sample, supervisor, inspector, other_inspector
):
    review = ReviewFactory.create(sample=sample, reviewer=inspector)
    record_answer(review=review.pk, entry=Entry("effective", "yes"), by=inspector)
    hand_over(inspection=inspection, leaver=inspector, among=[other_inspector], by=supervisor)
    review.refresh_from_db()
    assert (review.reviewer, review.answered, review.state) == (other_inspector, 1, "allocated")
    assert review.answers.get().answered_by == inspector
    event = history_of(review).get()
    assert event.details == {"to": other_inspector.email, "from": inspector.email}


def test_files_of_other_inspections_and_people_stay(
    inspection, leavers, supervisor, other_inspector
):
    elsewhere = ReviewFactory.create(reviewer=leavers)
    TeamMemberFactory.create(inspection=elsewhere.case_file.sample.inspection, user=leavers)
    theirs = ReviewFactory.create(reviewer=supervisor)
    hand_over(inspection=inspection, leaver=leavers, among=[other_inspector], by=supervisor)
    for review, reviewer in [(elsewhere, leavers), (theirs, supervisor)]:
        review.refresh_from_db()
        assert review.reviewer == reviewer


def test_who_left_the_service_still_has_files_to_hand_over(
    inspection, leavers, supervisor, other_inspector
):
    leavers.is_active = False
    leavers.save()
    assert hand_over(
        inspection=inspection, leaver=leavers, among=[other_inspector], by=supervisor
    ) == 6  # fmt: skip


def test_nobody_to_take_them_is_explained(inspection, leavers, supervisor, other_inspector):
    for among, reason in [([], "Choose who takes"), ([other_inspector, leavers], "their own")]:
        with pytest.raises(Invalid, match=reason):
            hand_over(inspection=inspection, leaver=leavers, among=among, by=supervisor)
    with pytest.raises(Invalid, match="Inspector 2 has no open files here"):
        hand_over(inspection=inspection, leaver=other_inspector, among=[leavers], by=supervisor)
    assert held_by(leavers) == 8


def test_a_signed_off_sample_is_closed(inspection, sample, leavers, supervisor, other_inspector):
    sample.state = "signed_off"
    sample.save()
    with pytest.raises(Conflict, match="signed off"):
        hand_over(
            inspection=inspection, leaver=leavers, among=[other_inspector], by=supervisor,
            sample=sample,
        )  # fmt: skip
    hand_over(inspection=inspection, leaver=leavers, among=[other_inspector], by=supervisor)
    assert held_by(other_inspector) == 2


def test_a_sample_of_another_inspection_is_not_reached(
    inspection, leavers, supervisor, other_inspector
):
    with pytest.raises(Conflict):
        hand_over(
            inspection=inspection, leaver=leavers, among=[other_inspector], by=supervisor,
            sample=SampleFactory.create(),
        )  # fmt: skip


def test_nothing_goes_to_who_is_off_the_team_or_comes_from_the_force(
    inspection, leavers, supervisor, other_inspector
):
    seconded = InspectorFactory.create(name="Inspector 9")
    SecondmentFactory.create(user=seconded, force=inspection.force)
    for member, reason in [
        (InspectorFactory.create(), "is not on the team"),
        (seconded, "Inspector 9 is seconded from"),
    ]:
        with pytest.raises(Refused, match=reason):
            hand_over(
                inspection=inspection, leaver=leavers, among=[other_inspector, member],
                by=supervisor,
            )  # fmt: skip
    assert held_by(leavers) == 8


def test_only_a_supervisor_of_the_inspection_hands_over(
    inspection, leavers, other_inspector, other_supervisor, administrator
):
    for person in (leavers, other_supervisor, administrator):
        with pytest.raises(Refused):
            hand_over(inspection=inspection, leaver=leavers, among=[other_inspector], by=person)
