"""Planning a draw part by part, the last check before it, and its certificate."""

import csv
import html
import io
import json
import re
import subprocess
from typing import Any

import pytest
from django.urls import reverse

from cases.actions.plans import load_shipped_plans
from cases.models import CaseFile, Draw, Extract, RememberedColumns, SamplingPlan
from cases.sampling.tickets import ticket_of
from checklists import actions as checklist_actions
from tests.cases.counting import queries_of
from tests.cases.extract_files import plan as halves
from tests.cases.test_extract_pages import COLUMNS, UPLOAD, content, kept_files, page_of, uploaded
from tests.cases.working import work
from tests.factories import AnswerFactory, CaseFileFactory, SampleFactory, SamplingPlanFactory

pytestmark = pytest.mark.django_db
TAG = re.compile(r"<[^>]*>")
SHARE = {"quota": "proportional"}
DRAW = "/inspections/shire-2023-25/vsa/draws/1/"


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.EXTRACTS_ROOT = tmp_path / "extracts"


@pytest.fixture
def client(sign_in, supervisor, sample):
    return sign_in(supervisor)


@pytest.fixture
def read(client) -> Extract:
    client.post(UPLOAD, uploaded(content()))
    work()
    extract = Extract.objects.get()
    client.post(page_of(extract, "extract_columns"), COLUMNS)
    work()
    return Extract.objects.get()


def post(client, extract, name, sent, **more):
    revision = Extract.objects.get().plan_revision
    return client.post(page_of(extract, name, **more), {"revision": revision, **sent})


def text_of(response) -> str:
    """The words of a page as a person reads them."""
    return " ".join(html.unescape(TAG.sub(" ", response.content.decode())).split())


def plan_now() -> Any:
    return Extract.objects.get().plan


def drawn(client, extract) -> Draw:
    post(client, extract, "draw_check", {})
    work()
    return Draw.objects.get()


# The plan in the making


def test_planning_begins_with_the_sample_and_a_seed(sign_in, supervisor, sample):
    sample.minimums = [{"fact": "outcome_type", "value": "8", "files": 2}]
    sample.save()
    client = sign_in(supervisor)
    client.post(UPLOAD, uploaded(content()))
    work()
    extract = Extract.objects.get()
    client.post(page_of(extract, "extract_columns"), COLUMNS)
    work()
    extract.refresh_from_db()
    assert (extract.plan["target"], len(extract.seed)) == (10, 32)
    assert extract.plan["minimums"][0]["where"] == {"outcome_type": ["8"]}
    page = text_of(client.get(page_of(extract, "plan")))
    assert "All records its share of the files that are left" in page
    assert "8 Community resolution at least 2 files" in page
    assert "10 files of 32 records would be drawn." in page


def test_a_stratum_comes_before_the_one_that_takes_the_rest(client, read):
    theft = {"where_offence_group": ["theft"], "quota": "fixed", "number": "3"}
    response = post(client, read, "plan_entry_new", theft, kind="strata")
    assert response.url == page_of(read, "plan")
    assert [entry.get("title") for entry in plan_now()["strata"]] == [None, "All other records"]
    assert plan_now()["strata"][0]["quota"] == 3
    page = text_of(client.get(page_of(read, "plan")))
    assert "Theft 3 files" in page


def test_strata_for_every_value_and_minimum_shares(client, read):
    each = {"each": ["offence_group", "outcome_type"], "quota": "at_least", "number": "1"}
    post(client, read, "plan_entry", each, kind="strata", place=0)
    assert plan_now()["strata"][0] == {
        "code": "offence_group_outcome_type",
        "each": ["offence_group", "outcome_type"],
        "quota": {"at_least": 1},
    }
    page = text_of(client.get(page_of(read, "draw_check")))
    assert "Theft, 8 Community resolution" in page
    form = client.get(page_of(read, "plan_entry", kind="strata", place=0)).context["form"]
    assert (form["quota"].value(), form["number"].value()) == ("at_least", 1)


