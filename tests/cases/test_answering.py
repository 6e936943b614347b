"""Recording answers: what is kept, what is refused, and what two tabs may do to each other."""

from collections.abc import Mapping
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from cases.actions.answering import (
    AnsweredElsewhere,
    Entry,
    PersonalDataWarning,
    Recorded,
    record_answer,
    record_answers,
)
from cases.models import Answer, AnswerHistory, Review, Sample
from cases.relevance import Given, asked_questions, progress_of
from cases.states import CaseFileState, ReviewState, SampleState
from checklists.instrument import Instrument, Question, Stage
from forces.models import TeamMember
from peel.lib.errors import Conflict, Invalid, Refused
from tests.factories import AnswerFactory, ReviewFactory


@pytest.fixture
def review(sample: Sample, inspector: User) -> Review:
    return ReviewFactory.create(sample=sample, reviewer=inspector)


def give(review: Review, question: str, value: str, note: str = "", **more: object) -> Recorded:
    by = more.pop("by", review.reviewer)
    entry = Entry(question, value, note, **more)  # type: ignore[arg-type]
    assert isinstance(by, User)
    return record_answer(review=review.pk, entry=entry, by=by)


def stored(review: Review, code: str) -> Answer:
    return Answer.objects.get(review=review, question__code=code)


@pytest.mark.parametrize(
    ("question", "value", "kept", "count"),
    [
        ("effective", "yes", "yes", None),
        ("answered_promptly", "not_applicable", "not_applicable", None),
        ("grade", "scheduled", "scheduled", None),
        ("crimes_reported", " 007 ", "7", 7),
        ("remarks", "One line\r\nand another", "One line\nand another", None),
    ],
)
def test_each_kind_of_answer_is_kept(
    review: Review, question: str, value: str, kept: str, count: int | None
) -> None:
    recorded = give(review, question, value)
    answer = stored(review, question)
    assert (answer.value, answer.count, answer.revision) == (kept, count, 1)
    assert recorded.answers[question] == answer
    assert answer.answered_by == review.reviewer


@pytest.mark.parametrize(
    ("question", "value", "note", "reason"),
    [
        ("effective", "perhaps", "", "Choose one of these answers: Yes, No."),
        ("effective", "not_applicable", "", "can't be answered “Not applicable”"),
        ("grade", "yes", "", "Choose one of these answers: Immediate, Scheduled."),
        ("crimes_reported", "two", "", "Enter a whole number"),
        ("crimes_reported", "-1", "", "Enter a whole number"),
        ("crimes_reported", "1000000", "", "no larger than 999,999"),
        ("remarks", "x" * 5_001, "", "Shorten the text"),
        ("effective", "yes", "x" * 5_001, "The note is longer than 5,000 characters"),
        ("effective", "yes", "a\x00b", "can't be stored"),
        ("remarks", "half a pair \ud83d", "", "can't be stored"),
        ("nothing_like_it", "yes", "", "not in the checklist"),
    ],
)
def test_what_a_question_does_not_take_is_refused(
    review: Review, question: str, value: str, note: str, reason: str
) -> None:
    with pytest.raises(Invalid, match=reason):
        give(review, question, value, note)
    assert not Answer.objects.exists()


def test_only_the_reviewer_answers(
    review: Review, supervisor: User, administrator: User, other_inspector: User, observer: User
) -> None:
    for somebody in (supervisor, administrator):
        with pytest.raises(Refused, match="Only they can answer it"):
            give(review, "effective", "yes", by=somebody)
    for nobody in (other_inspector, observer):
        with pytest.raises(Review.DoesNotExist):
            give(review, "effective", "yes", by=nobody)
    assert not Answer.objects.exists()


def test_somebody_taken_off_the_team_answers_no_more(review: Review, inspector: User) -> None:
    TeamMember.objects.filter(user=inspector).delete()
    with pytest.raises(Review.DoesNotExist):
        give(review, "effective", "yes")


@pytest.mark.parametrize("state", [ReviewState.SUBMITTED, ReviewState.ACCEPTED])
def test_a_review_that_was_handed_in_is_closed(review: Review, state: str) -> None:
    Review.objects.update(state=state)
    with pytest.raises(Conflict, match=f"This review is {state}"):
        give(review, "effective", "yes")


