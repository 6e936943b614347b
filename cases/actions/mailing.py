"""Mailing people how much concerns them: counts and a link, nothing of any case."""

import logging
from collections import Counter
from collections.abc import Collection

from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases.models import Notice, NoticeKind
from peel.lib.site import served_at

logger = logging.getLogger(__name__)


def mail_notices() -> int:
    """Mails everybody of what they have neither read nor been mailed of; returns how many.

    One mail a person for all of it. A notice is taken before its mail is sent, so that no two
    who do this at once mail it twice, and given back when the mail can't be sent.
    """
    waiting = Notice.objects.to_mail().order_by().values("person")
    return sum(_mail(person) for person in User.objects.active().filter(pk__in=waiting))


def _mail(person: User) -> bool:
    kinds = _take(person)
    if not kinds:
        return False
    try:
        _message(person, Counter(kinds.values())).send()
    except OSError as error:
        logger.warning("The mail to user %s can't be sent: %s", person.pk, error)
        _give_back(kinds)
        return False
    return True


def _take(person: User) -> dict[int, str]:
    """The kinds of the notices that are to be mailed, by primary key, now marked as mailed."""
    with transaction.atomic():
        waiting = Notice.objects.visible_to(person).to_mail().order_by("pk")
        kinds = dict(waiting.select_for_update(of=("self",)).values_list("pk", "kind"))
        Notice.objects.filter(pk__in=kinds).update(mailed_at=timezone.now())
    return kinds


def _give_back(notices: Collection[int]) -> None:
    Notice.objects.filter(pk__in=notices).update(mailed_at=None)


def _message(person: User, counts: Counter[str]) -> EmailMessage:
    total = counts.total()
    context = {
        "person": person,
        "total": total,
        "counts": [(kind.label, counts[kind]) for kind in NoticeKind if counts[kind]],
        "address": f"{served_at()}{reverse('home')}",
    }
    subject = (
        "1 thing in Peel concerns you" if total == 1 else f"{total} things in Peel concern you"
    )
    body = render_to_string("cases/notices_mail.txt", context)
    return EmailMessage(subject=subject, body=body, to=[person.email])