def test_values_of_text_facts_are_written_line_by_line(client, read):
    burglary = {"where_offence": "Burglary\r\n\r\n assault ", "quota": "fixed", "number": "4"}
    post(client, read, "plan_entry_new", burglary, kind="strata")
    assert plan_now()["strata"][0]["where"] == {"offence": ["Burglary", "assault"]}
    form = client.get(page_of(read, "plan_entry", kind="strata", place=0)).context["form"]
    assert form["where_offence"].value() == "Burglary\nassault"


def test_what_is_not_recorded_can_be_chosen_where_it_may_be_missing(client, read):
    page = client.get(page_of(read, "plan_entry_new", kind="exclusions")).content.decode()
    assert "8 Community resolution (7)" in page
    sent = {"where_outcome_type": ["_none"], "reason": "Not closed <b>yet</b>"}
    post(client, read, "plan_entry_new", sent, kind="exclusions")
    assert plan_now()["exclusions"][0]["where"] == {"outcome_type": [""]}
    page = client.get(page_of(read, "plan")).content.decode()
    assert "Outcome type not recorded" in page
    assert "Not closed &lt;b&gt;yet&lt;/b&gt;" in page


@pytest.mark.parametrize(
    ("kind", "sent", "words"),
    [
        ("strata", {"quota": "fixed"}, "Enter the number of files."),
        ("strata", {"quota": "fixed", "number": "-1"}, "greater than or equal to 0"),
        ("strata", {"number": "3"}, "Choose how many files are drawn from it."),
        ("strata", {"where_offence_group": ["murder"], **SHARE}, "Select a valid choice"),
        ("minimums", {"at_least": "3"}, "at least one value of one fact"),
        ("minimums", {"where_offence_group": ["theft"]}, "Fill in “At least how many files?”"),
        ("exclusions", {"where_offence_group": ["theft"]}, "Fill in “Why are they left out?”"),
    ],
)
def test_what_is_wrong_with_an_entry_is_said(client, read, kind, sent, words):
    before = plan_now()
    response = post(client, read, "plan_entry_new", sent, kind=kind)
    assert response.status_code == 400
    assert words in text_of(response)
    assert plan_now() == before


def test_entries_are_removed_and_moved(client, read):
    for group in ("theft", "violence"):
        sent = {"where_offence_group": [group], "quota": "fixed", "number": "2"}
        post(client, read, "plan_entry_new", sent, kind="strata")
    post(client, read, "plan_arrange", {"do": "up"}, kind="strata", place=1)
    groups = [entry.get("where") for entry in plan_now()["strata"]]
    assert groups == [{"offence_group": ["violence"]}, {"offence_group": ["theft"]}, None]
    post(client, read, "plan_arrange", {"do": "remove"}, kind="strata", place=2)
    assert len(plan_now()["strata"]) == 2
    page = text_of(client.get(page_of(read, "plan")))
    assert "The quotas add up to 4, so the target can't be 10." in page
    assert "Check every stratum" not in page


def test_an_old_tab_does_not_change_a_plan_that_moved_on(client, read):
    sent = {"where_offence_group": ["theft"], "at_least": "2", "revision": 0}
    assert client.post(page_of(read, "plan_entry_new", kind="minimums"), sent).status_code == 302
    response = client.post(page_of(read, "plan_entry_new", kind="minimums"), sent)
    assert response.status_code == 409
    assert "changed in another tab" in text_of(response)
    assert len(plan_now()["minimums"]) == 1
    response = client.post(page_of(read, "draw_check"), {"revision": 0})
    assert response.status_code == 409
    assert not Draw.objects.exists()


def test_an_entry_that_is_gone_and_a_kind_that_is_none(client, read):
    assert client.get(page_of(read, "plan_entry", kind="minimums", place=3)).status_code == 409
    assert client.get(page_of(read, "plan_entry_new", kind="nonsense")).status_code == 404
    response = post(client, read, "plan_arrange", {"do": "x"}, kind="strata", place=0)
    assert response.status_code == 400


