"""Mails of what concerns people: counted, without case content, once each."""

from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cases import tasks
from cases.actions import commenting, reviewing
from cases.actions.housekeeping import MAIL_TAKES_AT_MOST, order_mail
from cases.actions.mailing import mail_notices
from cases.models import Comment, Notice
from forces.models import TeamMember
from tests.cases.working import work
from tests.factories import CaseFileFactory, ReviewFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def commented(sample, inspector, supervisor):
    """Two files of the inspector, one returned and one with a comment."""
    made = []
    for reference in ("SECRET-1", "SECRET-2"):
        file = CaseFileFactory.create(sample=sample, reference=reference)
        made.append(ReviewFactory.create(case_file=file, reviewer=inspector, state="submitted"))
    first, second = made
    reviewing.return_to_reviewer(
        review=first.pk, reason="The victim said so.", comments={}, by=supervisor
    )
    commenting.add_comment(review=second.pk, question="grade", text="The victim?", by=supervisor)
    return first


class Disconnected(EmailBackend):
    """A mail server that hangs up on the first message."""

    refused: list[str] = []

    def send_messages(self, messages):
        if not self.refused:
            self.refused.extend(messages[0].to)
            raise SMTPServerDisconnected("Connection unexpectedly closed")
        return super().send_messages(messages)


def test_a_mail_counts_and_links_and_holds_nothing_of_a_case(
    commented, sample, inspector, settings
):
    settings.BASE_URL = "https://peel.example/"
    assert mail_notices() == 1
    [sent] = mail.outbox
    assert sent.to == [inspector.email]
    assert sent.subject == "2 things in Peel concern you"
    assert "- Returned to you: 1\n- New comments: 1\n" in sent.body
    assert "https://peel.example/\n" in sent.body
    for secret in ("SECRET", "victim", "Supervisor", sample.name, str(sample.inspection)):
        assert secret not in f"{sent.subject} {sent.body}"


def test_nothing_is_mailed_twice(commented):
    assert [mail_notices(), mail_notices()] == [1, 0]
    assert len(mail.outbox) == 1


def test_one_thing_is_in_the_singular(commented):
    Notice.objects.filter(kind="returned").delete()
    mail_notices()
    assert mail.outbox[0].subject == "1 thing in Peel concerns you"


def test_what_was_read_or_is_not_seen_any_more_is_not_mailed(commented, inspector):
    Notice.objects.filter(kind="returned").update(read_at=timezone.now())
    TeamMember.objects.filter(user=inspector).delete()
    assert mail_notices() == 0
    assert not mail.outbox


def test_who_is_no_longer_active_gets_no_mail(commented, inspector):
    inspector.is_active = False
    inspector.save()
    assert mail_notices() == 0


def test_each_person_gets_a_mail_of_their_own(commented, supervisor, inspector):
    comment = Comment.objects.get(text="The victim?")
    commenting.reply(comment=comment.pk, text="Yes.", by=inspector)
    assert mail_notices() == 2
    assert sorted(sent.to[0] for sent in mail.outbox) == [inspector.email, supervisor.email]


def test_a_mail_that_fails_is_sent_the_next_time_and_stops_no_other(
    commented, settings, supervisor, inspector
):
    comment = Comment.objects.get(text="The victim?")
    commenting.reply(comment=comment.pk, text="Yes.", by=inspector)
    Disconnected.refused.clear()
    settings.EMAIL_BACKEND = f"{__name__}.Disconnected"
    assert mail_notices() == 1
    assert mail_notices() == 1
    assert mail_notices() == 0
    assert sorted(sent.to[0] for sent in mail.outbox) == [inspector.email, supervisor.email]


def test_the_command_says_how_many_it_sent(commented, capsys):
    call_command("send_notices")
    call_command("send_notices")
    assert capsys.readouterr().out == "1 mail was sent.\n0 mails were sent.\n"


# In the background


def test_the_worker_sends_what_was_ordered(commented):
    order_mail()
    order_mail()
    assert DBTaskResult.objects.ready().count() == 1
    work()
    assert len(mail.outbox) == 1
    assert DBTaskResult.objects.get().return_value == 1


def test_what_a_killed_worker_left_holds_up_no_mail(commented):
    order_mail()
    started = timezone.now() - MAIL_TAKES_AT_MOST * 2
    DBTaskResult.objects.update(status="RUNNING", started_at=started)
    order_mail()
    assert DBTaskResult.objects.failed().count() == 1
    work()
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("minutes", "mails"), [(30, 1), (0, 0)])
def test_the_worker_mails_unless_it_is_told_not_to(commented, settings, minutes, mails):
    settings.NOTICE_MAIL_MINUTES = minutes
    call_command("worker", "--once")
    assert len(mail.outbox) == mails


def test_the_task_is_found_by_its_path():
    assert tasks.send_notices.module_path == "cases.tasks.send_notices"
