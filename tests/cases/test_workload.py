"""Who has how many files over all samples, for supervisors."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from cases.actions.allocation import allocate
from cases.actions.answering import Entry, record_answer
from cases.caseloads import Load, workload_for
from cases.models import CaseFile, Review
from tests.cases.counting import queries_of
from tests.factories import (
    InspectionFactory,
    InspectorFactory,
    ReviewFactory,
    SampleFactory,
    SecondmentFactory,
    TeamMemberFactory,
)

WORKLOAD = "/workload/"


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def ago(days: int):
    """The same time on the clock, so that a change of the clocks between makes no day of it."""
    return timezone.localtime() - timedelta(days=days)


@pytest.fixture
def elsewhere(inspector):
    """A sample of an inspection that the supervisor is not on, with the inspector on it."""
    sample = SampleFactory.create(name="Crime data", inspection__slug="elsewhere")
    TeamMemberFactory.create(inspection=sample.inspection, user=inspector)
    return sample


@pytest.fixture
def casework(sample, elsewhere, inspector):
    """The inspector's files: four open, one of them returned, and three done."""
    for state in ("allocated", "allocated", "returned", "submitted", "accepted", "accepted"):
        ReviewFactory.create(sample=sample, reviewer=inspector, state=state)
    ReviewFactory.create(sample=elsewhere, reviewer=inspector)
    return sample


def load_of(supervisor, person, **more) -> Load:
    loads = workload_for(supervisor, **more).caseloads
    [found] = [caseload.load for caseload in loads if caseload.person == person]
    return found


def test_files_are_counted_over_all_samples(supervisor, inspector, casework):
    load = load_of(supervisor, inspector)
    assert (load.open, load.returned, load.submitted, load.accepted) == (4, 1, 1, 2)
    assert load.done == 3


def test_each_sample_is_told_apart(supervisor, inspector, casework, elsewhere):
    [caseload] = [c for c in workload_for(supervisor).caseloads if c.person == inspector]
    counts = {part.name: (part.load.open, part.load.done) for part in caseload.samples}
    names = {sample: f"{sample.inspection}: {sample.name}" for sample in (casework, elsewhere)}
    assert counts == {names[casework]: (3, 3), names[elsewhere]: (1, 0)}
    may_hand_over = {part.name: bool(part.hand_over) for part in caseload.samples}
    assert may_hand_over == {names[casework]: True, names[elsewhere]: False}


def test_signed_off_samples_are_told_in_one_line(
    sign_in, supervisor, inspector, casework, inspection
):
    for _ in range(2):
        done = SampleFactory.create(inspection=inspection, state="signed_off")
        ReviewFactory.create(
            sample=done, reviewer=inspector, state="accepted", last_answered_at=ago(40)
        )
    load = load_of(supervisor, inspector)
    assert (load.open, load.done) == (4, 5)
    words = text_of(sign_in(supervisor).get(WORKLOAD))
    assert "2 signed-off samples 0 0 2 40 days ago" in words
    assert done.name not in words


def test_eliminated_files_and_second_reviews_are_left_out(supervisor, inspector, sample):
    out = ReviewFactory.create(sample=sample, reviewer=inspector)
    CaseFile.objects.filter(pk=out.case_file_id).update(
        state="eliminated", elimination_reason="missing"
    )
    ReviewFactory.create(sample=sample, reviewer=inspector, position="second", counts=False)
    assert load_of(supervisor, inspector) == Load()


def test_days_are_counted_since_the_last_answer_or_submission(
    supervisor, inspector, sample, elsewhere
):
    first = ReviewFactory.create(
        sample=sample, reviewer=inspector, allocated_at=ago(30), last_answered_at=ago(9)
    )
    assert load_of(supervisor, inspector).activity == "9 days ago"
    ReviewFactory.create(
        sample=elsewhere, reviewer=inspector, state="submitted", allocated_at=ago(20),
        last_answered_at=ago(12), submitted_at=ago(4),
    )  # fmt: skip
    load = load_of(supervisor, inspector)
    assert (load.activity, load.given_at) == ("4 days ago", first.allocated_at)


