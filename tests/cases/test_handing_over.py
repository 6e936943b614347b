"""Handing over all open files of one person: over an inspection, or in one sample."""

import re

import pytest

from accounts.events import history_of
from cases.actions.allocation import hand_over
from cases.actions.answering import Entry, record_answer
from cases.models import Review
from peel.lib.errors import Conflict, Invalid, Refused
from tests.cases.counting import queries_of
from tests.factories import (
    InspectorFactory,
    ReviewFactory,
    SampleFactory,
    SecondmentFactory,
    TeamMemberFactory,
)

HAND_OVER = "/inspections/shire-2023-25/hand-over/"


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


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


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


# The pages


def test_the_page_names_who_has_open_files_and_how_many(sign_in, leavers, supervisor):
    words = text_of(sign_in(supervisor).get(HAND_OVER))
    assert "Choose a person Inspector 1, 6 open files Which files?" in words
    assert "All open files of the inspection Crime data Victim service" in words


def test_a_link_chooses_the_person_and_the_sample(sign_in, leavers, supervisor):
    page = sign_in(supervisor).get(f"{HAND_OVER}?leaver={leavers.pk}&sample=cdi").content.decode()
    assert f'<option value="{leavers.pk}" selected>' in page
    assert re.search(r'value="cdi"[^>]*checked', page)


def test_a_hand_over_is_shown_before_it_is_done(sign_in, leavers, supervisor, other_inspector):
    Review.objects.filter(reviewer=leavers, state="returned").update(
        last_answered_at="2024-05-01T10:00Z", answered=2
    )
    client = sign_in(supervisor)
    sent = {"leaver": leavers.pk, "to": [other_inspector.pk, supervisor.pk], "sample": ""}
    shown = client.get(HAND_OVER, sent | {"check": "1"})
    words = text_of(shown)
    assert "Hand over 6 open files of Inspector 1?" in words
    assert "1 of them has answers, which go along." in words
    assert "Sample Files With answers Inspector 2 Supervisor 1" in words
    assert "Crime data 2 0 1 1 Victim service 4 1 2 2 Together 6 1 3 3" in words
    assert held_by(leavers) == 8
    done = client.post(HAND_OVER, sent, follow=True)
    assert done.redirect_chain == [("/workload/?inspection=shire-2023-25", 302)]
    assert "6 files are handed over from Inspector 1 to 2 people, shared equally." in text_of(done)
    assert (held_by(other_inspector), held_by(supervisor)) == (3, 3)


def test_files_of_one_sample_are_handed_over_and_its_table_follows(
    sign_in, leavers, supervisor, other_inspector
):
    client = sign_in(supervisor)
    sent = {"leaver": leavers.pk, "to": [other_inspector.pk], "sample": "cdi"}
    assert "Hand over 2 open files" in text_of(client.get(HAND_OVER, sent | {"check": "1"}))
    done = client.post(HAND_OVER, sent, follow=True)
    assert done.redirect_chain == [("/inspections/shire-2023-25/cdi/", 302)]
    assert "2 files are handed over from Inspector 1 to Inspector 2." in text_of(done)
    assert held_by(leavers) == 6


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_a_hand_over_lacks_is_said(
    sign_in, leavers, supervisor, other_inspector, sample, method
):
    client = sign_in(supervisor)
    stranger = InspectorFactory.create()
    sample.state = "signed_off"
    sample.save()
    for sent, words in [
        ({}, "Choose whose files are handed over."),
        ({"leaver": leavers.pk}, "Choose who takes the files over."),
        ({"leaver": other_inspector.pk}, "has no open files in this inspection."),
        ({"leaver": "x" * 30}, "has no open files in this inspection."),
        ({"leaver": leavers.pk, "to": [stranger.pk]}, "Choose people of the team"),
        ({"leaver": leavers.pk, "to": [leavers.pk]}, "take over their own files"),
        ({"leaver": leavers.pk, "to": [supervisor.pk], "sample": "vsa"}, "is signed off or not"),
    ]:
        response = getattr(client, method)(HAND_OVER, sent | {"check": "1"})
        assert response.status_code == 200
        assert words in text_of(response)
    assert held_by(leavers) == 8


def test_a_sample_without_files_of_the_person_is_said(
    sign_in, leavers, supervisor, other_inspector, inspection
):
    SampleFactory.create(inspection=inspection, slug="empty", name="Stop and search")
    sent = {"leaver": leavers.pk, "to": [other_inspector.pk], "sample": "empty", "check": "1"}
    client = sign_in(supervisor)
    assert "no open files in Stop and search." in text_of(client.get(HAND_OVER, sent))
    assert "no open files here." in text_of(client.post(HAND_OVER, sent))


def test_nobody_with_open_files_is_said(sign_in, supervisor, sample):
    words = text_of(sign_in(supervisor).get(HAND_OVER))
    assert "Nobody has open files in this inspection" in words


@pytest.mark.parametrize(
    ("role", "status"),
    [("inspector", 403), ("other_supervisor", 403), ("administrator", 403), ("observer", 403)],
)
def test_who_may_not_hand_over(request, sign_in, leavers, other_inspector, role, status):
    client = sign_in(request.getfixturevalue(role))
    sent = {"leaver": leavers.pk, "to": [other_inspector.pk]}
    assert client.get(HAND_OVER).status_code == status
    assert client.post(HAND_OVER, sent).status_code == status
    assert held_by(leavers) == 8


def test_the_pages_cost_the_same_for_any_number_of_files_and_people(
    sign_in, inspection, sample, supervisor, inspector
):
    client, asked, shown = sign_in(supervisor), [], []
    for number in (1, 2):
        for _ in range(number):
            joined = InspectorFactory.create()
            TeamMemberFactory.create(inspection=inspection, user=joined)
            ReviewFactory.create(sample=sample, reviewer=joined)
            another = SampleFactory.create(inspection=inspection)
            ReviewFactory.create(sample=another, reviewer=inspector)
        asked.append(queries_of(client, HAND_OVER))
        address = f"{HAND_OVER}?check=1&leaver={inspector.pk}&to={joined.pk}&to={supervisor.pk}"
        shown.append(queries_of(client, address))
    assert asked[0] == asked[1]
    assert shown[0] == shown[1]