def test_an_eliminated_file_is_closed(review: Review) -> None:
    file = review.case_file
    file.state, file.elimination_reason = CaseFileState.ELIMINATED, "duplicate"
    file.save()
    with pytest.raises(Conflict, match="eliminated"):
        give(review, "effective", "yes")


def test_a_signed_off_sample_is_closed(review: Review) -> None:
    Sample.objects.update(state=SampleState.SIGNED_OFF)
    with pytest.raises(Conflict, match="signed off"):
        give(review, "effective", "yes")


def test_a_returned_review_is_open(review: Review) -> None:
    Review.objects.update(state=ReviewState.RETURNED)
    give(review, "effective", "yes")
    assert stored(review, "effective").value == "yes"


def test_the_same_entry_twice_is_recorded_once(review: Review) -> None:
    key = uuid4()
    give(review, "effective", "yes", key=key)
    again = give(review, "effective", "yes", key=key)
    assert again.answers["effective"].revision == 1
    assert again.changed == frozenset()
    assert AnswerHistory.objects.count() == 1


def test_an_entry_sent_again_does_not_undo_itself(review: Review) -> None:
    """The acknowledgement was lost, so the text as first typed comes a second time."""
    key = uuid4()
    give(review, "remarks", "One", key=key)
    assert give(review, "remarks", "One and more", key=key).answers["remarks"].value == "One"


def test_what_stands_already_is_not_work(review: Review) -> None:
    give(review, "effective", "yes")
    review.refresh_from_db()
    before = review.last_answered_at
    give(review, "effective", "yes", base_revision=0)
    review.refresh_from_db()
    assert review.last_answered_at == before
    assert AnswerHistory.objects.count() == 1


def test_the_older_tab_is_told_and_never_overwrites(review: Review) -> None:
    give(review, "effective", "no")
    at = stored(review, "effective").answered_at
    with pytest.raises(AnsweredElsewhere) as told:
        give(review, "effective", "yes", base_revision=0)
    assert str(told.value).startswith("Answered elsewhere at ")
    assert str(told.value).endswith(": no.")
    assert told.value.current.revision == 1
    assert (stored(review, "effective").value, stored(review, "effective").answered_at) == (
        "no",
        at,
    )


def test_an_answer_of_another_day_is_told_with_the_day(review: Review) -> None:
    give(review, "effective", "no")
    answer = stored(review, "effective")
    answer.answered_at = answer.answered_at.replace(year=2024, month=5, day=12, hour=9, minute=42)
    answer.save()
    with pytest.raises(AnsweredElsewhere, match=r"Answered elsewhere at 10:42 on 12 May: no\."):
        give(review, "effective", "yes", base_revision=0)


def test_a_cleared_answer_is_told_as_cleared(review: Review) -> None:
    give(review, "effective", "no")
    give(review, "effective", "", base_revision=1)
    with pytest.raises(AnsweredElsewhere, match="cleared"):
        give(review, "effective", "yes", base_revision=1)


def test_each_change_raises_the_revision_and_leaves_history(review: Review) -> None:
    for base, value in enumerate(["yes", "no", "", "yes"]):
        give(review, "effective", value, base_revision=base)
    rows = AnswerHistory.objects.values_list("operation", "value", "revision")
    assert list(rows) == [
        ("insert", "yes", 1),
        ("update", "no", 2),
        ("update", "", 3),
        ("update", "yes", 4),
    ]


def test_a_follow_up_toggled_away_keeps_its_answer_and_does_not_count(review: Review) -> None:
    give(review, "victim_checked", "yes")
    give(review, "repeat_victim", "yes")
    give(review, "history_used", "no")
    recorded = give(review, "victim_checked", "no", "Nobody looked.", base_revision=1)
    assert "repeat_victim" not in recorded.progress.asked
    assert not stored(review, "repeat_victim").relevant
    assert not stored(review, "history_used").relevant
    recorded = give(review, "victim_checked", "yes", base_revision=2)
    assert {"repeat_victim", "history_used"} <= set(recorded.progress.asked)
    assert stored(review, "history_used").relevant
    assert (stored(review, "history_used").value, stored(review, "history_used").revision) == (
        "no",
        1,
    )


def test_an_answer_to_what_is_not_asked_does_not_count(review: Review) -> None:
    recorded = give(review, "history_used", "yes")
    assert not stored(review, "history_used").relevant
    assert "history_used" not in recorded.progress.asked
    assert AnswerHistory.objects.get().relevant is False