def test_what_somebody_else_answered_before_is_no_activity(
    supervisor, inspector, other_inspector, sample
):
    review = ReviewFactory.create(sample=sample)
    give = {"sample": sample, "reviews": [review.pk], "by": supervisor}
    allocate(to=inspector, **give)
    record_answer(review=review.pk, entry=Entry("effective", "yes"), by=inspector)
    assert load_of(supervisor, inspector).activity == "today"
    allocate(to=other_inspector, **give)
    load = load_of(supervisor, other_inspector)
    assert (load.open, load.activity) == (1, "None yet, given today")
    record_answer(review=review.pk, entry=Entry("effective", "no", "", 1), by=other_inspector)
    assert load_of(supervisor, other_inspector).activity == "today"


def test_members_without_files_are_listed_and_strangers_are_not(
    sign_in, supervisor, inspector, other_inspector, casework
):
    InspectorFactory.create(name="Stranger")
    words = text_of(sign_in(supervisor).get(WORKLOAD))
    assert "Inspector 2 0 0 0 None" in words
    assert "Stranger" not in words


def test_the_page_tells_and_links_every_number(sign_in, supervisor, inspector, casework):
    Review.objects.filter(state="returned").update(last_answered_at=ago(5))
    response = sign_in(supervisor).get(WORKLOAD)
    page, words = response.content.decode(), text_of(response)
    assert "Inspector 1 4 1 3 5 days ago" in words
    grid, person = "/inspections/shire-2023-25/vsa/", inspector.pk
    for query in ("", "&amp;state=open", "&amp;state=returned", "&amp;state=submitted"):
        assert f'href="{grid}?reviewer={person}{query}"' in page
    hand_over = f"/inspections/shire-2023-25/hand-over/?leaver={person}&amp;sample=vsa"
    assert f'href="{hand_over}"' in page
    assert "/inspections/elsewhere/hand-over/" not in page


@pytest.mark.parametrize(
    ("given", "answered", "words"),
    [(0, 0, "today"), (3, 1, "yesterday"), (12, 2, "2 days ago"),
     (12, None, "None yet, given 12 days ago")],
)  # fmt: skip
def test_the_last_activity_is_told_in_days(
    sign_in, supervisor, inspector, sample, given, answered, words
):
    ReviewFactory.create(
        sample=sample, reviewer=inspector, allocated_at=ago(given),
        last_answered_at=None if answered is None else ago(answered),
    )  # fmt: skip
    assert f"Inspector 1 1 0 0 {words}" in text_of(sign_in(supervisor).get(WORKLOAD))


def test_files_that_nobody_has_are_told_with_the_way_to_them(sign_in, supervisor, sample):
    for _ in range(2):
        ReviewFactory.create(sample=sample)
    response = sign_in(supervisor).get(WORKLOAD)
    assert "Files that nobody has yet 2 files of" in text_of(response)
    assert "vsa/?state=unallocated" in response.content.decode()


def test_who_left_the_service_and_has_files_is_marked(sign_in, supervisor, inspector, casework):
    inspector.is_active = False
    inspector.save()
    assert "Inspector 1 No longer active" in text_of(sign_in(supervisor).get(WORKLOAD))


def test_the_workload_is_narrowed_to_an_inspection(
    sign_in, supervisor, inspector, other_inspector, casework, elsewhere
):
    client = sign_in(supervisor)
    words = text_of(client.get(f"{WORKLOAD}?inspection=elsewhere"))
    assert "Inspector 1 1 0 0" in words
    assert "Inspector 2" not in words
    words = text_of(client.get(f"{WORKLOAD}?inspection=nowhere"))
    assert "Select a valid choice." in words
    assert "Inspector 1" not in words