def test_target_reserve_and_seed(client, read):
    frame = {"title": "Ours", "target": "12", "share": "50", "at_least": "1", "seed": "17 May"}
    assert post(client, read, "plan_frame", frame).status_code == 302
    found = Extract.objects.get()
    assert (found.plan["title"], found.plan["target"], found.seed) == ("Ours", 12, "17 May")
    assert found.plan["reserve"] == {"share": 50, "at_least": 1}
    again = post(client, read, "plan_frame", {**frame, "title": "New", "do": "seed"})
    form = again.context["form"]
    assert (form["title"].value(), len(form["seed"].value())) == ("New", 32)
    assert Extract.objects.get().seed == "17 May"
    refused = post(client, read, "plan_frame", {**frame, "seed": " two  spaces"})
    assert "Remove the spaces around the seed" in text_of(refused)


# A checklist without facts that records could be divided by


DATE_ALONE = """
checklist: plain
title: Plain checklist
version: "1"
facts:
  - {code: reported_on, label: Reported on, kind: date, required: yes}
stages:
  - code: call_handling
    title: Call handling
    questions:
      - code: answered_promptly
        text: Was the call answered promptly?
        guidance: Compare the times in the log.
measures:
  - code: prompt
    label: Answered promptly
    stage: call_handling
    question: answered_promptly
    met: [yes]
    phrase: calls were answered promptly in {cases}
"""


def test_a_sample_is_drawn_where_no_fact_divides_the_records(sign_in, supervisor, inspection):
    loaded = checklist_actions.load(source=DATE_ALONE, by=None)
    version = checklist_actions.publish(version=loaded, by=None)
    SampleFactory.create(inspection=inspection, slug="vsa", version=version, target=4)
    client = sign_in(supervisor)
    lines = [f"A/{n},2024-03-01" for n in range(20)]
    client.post(UPLOAD, uploaded(content(lines, "Reference,Reported on")))
    work()
    extract = Extract.objects.get()
    matched = {"reference": "Reference", "reported_on": "Reported on"}
    client.post(page_of(extract, "extract_columns"), matched)
    work()
    assert "4 files of 20 records would be drawn." in text_of(client.get(page_of(extract, "plan")))
    draw = drawn(client, extract)
    assert [(s.records, s.quota, s.reserve) for s in draw.strata.all()] == [(20, 4, 5)]


# Saved plans


def test_a_saved_plan_takes_the_place_of_the_one_in_the_making(client, read):
    saved = SamplingPlanFactory.create(title="Everywhere")
    page = client.get(page_of(read, "plan")).content.decode()
    assert f'<option value="{saved.slug}">Everywhere</option>' in page
    post(client, read, "plan_use", {"saved": saved.slug})
    assert (plan_now()["code"], plan_now()["target"]) == (saved.slug, 10)
    response = post(client, read, "plan_use", {"saved": "nowhere"})
    assert response.url == page_of(read, "plan")
    assert plan_now()["code"] == saved.slug


def test_a_plan_is_saved_and_replaced_when_told(client, read, supervisor):
    sent = {"title": "For everybody", "code": "everybody"}
    assert post(client, read, "plan_save", sent).status_code == 302
    saved = SamplingPlan.objects.get(slug="everybody")
    assert (saved.title, saved.created_by) == ("For everybody", supervisor)
    again = post(client, read, "plan_save", sent)
    assert "There is a plan “everybody” already." in text_of(again)
    assert post(client, read, "plan_save", {**sent, "replace": "on"}).status_code == 302
    page = text_of(client.get(reverse("cases:sampling_plan", args=["everybody"])))
    assert "For everybody" in page
    assert "All records: its share of the files that are left" in page
    assert "everybody" in text_of(client.get(reverse("cases:sampling_plans")))


def test_shipped_plans_are_listed_and_not_replaced(client, read, sign_in):
    SamplingPlan.objects.create(
        slug="vsa-2023-25",
        checklist=read.sample.version.checklist,
        title="Shipped",
        source="code: vsa-2023-25\ntitle: Shipped\nchecklist: small\ntarget: 5\n",
        shipped=True,
    )
    load_shipped_plans()
    page = text_of(client.get(reverse("cases:sampling_plans")))
    assert "vsa-2023-25" in page
    sent = {"title": "Mine", "code": "vsa-2023-25", "replace": "on"}
    assert "Peel ships a plan" in text_of(post(client, read, "plan_save", sent))


