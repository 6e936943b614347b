"""The page of a case file: its facts, its history, eliminating it and restoring it."""

import re

import pytest
from django.db import connection
from django.utils import timezone

from cases.actions import reviewing
from cases.actions.allocation import allocate
from cases.actions.answering import Entry, record_answer
from cases.history import versions_of
from cases.models import Answer
from tests.cases.counting import queries_of
from tests.factories import AnswerFactory, ReviewFactory

FACTS = {"offence_group": "violence", "outcome_type": "8", "reported_on": "2024-03-27", "x": "<i>"}


@pytest.fixture
def review(sample, supervisor, inspector):
    """A file of the inspector, allocated through the action."""
    made = ReviewFactory.create(sample=sample, facts=FACTS)
    allocate(sample=sample, reviews=[made.pk], to=inspector, by=supervisor)
    made.refresh_from_db()
    return made


@pytest.fixture
def file_page(review):
    return f"/files/{review.case_file_id}/"


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def answer(review, code, value, note="", base=0):
    entry = Entry(code, value, note, base_revision=base)
    record_answer(review=review.pk, entry=entry, by=review.reviewer)


def told(review) -> list[tuple[str, str, bool]]:
    instrument = review.case_file.sample.instrument
    return [(v.what, v.value, v.outside) for v in versions_of(instrument, [review])]


def test_facts_are_told_in_words(sign_in, supervisor, file_page):
    content = sign_in(supervisor).get(file_page)
    words = text_of(content)
    for fact in (
        "Offence group Violence against the person",
        "Outcome type 8 Community resolution",
        "Offence Not recorded",
        "Reported on 27 March 2024",
    ):
        assert fact in words
    assert "&lt;i&gt;" in content.content.decode()


def test_the_review_is_listed_and_linked(sign_in, supervisor, review, file_page):
    content = sign_in(supervisor).get(file_page)
    assert "First review Not started Inspector 1 0 of 7 None yet" in text_of(content)
    assert f'href="/reviews/{review.pk}/"' in content.content.decode()


def test_what_was_done_is_told_with_who_and_why(sign_in, supervisor, review, file_page):
    reviewing.step_back(review=review.pk, reason="Wrong <b>person</b>.", by=supervisor)
    words = text_of(sign_in(supervisor).get(file_page))
    assert "Supervisor 1 Stepped back Reason: Wrong &lt;b&gt;person&lt;/b&gt;. From:" in words
    assert "Supervisor 1 Allocated To: Inspector 1" in words


def test_a_file_that_nobody_touched_says_so(sign_in, supervisor, sample):
    made = ReviewFactory.create(sample=sample)
    words = text_of(sign_in(supervisor).get(f"/files/{made.case_file_id}/"))
    assert "Nothing was done to this file since it was imported." in words
    assert "No question was answered yet." in words


def test_every_version_of_an_answer_is_told(review):
    answer(review, "effective", "yes")
    answer(review, "effective", "no", "On second thoughts.", base=1)
    answer(review, "effective", "", base=2)
    assert told(review) == [
        ("Cleared", "", False),
        ("Changed", "No", False),
        ("Answered", "Yes", False),
    ]


def test_an_answer_no_longer_asked_is_told_as_that(review):
    answer(review, "victim_checked", "yes")
    answer(review, "repeat_victim", "no")
    answer(review, "victim_checked", "not_applicable", base=1)
    answer(review, "victim_checked", "yes", base=2)
    changes = [what for what, _, outside in told(review) if not outside]
    assert sorted(changes) == [
        "Answered", "Answered", "Asked again", "Changed", "Changed", "No longer asked"
    ]  # fmt: skip


