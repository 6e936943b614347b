"""Giving files to people, and leaving a team."""

import re

import pytest

from accounts.events import history_of
from cases import permissions
from cases.actions.allocation import allocate, share_equally
from cases.models import Review
from forces import actions as force_actions
from peel.lib.errors import Conflict, Invalid, Refused
from tests.factories import (
    InspectorFactory,
    ObserverFactory,
    ReviewFactory,
    SecondmentFactory,
)

ALLOCATE = "/inspections/shire-2023-25/vsa/allocate/"
GRID = "/inspections/shire-2023-25/vsa/"


@pytest.fixture
def files(sample):
    return [ReviewFactory.create(sample=sample) for _ in range(5)]


def pks(reviews) -> list[int]:
    return [review.pk for review in reviews]


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def held_by(user) -> int:
    return Review.objects.filter(reviewer=user).count()


# The actions


def test_a_file_is_given_and_the_record_says_to_whom(sample, files, supervisor, inspector):
    assert allocate(sample=sample, reviews=pks(files[:2]), to=inspector, by=supervisor) == 2
    review = files[0]
    review.refresh_from_db()
    assert (review.reviewer, review.state) == (inspector, "allocated")
    assert review.allocated_at is not None
    [event] = history_of(review)
    assert (event.verb, event.by) == ("allocated", supervisor)
    assert event.details == {"to": inspector.email, "from": ""}
    assert held_by(inspector) == 2


def test_a_file_handed_over_keeps_its_state_and_answers(
    sample, files, supervisor, inspector, other_inspector
):
    allocate(sample=sample, reviews=pks(files), to=inspector, by=supervisor)
    Review.objects.filter(pk=files[0].pk).update(state="returned", answered=3)
    assert allocate(sample=sample, reviews=pks(files[:1]), to=other_inspector, by=supervisor) == 1
    review = Review.objects.get(pk=files[0].pk)
    assert (review.reviewer, review.state, review.answered) == (other_inspector, "returned", 3)
    assert list(history_of(review))[-1].details["from"] == inspector.email


def test_giving_a_file_to_who_has_it_changes_nothing(sample, files, supervisor, inspector):
    for moved in (5, 0):
        assert allocate(sample=sample, reviews=pks(files), to=inspector, by=supervisor) == moved
    assert history_of(files[0]).count() == 1


@pytest.mark.parametrize("state", ["submitted", "accepted"])
def test_a_file_that_is_done_is_not_given_away(sample, files, supervisor, inspector, state):
    allocate(sample=sample, reviews=pks(files), to=inspector, by=supervisor)
    Review.objects.filter(pk=files[2].pk).update(state=state)
    with pytest.raises(Conflict, match=f"is {state}, so it can't be allocated"):
        allocate(sample=sample, reviews=pks(files), to=supervisor, by=supervisor)
    assert held_by(supervisor) == 0


def test_nothing_is_given_when_one_person_of_a_share_may_not_have_files(
    sample, files, supervisor, inspector
):
    stranger = InspectorFactory.create()
    with pytest.raises(Refused, match="is not on the team"):
        share_equally(sample=sample, reviews=pks(files), among=[inspector, stranger], by=supervisor)
    assert held_by(inspector) == 0


def test_who_comes_from_the_force_is_refused_with_the_reason(sample, files, supervisor):
    seconded = InspectorFactory.create(name="Inspector 9")
    SecondmentFactory.create(user=seconded, force=sample.inspection.force)
    with pytest.raises(Refused, match=r"Inspector 9 is seconded from .* and can't"):
        allocate(sample=sample, reviews=pks(files), to=seconded, by=supervisor)


def test_an_observer_is_given_nothing(sample, files, supervisor):
    with pytest.raises(Refused, match="observer"):
        allocate(sample=sample, reviews=pks(files), to=ObserverFactory.create(), by=supervisor)


def test_only_a_supervisor_of_the_inspection_allocates(
    sample, files, inspector, other_supervisor, administrator
):
    for person in (inspector, other_supervisor, administrator):
        with pytest.raises(Refused):
            allocate(sample=sample, reviews=pks(files), to=inspector, by=person)


def test_no_files_and_nobody_are_explained(sample, files, supervisor, inspector):
    with pytest.raises(Invalid, match="Choose at least one file"):
        allocate(sample=sample, reviews=[], to=inspector, by=supervisor)
    with pytest.raises(Invalid, match="Choose at least one inspector"):
        share_equally(sample=sample, reviews=pks(files), among=[], by=supervisor)


