"""The states of casework and the moves between them."""

from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from accounts.events import history_of, verify_chain
from cases.actions import commenting, eliminating, reviewing
from cases.actions.eliminating import Elimination
from cases.models import Comment, EliminationReason, Review
from cases.states import (
    ANSWERABLE,
    CASE_FILE_MOVES,
    LABELS,
    REVIEW_MOVES,
    SAMPLE_MOVES,
    Actor,
    CaseFileState,
    ReviewState,
    SampleState,
    choices,
    move,
)
from cases.states_document import document
from forces.models import TeamMember
from peel.lib.errors import Conflict, Invalid, Refused
from tests.factories import AnswerFactory, ReviewFactory

TABLES = [
    (ReviewState, REVIEW_MOVES),
    (CaseFileState, CASE_FILE_MOVES),
    (SampleState, SAMPLE_MOVES),
]


# The tables


@pytest.mark.parametrize(("states", "moves"), TABLES)
def test_a_verb_makes_one_move_from_a_state(states, moves):
    for state in states:
        verbs = [made.verb for made in moves if state in made.sources]
        assert len(verbs) == len(set(verbs))


@pytest.mark.parametrize(("states", "moves"), TABLES)
def test_every_state_is_reached_and_left(states, moves):
    assert {source for made in moves for source in made.sources} == set(states)
    assert {made.target for made in moves} == set(states)


@pytest.mark.parametrize(("states", "moves"), TABLES)
def test_a_supervisor_leads_every_state_back_to_the_first(states, moves):
    first = next(iter(states))
    back = {first}
    while True:
        more = {
            source
            for made in moves
            if made.actor is Actor.SUPERVISOR and made.target in back
            for source in made.sources
        }
        if more <= back:
            break
        back |= more
    assert back == set(states)


def test_every_move_that_takes_something_back_needs_a_reason():
    order = [str(state) for state in ReviewState]
    for made in REVIEW_MOVES:
        if made.verb == "step back":
            assert made.needs_reason
            forward = {ReviewState.RETURNED, ReviewState.ACCEPTED}
            assert all(
                order.index(made.target) < order.index(source) or source in forward
                for source in made.sources
            )
    assert all(made.needs_reason for made in CASE_FILE_MOVES)
    reopened = move(SAMPLE_MOVES, "reopen", SampleState.SIGNED_OFF)
    assert reopened is not None
    assert reopened.needs_reason


@given(st.sampled_from(TABLES), st.text())
def test_an_unknown_verb_or_state_makes_no_move(table, text):
    states, moves = table
    assert move(moves, text, next(iter(states))) is None or text in {m.verb for m in moves}
    assert move(moves, moves[0].verb, text) is None or text in set(states)


def test_every_state_has_a_label():
    for states, _ in TABLES:
        assert choices(states) == [(state.value, LABELS[state]) for state in states]


def test_the_page_of_states_is_written_from_the_tables():
    page = Path(settings.BASE_DIR) / "docs" / "states.md"
    assert page.read_text(encoding="utf-8") == document(), "Run manage.py document_states."


# Reviews


ANSWERS = (
    ("answered_promptly", "yes"), ("victim_checked", "not_applicable"), ("crimes_reported", "2"),
    ("crimes_recorded", "1"), ("effective", "yes"), ("grade", "immediate"), ("remarks", "None."),
)  # fmt: skip
COMPLETE = len(ANSWERS)


@pytest.fixture
def review(sample, inspector):
    """Makes a review of the inspector in a state, complete unless told otherwise."""

    def review(state, answered=COMPLETE):
        made = ReviewFactory.create(
            sample=sample,
            reviewer=None if state == "unallocated" else inspector,
            state=state,
            answered=answered,
        )
        for code, value in ANSWERS[:answered]:
            AnswerFactory.create(review=made, code=code, value=value, answered_by=inspector)
        return made

    return review


def acts(review, by):
    """Each verb as its action, on this review."""
    return {
        "submit": lambda: reviewing.submit(review=review.pk, by=review.reviewer or by),
        "accept": lambda: reviewing.accept(review=review.pk, by=by),
        "return": lambda: reviewing.return_to_reviewer(
            review=review.pk, reason="Look again.", comments={}, by=by
        ),
        "step back": lambda: reviewing.step_back(review=review.pk, reason="A slip.", by=by),
    }


