"""Comments and their threads: who may say what, and where it leaves them."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.events import history_of
from cases.actions import commenting
from cases.actions.answering import PersonalDataWarning
from cases.actions.reviewing import return_to_reviewer
from cases.models import Act, Comment, Reply, Review
from cases.states import COMMENT_MOVES, UNRESOLVED, CommentState, move
from forces.models import TeamMember
from peel.lib.errors import Conflict, Invalid, Refused
from tests.factories import ReviewFactory


@pytest.fixture
def review(sample, inspector):
    return ReviewFactory.create(sample=sample, reviewer=inspector, state="submitted")


@pytest.fixture
def comment(review, supervisor):
    """The supervisor's comment on the inspector's answer."""
    return commenting.add_comment(
        review=review.pk, question="effective", text=" Why? ", by=supervisor
    )


def state_of(comment):
    comment.refresh_from_db()
    return comment.state


def reply(comment, by, text="Because."):
    return commenting.reply(comment=comment.pk, text=text, by=by)


# The table


def test_every_state_of_a_comment_is_reached_and_left():
    assert {source for made in COMMENT_MOVES for source in made.sources} == set(CommentState)
    assert {made.target for made in COMMENT_MOVES} == set(CommentState)
    assert set(CommentState) - {CommentState.RESOLVED} == UNRESOLVED


@given(
    st.sampled_from(sorted({made.verb for made in COMMENT_MOVES})), st.sampled_from(CommentState)
)
def test_a_verb_makes_one_move_from_a_state_of_a_comment(verb, state):
    made = [made for made in COMMENT_MOVES if made.verb == verb and state in made.sources]
    assert len(made) <= 1
    assert move(COMMENT_MOVES, verb, state) == (made[0] if made else None)


# Threads


def test_a_comment_keeps_its_words_and_question_and_is_open(comment, review, supervisor):
    assert (comment.text, comment.question.code, comment.by) == ("Why?", "effective", supervisor)
    assert comment.state == "open"
    event = history_of(review).get()
    assert (event.verb, event.details) == (
        "commented", {"comment": comment.pk, "question": "effective"}
    )  # fmt: skip


def test_a_thread_goes_through_all_its_states(comment, review, inspector, supervisor):
    reply(comment, inspector)
    assert state_of(comment) == "answered"
    reply(comment, supervisor, "And the log?")
    assert state_of(comment) == "open"
    reply(comment, inspector, "It says so too.")
    commenting.resolve_comment(comment=comment.pk, by=supervisor)
    assert state_of(comment) == "resolved"
    commenting.reopen_comment(comment=comment.pk, text="Another entry.", by=supervisor)
    assert state_of(comment) == "reopened"
    reply(comment, supervisor, "Page 2.")
    assert state_of(comment) == "reopened"
    reply(comment, inspector, "Seen.")
    assert state_of(comment) == "answered"
    commenting.resolve_comment(comment=comment.pk, text=" Thank you. ", by=supervisor)
    assert [(r.act, r.text, r.by) for r in comment.replies.all()] == [
        ("replied", "Because.", inspector),
        ("replied", "And the log?", supervisor),
        ("replied", "It says so too.", inspector),
        ("resolved", "", supervisor),
        ("reopened", "Another entry.", supervisor),
        ("replied", "Page 2.", supervisor),
        ("replied", "Seen.", inspector),
        ("resolved", "Thank you.", supervisor),
    ]
    verbs = [event.verb for event in history_of(review)][1:]
    assert verbs == [
        "replied", "replied", "replied", "resolved a comment", "reopened a comment", "replied",
        "replied", "resolved a comment",
    ]  # fmt: skip


def test_what_a_state_does_not_allow_is_refused(comment, supervisor, inspector):
    with pytest.raises(Conflict, match="nothing to reopen"):
        commenting.reopen_comment(comment=comment.pk, text="Why not.", by=supervisor)
    commenting.resolve_comment(comment=comment.pk, by=supervisor)
    with pytest.raises(Conflict, match="nothing to resolve"):
        commenting.resolve_comment(comment=comment.pk, by=supervisor)
    with pytest.raises(Conflict, match="is resolved"):
        reply(comment, inspector)
    assert comment.replies.count() == 1


def test_a_comment_may_be_on_the_whole_review(review, inspector):
    made = commenting.add_comment(review=review.pk, question="", text="A question.", by=inspector)
    assert made.question is None


@pytest.mark.parametrize("text", ["", "  \n "])
def test_nothing_is_no_comment_no_reply_and_no_reason(comment, review, supervisor, text):
    with pytest.raises(Invalid, match="Write the comment"):
        commenting.add_comment(review=review.pk, question="", text=text, by=supervisor)
    with pytest.raises(Invalid, match="Write the reply"):
        reply(comment, supervisor, text)
    commenting.resolve_comment(comment=comment.pk, text=text, by=supervisor)
    with pytest.raises(Invalid, match="Say why it is reopened"):
        commenting.reopen_comment(comment=comment.pk, text=text, by=supervisor)
    assert (Comment.objects.count(), Reply.objects.count()) == (1, 1)


def test_personal_data_is_questioned_in_every_text(comment, review, supervisor):
    text = "Ring 07700 900123."
    acts = [
        lambda **keep: commenting.add_comment(
            review=review.pk, question="grade", text=text, by=supervisor, **keep
        ),
        lambda **keep: commenting.reply(comment=comment.pk, text=text, by=supervisor, **keep),
        lambda **keep: commenting.resolve_comment(
            comment=comment.pk, text=text, by=supervisor, **keep
        ),
        lambda **keep: commenting.reopen_comment(
            comment=comment.pk, text=text, by=supervisor, **keep
        ),
        lambda **keep: return_to_reviewer(
            review=review.pk, reason=text, comments={"grade": text}, by=supervisor, **keep
        ),
    ]
    for act in acts:
        with pytest.raises(PersonalDataWarning, match="a phone number"):
            act()
        act(keep_personal_data=True)
    assert Comment.objects.filter(text=text).count() == 3
    assert Reply.objects.filter(text=text).count() == 3


@pytest.mark.parametrize("sign", ["\x00", "\ud800"])
def test_a_reply_that_can_not_be_stored_is_refused(comment, supervisor, sign):
    with pytest.raises(Invalid, match="can't be stored"):
        reply(comment, supervisor, f"Look{sign}again.")
    assert state_of(comment) == "open"


# Who


def test_the_reviewer_replies_but_does_not_settle_a_supervisors_comment(comment, inspector):
    with pytest.raises(Refused):
        commenting.resolve_comment(comment=comment.pk, by=inspector)
    Comment.objects.update(state="resolved")
    with pytest.raises(Refused):
        commenting.reopen_comment(comment=comment.pk, text="No.", by=inspector)
    assert not Reply.objects.exists()


def test_who_commented_settles_it_too(review, inspector, supervisor):
    asked = commenting.add_comment(review=review.pk, question="", text="May I?", by=inspector)
    commenting.reply(comment=asked.pk, text="You may.", by=supervisor)
    commenting.resolve_comment(comment=asked.pk, by=inspector)
    commenting.reopen_comment(comment=asked.pk, text="How?", by=inspector)
    assert state_of(asked) == "reopened"


@pytest.mark.parametrize("person", ["other_supervisor", "administrator"])
def test_who_reads_without_leading_says_nothing(request, comment, review, person):
    by = request.getfixturevalue(person)
    for act in (
        lambda: commenting.add_comment(review=review.pk, question="", text="Hm.", by=by),
        lambda: reply(comment, by),
        lambda: commenting.resolve_comment(comment=comment.pk, by=by),
        lambda: commenting.reopen_comment(comment=comment.pk, text="Hm.", by=by),
    ):
        with pytest.raises(Refused):
            act()


def test_what_is_not_seen_is_not_there(comment, review, other_inspector):
    with pytest.raises(Comment.DoesNotExist):
        reply(comment, other_inspector)
    with pytest.raises(Review.DoesNotExist):
        commenting.add_comment(review=review.pk, question="", text="Hm.", by=other_inspector)


def test_who_left_the_team_says_no_more(comment, inspector):
    TeamMember.objects.filter(user=inspector).delete()
    with pytest.raises(Comment.DoesNotExist):
        reply(comment, inspector)


def test_a_signed_off_sample_takes_no_words(comment, review, sample, supervisor):
    sample.state = "signed_off"
    sample.save()
    for act in (
        lambda: commenting.add_comment(review=review.pk, question="", text="Hm.", by=supervisor),
        lambda: reply(comment, supervisor),
        lambda: commenting.resolve_comment(comment=comment.pk, by=supervisor),
    ):
        with pytest.raises(Conflict, match="signed off"):
            act()


def test_a_comment_on_an_unknown_question_is_refused(review, supervisor):
    with pytest.raises(Invalid, match="not in the checklist"):
        commenting.add_comment(review=review.pk, question="nonsense", text="Hm.", by=supervisor)


# The database


def test_what_was_said_stays_said(comment, inspector):
    reply(comment, inspector)
    for act in (lambda: Reply.objects.update(text="Never."), lambda: Reply.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    with pytest.raises(IntegrityError), transaction.atomic():
        Reply.objects.create(comment=comment, act=Act.REPLIED, text="", by=inspector)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.update(state="forgotten")