def test_files_of_another_sample_are_not_reached(sample, supervisor, inspector):
    elsewhere = ReviewFactory.create()
    with pytest.raises(Invalid, match="Choose at least one file"):
        allocate(sample=sample, reviews=[elsewhere.pk], to=inspector, by=supervisor)


def test_a_signed_off_sample_is_closed_to_allocation(sample, files, supervisor, inspector):
    sample.state = "signed_off"
    sample.save()
    with pytest.raises(Conflict, match="signed off"):
        allocate(sample=sample, reviews=pks(files), to=inspector, by=supervisor)


# The page


def test_chosen_files_are_allocated_and_the_filter_stays(sign_in, supervisor, inspector, files):
    sent = {"do": "allocate", "review": pks(files[:2]), "to": inspector.pk, "query": "state=open"}
    response = sign_in(supervisor).post(ALLOCATE, sent, follow=True)
    assert response.redirect_chain == [(f"{GRID}?state=open", 302)]
    assert "2 files are allocated to Inspector 1." in text_of(response)
    assert held_by(inspector) == 2


def test_chosen_files_are_shared_equally(sign_in, supervisor, inspector, other_inspector, files):
    sent = {"do": "share", "review": pks(files[:4]), "among": [inspector.pk, other_inspector.pk]}
    response = sign_in(supervisor).post(ALLOCATE, sent, follow=True)
    assert "4 files are shared among 2 people." in text_of(response)
    assert (held_by(inspector), held_by(other_inspector)) == (2, 2)


def test_everything_that_matches_is_allocated_over_all_pages(
    sign_in, supervisor, inspector, sample
):
    facts = {"offence_group": "violence"}
    wanted = [ReviewFactory.create(sample=sample, facts=facts) for _ in range(103)]
    ReviewFactory.create(sample=sample)
    done = ReviewFactory.create(sample=sample, facts=facts, reviewer=inspector, state="submitted")
    sent = {
        "do": "allocate", "everything": "1", "to": inspector.pk, "review": [done.pk],
        "query": "fact_offence_group=violence",
    }  # fmt: skip
    page = text_of(sign_in(supervisor).post(ALLOCATE, sent, follow=True))
    assert "103 files are allocated to Inspector 1." in page
    assert "1 file was left alone, being submitted, accepted or eliminated." in page
    assert held_by(inspector) == len(wanted) + 1
    assert Review.objects.filter(reviewer=None).count() == 1


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"do": "allocate"}, "Choose who is given the files."),
        ({"do": "allocate", "to": "x"}, "Choose who is given the files."),
        ({"do": "share"}, "Choose at least one inspector to share the files among."),
        ({}, "Choose who is given the files."),
    ],
)
def test_what_is_missing_is_said_on_the_table(sign_in, supervisor, files, sent, words):
    response = sign_in(supervisor).post(ALLOCATE, sent, follow=True)
    assert response.redirect_chain == [(GRID, 302)]
    assert words in text_of(response)


def test_nobody_to_share_among_is_said(sign_in, supervisor, files):
    sent = {"do": "share", "review": pks(files)}
    page = sign_in(supervisor).post(ALLOCATE, sent, follow=True)
    assert "Choose at least one inspector to share the files among." in text_of(page)


def test_nothing_chosen_is_said(sign_in, supervisor, inspector, files):
    sent = {"do": "allocate", "to": inspector.pk, "review": ["x", "-1"]}
    page = text_of(sign_in(supervisor).post(ALLOCATE, sent, follow=True))
    assert "Choose at least one file." in page
    sent = {"do": "allocate", "to": inspector.pk, "everything": "1", "query": "state=accepted"}
    page = text_of(sign_in(supervisor).post(ALLOCATE, sent, follow=True))
    assert "None of the files that match can be allocated now." in page


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("state=nonsense", "State: Select a valid choice. nonsense is not one"),
        ("reviewer=3", "Reviewer: Select a valid choice."),
        ("fact_offence_group=piracy", "Offence group: Select a valid choice."),
    ],
)
@pytest.mark.parametrize("do", ["allocate", "share"])
def test_a_filter_that_can_not_be_used_allocates_nothing(
    sign_in, supervisor, inspector, files, query, reason, do
):
    sent = {
        "do": do, "everything": "1", "to": inspector.pk, "among": [inspector.pk], "query": query,
    }  # fmt: skip
    page = text_of(sign_in(supervisor).post(ALLOCATE, sent, follow=True))
    assert "No file was allocated: the filter can&#x27;t be used." in page
    assert reason in page
    assert held_by(inspector) == 0