def test_a_saved_plan_is_removed_after_a_question(client, read, sign_in, supervisor, administrator):
    saved = SamplingPlanFactory.create(title="Everywhere", created_by=supervisor)
    page = reverse("cases:sampling_plan", args=[saved.slug])
    remove = reverse("cases:plan_discard", args=[saved.slug])
    assert remove in client.get(page).content.decode()
    assert remove not in sign_in(administrator).get(page).content.decode()
    assert "Remove the plan “Everywhere”?" in text_of(client.get(remove))
    assert SamplingPlan.objects.exists()
    response = client.post(remove, follow=True)
    assert "The plan “Everywhere” is removed." in text_of(response)
    assert not SamplingPlan.objects.exists()
    assert client.post(remove).status_code == 404


def test_a_shipped_plan_is_not_removed(client):
    saved = SamplingPlanFactory.create(shipped=True, created_by=None)
    remove = reverse("cases:plan_discard", args=[saved.slug])
    assert (
        remove not in client.get(reverse("cases:sampling_plan", args=[saved.slug])).content.decode()
    )
    assert client.post(remove).status_code == 403
    assert SamplingPlan.objects.exists()


def test_the_plans_are_found_from_an_inspection_and_before_an_upload(client, sample):
    plans = reverse("cases:sampling_plans")
    for page in ("/inspections/shire-2023-25/", UPLOAD):
        assert f'href="{plans}"' in client.get(page).content.decode()


# The last check


def test_shortfalls_are_named_and_have_to_be_accepted(client, read):
    sent = {"where_offence_group": ["violence"], "quota": "fixed", "number": "40"}
    post(client, read, "plan_entry", sent, kind="strata", place=0)
    frame = {"title": "T", "target": "", "share": "100", "at_least": "5", "seed": "s"}
    post(client, read, "plan_frame", frame)
    page = text_of(client.get(page_of(read, "draw_check")))
    assert "asks for 40 files, and the extract holds only 10 records for it." in page
    response = post(client, read, "draw_check", {})
    assert response.status_code == 400
    assert "Tick that fewer files are drawn" in text_of(response)
    assert Extract.objects.get().state == "read"
    post(client, read, "draw_check", {"accept": "on"})
    work()
    draw = Draw.objects.get()
    assert CaseFile.objects.count() == 10
    assert "40 files" in draw.shortfalls[0]
    assert "fewer files than planned" in text_of(client.get(DRAW))


def test_a_plan_that_can_not_be_drawn_is_not_ordered(client, read):
    Extract.objects.update(plan={**plan_now(), "strata": [{"code": "a", "quota": 99}]})
    assert "This plan can't be drawn" in text_of(client.get(page_of(read, "draw_check")))
    assert client.post(page_of(read, "draw_check"), {"revision": 0}).status_code == 400
    assert Extract.objects.get().state == "read"


def test_pressing_draw_twice_draws_once(client, read):
    for _ in range(2):
        response = client.post(page_of(read, "draw_check"), {"revision": 0})
        assert response.url == page_of(read)
    work()
    client.post(page_of(read, "draw_check"), {"revision": 0})
    work()
    assert (Draw.objects.count(), CaseFile.objects.count()) == (1, 10)


def test_a_draw_that_is_refused_meanwhile_is_handed_back_with_the_reason(client, read, sample):
    client.post(page_of(read, "draw_check"), {"revision": 0})
    CaseFileFactory.create(sample=sample)
    work()
    found = Extract.objects.get()
    assert (found.state, Draw.objects.count()) == ("read", 0)
    assert "imported from a list" in text_of(client.get(page_of(read, "plan")))


def test_a_supervisor_who_left_meanwhile_draws_nothing(client, read, inspection, other_supervisor):
    client.post(page_of(read, "draw_check"), {"revision": 0})
    inspection.lead = other_supervisor
    inspection.save()
    work()
    assert (Extract.objects.get().state, Draw.objects.count()) == ("read", 0)
    assert "not on the team" in Extract.objects.get().problem


