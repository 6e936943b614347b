"""The page of an inspection, creating a sample, and the table of its files."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.events import history_of
from cases.actions.samples import SampleSetUp, create_sample
from cases.models import Review, Sample
from checklists import actions as checklist_actions
from peel.lib.errors import Invalid, Refused
from tests.cases.counting import queries_of
from tests.factories import (
    SMALL_CHECKLIST,
    InspectionFactory,
    InspectorFactory,
    ReviewFactory,
    SampleFactory,
    SecondmentFactory,
    TeamMemberFactory,
    small_version,
)

GRID = "/inspections/shire-2023-25/vsa/"
NEW = "/inspections/shire-2023-25/samples/new/"
ENTERED = {"name": "Victim service", "slug": "vsa", "target": "100"}


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def references(response) -> list[str]:
    return [row.values["reference"] for row in response.context["rows"]]


@pytest.fixture
def filed(sample):
    """Makes a review of a file with this reference in the sample."""

    def filed(reference, *, reviewer=None, facts=None, started=False, **more):
        review = ReviewFactory.create(
            sample=sample,
            reviewer=reviewer,
            facts=facts,
            last_answered_at=timezone.now() if started else None,
            **more,
        )
        review.case_file.reference = reference
        review.case_file.save()
        return review

    return filed


# The page of an inspection


def test_an_inspection_names_its_dates_lead_and_samples(sign_in, supervisor, inspection, filed):
    inspection.starts, inspection.ends = date(2024, 5, 1), date(2024, 6, 30)
    inspection.save()
    filed("A")
    page = sign_in(supervisor).get("/inspections/shire-2023-25/")
    words = text_of(page)
    assert inspection.force.name in words
    assert "1 May 2024 to 30 June 2024" in words
    assert "Supervisor 1" in words
    assert reverse("forces:team", args=["shire-2023-25"]) in page.content.decode()
    assert "0 of 1 accepted" in words
    assert "Target: 10 files" in words
    assert NEW in page.content.decode()
    assert f'href="{GRID}results/"' in page.content.decode()


def test_an_inspection_without_samples_says_what_to_do(sign_in, supervisor, inspection):
    words = text_of(sign_in(supervisor).get("/inspections/shire-2023-25/"))
    assert "no samples yet" in words
    assert "Create a sample" in words


def test_an_inspector_sees_the_samples_and_not_the_table(sign_in, inspector, filed):
    filed("A")
    page = sign_in(inspector).get("/inspections/shire-2023-25/").content.decode()
    assert "Victim service: 0 of 1 file accepted" in page
    assert f'href="{GRID}"' not in page
    assert "Create a sample" not in page


def test_an_observer_sees_signed_off_samples_alone(sign_in, observer, filed):
    filed("A")
    words = text_of(sign_in(observer).get("/inspections/shire-2023-25/"))
    assert "no samples that you can see yet" in words
    assert "Supervisor 1" not in words


def test_an_inspector_of_another_team_sees_nothing(sign_in, inspector):
    other = InspectionFactory.create()
    assert sign_in(inspector).get(f"/inspections/{other.slug}/").status_code == 404


def test_an_inspections_page_costs_the_same_for_any_number_of_samples(
    sign_in, supervisor, inspection
):
    client, counts = sign_in(supervisor), []
    for number in (1, 2):
        for _ in range(number):
            ReviewFactory.create(sample=SampleFactory.create(inspection=inspection))
        counts.append(queries_of(client, "/inspections/shire-2023-25/"))
    assert counts[0] == counts[1]


# Creating a sample


def test_a_sample_is_created_with_all_that_was_entered(sign_in, supervisor, inspection):
    version = small_version()
    entered = ENTERED | {
        "starts_day": "1", "starts_month": "4", "starts_year": "2023",
        "ends_day": "31", "ends_month": "3", "ends_year": "2024",
        "files_1": "20", "value_1": "outcome_type=8",
        "files_3": "5", "value_3": "offence_group=violence",
    }  # fmt: skip
    response = sign_in(supervisor).post(NEW, entered, follow=True)
    assert response.redirect_chain == [(f"{GRID}import/", 302)]
    assert "Victim service is created." in text_of(response)
    assert f'href="{GRID}extract/"' in response.content.decode()
    sample = Sample.objects.get()
    assert (sample.version, sample.target) == (version, 100)
    assert (sample.starts, sample.ends) == (date(2023, 4, 1), date(2024, 3, 31))
    assert sample.minimums == [
        {"fact": "outcome_type", "value": "8", "files": 20},
        {"fact": "offence_group", "value": "violence", "files": 5},
    ]
    assert sample.left_out_stages == ["crime_recording"]
    assert [event.verb for event in history_of(sample)] == ["created"]


def test_an_optional_stage_is_included_when_chosen(sign_in, supervisor, inspection):
    small_version()
    sign_in(supervisor).post(NEW, ENTERED | {"stages": ["crime_recording"]})
    sample = Sample.objects.get()
    assert sample.left_out_stages == []
    assert "crimes_reported" in [question.code for question in sample.instrument.questions]


def test_with_several_checklists_one_is_chosen_first(sign_in, supervisor, inspection):
    first = small_version()
    source = SMALL_CHECKLIST.replace('version: "1"', 'version: "2"')
    second = checklist_actions.publish(
        version=checklist_actions.load(source=source, by=None), by=None
    )
    client = sign_in(supervisor)
    page = client.get(NEW)
    assert "Which checklist are the files reviewed against?" in text_of(page)
    assert str(first) in text_of(page)
    client.post(f"{NEW}?version={second.pk}", ENTERED)
    assert Sample.objects.get().version == second


@pytest.mark.parametrize("chosen", ["", "x", "1e9"])
def test_no_checklist_chosen_is_explained(sign_in, supervisor, inspection, chosen):
    small_version()
    source = SMALL_CHECKLIST.replace('version: "1"', 'version: "2"')
    checklist_actions.publish(version=checklist_actions.load(source=source, by=None), by=None)
    page = sign_in(supervisor).get(NEW, {"version": chosen})
    assert page.status_code == 200
    assert "Create a sample" in text_of(page)


def test_a_draft_can_not_be_reviewed_against(sign_in, supervisor, inspection):
    draft = checklist_actions.load(source=SMALL_CHECKLIST, by=None)
    client = sign_in(supervisor)
    assert "no published checklist" in text_of(client.get(NEW))
    assert client.get(f"{NEW}?version={draft.pk}").status_code == 404


@pytest.mark.parametrize(
    ("entered", "words"),
    [
        ({"slug": "team"}, "“team” is used by Peel itself"),
        ({"slug": "samples"}, "“samples” is used by Peel itself"),
        ({"slug": "Ünser"}, "Use small letters, digits and hyphens"),
        ({"target": "0"}, "greater than or equal to 1"),
        ({"name": ""}, "Fill in “Name”"),
        ({"starts_day": "31", "starts_month": "2", "starts_year": "2024"}, "date"),
        (
            {"starts_day": "2", "starts_month": "4", "starts_year": "2024",
             "ends_day": "1", "ends_month": "4", "ends_year": "2024"},
            "must not end before its first day",
        ),
        ({"files_1": "5"}, "Choose the value of minimum 1."),
        ({"value_2": "outcome_type=8"}, "Enter how many files minimum 2 needs."),
        ({"files_1": "101", "value_1": "outcome_type=8"}, "Minimum 1 is larger than the target."),
        (
            {"files_1": "1", "value_1": "outcome_type=8",
             "files_2": "2", "value_2": "outcome_type=8"},
            "Minimum 2 repeats one above.",
        ),
        ({"files_1": "1", "value_1": "outcome_type=99"}, "Select a valid choice"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_sample_is_said_in_words(
    sign_in, supervisor, inspection, entered, words
):
    small_version()
    response = sign_in(supervisor).post(NEW, ENTERED | entered)
    assert response.status_code == 200
    assert words in text_of(response)
    assert not Sample.objects.exists()


def test_a_second_sample_at_the_same_address_is_refused(sign_in, supervisor, sample):
    response = sign_in(supervisor).post(NEW, ENTERED)
    assert "has a sample at “vsa” already" in text_of(response)
    assert Sample.objects.count() == 1


def test_the_action_refuses_what_the_page_never_sends(supervisor, administrator, inspection):
    version = small_version()

    def create(by=supervisor, **more):
        set_up = SampleSetUp(name="N", slug="n", target=1, **more)
        return create_sample(inspection=inspection, version=version, set_up=set_up, by=by)

    with pytest.raises(Refused, match="Only a supervisor"):
        create(by=administrator)
    with pytest.raises(Invalid, match="can't be left out: call_handling"):
        create(left_out_stages=["call_handling"])
    with pytest.raises(Invalid, match="must end on or after"):
        create(starts=date(2024, 2, 1), ends=date(2024, 1, 1))
    assert not Sample.objects.exists()


@pytest.mark.parametrize(
    ("role", "status"), [("inspector", 403), ("other_supervisor", 403), ("administrator", 403)]
)
def test_only_a_supervisor_of_the_inspection_creates_samples(
    request, sign_in, inspection, role, status
):
    client = sign_in(request.getfixturevalue(role))
    assert client.get(NEW).status_code == status
    assert client.post(NEW, ENTERED).status_code == status
    assert not Sample.objects.exists()


# The table of files


def test_each_file_is_a_row_with_its_facts_state_and_person(sign_in, supervisor, inspector, filed):
    facts = {"offence_group": "violence", "outcome_type": "8"}
    filed("LAN/1", reviewer=inspector, facts=facts, started=True, answered=3)
    page = sign_in(supervisor).get(GRID)
    [row] = page.context["rows"]
    labels = ("Violence against the person", "8 Community resolution")
    assert (row.values["fact 0"], row.values["fact 1"]) == labels
    shown = [row.values[slot] for slot in ("label", "reviewer", "answered")]
    assert shown == ["In progress", "Inspector 1", "3 of 7"]
    for words in ("LAN/1", *labels, *shown):
        assert words in page.content.decode()


def test_an_unknown_fact_value_is_shown_escaped(sign_in, supervisor, filed):
    filed("A", facts={"offence_group": "<b>x</b>"})
    page = sign_in(supervisor).get(GRID).content.decode()
    assert "&lt;b&gt;x&lt;/b&gt;" in page
    assert "<b>x</b>" not in page


def test_a_file_whose_two_reviews_were_agreed_is_nobodys_alone(
    sign_in, supervisor, inspector, filed
):
    """The moderator is who holds the agreed review, and it is not their work."""
    filed("OWN", reviewer=inspector)
    agreed = filed("AGREED", reviewer=inspector)
    Review.objects.filter(pk=agreed.pk).update(counts=False)
    ReviewFactory.create(case_file=agreed.case_file, reviewer=supervisor, position="agreed")
    client = sign_in(supervisor)
    for query, found in (
        ("?sort=reviewer", {"AGREED": "Agreed after second review", "OWN": "Inspector 1"}),
        ("?sort=-reviewer", {"OWN": "Inspector 1", "AGREED": "Agreed after second review"}),
        ("?reviewer=agreed", {"AGREED": "Agreed after second review"}),
        (f"?reviewer={inspector.pk}", {"OWN": "Inspector 1"}),
    ):
        rows = client.get(f"{GRID}{query}").context["rows"]
        shown = {row.values["reference"]: row.values["reviewer"] for row in rows}
        assert list(shown.items()) == list(found.items()), query
    # Of nobody else's work could the moderator's name be chosen.
    assert client.get(f"{GRID}?reviewer={supervisor.pk}").context["form"].errors


def test_without_agreed_files_there_is_nothing_agreed_to_choose(sign_in, supervisor, filed):
    filed("A")
    assert "Agreed after second review" not in sign_in(supervisor).get(GRID).content.decode()


@pytest.fixture
def mixed(inspector, other_inspector, filed):
    """A file in each state, by reference."""
    filed("UNALLOCATED", facts={"offence_group": "violence", "outcome_type": "8"})
    filed("NOT-STARTED", reviewer=inspector)
    filed("IN-PROGRESS", reviewer=other_inspector, started=True, answered=2)
    filed("RETURNED", reviewer=inspector, state="returned", started=True, answered=7)
    filed("SUBMITTED", reviewer=inspector, state="submitted", started=True, answered=7)
    filed("ACCEPTED", reviewer=inspector, state="accepted", facts={"outcome_type": "8"})
    out = filed("ELIMINATED", reviewer=inspector, facts={"outcome_type": "8"}).case_file
    out.state, out.elimination_reason = "eliminated", "missing"
    out.save()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["UNALLOCATED", "NOT-STARTED", "IN-PROGRESS", "RETURNED", "SUBMITTED", "ACCEPTED"]),
        ("state=unallocated", ["UNALLOCATED"]),
        ("state=open", ["NOT-STARTED", "IN-PROGRESS", "RETURNED"]),
        ("state=allocated", ["NOT-STARTED", "IN-PROGRESS"]),
        ("state=not_started", ["NOT-STARTED"]),
        ("state=in_progress", ["IN-PROGRESS"]),
        ("state=returned", ["RETURNED"]),
        ("state=submitted", ["SUBMITTED"]),
        ("state=accepted", ["ACCEPTED"]),
        ("state=eliminated", ["ELIMINATED"]),
        ("q=ted", ["UNALLOCATED", "NOT-STARTED", "SUBMITTED", "ACCEPTED"]),
        ("reviewer=nobody", ["UNALLOCATED"]),
        ("fact_offence_group=violence", ["UNALLOCATED"]),
        ("fact_outcome_type=8", ["UNALLOCATED", "ACCEPTED"]),
        ("fact_outcome_type=8&fact_offence_group=violence", ["UNALLOCATED"]),
        ("fact_outcome_type=8&state=accepted", ["ACCEPTED"]),
        ("q=nothing-like-it", []),
    ],
)
def test_files_are_narrowed_down(sign_in, supervisor, mixed, query, found):
    page = sign_in(supervisor).get(f"{GRID}?{query}")
    assert references(page) == found


def test_files_are_narrowed_down_to_a_person(sign_in, supervisor, other_inspector, mixed):
    page = sign_in(supervisor).get(f"{GRID}?reviewer={other_inspector.pk}")
    assert references(page) == ["IN-PROGRESS"]


def test_nothing_found_says_how_to_go_on(sign_in, supervisor, mixed):
    page = text_of(sign_in(supervisor).get(f"{GRID}?q=zzz"))
    assert "No file matches these filters." in page
    assert "Clear filters" in page


@pytest.mark.parametrize("query", ["state=x", "reviewer=x", "reviewer=99999", "page=x", "sort=x"])
def test_a_broken_query_still_gives_the_page(sign_in, supervisor, mixed, query):
    assert sign_in(supervisor).get(f"{GRID}?{query}").status_code == 200


@pytest.mark.parametrize("sort", ["reference", "reviewer"])
def test_files_are_put_in_order_both_ways(sign_in, supervisor, mixed, sort):
    client = sign_in(supervisor)

    def shown(order: str) -> list[str]:
        rows = client.get(f"{GRID}?sort={order}").context["rows"]
        return [row.values[sort] for row in rows if row.values[sort]]

    there, back = shown(sort), shown(f"-{sort}")
    assert there == sorted(there)
    assert back == sorted(back, reverse=True)


def test_a_sorted_column_says_so_and_its_link_turns_it_round(sign_in, supervisor, mixed):
    page = sign_in(supervisor).get(f"{GRID}?sort=reference&state=open&page=1").content.decode()
    assert 'aria-sort="ascending"' in page
    assert "?sort=-reference&amp;state=open" in page or "?state=open&amp;sort=-reference" in page


def test_the_counts_by_state_agree_with_the_lists_they_open(sign_in, supervisor, mixed):
    client = sign_in(supervisor)
    census = client.get(GRID).context["census"]
    assert (census.active, census.accepted, census.eliminated) == (6, 1, 1)
    for count in census.states:
        assert count.files == len(references(client.get(f"{GRID}?state={count.state}")))


def test_minimums_say_how_far_they_are_and_open_their_files(sign_in, supervisor, sample, mixed):
    sample.minimums = [
        {"fact": "outcome_type", "value": "8", "files": 3},
        {"fact": "offence_group", "value": "violence", "files": 1},
    ]
    sample.save()
    client = sign_in(supervisor)
    page = client.get(GRID)
    words = text_of(page)
    assert "At least 3 with outcome type “8 Community resolution”: 2 so far , 1 too few" in words
    assert "At least 1 with offence group “Violence against the person”: 1 so far , enough" in words
    for minimum in page.context["minimums"]:
        assert minimum.files == len(references(client.get(f"{GRID}?{minimum.query}")))


def test_a_hundred_files_are_a_page_and_the_query_stays(sign_in, supervisor, sample, filed):
    for number in range(101):
        filed(f"F-{number:03}")
    client = sign_in(supervisor)
    first, second = client.get(f"{GRID}?q=f-"), client.get(f"{GRID}?q=f-&page=2")
    assert (len(references(first)), references(second)) == (100, ["F-100"])
    assert "Files 1 to 100 of 101" in text_of(first)
    assert "?q=f-&amp;page=2" in first.content.decode()
    assert "Choose all 101 files that match" in text_of(first)


def test_an_empty_sample_says_what_to_do(sign_in, supervisor, sample):
    page = sign_in(supervisor).get(GRID)
    assert "This sample has no files yet." in text_of(page)
    assert f'href="{GRID}import/"' in page.content.decode()


def test_the_table_costs_the_same_for_any_number_of_files(
    sign_in, supervisor, sample, inspector, other_inspector, filed
):
    sample.minimums = [{"fact": "outcome_type", "value": "8", "files": 1}]
    sample.save()
    client, counts = sign_in(supervisor), []
    filed("FIRST", reviewer=inspector, started=True)
    counts.append(queries_of(client, GRID))
    filed("SECOND", reviewer=other_inspector, started=True)
    filed("THIRD", facts={"outcome_type": "8"})
    counts.append(queries_of(client, GRID))
    assert counts[0] == counts[1]
    assert counts[0] <= 11


def test_only_people_who_may_review_are_offered(
    sign_in, supervisor, inspection, inspector, other_inspector, filed
):
    filed("A")
    seconded = InspectorFactory.create(name="Seconded")
    SecondmentFactory.create(user=seconded, force=inspection.force)
    gone = InspectorFactory.create(name="Gone", is_active=False)
    TeamMemberFactory.create(inspection=inspection, user=gone)
    InspectorFactory.create(name="Elsewhere")
    members = sign_in(supervisor).get(GRID).context["members"]
    assert members == [inspector, other_inspector, supervisor]


def test_nobody_to_give_files_to_is_said(sign_in, administrator, filed):
    filed("A")
    page = sign_in(administrator).get(GRID).content.decode()
    assert "Give the chosen files to" not in page
    assert 'name="review"' not in page


@pytest.mark.parametrize(
    ("role", "status"),
    [("supervisor", 200), ("other_supervisor", 200), ("administrator", 200),
     ("inspector", 403), ("observer", 404)],
)  # fmt: skip
def test_who_sees_the_table(request, sign_in, sample, role, status):
    assert sign_in(request.getfixturevalue(role)).get(GRID).status_code == status


def test_a_sample_is_not_found_under_another_inspection(sign_in, supervisor, sample):
    other = InspectionFactory.create(lead=supervisor)
    address = reverse("cases:sample", args=[other.slug, sample.slug])
    assert sign_in(supervisor).get(address).status_code == 404
