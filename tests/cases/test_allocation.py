"""Giving files to people, sharing them out by strata and capacity, and leaving a team."""

import re
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.events import history_of
from cases import permissions
from cases.actions.allocation import Shared, allocate, share_by_capacity, share_equally
from cases.models import CaseFile, Review
from forces import actions as force_actions
from peel.lib.errors import Conflict, Invalid, Refused
from tests.cases.counting import queries_of
from tests.factories import (
    DrawStratumFactory,
    InspectorFactory,
    ObserverFactory,
    ReviewFactory,
    SampleFactory,
    SecondmentFactory,
    TicketFactory,
)

ALLOCATE = "/inspections/shire-2023-25/vsa/allocate/"
SHARE = "/inspections/shire-2023-25/vsa/share/"
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


@given(files=st.integers(1, 12), people=st.integers(1, 5))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_shares_differ_by_one_file_at_most(inspection, supervisor, files, people):
    sample = SampleFactory.create(inspection=inspection)
    reviews = [ReviewFactory.create(sample=sample) for _ in range(files)]
    among = [InspectorFactory.create() for _ in range(people)]
    for member in among:
        force_actions.add_member(inspection=inspection, member=member, by=None)
    share_equally(sample=sample, reviews=pks(reviews), among=among, by=supervisor)
    shares = [held_by(member) for member in among]
    assert sum(shares) == files
    assert max(shares) - min(shares) <= 1


@pytest.fixture
def mixed(sample):
    """Six thefts and three crimes of violence, as a list may hold them: one kind first."""
    kinds = ["theft"] * 6 + ["violence"] * 3
    return [ReviewFactory.create(sample=sample, facts={"offence_group": kind}) for kind in kinds]


def offences_of(user) -> dict[str, int]:
    files = CaseFile.objects.filter(reviews__reviewer=user)
    return dict(Counter(file.facts["offence_group"] for file in files))


def test_everybody_gets_as_many_of_each_offence_group(
    sample, mixed, supervisor, inspector, other_inspector
):
    among = [inspector, other_inspector, supervisor]
    shared = share_equally(sample=sample, reviews=pks(mixed), among=among, by=supervisor)
    assert shared == Shared(files=9, moved=9, left=0)
    for member in among:
        assert offences_of(member) == {"theft": 2, "violence": 1}


def test_files_that_were_drawn_are_balanced_by_the_strata_of_the_draw(
    sample, supervisor, inspector, other_inspector
):
    strata = DrawStratumFactory.create_batch(2)
    for place, stratum in enumerate([0, 0, 1, 1]):
        file = ReviewFactory.create(sample=sample).case_file
        file.ticket = TicketFactory.create(stratum=strata[stratum], position=place)
        file.save()
    among = [inspector, other_inspector]
    reviews = pks(Review.objects.all())
    share_equally(sample=sample, reviews=reviews, among=among, by=supervisor)
    for member in among:
        held = CaseFile.objects.filter(reviews__reviewer=member)
        titles = held.values_list("ticket__stratum__title", flat=True)
        assert sorted(titles) == sorted(stratum.title for stratum in strata)


def test_one_file_more_goes_to_who_has_fewest_of_its_kind(
    sample, mixed, supervisor, inspector, other_inspector
):
    allocate(sample=sample, reviews=pks(mixed[:3]), to=inspector, by=supervisor)
    allocate(sample=sample, reviews=pks(mixed[6:8]), to=other_inspector, by=supervisor)
    allocate(sample=sample, reviews=pks(mixed[8:9]), to=supervisor, by=supervisor)
    Review.objects.filter(pk=mixed[6].pk).update(state="accepted")
    among = [inspector, other_inspector]
    for file in mixed[3:5]:
        share_equally(sample=sample, reviews=[file.pk], among=among, by=supervisor)
    assert offences_of(other_inspector) == {"theft": 1, "violence": 2}
    assert offences_of(inspector) == {"theft": 4}