def test_an_inspection_leads_to_its_workload_before_it_has_files(
    sign_in, supervisor, inspector, sample
):
    client = sign_in(supervisor)
    address = f"{WORKLOAD}?inspection=shire-2023-25"
    assert f'href="{address}"' in client.get("/inspections/shire-2023-25/").content.decode()
    assert "Inspector 1 0 0 0 None" in text_of(client.get(address))


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("", ["Busy", "Done", "Idle"]),
        ("-name", ["Idle", "Done", "Busy"]),
        ("-open", ["Busy", "Idle", "Done"]),
        ("-returned", ["Busy", "Done", "Idle"]),
        ("-done", ["Done", "Busy", "Idle"]),
        ("activity", ["Idle", "Busy", "Done"]),
        ("nonsense", ["Busy", "Done", "Idle"]),
    ],
)
def test_the_workload_is_put_in_order(sign_in, supervisor, sort, names):
    sample = SampleFactory.create()
    people = {name: InspectorFactory.create(name=name) for name in ("Idle", "Done", "Busy")}
    for name, states, days in [
        ("Idle", ["allocated"], 40),
        ("Done", ["accepted", "accepted"], 9),
        ("Busy", ["allocated", "allocated", "returned"], 1),
    ]:
        for state in states:
            ReviewFactory.create(
                sample=sample, reviewer=people[name], state=state, last_answered_at=ago(days)
            )
    page = sign_in(supervisor).get(f"{WORKLOAD}?sort={sort}").content.decode()
    assert re.findall(r'scope="rowgroup"[^>]*>(\w+)', page) == names


def test_an_empty_workload_says_what_to_do(sign_in, supervisor):
    words = text_of(sign_in(supervisor).get(WORKLOAD))
    assert "Nobody has files and nobody is on a team yet." in words


def test_files_of_the_force_that_a_supervisor_comes_from_are_not_told(
    sign_in, other_supervisor, inspector, elsewhere
):
    ReviewFactory.create(sample=elsewhere, reviewer=inspector)
    SecondmentFactory.create(user=other_supervisor, force=elsewhere.inspection.force)
    words = text_of(sign_in(other_supervisor).get(WORKLOAD))
    assert "Crime data" not in words
    assert str(elsewhere.inspection) not in words


@pytest.mark.parametrize("role", ["inspector", "administrator", "observer"])
def test_only_supervisors_see_the_workload(request, sign_in, casework, role):
    response = sign_in(request.getfixturevalue(role)).get(WORKLOAD)
    assert response.status_code == 403
    assert "Only a supervisor sees the workload" in text_of(response)


def test_many_people_are_told_on_pages(sign_in, supervisor):
    inspection = InspectionFactory.create(lead=supervisor)
    for number in range(51):
        member = InspectorFactory.create(name=f"Member {number:02}")
        TeamMemberFactory.create(inspection=inspection, user=member)
    client = sign_in(supervisor)
    first = text_of(client.get(f"{WORKLOAD}?sort=name"))
    assert "Member 49" in first
    assert "Member 50" not in first
    assert "Member 50" in text_of(client.get(f"{WORKLOAD}?sort=name&page=2"))


def test_the_menu_leads_supervisors_there(sign_in, supervisor, inspector, sample):
    assert 'href="/workload/"' in sign_in(supervisor).get("/my-work/").content.decode()
    assert 'href="/workload/"' not in sign_in(inspector).get("/my-work/").content.decode()


def test_the_workload_costs_the_same_for_any_number_of_people_and_samples(sign_in, supervisor):
    client, costs = sign_in(supervisor), []
    for number in (1, 2):
        for _ in range(number):
            inspection = InspectionFactory.create(lead=supervisor)
            for _ in range(2):
                sample = SampleFactory.create(inspection=inspection)
                ReviewFactory.create(sample=sample, reviewer=InspectorFactory.create())
                ReviewFactory.create(sample=sample)
            TeamMemberFactory.create(inspection=inspection)
        costs.append(queries_of(client, WORKLOAD))
    assert costs[0] == costs[1]
    assert costs[0] <= 8
