"""The review page in every state and role, and what its addresses accept and refuse."""

import json
import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.events import history_of
from accounts.models import User
from cases.actions.answering import Entry, record_answers
from cases.entries import LARGEST_BODY
from cases.models import Answer, AnswerHistory, Comment, Review, Sample
from cases.states import CaseFileState, ReviewState, SampleState
from tests.cases.conftest import SignIn
from tests.factories import AnswerFactory, CaseFileFactory, ReviewFactory

INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", re.IGNORECASE)
COMPLETE = {
    "answered_promptly": "yes",
    "victim_checked": "yes",
    "repeat_victim": "no",
    "crimes_reported": "2",
    "crimes_recorded": "1",
    "effective": "no",
    "grade": "scheduled",
    "remarks": "Nothing else",
}
# Opening and closing the transaction are statements too.
TRANSACTION = 2


@pytest.fixture
def review(sample: Sample, inspector: User) -> Review:
    return ReviewFactory.create(sample=sample, reviewer=inspector)


@pytest.fixture
def mine(sign_in: SignIn, inspector: User) -> Client:
    return sign_in(inspector)


@pytest.fixture
def lead(sign_in: SignIn, supervisor: User) -> Client:
    return sign_in(supervisor)


def answer_all(review: Review) -> None:
    entries = [Entry(code, value) for code, value in COMPLETE.items()]
    assert review.reviewer
    _, refused = record_answers(review=review.pk, entries=entries, by=review.reviewer)
    assert refused == {}


def submitted(review: Review) -> Review:
    answer_all(review)
    Review.objects.filter(pk=review.pk).update(state=ReviewState.SUBMITTED)
    review.refresh_from_db()
    return review


def page(client: Client, review: Review, stage: str = "all") -> str:
    response = client.get(reverse("cases:review", args=[review.pk]), {"stage": stage})
    assert response.status_code == 200
    return response.content.decode()


def post(client: Client, name: str, pk: int, **data: Any) -> HttpResponse:
    return client.post(reverse(f"cases:{name}", args=[pk]), data)  # type: ignore[return-value]


def sent(**changes: Any) -> dict[str, Any]:
    return {
        "question": "effective",
        "value": "yes",
        "base_revision": 0,
        "key": str(uuid4()),
        **changes,
    }


def send(client: Client, review: Review, body: object) -> HttpResponse:
    text = body if isinstance(body, str) else json.dumps(body)
    path = reverse("cases:save_answer", args=[review.pk])
    return client.post(path, text, content_type="application/json")  # type: ignore[return-value]


# One answer as JSON


def test_an_answer_comes_back_with_the_review_as_it_stands(mine: Client, review: Review) -> None:
    response = send(mine, review, sent(question="victim_checked", value="no"))
    said = json.loads(response.content)
    assert response.status_code == 200
    assert said["answer"]["revision"] == 1
    assert re.fullmatch(r"Saved \d\d:\d\d", said["answer"]["saved"])
    assert said["answer"]["answered_by"] == "Inspector 1"
    assert said["notes_missing"] == ["victim_checked"]
    assert "repeat_victim" not in said["asked"]
    assert "victim_checked" not in said["unanswered"]
    assert said["progress"]["call_handling"] == {"asked": 2, "answered": 0}


def test_a_key_sent_twice_is_recorded_once(mine: Client, review: Review) -> None:
    body = sent()
    first, again = (json.loads(send(mine, review, body).content) for _ in range(2))
    assert first == again
    assert AnswerHistory.objects.count() == 1


def test_the_older_tab_gets_the_newer_answer(mine: Client, review: Review) -> None:
    send(mine, review, sent(value="no", note="Seen."))
    response = send(mine, review, sent(value="yes"))
    said = json.loads(response.content)
    assert response.status_code == 409
    assert re.fullmatch(r"Answered elsewhere at \d\d:\d\d: no\.", said["reason"])
    current = said["current"]
    assert (current["value"], current["note"], current["revision"]) == ("no", "Seen.", 1)
    assert current["answered_by"] == "Inspector 1"
    assert Answer.objects.get().value == "no"


def test_a_returned_review_opens_at_its_first_comment(mine: Client, review: Review) -> None:
    submitted(review)
    Review.objects.filter(pk=review.pk).update(state=ReviewState.RETURNED)
    question = review.case_file.sample.version.questions.get(code="effective")
    by = review.case_file.sample.inspection.lead
    assert by is not None
    Comment.objects.create(review=review, question=question, text="Why?", by=by)
    page(mine, review, "all")
    opened = mine.get(reverse("cases:review", args=[review.pk]))
    assert opened.context["sheet"].stage == "investigation"