def test_the_extract_is_deleted_once_the_sample_is_drawn_and_its_columns_remembered(client, read):
    columns = Extract.objects.get().columns
    drawn(client, read)
    found = Extract.objects.get()
    assert RememberedColumns.objects.get().columns == columns != {}
    assert (found.state, found.counts, found.columns, found.plan) == ("drawn", {}, {}, {})
    assert kept_files() == []
    assert client.get(page_of(read)).url == DRAW


# The certificate


def test_the_certificate_tells_everything_that_repeats_the_draw(client, read):
    draw = drawn(client, read)
    page = text_of(client.get(DRAW))
    first = draw.tickets.get(position=1, is_reserve=False)
    assert ticket_of(draw.seed, first.reference) == first.ticket
    for words in (
        "Supervisor 1", draw.seed, draw.extract_sha256, "may.csv", first.reference, first.ticket,
        "verify_draw shire-2023-25/vsa", f"{draw.seed},{first.reference} | sha256sum",
    ):  # fmt: skip
        assert words in page, words
    order = [ticket.reference for ticket in draw.tickets.filter(is_reserve=False)]
    places = [page.rindex(reference) for reference in order]
    assert len(order) == 10
    assert places == sorted(places)


def test_the_command_of_the_certificate_runs_with_any_seed(client, read):
    seed = "the king's; echo 'gone"
    frame = {"title": "Ours", "target": "4", "share": "100", "at_least": "1", "seed": seed}
    post(client, read, "plan_frame", frame)
    draw = drawn(client, read)
    page = client.get(DRAW).content.decode()
    (command,) = re.findall(r">(printf .*? \| sha256sum)<", page)
    ran = subprocess.run(["sh", "-c", html.unescape(command)], capture_output=True, check=True)
    first = draw.tickets.get(is_reserve=False, position=1)
    assert ran.stdout.decode().split()[0] == first.ticket
    assert ran.stderr == b""


def test_the_draw_is_downloaded_as_json_and_as_csv(client, read):
    draw = drawn(client, read)
    told = json.loads(client.get(f"{DRAW}draw.json").content)
    assert (told["seed"], len(told["drawn"])) == (draw.seed, 10)
    content = b"".join(client.get(f"{DRAW}draw.csv").streaming_content).decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(content)))
    assert table[0] == ["Order", "Drawn or reserve", "Reference", "Stratum", "Ticket"]
    assert [row[1] for row in table[1:]] == ["drawn"] * 10 + ["reserve"] * 10
    assert client.get(f"{DRAW}draw.exe").status_code == 404


def test_the_certificate_costs_the_same_for_any_number_of_files(client, read):
    drawn(client, read)
    first = queries_of(client, DRAW)
    assert first <= 12


def test_withdrawing_needs_a_reason_and_shows_on_the_certificate(client, read):
    drawn(client, read)
    assert client.post(f"{DRAW}withdraw/", {"reason": " "}).status_code == 400
    client.post(f"{DRAW}withdraw/", {"reason": "The wrong month."})
    assert "Withdrawn by Supervisor 1" in text_of(client.get(DRAW))
    assert client.get(UPLOAD).status_code == 200
    client.post(UPLOAD, uploaded(content()))
    assert Extract.objects.count() == 2


def test_a_draw_with_answers_is_not_withdrawn(client, read, inspector):
    draw = drawn(client, read)
    review = CaseFile.objects.filter(ticket__draw=draw)[0].reviews.get()
    review.reviewer, review.state = inspector, "allocated"
    review.save()
    AnswerFactory.create(review=review)
    response = client.post(f"{DRAW}withdraw/", {"reason": "The wrong month."})
    assert response.status_code == 409
    assert "Answers were given" in text_of(response)


def test_any_plan_of_the_field_survives_the_page(client, read):
    """A plan is shown, taken apart and put together again without losing anything."""
    Extract.objects.update(plan=halves().as_mapping())
    for kind in ("strata", "exclusions"):
        for place, entry in enumerate(plan_now()[kind]):
            page = client.get(page_of(read, "plan_entry", kind=kind, place=place))
            form = page.context["form"]
            sent = {b.name: b.value() for b in form if b.value() not in (None, "")}
            assert post(client, read, "plan_entry", sent, kind=kind, place=place).status_code == 302
            assert {**plan_now()[kind][place], "code": 0} == {**entry, "code": 0}