def test_a_required_note_holds_completion_up(review: Review) -> None:
    recorded = give(review, "victim_checked", "no")
    assert recorded.progress.notes_missing == ("victim_checked",)
    review.refresh_from_db()
    assert review.answered == 0
    recorded = give(review, "victim_checked", "no", "Nobody looked.", base_revision=1)
    assert recorded.progress.notes_missing == ()
    review.refresh_from_db()
    assert review.answered == 1


def test_personal_data_is_warned_of_before_it_is_kept(review: Review) -> None:
    text = "The victim rang from 07700 900123."
    with pytest.raises(PersonalDataWarning, match="a phone number"):
        give(review, "effective", "yes", text)
    with pytest.raises(PersonalDataWarning):
        give(review, "remarks", text)
    assert not Answer.objects.exists()
    give(review, "effective", "yes", text, keep_personal_data=True)
    # What was kept knowingly is not asked about again with each later change.
    give(review, "effective", "no", text, base_revision=1)
    assert stored(review, "effective").note == text


def test_a_form_keeps_the_good_answers_and_gives_back_the_others(review: Review) -> None:
    AnswerFactory.create(review=review, code="effective", value="no")
    entries = [
        Entry("answered_promptly", "yes"),
        Entry("crimes_reported", "many"),
        Entry("effective", "yes"),
        Entry("crimes_recorded", "2"),
    ]
    assert review.reviewer
    recorded, refused = record_answers(review=review.pk, entries=entries, by=review.reviewer)
    assert set(refused) == {"crimes_reported", "effective"}
    assert isinstance(refused["effective"], AnsweredElsewhere)
    assert recorded.changed == {"answered_promptly", "crimes_recorded"}
    assert stored(review, "effective").value == "no"


# Relevance


def question(
    code: str, parent: str | None, when: frozenset[str], note_on: frozenset[str]
) -> Question:
    return Question(
        id=int(code[1:]) + 1, code=code, text="?", guidance="", kind="yes_no", choices=(),
        may_be_not_applicable=True, note_required_on=note_on, parent=parent, asked_when=when,
        stage="s", number=code, depth=0,
    )  # fmt: skip


VALUES = ["", "yes", "no", "not_applicable"]


@st.composite
def instruments(draw: st.DrawFn) -> Instrument:
    """Up to twelve questions, each hanging on an earlier one or on none."""
    made: list[Question] = []
    for place in range(draw(st.integers(1, 12))):
        parent = draw(st.sampled_from([None, *(q.code for q in made)]))
        when = (
            draw(st.frozensets(st.sampled_from(VALUES[1:]), min_size=1)) if parent else frozenset()
        )
        note_on = draw(st.frozensets(st.sampled_from(VALUES[1:])))
        made.append(question(f"q{place}", parent, when, note_on))
    stages = (Stage("s", "S", optional=False, questions=tuple(made)),)
    return Instrument(1, "c", "C", "1", stages, (), ())


def naively_asked(instrument: Instrument, code: str, values: Mapping[str, str]) -> bool:
    asked = instrument.question(code)
    if asked.parent is None:
        return True
    parent = naively_asked(instrument, asked.parent, values)
    return parent and values.get(asked.parent, "") in asked.asked_when


@given(st.data(), instruments())
def test_relevance_agrees_with_a_naive_model(data: st.DataObject, instrument: Instrument) -> None:
    codes = [q.code for q in instrument.questions]
    values = {c: data.draw(st.sampled_from(VALUES)) for c in codes if data.draw(st.booleans())}
    asked = {code for code in codes if naively_asked(instrument, code, values)}
    assert asked_questions(instrument, values) == asked


@given(st.data(), instruments())
def test_progress_adds_up(data: st.DataObject, instrument: Instrument) -> None:
    given_answers = {
        q.code: Given(
            data.draw(st.sampled_from(VALUES)), data.draw(st.sampled_from(["", " ", "n"]))
        )
        for q in instrument.questions
    }
    progress = progress_of(instrument, given_answers)
    assert not set(progress.unanswered) & set(progress.notes_missing)
    assert set(progress.outstanding) <= set(progress.asked)
    assert progress.answered + len(progress.outstanding) == len(progress.asked)
    assert progress.complete == (not progress.outstanding)
    for code in progress.notes_missing:
        assert given_answers[code].value in instrument.question(code).note_required_on
        assert not given_answers[code].note.strip()