def test_sharing_by_capacity_follows_the_numbers_in_every_offence_group(
    sample, mixed, supervisor, inspector, other_inspector
):
    capacities = {inspector: 6, other_inspector: 3, supervisor: 0}
    shared = share_by_capacity(
        sample=sample, reviews=pks(mixed), capacities=capacities, by=supervisor
    )
    assert shared == Shared(files=9, moved=9, left=0)
    assert offences_of(inspector) == {"theft": 4, "violence": 2}
    assert offences_of(other_inspector) == {"theft": 2, "violence": 1}
    assert held_by(supervisor) == 0


def test_what_does_not_fit_the_capacities_stays_as_it_was(
    sample, mixed, supervisor, inspector, other_inspector
):
    allocate(sample=sample, reviews=pks(mixed[:1]), to=other_inspector, by=supervisor)
    shared = share_by_capacity(
        sample=sample, reviews=pks(mixed), capacities={inspector: 6}, by=supervisor
    )
    assert shared == Shared(files=6, moved=6, left=3)
    assert offences_of(inspector) == {"theft": 4, "violence": 2}
    assert held_by(other_inspector) == 1
    assert Review.objects.filter(state="unallocated").count() == 2


def test_sharing_again_leaves_files_with_who_has_them(
    sample, mixed, supervisor, inspector, other_inspector
):
    among = [inspector, other_inspector]
    share_equally(sample=sample, reviews=pks(mixed), among=among, by=supervisor)
    shared = share_equally(sample=sample, reviews=pks(mixed), among=among, by=supervisor)
    assert shared == Shared(files=9, moved=0, left=0)
    assert history_of(mixed[0]).count() == 1


@pytest.mark.parametrize(
    ("number", "reason"),
    [(0, "how many files at least one inspector takes"), (-1, "whole number up to 10,000 for Ins"),
     (10_001, "whole number up to 10,000 for Inspector 1")],
)  # fmt: skip
def test_a_capacity_that_is_not_possible_is_refused(
    sample, mixed, supervisor, inspector, number, reason
):
    with pytest.raises(Invalid, match=reason):
        share_by_capacity(
            sample=sample, reviews=pks(mixed), capacities={inspector: number}, by=supervisor
        )


def test_a_capacity_of_somebody_seconded_from_the_force_is_refused(sample, mixed, supervisor):
    seconded = InspectorFactory.create(name="Inspector 9")
    SecondmentFactory.create(user=seconded, force=sample.inspection.force)
    with pytest.raises(Refused, match="Inspector 9 is seconded from"):
        share_by_capacity(
            sample=sample, reviews=pks(mixed), capacities={seconded: 3}, by=supervisor
        )


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


def test_chosen_files_are_shared_by_capacity_in_two_steps(
    sign_in, supervisor, inspector, other_inspector, mixed
):
    client = sign_in(supervisor)
    ReviewFactory.create(reviewer=inspector)
    chosen = {"review": pks(mixed), "query": "state=unallocated"}
    asked = client.post(SHARE, chosen)
    assert "Share 9 files by capacity" in text_of(asked)
    assert "Files for Inspector 1 0 1" in text_of(asked)
    assert held_by(other_inspector) == 0
    hidden = re.findall(r'type="hidden" name="review" value="(\d+)"', asked.content.decode())
    assert hidden == [str(pk) for pk in pks(mixed)]
    numbers = {f"files_{inspector.pk}": "4", f"files_{other_inspector.pk}": "2", "share": "1"}
    response = client.post(SHARE, chosen | numbers, follow=True)
    assert response.redirect_chain == [(f"{GRID}?state=unallocated", 302)]
    assert "6 files are shared among 2 people. 3 files did not fit" in text_of(response)
    assert (held_by(inspector), held_by(other_inspector)) == (4 + 1, 2)