def test_after_a_hand_over_the_page_says_who_answered_what(
    sign_in, supervisor, inspector, other_inspector, sample, review, file_page
):
    answer(review, "victim_checked", "yes")
    answer(review, "effective", "yes")
    answer(review, "grade", "immediate")
    allocate(sample=sample, reviews=[review.pk], to=other_inspector, by=supervisor)
    review.refresh_from_db()
    answer(review, "effective", "no", "Seen again.", base=1)
    answer(review, "answered_promptly", "yes")
    page = sign_in(other_inspector).get(file_page)
    words = text_of(page)
    numbers = {q.code: q.number for q in sample.instrument.questions}
    first = f"Your review Inspector 1 2 {numbers['victim_checked']}, {numbers['grade']}"
    second = f"Inspector 2 2 {numbers['answered_promptly']}, {numbers['effective']}"
    assert first in words
    assert second in words
    assert "From: Inspector 1 To: Inspector 2" in words
    who = {
        (v.what, v.question): v.who
        for v in versions_of(sample.instrument, [review])
        if v.question == "Was the investigation effective?"
    }
    assert who == {
        ("Answered", "Was the investigation effective?"): inspector.name,
        ("Changed", "Was the investigation effective?"): other_inspector.name,
    }


def test_an_answer_that_is_no_longer_asked_names_who_made_it_so(
    sign_in, supervisor, inspector, other_inspector, sample, review, file_page
):
    answer(review, "victim_checked", "yes")
    answer(review, "repeat_victim", "no")
    allocate(sample=sample, reviews=[review.pk], to=other_inspector, by=supervisor)
    review.refresh_from_db()
    answer(review, "victim_checked", "not_applicable", base=1)
    versions = versions_of(sample.instrument, [review])
    [left] = [v for v in versions if v.what == "No longer asked"]
    [changed] = [v for v in versions if v.what == "Changed"]
    assert (left.who, left.at) == (other_inspector.name, changed.at)
    words = text_of(sign_in(supervisor).get(file_page)).split("Who answered what")[1]
    assert "First review Inspector 2 1" in words
    assert "First review Inspector 1" not in words


@pytest.mark.parametrize(
    ("statement", "version"),
    [
        ("UPDATE cases_answer SET value = 'no'", ("Changed", "No", True)),
        ("UPDATE cases_answer SET note = 'other'", ("Changed", "Yes", True)),
        ("UPDATE cases_answer SET value = 'no', revision = 5", ("Changed", "No", True)),
        ("UPDATE cases_answer SET revision = 2", ("Changed", "Yes", True)),
        (
            "UPDATE cases_answer SET answered_by_id = (SELECT max(id) FROM accounts_user)",
            ("Changed", "Yes", True),
        ),
        ("DELETE FROM cases_answer", ("Deleted", "Yes", True)),
    ],
)
def test_a_version_that_peel_did_not_write_is_marked(
    sign_in, supervisor, review, file_page, statement, version
):
    answer(review, "effective", "yes")
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert told(review) == [version, ("Answered", "Yes", False)]
    assert "Written outside Peel" in text_of(sign_in(supervisor).get(file_page))


def test_an_answer_written_outside_from_the_start_is_marked(review, inspector):
    AnswerFactory.create(review=review, revision=3)
    assert told(review) == [("Answered", "Yes", True)]


def test_writes_of_peel_are_not_marked(sign_in, supervisor, review, file_page):
    answer(review, "effective", "yes")
    assert Answer.objects.count() == 1
    assert "Written outside Peel" not in text_of(sign_in(supervisor).get(file_page))


def test_notes_and_answers_are_escaped(sign_in, supervisor, review, file_page):
    answer(review, "remarks", "<script>x</script>", "<b>note</b>")
    content = sign_in(supervisor).get(file_page).content.decode()
    assert "&lt;script&gt;x&lt;/script&gt;" in content
    assert "&lt;b&gt;note&lt;/b&gt;" in content


def test_a_file_costs_the_same_for_any_number_of_answers(sign_in, supervisor, review, file_page):
    client = sign_in(supervisor)
    answer(review, "effective", "yes")
    one = queries_of(client, file_page)
    answer(review, "grade", "immediate")
    answer(review, "answered_promptly", "no")
    assert queries_of(client, file_page) == one


@pytest.mark.parametrize(
    ("role", "status"),
    [("supervisor", 200), ("other_supervisor", 200), ("administrator", 200), ("inspector", 200),
     ("other_inspector", 404), ("observer", 404)],
)  # fmt: skip
def test_who_sees_a_file(request, sign_in, file_page, role, status):
    assert sign_in(request.getfixturevalue(role)).get(file_page).status_code == status