@pytest.mark.parametrize("query", ["state=nonsense", "reviewer=3", "q=&state=nonsense"])
def test_a_filter_that_can_not_be_used_shows_no_files(sign_in, supervisor, files, query):
    response = sign_in(supervisor).get(f"{GRID}?{query}")
    assert response.status_code == 200
    assert "Select a valid choice." in text_of(response)
    assert "No file matches these filters." in text_of(response)
    assert files[0].case_file.reference not in text_of(response)


@pytest.mark.parametrize("number", [2**63, "9" * 30, "9" * 5_000, "²", "-1"])
def test_a_number_that_is_no_key_is_nobody_and_nothing(
    sign_in, supervisor, inspector, files, number
):
    client = sign_in(supervisor)
    chosen = {"review": [files[0].pk]}
    for sent, words in [
        ({"do": "allocate", "to": number, **chosen}, "Choose who is given the files."),
        ({"do": "share", "among": [number], **chosen}, "Choose who the files are shared among."),
        ({"do": "allocate", "to": inspector.pk, "review": number}, "Choose at least one file."),
    ]:
        assert words in text_of(client.post(ALLOCATE, sent, follow=True))
    assert held_by(inspector) == 0
    assert client.get(f"/inspections/shire-2023-25/samples/new/?version={number}").status_code in (
        200, 404
    )  # fmt: skip


def test_a_person_off_the_team_is_refused_when_posted_anyway(sign_in, supervisor, files):
    stranger = InspectorFactory.create(name="Stranger")
    sent = {"do": "allocate", "review": pks(files), "to": stranger.pk}
    response = sign_in(supervisor).post(ALLOCATE, sent)
    assert response.status_code == 403
    assert "Stranger is not on the team" in text_of(response)
    assert held_by(stranger) == 0


def test_files_in_the_wrong_state_are_a_conflict(sign_in, supervisor, inspector, sample):
    done = ReviewFactory.create(sample=sample, reviewer=inspector, state="accepted")
    sent = {"do": "allocate", "review": [done.pk], "to": supervisor.pk}
    response = sign_in(supervisor).post(ALLOCATE, sent)
    assert response.status_code == 409
    assert "Step it back first." in text_of(response)


@pytest.mark.parametrize(
    ("role", "status"),
    [("inspector", 403), ("other_supervisor", 403), ("administrator", 403), ("observer", 404)],
)
def test_who_may_not_allocate(request, sign_in, inspector, files, role, status):
    client = sign_in(request.getfixturevalue(role))
    sent = {"do": "allocate", "review": pks(files), "to": inspector.pk}
    assert client.post(ALLOCATE, sent).status_code == status
    assert held_by(inspector) == 0


def test_allocating_is_a_post(sign_in, supervisor, sample):
    assert sign_in(supervisor).get(ALLOCATE).status_code == 405


# Leaving the team


def test_a_member_with_open_files_can_not_leave_the_team(
    inspection, sample, files, supervisor, inspector, other_inspector
):
    allocate(sample=sample, reviews=pks(files), to=inspector, by=supervisor)
    with pytest.raises(Conflict, match=r"Inspector 1 has 5 open files of .* Hand them over"):
        force_actions.remove_member(inspection=inspection, member=inspector, by=supervisor)
    allocate(sample=sample, reviews=pks(files[1:]), to=other_inspector, by=supervisor)
    with pytest.raises(Conflict, match="has 1 open file of"):
        force_actions.remove_member(inspection=inspection, member=inspector, by=supervisor)
    allocate(sample=sample, reviews=pks(files[:1]), to=other_inspector, by=supervisor)
    force_actions.remove_member(inspection=inspection, member=inspector, by=supervisor)
    assert not inspection.members.filter(user=inspector).exists()


def test_files_that_are_done_or_elsewhere_hold_nobody(inspection, sample, inspector):
    for state in ("submitted", "accepted"):
        ReviewFactory.create(sample=sample, reviewer=inspector, state=state)
    out = ReviewFactory.create(sample=sample, reviewer=inspector).case_file
    out.state, out.elimination_reason = "eliminated", "missing"
    out.save()
    ReviewFactory.create(reviewer=inspector)
    assert permissions.leave_team(inspector, inspection) is None