@pytest.mark.parametrize("state", list(ReviewState))
@pytest.mark.parametrize("verb", ["submit", "accept", "return", "step back"])
def test_each_verb_does_what_the_table_says_in_each_state(supervisor, review, state, verb):
    made = move(REVIEW_MOVES, verb, state)
    found = review(state.value)
    if made is None:
        with pytest.raises((Conflict, Refused)):
            acts(found, supervisor)[verb]()
        found.refresh_from_db()
        assert found.state == state
        assert not history_of(found).exists()
        return
    acts(found, supervisor)[verb]()
    found.refresh_from_db()
    assert found.state == made.target
    [event] = history_of(found)
    assert event.verb == made.event
    assert verify_chain(found) == []


def test_only_a_complete_review_is_submitted(inspector, review):
    found = review("allocated", answered=5)
    with pytest.raises(Invalid, match="2 questions still to be completed"):
        reviewing.submit(review=found.pk, by=inspector)
    found = review("returned", answered=6)
    with pytest.raises(Invalid, match="1 question still to be completed"):
        reviewing.submit(review=found.pk, by=inspector)


def test_only_its_reviewer_submits(review, supervisor, other_inspector):
    found = review("allocated")
    with pytest.raises(Refused, match="allocated to Inspector 1"):
        reviewing.submit(review=found.pk, by=supervisor)
    with pytest.raises(Review.DoesNotExist):
        reviewing.submit(review=found.pk, by=other_inspector)


def test_submitting_keeps_when(inspector, review):
    assert reviewing.submit(review=review("allocated").pk, by=inspector).submitted_at is not None


def test_a_return_keeps_its_reason_and_comments(supervisor, review):
    found = review("submitted")
    reviewing.return_to_reviewer(
        review=found.pk,
        reason=" Look again. ",
        comments={"effective": "Why?", "grade": "  "},
        by=supervisor,
    )
    comments = Comment.objects.order_by("pk").values_list("question__code", "text", "by")
    assert list(comments) == [
        (None, "Look again.", supervisor.pk), ("effective", "Why?", supervisor.pk)
    ]  # fmt: skip
    assert history_of(found).get().details == {"reason": "Look again.", "questions": ["effective"]}


def test_a_return_says_what_to_look_at(supervisor, review):
    found = review("submitted")
    with pytest.raises(Invalid, match="Say what is to be looked at again"):
        reviewing.return_to_reviewer(
            review=found.pk, reason=" ", comments={"grade": " "}, by=supervisor
        )
    with pytest.raises(Invalid, match="not in the checklist"):
        reviewing.return_to_reviewer(
            review=found.pk, reason="", comments={"nonsense": "x"}, by=supervisor
        )
    found.refresh_from_db()
    assert (found.state, Comment.objects.count()) == ("submitted", 0)


def test_stepping_back_to_unallocated_keeps_the_answers_and_names_who_had_it(
    supervisor, inspector, review
):
    found = review("allocated", answered=3)
    reviewing.step_back(review=found.pk, reason="Wrong person.", by=supervisor)
    found.refresh_from_db()
    assert (found.state, found.reviewer, found.answered) == ("unallocated", None, 3)
    assert history_of(found).get().details == {
        "reason": "Wrong person.", "from": "allocated", "reviewer": inspector.email
    }  # fmt: skip


def test_stepping_back_needs_a_reason(supervisor, review):
    found = review("accepted")
    with pytest.raises(Invalid, match="Give the reason"):
        reviewing.step_back(review=found.pk, reason="  ", by=supervisor)
    found.refresh_from_db()
    assert found.state == "accepted"


def test_a_returned_review_that_is_incomplete_does_not_count_as_submitted_again(supervisor, review):
    with pytest.raises(Invalid, match="still to be completed"):
        reviewing.step_back(review=review("returned", 6).pk, reason="A slip.", by=supervisor)


@pytest.mark.parametrize("verb", ["accept", "return", "step back"])
def test_only_a_supervisor_of_the_inspection_moves_reviews(
    review, verb, inspector, other_supervisor, administrator
):
    found = review("submitted")
    for person in (inspector, other_supervisor, administrator):
        with pytest.raises(Refused):
            acts(found, person)[verb]()
    found.refresh_from_db()
    assert found.state == "submitted"


def test_a_review_is_not_returned_to_somebody_who_left_the_team(review, supervisor, inspector):
    found = review("submitted")
    TeamMember.objects.filter(user=inspector).delete()
    with pytest.raises(Conflict, match=r"not on the team .* Step the review back"):
        acts(found, supervisor)["return"]()
    assert not Comment.objects.exists()


