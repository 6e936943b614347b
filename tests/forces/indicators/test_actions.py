"""What is done to lists: taking in, asking, answering, accepting, and taking up again."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.events import history_of, verify_chain
from forces.indicators.actions import File, accept, answer, ask, receive, reject, reopen
from forces.indicators.shipped import shipped_indicators
from forces.indicators.standing import data_of_forces, force_data
from forces.models import DataQuery, Submission, SubmittedValue
from peel.lib.errors import Conflict, Invalid, Refused
from tests.factories import ForceFactory, SecondmentFactory
from tests.forces.indicators.lists import AUTUMN, CALLS, SPRING, checked, listed

SEARCHES = "stop_and_searches,,01/05/2023,30/04/2024,19948,,"
SEARCHES_BEFORE = "stop_and_searches,,01/04/2022,31/03/2023,12826,,"
CALLS_INDICATOR = shipped_indicators().by_code["calls_999"]


def state(submission: Submission) -> str:
    return Submission.objects.get(pk=submission.pk).state


def standing(force) -> set[tuple[str, int]]:
    return {
        (code, int(amount.value))
        for (code, _), given in force_data(force).held.items()
        for amount in given.values()
    }


def test_a_list_without_large_changes_is_received_and_can_be_accepted(force, received, supervisor):
    submission = received(CALLS, by=supervisor)
    assert (submission.state, submission.revision, submission.rows) == ("received", 1, 1)
    assert standing(force) == set()
    accept(submission=submission, by=supervisor)
    assert state(submission) == "accepted"
    assert standing(force) == {("calls_999", 1000)}
    assert [event.verb for event in history_of(submission)] == ["received", "accepted"]
    assert verify_chain(submission) == []


def test_a_large_change_is_a_query_to_be_answered_before_acceptance(
    force, received, accepted, supervisor
):
    accepted(SEARCHES_BEFORE, half_year=AUTUMN)
    submission = received(SEARCHES)
    query = submission.queries.get()
    assert submission.state == "queried"
    assert query.question == (
        "Stop and searches, year ending 30 April 2024: 19,948, up 7,122 (55.5 percent). Last time "
        "it was 12,826 (year ending 31 March 2023). Is it right, and what explains it?"
    )
    assert (query.before, query.value, query.asked_by) == (12826, 19948, None)
    with pytest.raises(Conflict, match="whose queries are all answered"):
        accept(submission=submission, by=supervisor)
    answer(query=query, text=" More confidence. ", by=supervisor)
    query.refresh_from_db()
    assert (query.answer, query.answered_by) == ("More confidence.", supervisor)
    assert state(submission) == "answered"
    accept(submission=submission, by=supervisor)
    assert standing(force) == {("stop_and_searches", 12826), ("stop_and_searches", 19948)}


def test_every_query_is_to_be_answered(force, received, accepted, supervisor):
    accepted(SEARCHES_BEFORE, CALLS.replace("04/2024", "03/2024").replace("30/", "31/"),
             half_year=AUTUMN)  # fmt: skip
    submission = received(SEARCHES, CALLS.replace("1000", "2000"))
    first, second = submission.queries.all()
    answer(query=first, text="Yes.", by=supervisor)
    assert state(submission) == "queried"
    with pytest.raises(Conflict, match="answered already"):
        answer(query=first, text="No.", by=supervisor)
    answer(query=second, text="Yes.", by=supervisor)
    assert state(submission) == "answered"


def test_a_person_may_ask_too(received, supervisor):
    submission = received(CALLS)
    query = ask(value=submission.values.get(), question="By which count?", by=supervisor)
    assert (state(submission), query.asked_by, query.before) == ("queried", supervisor, None)
    answer(query=query, text="Ours.", by=supervisor)
    accept(submission=submission, by=supervisor)
    with pytest.raises(Conflict, match="Take it up again"):
        ask(value=submission.values.get(), question="Really?", by=supervisor)


@pytest.mark.parametrize("text", ["", "   ", "x" * 1_001, "a\x00b"])
def test_an_answer_says_something_that_can_be_kept(received, supervisor, text):
    query = ask(value=received(CALLS).values.get(), question="Why?", by=supervisor)
    with pytest.raises(Invalid):
        answer(query=query, text=text, by=supervisor)
    assert DataQuery.objects.unanswered().count() == 1


def test_a_newer_list_supersedes_an_open_one_and_keeps_it(received):
    first = received(CALLS)
    second = received(CALLS.replace("1000", "1001"))
    assert (state(first), state(second), second.revision) == ("superseded", "received", 2)
    assert first.values.get().value == 1000


def test_an_accepted_list_stands_until_the_newer_one_is_accepted(force, received, accepted):
    first = accepted(CALLS)
    second = received(CALLS.replace("1000", "1001"))
    assert (state(first), standing(force)) == ("accepted", {("calls_999", 1000)})
    accept(submission=second, by=None)
    assert (state(first), standing(force)) == ("superseded", {("calls_999", 1001)})


def test_taking_up_again_lets_what_was_superseded_stand_again(
    force, received, accepted, supervisor
):
    first, second = accepted(CALLS), accepted(CALLS.replace("1000", "1001"))
    reopen(submission=second, reason="Wrong file.", by=supervisor)
    assert (state(first), state(second)) == ("accepted", "received")
    assert standing(force) == {("calls_999", 1000)}
    assert [event.details for event in history_of(second)][-1] == {"reason": "Wrong file."}
    accept(submission=second, by=supervisor)
    assert standing(force) == {("calls_999", 1001)}


def test_what_is_taken_up_again_remembers_its_queries(received, supervisor):
    submission = received(CALLS)
    query = ask(value=submission.values.get(), question="Why?", by=supervisor)
    reject(submission=submission, reason="Not ours.", by=supervisor)
    reopen(submission=submission, reason="It is.", by=supervisor)
    assert state(submission) == "queried"
    answer(query=query, text="So.", by=supervisor)
    accept(submission=submission, by=supervisor)
    reopen(submission=submission, reason="Look again.", by=supervisor)
    assert state(submission) == "answered"


def test_one_list_of_a_half_year_is_open_at_a_time(received, supervisor):
    first = received(CALLS)
    received(CALLS.replace("1000", "1001"))
    with pytest.raises(Conflict, match="Another list of this half-year is open"):
        reopen(submission=first, reason="Look again.", by=supervisor)


def test_rejecting_and_taking_up_again_need_a_reason(received, supervisor):
    submission = received(CALLS)
    with pytest.raises(Invalid, match="Give the reason"):
        reject(submission=submission, reason=" ", by=supervisor)
    reject(submission=submission, reason="Wrong force.", by=supervisor)
    with pytest.raises(Conflict, match="decided on already"):
        reject(submission=submission, reason="Again.", by=supervisor)
    with pytest.raises(Invalid, match="Give the reason"):
        reopen(submission=submission, reason="", by=supervisor)


def test_the_same_file_is_not_received_twice_unless_it_was_rejected(force, received, supervisor):
    file = File("list.csv", "0" * 64)
    submission = received(CALLS, file=file)
    with pytest.raises(Conflict, match="received for April to September 2024 already"):
        received(CALLS, file=file)
    reject(submission=submission, reason="Too early.", by=supervisor)
    assert received(CALLS, file=file).revision == 2


def test_who_may_enter(force, received, inspector, observer, administrator, supervisor):
    for person in (inspector, observer):
        with pytest.raises(Refused, match="Only a supervisor or an administrator"):
            received(CALLS, by=person)
    SecondmentFactory.create(user=supervisor, force=force)
    with pytest.raises(Refused, match="seconded from Lancashire Constabulary"):
        received(CALLS, by=supervisor)
    submission = received(CALLS, by=administrator)
    for act in (
        lambda: accept(submission=submission, by=inspector),
        lambda: reject(submission=submission, reason="No.", by=observer),
        lambda: reopen(submission=submission, reason="No.", by=inspector),
        lambda: ask(value=submission.values.get(), question="Why?", by=inspector),
    ):
        with pytest.raises(Refused):
            act()


def test_an_empty_list_is_refused(force):
    with pytest.raises(Invalid):
        receive(force=force, half_year=SPRING, values=[], file=File("x", "0"), by=None)


def test_nothing_is_half_written(force):
    twice = checked(listed(CALLS)).values * 2
    with pytest.raises(IntegrityError), transaction.atomic():
        receive(force=force, half_year=SPRING, values=twice, file=File("x", "0"), by=None)
    assert not Submission.objects.exists()
    assert not SubmittedValue.objects.exists()


def test_observers_see_what_is_accepted_alone(received, accepted, observer, inspector, supervisor):
    accepted(SEARCHES_BEFORE, half_year=AUTUMN)
    received(SEARCHES)
    for model, all_of_them, seen in ((Submission, 2, 1), (SubmittedValue, 2, 1), (DataQuery, 1, 0)):
        for person in (inspector, supervisor):
            assert model.objects.visible_to(person).count() == all_of_them
        assert model.objects.visible_to(observer).count() == seen


@pytest.mark.parametrize("statement", ["UPDATE forces_submittedvalue SET value = 1",
                                       "DELETE FROM forces_submittedvalue"])  # fmt: skip
def test_the_database_itself_keeps_values_as_they_came(received, statement):
    received(CALLS)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)


def test_the_data_of_many_forces_are_read_in_one_query(force, accepted, django_assert_num_queries):
    other = ForceFactory.create()
    accepted(CALLS)
    accepted(CALLS.replace("1000", "7"), of=other)
    with django_assert_num_queries(1):
        found = data_of_forces([force, other, ForceFactory.build(pk=99)], CALLS_INDICATOR)
    latest = {pk: data.latest(CALLS_INDICATOR) for pk, data in found.items()}
    assert {pk: figure and figure.amount.value for pk, figure in latest.items()} == {
        force.pk: 1000, other.pk: 7, 99: None,
    }  # fmt: skip