@pytest.mark.parametrize("role", ["inspector", "other_supervisor", "administrator"])
def test_only_a_supervisor_of_the_inspection_is_offered_changes(request, sign_in, file_page, role):
    content = sign_in(request.getfixturevalue(role)).get(file_page).content.decode()
    assert "Eliminate this file" not in content
    assert "Step back" not in content


def test_a_supervisor_steps_a_review_back_from_the_page(sign_in, supervisor, review, file_page):
    client = sign_in(supervisor)
    assert f'action="/reviews/{review.pk}/step-back/"' in client.get(file_page).content.decode()
    client.post(f"/reviews/{review.pk}/step-back/", {"reason": "A slip."})
    review.refresh_from_db()
    assert review.state == "unallocated"
    assert "/step-back/" not in client.get(file_page).content.decode()


# Eliminating and restoring


def test_a_file_is_eliminated_after_a_question_and_restored(sign_in, supervisor, review, file_page):
    client = sign_in(supervisor)
    question = text_of(client.get(f"{file_page}eliminate/"))
    assert f"Eliminate {review.case_file.reference}?" in question
    assert "Its answers stay, and it can be restored." in question
    done = client.post(
        f"{file_page}eliminate/", {"reason": "sub_judice", "note": "In court."}, follow=True
    )
    assert done.redirect_chain == [(file_page, 302)]
    assert "is eliminated and no longer counts." in text_of(done)
    assert "Eliminated: sub judice. In court." in text_of(done)
    assert "/step-back/" not in done.content.decode()
    back = client.post(f"{file_page}restore/", {"reason": "The trial is over."}, follow=True)
    assert "is back in the sample and counts again." in text_of(back)
    assert "Restored Reason: The trial is over. It was eliminated because: Sub judice" in text_of(
        back
    )
    review.case_file.refresh_from_db()
    assert review.case_file.is_active


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Choose why the file can't be reviewed."),
        ({"reason": "nonsense"}, "Select a valid choice"),
        ({"reason": "other"}, "Say in the note why the file can't be reviewed."),
        ({"reason": "missing", "note": "x" * 2_001}, "at most 2000 characters"),
    ],
)
def test_what_an_elimination_lacks_is_said(sign_in, supervisor, review, file_page, sent, words):
    response = sign_in(supervisor).post(f"{file_page}eliminate/", sent)
    assert words.replace("'", "&#x27;") in response.content.decode()
    review.case_file.refresh_from_db()
    assert review.case_file.is_active


def test_a_restore_needs_its_reason(sign_in, supervisor, review, file_page):
    client = sign_in(supervisor)
    client.post(f"{file_page}eliminate/", {"reason": "missing"})
    assert "Give the reason." in text_of(client.post(f"{file_page}restore/", {"reason": " "}))
    review.case_file.refresh_from_db()
    assert not review.case_file.is_active


@pytest.mark.parametrize(
    ("role", "status"),
    [("inspector", 403), ("other_inspector", 404), ("other_supervisor", 403),
     ("administrator", 403), ("observer", 404)],
)  # fmt: skip
def test_who_may_not_eliminate(request, sign_in, review, file_page, role, status):
    client = sign_in(request.getfixturevalue(role))
    assert client.get(f"{file_page}eliminate/").status_code == status
    assert client.post(f"{file_page}eliminate/", {"reason": "missing"}).status_code == status
    review.case_file.refresh_from_db()
    assert review.case_file.is_active


def test_a_file_in_the_other_state_is_a_conflict(sign_in, supervisor, file_page):
    client = sign_in(supervisor)
    assert client.get(f"{file_page}restore/").status_code == 409
    client.post(f"{file_page}eliminate/", {"reason": "missing"})
    response = client.post(f"{file_page}eliminate/", {"reason": "missing"})
    assert response.status_code == 409
    assert "This file is eliminated already." in text_of(response)


def test_a_signed_off_sample_is_closed(sign_in, supervisor, sample, file_page):
    sample.state = "signed_off"
    sample.save()
    client = sign_in(supervisor)
    assert client.post(f"{file_page}eliminate/", {"reason": "missing"}).status_code == 409
    assert "Eliminate this file" not in client.get(file_page).content.decode()


def test_last_answers_are_dated(sign_in, supervisor, review, file_page):
    answer(review, "effective", "yes")
    assert f"{timezone.localdate():%Y}" in text_of(sign_in(supervisor).get(file_page))