def test_a_page_opened_before_gets_every_answer(
    mine: Client, lead: Client, review: Review, supervisor: User
) -> None:
    AnswerFactory.create(review=review, answered_by=supervisor)
    path = reverse("cases:current_answers", args=[review.pk])
    answer = mine.get(path).json()["answers"]["effective"]
    assert (answer["value"], answer["revision"]) == ("yes", 1)
    assert re.fullmatch(r"Answered elsewhere at \d\d:\d\d by Supervisor 1: yes\.", answer["told"])
    assert " by " not in lead.get(path).json()["answers"]["effective"]["told"]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "not JSON",
        "[]",
        '"text"',
        "null",
        "[" * 5_000,
        '{"question": "effective"}',
        sent(surprise=1),
        sent(value=True),
        sent(value=None),
        sent(base_revision="0"),
        sent(base_revision=True),
        sent(base_revision=-1),
        sent(base_revision=2**40),
        sent(base_revision=1.0),
        sent(key="not a key"),
        sent(key=None),
        sent(note=5),
        sent(keep_personal_data="yes"),
        sent(question="nothing_like_it"),
        sent(value="perhaps"),
        sent(note="\ud800"),
        sent(note="\x00"),
    ],
)
def test_what_is_not_an_answer_is_refused(mine: Client, review: Review, body: object) -> None:
    response = send(mine, review, body)
    assert response.status_code == 400
    assert json.loads(response.content)["reason"]
    assert not Answer.objects.exists()


def test_a_body_that_is_too_large_is_refused(mine: Client, review: Review) -> None:
    response = send(mine, review, sent(note="x" * LARGEST_BODY))
    assert response.status_code == 413
    assert json.loads(response.content)["reason"]


def test_personal_data_is_warned_of(mine: Client, review: Review) -> None:
    body = sent(note="Ring 07700 900123.")
    response = send(mine, review, body)
    assert response.status_code == 422
    assert json.loads(response.content)["kinds"] == ["a phone number"]
    assert send(mine, review, {**body, "keep_personal_data": True}).status_code == 200


def test_who_may_send_an_answer(
    sign_in: SignIn, review: Review, supervisor: User, administrator: User, other_inspector: User,
    observer: User,
) -> None:  # fmt: skip
    expected = [(supervisor, 403), (administrator, 403), (other_inspector, 404), (observer, 404)]
    for person, status in expected:
        response = send(sign_in(person), review, sent())
        assert response.status_code == status
        assert json.loads(response.content)["reason"]
    assert send(Client(), review, sent()).status_code == 302
    assert not Answer.objects.exists()


def test_an_answer_is_never_sent_as_somebody_else(
    mine: Client, review: Review, inspector: User, other_inspector: User
) -> None:
    assert send(mine, review, sent(user=other_inspector.pk)).status_code == 403
    assert send(mine, review, sent(user=inspector.pk)).status_code == 200


