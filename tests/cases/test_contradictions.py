"""More of a part than of its whole: refused as it is entered, submitted and agreed."""

import pytest

from accounts.models import User
from cases.actions.answering import Entry, record_answer, record_answers
from cases.actions.moderating import agree
from cases.actions.reviewing import submit
from cases.contradictions import contradictions
from cases.models import Answer, Choice, Review, Sample
from cases.states import ReviewState
from peel.lib.errors import Invalid
from tests.cases.moderated import decide_all, differing_file, rule
from tests.factories import AnswerFactory, ReviewFactory

SENTENCE = (
    "3 in question 2.2 is more than the 2 in question 2.1, which it is a part of. Correct one "
    "of the two."
)
REST = {
    "answered_promptly": "yes", "victim_checked": "yes", "repeat_victim": "no", "effective": "yes",
    "grade": "immediate", "remarks": "None.",
}  # fmt: skip


@pytest.fixture
def review(sample: Sample, inspector: User) -> Review:
    return ReviewFactory.create(sample=sample, reviewer=inspector)


@pytest.mark.parametrize(
    ("reported", "recorded", "found"),
    [("2", "3", [SENTENCE]), ("2", "2", []), ("0", "0", []), ("10", "9", []), ("", "3", [])],
)
def test_a_part_is_no_more_than_its_whole(sample, reported, recorded, found):
    values = {"crimes_reported": reported, "crimes_recorded": recorded}
    assert [one.sentence for one in contradictions(sample.instrument, values)] == found


def test_more_recorded_than_reported_is_not_saved(review):
    give(review, "crimes_reported", "2")
    with pytest.raises(Invalid) as refused:
        give(review, "crimes_recorded", "3")
    assert refused.value.messages == (SENTENCE,)
    assert not Answer.objects.filter(review=review, question__code="crimes_recorded").exists()
    give(review, "crimes_recorded", "2")


def test_a_form_keeps_the_rest_and_takes_both_when_both_are_raised(review, inspector):
    _, refused = enter(
        review, inspector, 0, crimes_reported="2", crimes_recorded="3", grade="immediate"
    )
    assert {code: str(error) for code, error in refused.items()} == {"crimes_recorded": SENTENCE}
    saved = set(Answer.objects.filter(review=review).values_list("question__code", flat=True))
    assert saved == {"crimes_reported", "grade"}
    give(review, "crimes_recorded", "2")
    _, refused = enter(review, inspector, 1, crimes_reported="4", crimes_recorded="4")
    assert refused == {}


def test_a_whole_may_be_lowered_first_but_not_submitted_so(review, inspector):
    for code, value in {**REST, "crimes_reported": "3", "crimes_recorded": "3"}.items():
        give(review, code, value)
    give(review, "crimes_reported", "2", base_revision=1)
    with pytest.raises(Invalid) as refused:
        submit(review=review.pk, by=inspector)
    assert refused.value.messages == (SENTENCE,)
    give(review, "crimes_recorded", "2", base_revision=1)
    submit(review=review.pk, by=inspector)
    review.refresh_from_db()
    assert review.state == ReviewState.SUBMITTED


def test_its_page_says_what_contradicts(client, review, inspector):
    for code, value in {**REST, "crimes_reported": "2", "crimes_recorded": "3"}.items():
        AnswerFactory.create(review=review, code=code, value=value, answered_by=inspector)
    client.force_login(inspector)
    answered = client.post(f"/reviews/{review.pk}/submit/")
    assert answered.status_code == 400
    assert SENTENCE in answered.content.decode()


def test_answers_of_two_reviews_that_contradict_are_not_agreed(
    sample, inspector, other_inspector, supervisor
):
    file = differing_file(sample, inspector, other_inspector)
    decide_all(file, supervisor)
    rule(file, supervisor, "crimes_recorded", Choice.THIRD, value="9")
    with pytest.raises(Invalid, match=r"9 in question 2\.2 is more than the 2"):
        agree(case_file=file.pk, by=supervisor)
    rule(file, supervisor, "crimes_recorded", Choice.FIRST)
    assert agree(case_file=file.pk, by=supervisor).counts


def give(review, question, value, base_revision=0):
    entry = Entry(question, value, base_revision=base_revision)
    return record_answer(review=review.pk, entry=entry, by=review.reviewer)


def enter(review, by, base_revision, **values):
    entries = [Entry(code, value, base_revision=base_revision) for code, value in values.items()]
    return record_answers(review=review.pk, entries=entries, by=by)
