"""Every change of an answer leaves its version behind, whatever wrote it."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.db.models.signals import post_migrate
from django.test import Client

from accounts.models import User
from cases.actions.answering import Entry, record_answer
from cases.models import Answer, AnswerHistory, Review
from cases.triggers import TRIGGERS
from peel.lib import triggers
from tests.factories import AnswerFactory, ReviewFactory, TeamMemberFactory


@pytest.fixture
def answer(inspector: User) -> Answer:
    review = ReviewFactory.create(reviewer=inspector)
    TeamMemberFactory.create(inspection=review.case_file.sample.inspection, user=inspector)
    return AnswerFactory.create(review=review, code="effective", value="yes", note="First.")


def versions() -> list[tuple[str, str, str]]:
    return list(AnswerHistory.objects.values_list("operation", "value", "note"))


def by_action(answer: Answer) -> None:
    entry = Entry("effective", "no", "Second.", base_revision=answer.revision)
    record_answer(review=answer.review_id, entry=entry, by=answer.answered_by)


def by_api(answer: Answer) -> None:
    client = Client()
    client.force_login(answer.answered_by)
    entry = {"question": "effective", "value": "no", "note": "Second.", "base_revision": 1}
    path = f"/api/v1/reviews/{answer.review_id}/record/"
    assert client.post(path, entry, "application/json").status_code == 200


def by_page(answer: Answer) -> None:
    client = Client()
    client.force_login(answer.answered_by)
    entry = {
        "question": "effective",
        "value": "no",
        "note": "Second.",
        "base_revision": 1,
        "key": "7d8d5a5e-3d3c-4b3e-9a43-0d7f4a6b8f11",
        "keep_personal_data": False,
    }
    path = f"/reviews/{answer.review_id}/answer/"
    assert client.post(path, entry, "application/json").status_code == 200


def by_save(answer: Answer) -> None:
    answer.value, answer.note = "no", "Second."
    answer.save()


def by_update(answer: Answer) -> None:
    Answer.objects.filter(pk=answer.pk).update(value="no", note="Second.")


def by_bulk_update(answer: Answer) -> None:
    answer.value, answer.note = "no", "Second."
    Answer.objects.bulk_update([answer], ["value", "note"])


def by_sql(answer: Answer) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_answer SET value = 'no', note = 'Second.' WHERE id = %s", [answer.pk]
        )


@pytest.mark.parametrize(
    "write", [by_action, by_api, by_page, by_save, by_update, by_bulk_update, by_sql]
)
def test_every_kind_of_change_is_kept(answer: Answer, write: Callable[[Answer], None]) -> None:
    write(answer)
    assert versions() == [("insert", "yes", "First."), ("update", "no", "Second.")]


def test_bulk_creation_is_kept(answer: Answer) -> None:
    other = ReviewFactory.create(sample=answer.review.case_file.sample)
    copy = Answer(
        review=other,
        question=answer.question,
        value="no",
        answered_by=answer.answered_by,
        answered_at=answer.answered_at,
    )
    Answer.objects.bulk_create([copy])
    assert versions()[-1] == ("insert", "no", "")
    assert AnswerHistory.objects.latest("pk").review == other


@pytest.mark.parametrize("way", ["orm", "sql"])
def test_deletion_keeps_what_was_deleted(answer: Answer, way: str) -> None:
    if way == "orm":
        answer.delete()
    else:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM cases_answer WHERE id = %s", [answer.pk])
    assert versions() == [("insert", "yes", "First."), ("delete", "yes", "First.")]


def test_a_version_says_who_when_and_which(answer: Answer) -> None:
    [version] = AnswerHistory.objects.all()
    assert (version.answer_id, version.revision) == (answer.pk, 1)
    assert (version.answered_by, version.answered_at) == (answer.answered_by, answer.answered_at)
    assert abs((version.recorded_at - answer.answered_at).total_seconds()) < 60


@pytest.mark.parametrize(
    "tamper",
    [
        "UPDATE cases_answerhistory SET value = 'no'",
        "DELETE FROM cases_answerhistory",
    ],
)
def test_the_history_refuses_to_change(answer: Answer, tamper: str) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(tamper)
    assert versions() == [("insert", "yes", "First.")]


def delete_reviews() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_review")
        connection.check_constraints()


def test_answers_with_history_keep_their_review(answer: Answer) -> None:
    answer.delete()
    with pytest.raises(DatabaseError):
        delete_reviews()
    assert Review.objects.exists()


def test_a_missing_trigger_is_named_by_the_check(db: None) -> None:
    triggers.remove(connection, TRIGGERS[:1])
    with pytest.raises(SystemCheckError, match="lacks the trigger cases_answer_keeps_insert"):
        call_command("check", databases=["default"], fail_level="WARNING")


def test_migrating_installs_the_triggers_again(answer: Answer) -> None:
    triggers.remove(connection, TRIGGERS)
    by_sql(answer)
    assert len(versions()) == 1
    config = apps.get_app_config("cases")
    post_migrate.send(sender=config, app_config=config, using="default", verbosity=0)
    Answer.objects.update(revision=F("revision") + 1)
    assert versions()[-1] == ("update", "no", "Second.")
    call_command("check", databases=["default"], fail_level="WARNING")