def test_a_forged_request_is_refused(review: Review, inspector: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(inspector)
    assert send(client, review, sent()).status_code == 403


def test_a_closed_review_says_why(mine: Client, review: Review) -> None:
    Sample.objects.update(state=SampleState.SIGNED_OFF)
    response = send(mine, review, sent())
    assert response.status_code == 409
    assert "signed off" in json.loads(response.content)["reason"]
    assert "current" not in json.loads(response.content)


def test_saving_an_answer_asks_the_database_little(mine: Client, review: Review) -> None:
    send(mine, review, sent())
    change = sent(value="no", base_revision=1)
    toggles = sent(question="victim_checked")
    AnswerFactory.create(review=review, code="repeat_victim", relevant=False)
    for body in (change, toggles):
        with CaptureQueriesContext(connection) as queries:
            assert send(mine, review, body).status_code == 200
        assert len(queries) <= 8 + TRANSACTION


# The form without JavaScript


def form(review: Review, **fields: str) -> dict[str, str]:
    """The form as it is posted: each question with the revision that it showed."""
    revisions = dict(Answer.objects.filter(review=review).values_list("question__code", "revision"))
    questions = review.case_file.sample.instrument.questions
    shown = {f"r-{q.code}": str(revisions.get(q.code, 0)) for q in questions}
    return {"stage": "all", **shown, **fields}


def save(client: Client, review: Review, **fields: str) -> HttpResponse:
    return post(client, "save_answers", review.pk, **form(review, **fields))


def test_a_form_is_saved_and_says_when(mine: Client, review: Review) -> None:
    fields = {"v-victim_checked": "yes", "v-grade": "scheduled", "n-grade": "Why."}
    response = mine.post(
        reverse("cases:save_answers", args=[review.pk]), form(review, **fields), follow=True
    )
    text = response.content.decode()
    assert re.search(r"Saved at \d\d:\d\d\. Now asked too: 1\.2a\.", text)
    assert Answer.objects.get(question__code="grade").note == "Why."
    assert Answer.objects.count() == 2


def test_a_form_keeps_the_good_answers_and_gives_back_the_others(
    mine: Client, review: Review
) -> None:
    fields = {
        "v-effective": "yes",
        "v-crimes_reported": "<two>",
        "v-remarks": "Ring 07700 900123.",
    }
    response = save(mine, review, **fields)
    text = response.content.decode()
    assert response.status_code == 400
    assert "Your other answers are saved." in text
    assert 'value="&lt;two&gt;"' in text
    assert "Enter a whole number" in text
    assert "Ring 07700 900123." in text
    assert 'name="keep-remarks"' in text
    assert list(Answer.objects.values_list("value", flat=True)) == ["yes"]
    kept = save(mine, review, **fields | {"v-crimes_reported": "2", "keep-remarks": "yes"})
    assert kept.status_code == 302
    assert Answer.objects.count() == 3


def test_an_older_form_overwrites_only_when_told_to(mine: Client, review: Review) -> None:
    older = form(review, **{"v-effective": "yes", "v-grade": "scheduled"})
    send(mine, review, sent(value="no"))
    response = post(mine, "save_answers", review.pk, **older)
    text = response.content.decode()
    assert "Answered elsewhere at" in text
    assert Answer.objects.get(question__code="effective").value == "no"
    assert Answer.objects.get(question__code="grade").value == "scheduled"
    assert 'name="mine-effective" value="1"' in text
    older["mine-effective"] = "1"
    assert post(mine, "save_answers", review.pk, **older).status_code == 302
    assert Answer.objects.get(question__code="effective").value == "yes"


def test_an_older_form_does_not_complain_of_what_it_left_alone(
    mine: Client, review: Review
) -> None:
    send(mine, review, sent(value="no"))
    older = form(review, **{"v-effective": "no", "v-grade": "scheduled"})
    send(mine, review, sent(value="yes", base_revision=1))
    assert post(mine, "save_answers", review.pk, **older).status_code == 302
    assert Answer.objects.get(question__code="effective").value == "yes"


def test_a_form_clears_one_answer(mine: Client, review: Review) -> None:
    send(mine, review, sent())
    save(mine, review, **{"v-effective": "yes", "clear": "effective"})
    assert Answer.objects.get().value == ""


def test_a_number_and_not_applicable_are_one_too_many(mine: Client, review: Review) -> None:
    data = form(review) | {"v-crimes_reported": ["2", "not_applicable"]}
    response = mine.post(reverse("cases:save_answers", args=[review.pk]), data)
    assert response.status_code == 400
    assert "not both" in response.content.decode()
    assert not Answer.objects.exists()


def test_a_form_with_a_spoilt_revision_is_refused(mine: Client, review: Review) -> None:
    response = save(mine, review, **{"r-effective": "one"})
    assert response.status_code == 400


def test_the_button_leads_to_the_next_stage(mine: Client, review: Review) -> None:
    response = save(mine, review, go="investigation")
    assert response["Location"].endswith("?stage=investigation")
    response = save(mine, review, go="https://elsewhere.example/")
    assert response["Location"] == reverse("cases:review", args=[review.pk])


# The page


def test_the_page_holds_nothing_inline(mine: Client, lead: Client, review: Review) -> None:
    submitted(review)
    for client in (mine, lead):
        assert INLINE.findall(page(client, review)) == []


def test_one_stage_or_all(mine: Client, review: Review) -> None:
    one = page(mine, review, "investigation")
    assert 'id="q-effective"' in one
    assert 'id="q-victim_checked"' not in one
    assert 'href="?stage=call_handling#q-victim_checked"' in one
    assert 'id="q-victim_checked"' in page(mine, review)
    # The choice is remembered for the next file.
    again = mine.get(reverse("cases:review", args=[review.pk])).content.decode()
    assert 'id="q-victim_checked"' in again
    page(mine, review, "investigation")
    opened = mine.get(reverse("cases:review", args=[review.pk])).content.decode()
    assert 'id="q-victim_checked"' in opened
    assert 'id="q-effective"' not in opened


def test_the_page_opens_where_something_is_left(mine: Client, review: Review) -> None:
    for code in ("answered_promptly", "victim_checked", "repeat_victim"):
        send(mine, review, sent(question=code, value="no" if code == "repeat_victim" else "yes"))
    opened = mine.get(reverse("cases:review", args=[review.pk])).content.decode()
    assert 'id="q-crimes_reported"' in opened
    assert 'id="q-effective"' not in opened


def test_the_page_is_not_kept_by_the_browser(mine: Client, review: Review) -> None:
    response = mine.get(reverse("cases:review", args=[review.pk]))
    assert "no-store" in response["Cache-Control"]


def test_what_was_typed_is_escaped(
    mine: Client, lead: Client, review: Review, inspector: User
) -> None:
    answer_all(review)
    send(mine, review, sent(question="remarks", value="<b>&", note="</textarea>", base_revision=1))
    Review.objects.update(state=ReviewState.SUBMITTED)
    Comment.objects.create(review=review, text="<i>", by=inspector)
    for client in (mine, lead):
        text = page(client, review)
        assert "&lt;b&gt;&amp;" in text
        assert "<b>&" not in text
        assert "&lt;i&gt;" in text


@pytest.mark.parametrize("state", list(ReviewState))
def test_who_may_do_what_in_each_state(
    sign_in: SignIn, review: Review, supervisor: User, other_supervisor: User,
    administrator: User, inspector: User, state: ReviewState,
) -> None:  # fmt: skip
    answer_all(review)
    reviewer = None if state == ReviewState.UNALLOCATED else inspector
    Review.objects.update(state=state, reviewer=reviewer)
    answerable = state in {ReviewState.ALLOCATED, ReviewState.RETURNED}
    if reviewer:
        own = page(sign_in(inspector), review)
        assert ("data-answerable" in own) == answerable
        assert answerable or f"This review is {state}" in own
    leading = page(sign_in(supervisor), review)
    assert "data-answerable" not in leading
    assert (reverse("cases:accept", args=[review.pk]) in leading) == (state == "submitted")
    assert (reverse("cases:step_back", args=[review.pk]) in leading) == (state != "unallocated")
    for reader in (other_supervisor, administrator):
        read = page(sign_in(reader), review)
        assert "data-answerable" not in read
        assert reverse("cases:accept", args=[review.pk]) not in read
        assert reverse("cases:step_back", args=[review.pk]) not in read


def test_an_unseen_review_is_not_found(
    sign_in: SignIn, review: Review, other_inspector: User, observer: User
) -> None:
    for person in (other_inspector, observer):
        path = reverse("cases:review", args=[review.pk])
        assert sign_in(person).get(path).status_code == 404


def test_eliminated_and_signed_off_files_are_read_only(
    mine: Client, lead: Client, review: Review
) -> None:
    file = review.case_file
    file.state, file.elimination_reason = CaseFileState.ELIMINATED, "duplicate"
    file.save()
    assert "This file was eliminated" in page(mine, review)
    Sample.objects.update(state=SampleState.SIGNED_OFF)
    read = page(lead, review)
    assert "signed off" in read
    assert reverse("cases:step_back", args=[review.pk]) not in read


def test_the_page_asks_the_database_little(
    mine: Client, lead: Client, review: Review, inspector: User
) -> None:
    submitted(review)
    ReviewFactory.create(sample=review.case_file.sample, reviewer=review.reviewer)
    for client, most in ((mine, 8), (lead, 10)):
        page(client, review)
        with CaptureQueriesContext(connection) as few:
            page(client, review)
        assert len(few) <= most
        for _ in range(3):
            Comment.objects.create(review=review, text="Look.", by=inspector)
        with CaptureQueriesContext(connection) as more:
            page(client, review)
        assert len(more) == len(few)


# Submitting and deciding


def test_an_incomplete_review_names_what_is_missing(mine: Client, review: Review) -> None:
    answer_all(review)
    send(mine, review, sent(question="victim_checked", value="no", base_revision=1))
    response = post(mine, "submit", review.pk, stage="all")
    text = response.content.decode()
    assert response.status_code == 400
    assert "1 question still to be completed" in text
    assert 'href="#n-victim_checked"' in text
    review.refresh_from_db()
    assert review.state == ReviewState.ALLOCATED


def test_submitting_counts_the_answers_not_the_counters(mine: Client, review: Review) -> None:
    answer_all(review)
    Answer.objects.filter(question__code="effective").update(value="")
    assert post(mine, "submit", review.pk).status_code == 400


def test_a_complete_review_is_submitted(mine: Client, review: Review) -> None:
    answer_all(review)
    response = post(mine, "submit", review.pk)
    assert response["Location"] == reverse("cases:my_work")
    review.refresh_from_db()
    assert review.state == ReviewState.SUBMITTED
    assert [event.verb for event in history_of(review)] == ["submitted"]


def test_accepting_leads_to_the_next_submitted_file(
    lead: Client, review: Review, inspector: User
) -> None:
    submitted(review)
    sample = review.case_file.sample
    file = CaseFileFactory.create(sample=sample, position=review.case_file.position + 5)
    following = ReviewFactory.create(
        case_file=file, reviewer=inspector, state=ReviewState.SUBMITTED
    )
    assert reverse("cases:review", args=[following.pk]) in page(lead, review)
    assert post(lead, "accept", review.pk)["Location"] == reverse(
        "cases:review", args=[following.pk]
    )
    end = post(lead, "accept", following.pk)["Location"]
    assert end == reverse("cases:sample", args=[sample.inspection.slug, sample.slug])


def test_returning_shows_the_comments_where_they_belong(
    lead: Client, mine: Client, review: Review
) -> None:
    submitted(review)
    nothing = post(lead, "return", review.pk, reason=" ")
    assert nothing.status_code == 400
    assert "Say what is to be looked at again" in nothing.content.decode()
    post(lead, "return", review.pk, reason="Two things.", **{"comment-effective": "Why not?"})
    review.refresh_from_db()
    assert review.state == ReviewState.RETURNED
    text = page(mine, review)
    assert "Two things." in text
    assert text.index('id="q-effective"') < text.index("Why not?") < text.index('id="q-grade"')
    assert 'href="#q-effective">3.1' in text


def test_comments_that_cannot_be_added_come_back(lead: Client, review: Review) -> None:
    submitted(review)
    response = post(
        lead, "comment", review.pk, stage="all", question="grade",
        **{"comment-grade": " ", "comment-effective": "Half a thought"},
    )  # fmt: skip
    assert response.status_code == 400
    assert "Half a thought" in response.content.decode()
    assert not Comment.objects.exists()


def test_stepping_back_needs_a_reason(lead: Client, review: Review) -> None:
    submitted(review)
    assert post(lead, "step_back", review.pk, reason="").status_code == 400
    assert post(lead, "step_back", review.pk, reason="Sent by mistake.").status_code == 302
    review.refresh_from_db()
    assert review.state == ReviewState.ALLOCATED


@pytest.mark.parametrize("name", ["submit", "accept", "return", "step_back", "comment"])
def test_only_a_post_changes_anything(lead: Client, review: Review, name: str) -> None:
    assert lead.get(reverse(f"cases:{name}", args=[review.pk])).status_code == 405


@pytest.mark.parametrize("name", ["accept", "return", "step_back"])
def test_only_a_supervisor_of_the_inspection_decides(
    sign_in: SignIn, review: Review, name: str, inspector: User, other_supervisor: User,
    administrator: User,
) -> None:  # fmt: skip
    submitted(review)
    for person in (inspector, other_supervisor, administrator):
        assert post(sign_in(person), name, review.pk, reason="Because.").status_code == 403
    review.refresh_from_db()
    assert review.state == ReviewState.SUBMITTED


# Beside the page


def test_the_keys_are_all_listed(mine: Client) -> None:
    text = mine.get(reverse("cases:keys")).content.decode()
    for key in ("Y", "N", "A", "U", "T", "G", "?", "↓", "Esc"):
        assert f"<kbd>{key}</kbd>" in text


def test_the_service_worker_answers_for_every_page(client: Client) -> None:
    response = client.get(reverse("cases:service_worker"))
    assert response["Content-Type"] == "text/javascript"
    assert response["Service-Worker-Allowed"] == "/"
    assert response["Cache-Control"] == "no-cache"


def test_the_offline_page_needs_nobody(client: Client) -> None:
    response = client.get(reverse("cases:offline"))
    assert response.status_code == 200
    assert "no connection" in response.content.decode()