def test_everything_that_matches_is_shared_by_capacity(sign_in, supervisor, inspector, mixed):
    client = sign_in(supervisor)
    chosen = {"everything": "1", "query": "fact_offence_group=violence"}
    asked = client.post(SHARE, chosen)
    assert "Share 3 files by capacity" in text_of(asked)
    assert 'name="everything" value="1"' in asked.content.decode()
    numbers = {f"files_{inspector.pk}": "10", "share": "1"}
    page = text_of(client.post(SHARE, chosen | numbers, follow=True))
    assert "3 files are shared among 1 person." in page
    assert offences_of(inspector) == {"violence": 3}


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("", "Enter how many files at least one person takes."),
        ("0", "Enter how many files at least one person takes."),
        ("-1", "Enter a whole number, 0 or more."),
        ("many", "Enter a whole number, using digits."),
        ("10001", "Enter a number up to 10,000."),
    ],
)
def test_a_capacity_that_is_no_number_is_asked_for_again(
    sign_in, supervisor, inspector, mixed, number, words
):
    sent = {"review": pks(mixed), f"files_{inspector.pk}": number, "share": "1"}
    response = sign_in(supervisor).post(SHARE, sent)
    assert words in text_of(response)
    assert "Error: Share 9 files" in text_of(response)
    assert held_by(inspector) == 0


def test_nothing_to_share_by_capacity_is_said_on_the_table(sign_in, supervisor, sample):
    client = sign_in(supervisor)
    for sent, words in [
        ({}, "Choose at least one file."),
        ({"everything": "1"}, "None of the files that match can be allocated now."),
    ]:
        response = client.post(SHARE, sent, follow=True)
        assert response.redirect_chain == [(GRID, 302)]
        assert words in text_of(response)
    assert client.get(SHARE).url == GRID


def test_the_page_of_capacities_costs_the_same_for_any_team(sign_in, supervisor, inspection, files):
    client, costs = sign_in(supervisor), []
    for members in (1, 2):
        for _ in range(members):
            joined = InspectorFactory.create()
            force_actions.add_member(inspection=inspection, member=joined, by=None)
            ReviewFactory.create(sample=files[0].case_file.sample, reviewer=joined)
        client.post(SHARE, {"review": pks(files)})
        with CaptureQueriesContext(connection) as queries:
            assert client.post(SHARE, {"review": pks(files)}).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


# The balance


def test_the_balance_tells_who_has_how_many_of_each_stratum(
    sign_in, supervisor, inspector, other_inspector, sample, mixed
):
    share_by_capacity(
        sample=sample, reviews=pks(mixed), by=supervisor,
        capacities={inspector: 4, other_inspector: 2},
    )  # fmt: skip
    words = text_of(sign_in(supervisor).get(f"{GRID}balance/"))
    assert "so the offence group stands in for the stratum" in words
    assert "Offence group Inspector 1 Inspector 2 Nobody yet Files" in words
    assert "Theft 3 1 2 6 Violence against the person 1 1 1 3 Together 4 2 3 9" in words


def test_the_balance_of_a_drawn_sample_is_by_the_strata_of_the_draw(
    sign_in, supervisor, inspector, sample
):
    file = ReviewFactory.create(sample=sample, reviewer=inspector).case_file
    file.ticket = TicketFactory.create(stratum=DrawStratumFactory.create(title="Fraud calls"))
    file.save()
    words = text_of(sign_in(supervisor).get(f"{GRID}balance/"))
    assert "Stratum Inspector 1 Files Fraud calls 1 1" in words
    assert "stands in" not in words


def test_the_balance_of_an_empty_sample_says_so(sign_in, supervisor, sample):
    assert "has no files yet" in text_of(sign_in(supervisor).get(f"{GRID}balance/"))


def test_a_balance_costs_the_same_for_any_number_of_files(sign_in, supervisor, inspector, sample):
    client, costs = sign_in(supervisor), []
    for _ in range(2):
        ReviewFactory.create(sample=sample, reviewer=inspector)
        drawn = ReviewFactory.create(sample=sample).case_file
        drawn.ticket = TicketFactory.create()
        drawn.save()
        costs.append(queries_of(client, f"{GRID}balance/"))
    assert costs[0] == costs[1]


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