@pytest.mark.parametrize("verb", ["accept", "return"])
def test_nobody_accepts_or_returns_what_they_reviewed_themselves(review, verb, supervisor):
    found = review("submitted")
    Review.objects.update(reviewer=supervisor)
    with pytest.raises(Refused, match="You reviewed this file yourself"):
        acts(found, supervisor)[verb]()
    found.refresh_from_db()
    assert found.state == "submitted"


@pytest.mark.parametrize("verb", ["submit", "accept", "return", "step back"])
def test_nothing_moves_in_a_signed_off_sample_or_an_eliminated_file(
    sample, supervisor, review, verb
):
    found = review("allocated" if verb == "submit" else "submitted")
    file = found.case_file
    file.state, file.elimination_reason = "eliminated", "missing"
    file.save()
    with pytest.raises(Conflict, match="eliminated"):
        acts(found, supervisor)[verb]()
    sample.state = "signed_off"
    sample.save()
    with pytest.raises(Conflict, match="signed off"):
        acts(found, supervisor)[verb]()


def test_answers_are_given_where_the_table_lets_a_reviewer_submit():
    submit = next(made for made in REVIEW_MOVES if made.verb == "submit")
    assert set(submit.sources) == ANSWERABLE


# Case files


def test_a_file_is_eliminated_and_restored_with_reasons(supervisor, review):
    file = review("allocated").case_file
    elimination = Elimination(EliminationReason.OTHER, " Paper file lost. ")
    eliminating.eliminate(case_file=file.pk, elimination=elimination, by=supervisor)
    file.refresh_from_db()
    assert (file.state, file.elimination_reason) == ("eliminated", "other")
    assert file.elimination_note == "Paper file lost."
    with pytest.raises(Conflict, match="eliminated already"):
        eliminating.eliminate(case_file=file.pk, elimination=elimination, by=supervisor)
    eliminating.restore(case_file=file.pk, reason="Found.", by=supervisor)
    file.refresh_from_db()
    assert (file.state, file.elimination_reason, file.elimination_note) == ("active", "", "")
    assert [event.verb for event in history_of(file)] == ["eliminated", "restored"]
    with pytest.raises(Conflict, match="active already"):
        eliminating.restore(case_file=file.pk, reason="Again.", by=supervisor)


def test_other_needs_a_note_and_a_restore_its_reason(supervisor, review):
    file = review("allocated").case_file
    with pytest.raises(Invalid, match="Say in the note"):
        eliminating.eliminate(
            case_file=file.pk, elimination=Elimination(EliminationReason.OTHER), by=supervisor
        )
    eliminating.eliminate(
        case_file=file.pk, elimination=Elimination(EliminationReason.MISSING), by=supervisor
    )
    with pytest.raises(Invalid, match="Give the reason"):
        eliminating.restore(case_file=file.pk, reason=" ", by=supervisor)


def test_only_a_supervisor_of_the_inspection_eliminates(
    review, inspector, other_supervisor, administrator
):
    file = review("allocated").case_file
    for person in (inspector, other_supervisor, administrator):
        with pytest.raises(Refused):
            eliminating.eliminate(
                case_file=file.pk, elimination=Elimination(EliminationReason.MISSING), by=person
            )


# Text that no database keeps


@pytest.mark.parametrize("sign", ["\x00", "\ud800"])
def test_text_that_can_not_be_stored_is_refused(supervisor, review, sign):
    text = f"Look{sign}again."
    given, done = review("submitted"), review("accepted")
    file = review("allocated").case_file
    other = Elimination(EliminationReason.OTHER, text)
    acts = [
        lambda: commenting.add_comment(review=given.pk, question="", text=text, by=supervisor),
        lambda: reviewing.return_to_reviewer(
            review=given.pk, reason=text, comments={}, by=supervisor
        ),
        lambda: reviewing.return_to_reviewer(
            review=given.pk, reason="", comments={"effective": text}, by=supervisor
        ),
        lambda: reviewing.step_back(review=done.pk, reason=text, by=supervisor),
        lambda: eliminating.eliminate(case_file=file.pk, elimination=other, by=supervisor),
    ]
    for act in acts:
        with pytest.raises(Invalid, match="can't be stored"):
            act()
    assert not Comment.objects.exists()
    for target in (given, done, file):
        assert not history_of(target).exists()
