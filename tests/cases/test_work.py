"""The first page of each role, and my work."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions.moderating import agree
from cases.actions.reviewing import return_to_reviewer
from cases.models import Comment, Sample
from cases.workload import batches_of, next_task
from forces.models import TeamMember
from tests.cases.agreement.twice import reviewed_twice
from tests.cases.counting import queries_of
from tests.factories import (
    InspectionFactory,
    ReviewFactory,
    SampleFactory,
    SupervisorFactory,
    TeamMemberFactory,
)

MY_WORK = "/my-work/"


@pytest.fixture
def given(sample, inspector):
    """Makes a review that the inspector has, in this state."""

    def given(reference, state="allocated", *, answered=0, started=False, **more):
        review = ReviewFactory.create(
            sample=sample,
            reviewer=inspector,
            state=state,
            answered=answered,
            last_answered_at=timezone.now() if started else None,
            **more,
        )
        review.case_file.reference = reference
        review.case_file.save()
        return review

    return given


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.mark.parametrize(
    ("role", "address"),
    [
        ("inspector", "cases:my_work"),
        ("supervisor", "cases:my_work"),
        ("administrator", "forces:inspections"),
        ("observer", "cases:results_list"),
    ],
)
def test_home_sends_each_role_to_its_work(request, sign_in, role, address):
    response = sign_in(request.getfixturevalue(role)).get("/")
    assert response.status_code == 302
    assert response.url == reverse(address)


def test_home_asks_for_sign_in(client, db):
    assert client.get("/").url.startswith("/accounts/login/")


@pytest.mark.parametrize("role", ["administrator", "observer"])
def test_my_work_is_refused_to_those_who_review_nothing(request, sign_in, role):
    response = sign_in(request.getfixturevalue(role)).get(MY_WORK)
    assert response.status_code == 403
    assert "given to inspectors" in response.content.decode()


def test_an_inspector_without_files_is_told_what_to_expect(sign_in, inspector):
    assert "No file is allocated to you" in text_of(sign_in(inspector).get(MY_WORK))


def test_files_come_in_the_order_to_do_them(sign_in, inspector, given):
    given("NEW")
    given("BEGUN", started=True, answered=3)
    given("BACK", "returned", started=True, answered=7)
    given("SENT", "submitted", started=True, answered=7)
    page = sign_in(inspector).get(MY_WORK).content.decode()
    places = [page.rindex(f">{reference}<") for reference in ("BACK", "BEGUN", "NEW", "SENT")]
    assert places == sorted(places)
    assert "3 of 7" in page
    assert "1 of 4 files submitted" in page
    assert "Look again at BACK" in page


@pytest.mark.parametrize(
    ("states", "words"),
    [
        ([("B", "allocated", True), ("A", "allocated", False)], "Go on with B"),
        ([("A", "allocated", False)], "Start next file A"),
        ([("A", "submitted", True)], "no file to review now"),
    ],
)
def test_the_button_opens_the_file_to_go_on_with(sign_in, inspector, given, states, words):
    for reference, state, started in states:
        given(reference, state, started=started)
    assert words in text_of(sign_in(inspector).get(MY_WORK))


def test_a_returned_file_says_why_who_and_how_many_comments(sign_in, inspector, supervisor, given):
    review = given("BACK", "submitted", started=True, answered=7)
    return_to_reviewer(
        review=review.pk,
        reason="Look at <b>the call</b> again.",
        comments={"effective": "Why?"},
        by=supervisor,
    )
    Comment.objects.create(review=review, text="Done with.", by=supervisor, state="resolved")
    page = sign_in(inspector).get(MY_WORK).content.decode()
    assert "Look at &lt;b&gt;the call&lt;/b&gt; again." in page
    assert "Supervisor 1," in page
    assert '<td class="govuk-table__cell" data-label="Comments">2</td>' in page


def test_only_the_last_return_is_told(inspector, supervisor, given):
    review = given("BACK", "submitted", started=True, answered=7)
    for reason in ("First.", "Second."):
        return_to_reviewer(review=review.pk, reason=reason, comments={}, by=supervisor)
        type(review).objects.filter(pk=review.pk).update(state="submitted")
    type(review).objects.filter(pk=review.pk).update(state="returned")
    [batch] = batches_of(inspector)
    assert batch.to_do[0].because == "Second."


def test_an_eliminated_file_is_no_work(inspector, given):
    review = given("OUT")
    type(review.case_file).objects.filter(pk=review.case_file_id).update(
        state="eliminated", elimination_reason="missing"
    )
    assert batches_of(inspector) == []


def test_files_of_others_and_of_teams_left_are_not_shown(
    inspector, other_inspector, inspection, sample, given
):
    ReviewFactory.create(sample=sample, reviewer=other_inspector)
    assert batches_of(inspector) == []
    given("MINE")
    TeamMember.objects.filter(inspection=inspection, user=inspector).delete()
    assert batches_of(inspector) == []


def test_files_of_a_signed_off_sample_are_not_to_do(inspector, sample, given):
    given("DONE", "accepted", started=True, answered=7)
    sample.state = "signed_off"
    sample.save()
    [batch] = batches_of(inspector)
    assert (batch.to_do, len(batch.done)) == ([], 1)
    assert next_task([batch]) is None


def test_open_samples_come_before_signed_off_ones(inspector, inspection, sample, given):
    given("DONE", "accepted")
    sample.state = "signed_off"
    sample.save()
    later = SampleFactory.create(inspection=inspection)
    ReviewFactory.create(sample=later, reviewer=inspector)
    assert [batch.sample for batch in batches_of(inspector)] == [later, sample]


def test_an_inspectors_page_costs_the_same_for_any_number_of_files(
    sign_in, inspector, supervisor, inspection, given
):
    client, counts = sign_in(inspector), []
    for number in (1, 2):
        for turn in range(number):
            more = SampleFactory.create(inspection=inspection)
            ReviewFactory.create(sample=more, reviewer=inspector)
            review = given(f"{number}-{turn}", "submitted", started=True)
            return_to_reviewer(review=review.pk, reason="Again.", comments={}, by=supervisor)
        counts.append(queries_of(client, MY_WORK))
    assert counts[0] == counts[1]
    assert counts[0] <= 7


# Supervisors


def test_a_supervisor_sees_how_far_their_samples_are(sign_in, supervisor, sample, given):
    states = ("allocated", "returned", "submitted", "submitted", "accepted")
    for number, state in enumerate(states):
        given(f"FILE-{number}", state)
    ReviewFactory.create(sample=sample)
    page = sign_in(supervisor).get(MY_WORK)
    words = text_of(page)
    assert "2 submitted files wait for you to accept or return." in words
    for number, name in [(6, "files"), (1, "not allocated"), (2, "open"), (1, "returned"),
                         (2, "submitted")]:  # fmt: skip
        assert f"{number} {name} of" in words
    assert "1 of 6 accepted" in words
    assert "Target: 10 files" in words
    address = "/inspections/shire-2023-25/vsa/"
    for state in ("unallocated", "open", "returned", "submitted", "accepted"):
        assert f'href="{address}?state={state}"' in page.content.decode()


def test_a_supervisor_on_the_team_sees_the_samples_too(sign_in, other_supervisor, sample):
    TeamMemberFactory.create(inspection=sample.inspection, user=other_supervisor)
    assert sample.name in text_of(sign_in(other_supervisor).get(MY_WORK))


def test_a_supervisor_without_samples_is_told_what_to_do(sign_in, sample):
    page = text_of(sign_in(SupervisorFactory.create()).get(MY_WORK))
    assert "have no samples yet" in page
    assert sample.name not in page


def test_a_supervisors_page_costs_the_same_for_any_number_of_samples(sign_in, supervisor):
    client, counts = sign_in(supervisor), []
    for number in (1, 2):
        for _ in range(number):
            inspection = InspectionFactory.create(lead=supervisor)
            ReviewFactory.create(sample=SampleFactory.create(inspection=inspection))
        counts.append(queries_of(client, MY_WORK))
    assert counts[0] == counts[1]
    assert counts[0] <= 9


def test_counts_are_not_multiplied_by_the_team(sign_in, supervisor, sample, given):
    given("A")
    for _ in range(3):
        TeamMemberFactory.create(inspection=sample.inspection)
    assert "1 files of" in text_of(sign_in(supervisor).get(MY_WORK))


def test_a_supervisor_is_led_to_the_files_to_moderate(
    sign_in, supervisor, inspector, other_inspector, sample
):
    assert "to moderate" not in text_of(sign_in(supervisor).get(MY_WORK))
    files = [reviewed_twice(sample, inspector, other_inspector, {}) for _ in range(3)]
    agree(case_file=files[0].pk, by=supervisor)
    page = sign_in(supervisor).get(MY_WORK)
    where = f"{sample.inspection}, {sample.name}"
    assert f"2 files wait for you to moderate: {where} ." in text_of(page)
    assert f"/{sample.slug}/second-reviews/?stage=both_in" in page.content.decode()
    Sample.objects.update(state="signed_off")
    assert "to moderate" not in text_of(sign_in(supervisor).get(MY_WORK))
