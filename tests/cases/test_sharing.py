"""Sharing files out, equally and by capacity, so that strata stay balanced."""

import re
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.events import history_of
from cases.actions.allocation import Shared, allocate, share_by_capacity, share_equally
from cases.models import CaseFile, Review
from forces import actions as force_actions
from peel.lib.errors import Invalid, Refused
from tests.cases.counting import queries_of
from tests.factories import (
    DrawStratumFactory,
    InspectorFactory,
    ReviewFactory,
    SampleFactory,
    SecondmentFactory,
    TicketFactory,
)

SHARE = "/inspections/shire-2023-25/vsa/share/"
GRID = "/inspections/shire-2023-25/vsa/"


def pks(reviews) -> list[int]:
    return [review.pk for review in reviews]


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def held_by(user) -> int:
    return Review.objects.filter(reviewer=user).count()


@pytest.fixture
def files(sample):
    return [ReviewFactory.create(sample=sample) for _ in range(5)]


# The actions


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


# The page of capacities


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
