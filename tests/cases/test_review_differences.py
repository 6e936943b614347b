"""Two reviews side by side: what differs, and what is agreed when it is decided."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.agreements import comparison_of
from cases.models import Answer, Position
from cases.relevance import Given, asked_questions, progress_of
from cases.review_differences import (
    Standing,
    agree_on,
    compare,
    followers_of,
    overridden,
    pairs_of,
)
from tests.cases.accepted import ANSWERS
from tests.cases.agreement.twice import reviewed_twice
from tests.cases.random_casework import random_samples
from tests.factories import small_instrument

OPTIONS = {
    "answered_promptly": ["yes", "no", "not_applicable"],
    "victim_checked": ["yes", "no", "not_applicable"],
    "repeat_victim": ["yes", "no"],
    "history_used": ["yes", "no"],
    "crimes_reported": ["1", "2"],
    "crimes_recorded": ["1", "2"],
    "effective": ["yes", "no"],
    "grade": ["immediate", "scheduled"],
    "remarks": ["one thing", "another"],
}
NOTES = st.sampled_from(["In the log.", "Elsewhere."])
REVIEWS = st.fixed_dictionaries(
    {code: st.builds(Given, st.sampled_from(v), NOTES) for code, v in OPTIONS.items()}
)


@pytest.fixture
def instrument(db):
    return small_instrument()


def plain(**changes):
    return {code: Given(value) for code, value in (ANSWERS | changes).items()}


def standings(instrument, first, second):
    return {one.question.code: one.standing for one in compare(instrument, first, second)}


def asked_of(instrument, answers):
    asked = asked_questions(instrument, {code: given.value for code, given in answers.items()})
    return {code: given for code, given in answers.items() if code in asked}


def test_a_difference_on_whether_a_question_applied_is_one_on_its_parent(instrument):
    first, second = plain(), plain(victim_checked="no")
    found = standings(instrument, first, second)
    assert found["victim_checked"] == Standing.DIFFERS
    assert found["repeat_victim"] == found["history_used"] == Standing.ONE
    compared = compare(instrument, first, second)
    assert followers_of(compared) == {
        "victim_checked": ("repeat_victim",), "repeat_victim": ("history_used",)
    }  # fmt: skip
    assert agree_on(instrument, compared, {}).open == ("victim_checked",)


def test_what_was_merely_written_differently_needs_no_decision(instrument):
    first = plain() | {"effective": Given("yes", "Seen in the log.")}
    second = plain(remarks="something else")
    found = standings(instrument, first, second)
    assert found["effective"] == found["remarks"] == Standing.WORDS
    assert agree_on(instrument, compare(instrument, first, second), {}).open == ()


def test_a_third_answer_may_ask_what_neither_was_asked(instrument):
    first, second = plain(victim_checked="no"), plain(victim_checked="not_applicable")
    compared = compare(instrument, first, second)
    agreed = agree_on(instrument, compared, {"victim_checked": Given("yes", "It was.")})
    assert agreed.open == ("repeat_victim",)
    decided = {"victim_checked": Given("yes", "It was."), "repeat_victim": Given("no")}
    agreed = agree_on(instrument, compared, decided)
    assert agreed.open == ()
    assert agreed.values["repeat_victim"] == "no"
    assert "history_used" not in agreed.answers
    listed = {o.question.code: o for o in overridden(instrument, compared, agreed.answers, decided)}
    assert listed.keys() == {"victim_checked", "repeat_victim"}
    assert listed["repeat_victim"].first is None


def test_what_is_not_asked_any_more_is_overridden_by_its_parents_decision(instrument):
    compared = compare(instrument, plain(victim_checked="no"), plain())
    decided = {"victim_checked": Given("no", "No check.")}
    agreed = agree_on(instrument, compared, decided)
    listed = list(overridden(instrument, compared, agreed.answers, decided))
    assert [(o.question.code, o.decided_on.code) for o in listed] == [
        ("victim_checked", "victim_checked"),
        ("repeat_victim", "victim_checked"),
        ("history_used", "victim_checked"),
    ]
    assert listed[1].agreed is None


def test_a_single_review_has_no_differences(instrument):
    compared = compare(instrument, plain(), None)
    assert {one.standing for one in compared} == {Standing.SAME}
    agreed = agree_on(instrument, compared, {"effective": Given("no")})
    assert agreed.open == ()
    [listed] = overridden(instrument, compared, agreed.answers, {"effective"})
    assert (listed.question.code, listed.first, listed.second) == ("effective", Given("yes"), None)


@given(first=REVIEWS, second=REVIEWS)
@random_samples
def test_taking_one_review_throughout_agrees_on_that_review(instrument, first, second):
    compared = compare(instrument, first, second)
    for chosen in (first, second):
        decided = asked_of(instrument, chosen)
        agreed = agree_on(instrument, compared, decided)
        assert (agreed.answers, agreed.open) == (decided, ())


@given(first=REVIEWS, second=REVIEWS)
@random_samples
def test_the_order_of_the_reviews_decides_nothing_but_words(instrument, first, second):
    one, other = standings(instrument, first, second), standings(instrument, second, first)
    assert one == other
    assert (
        standings(instrument, first, first).items()
        >= dict.fromkeys(asked_of(instrument, first), Standing.SAME).items()
    )


@given(first=REVIEWS, second=REVIEWS, data=st.data())
@random_samples
def test_what_is_agreed_is_complete_once_nothing_is_open(instrument, first, second, data):
    compared = compare(instrument, first, second)
    decided: dict[str, Given] = {}
    for _ in OPTIONS:
        agreed = agree_on(instrument, compared, decided)
        if not agreed.open:
            break
        code = agreed.open[0]
        decided[code] = Given(data.draw(st.sampled_from(OPTIONS[code])), "Decided.")
    assert agreed.open == ()
    progress = progress_of(instrument, agreed.answers)
    assert progress.complete
    assert tuple(agreed.answers) == progress.asked


@given(first=REVIEWS, second=REVIEWS)
@random_samples
def test_every_answer_that_was_not_agreed_is_overridden(instrument, first, second):
    compared = compare(instrument, first, second)
    decided = asked_of(instrument, second)
    agreed = agree_on(instrument, compared, decided)
    listed = {o.question.code for o in overridden(instrument, compared, agreed.answers, decided)}
    one, other = asked_of(instrument, first), asked_of(instrument, second)
    expected = {
        code for code, given in one.items() if code not in other or given.value != other[code].value
    }
    newly_asked = other.keys() - one.keys()
    assert listed == expected
    assert not listed & newly_asked


@pytest.mark.parametrize(
    "changes", [{}, {"effective": "no"}, {"repeat_victim": "no"}, {"victim_checked": "no"}]
)
def test_what_counts_for_agreement_is_what_is_compared_here(
    sample, inspector, other_inspector, changes
):
    file = reviewed_twice(sample, inspector, other_inspector, changes)
    given = {
        position: {
            code: Given(value)
            for code, value in Answer.objects.filter(
                review__case_file=file, review__position=position
            ).values_list("question__code", "value")
        }
        for position in (Position.FIRST, Position.SECOND)
    }
    compared = compare(sample.instrument, given[Position.FIRST], given[Position.SECOND])
    key = lambda pair: pair.question  # noqa: E731
    expected = sorted(comparison_of(sample).pairs, key=key)
    assert sorted(pairs_of(file.pk, compared), key=key) == expected
