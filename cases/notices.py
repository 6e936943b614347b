"""What concerns a person, as lines that lead to the place where it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse

from accounts.models import User
from cases.models import Notice, NoticeKind, NoticeQuerySet
from cases.second_review_list import Stage

SHOWN_AT_HOME: Final = 6

SENTENCES: Final = {
    NoticeKind.ALLOCATED: "{by} allocated {what} to you",
    NoticeKind.HANDED_OVER: "{by} handed {what} over to you",
    NoticeKind.TAKEN_BACK: "{by} took {what} back from you",
    NoticeKind.RETURNED: "{by} returned {what} to you",
    NoticeKind.STEPPED_BACK: "{by} stepped your review of {what} back",
    NoticeKind.RESUBMITTED: "{by} submitted {what} again",
    NoticeKind.ACCEPTED: "{by} accepted {what}",
    NoticeKind.TO_MODERATE: "Both reviews of {what} are in: decide where they differ",
    NoticeKind.AGREED: "{by} agreed the answers of {what}",
    NoticeKind.COMMENTED: "{by} commented on {what}",
    NoticeKind.REPLIED: "{by} replied to a comment on {what}",
    NoticeKind.RESOLVED: "{by} resolved a comment on {what}",
    NoticeKind.REOPENED: "{by} reopened a comment on {what}",
    NoticeKind.ELIMINATED: "{by} took {what} out of the sample",
    NoticeKind.RESTORED: "{by} put {what} back into the sample",
    NoticeKind.REPLACED: "{what} came from the reserve and waits to be allocated",
    NoticeKind.SIGNED_OFF: "{by} signed off the sample, with {what}",
    NoticeKind.SAMPLE_REOPENED: "{by} reopened the sample, with {what}",
    NoticeKind.CALIBRATION: "{by} issued {what} to you for calibration",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One notice. ``sample`` is where it happened; ``url`` marks it as read and leads there."""

    pk: int
    text: str
    sample: str
    at: datetime
    is_read: bool
    url: str


@dataclass(frozen=True, slots=True)
class Concerns:
    """The newest unread notices of a person; ``more`` says that there are others."""

    lines: tuple[Line, ...]
    more: bool

    @property
    def newest(self) -> int:
        """The highest primary key that is shown: what comes later was not seen here."""
        return max((line.pk for line in self.lines), default=0)


def notices_of(person: User) -> NoticeQuerySet:
    """All that a person was told of, the newest first, with what a line names."""
    return (
        Notice.objects.visible_to(person)
        .select_related("by", "sample__inspection__force", "sample__inspection__cycle")
        .order_by("-at", "-pk")
    )


def newest_of(person: User) -> int:
    """The highest primary key of what a person was told of, 0 when there is nothing."""
    seen = Notice.objects.visible_to(person).order_by("-pk")
    return seen.values_list("pk", flat=True).first() or 0


def concerns_of(person: User) -> Concerns:
    """The first unread ones, in one query."""
    unread = list(notices_of(person).unread()[: SHOWN_AT_HOME + 1])
    return Concerns(tuple(lines_of(unread[:SHOWN_AT_HOME])), len(unread) > SHOWN_AT_HOME)


def lines_of(notices: Iterable[Notice]) -> list[Line]:
    """The notices as pages print them."""
    return [
        Line(
            pk=notice.pk,
            text=_sentence(notice),
            sample=f"{notice.sample.inspection}: {notice.sample.name}",
            at=notice.at,
            is_read=notice.read_at is not None,
            url=reverse("cases:notice", args=[notice.pk]),
        )
        for notice in notices
    ]


def address_of(notice: Notice, reader: User) -> str:
    """Where a notice leads: to what was commented on, the review, the sample or one's work."""
    at = [notice.sample.inspection.slug, notice.sample.slug]
    if notice.kind == NoticeKind.TO_MODERATE:
        return _place_of_moderation(notice, at)
    if notice.review_id:
        return _place_in_review(notice)
    if notice.kind == NoticeKind.SIGNED_OFF:
        return reverse("cases:results", args=at)
    if reader.is_inspector:
        return f"{reverse('cases:my_work')}#sample-{notice.sample_id}"
    narrowed = "?state=unallocated" if notice.kind == NoticeKind.REPLACED else ""
    return reverse("cases:sample", args=at) + narrowed


def _place_of_moderation(notice: Notice, at: Sequence[str]) -> str:
    if notice.review:
        return reverse("cases:moderate", args=[notice.review.case_file_id])
    return f"{reverse('cases:second_reviews', args=at)}?stage={Stage.BOTH_IN}"


def _place_in_review(notice: Notice) -> str:
    address = reverse("cases:review", args=[notice.review_id])
    comment = notice.comment
    if comment is None:
        return address
    stage = f"?stage={comment.question.stage.code}" if comment.question else ""
    return f"{address}{stage}#c-{comment.pk}"


def _sentence(notice: Notice) -> str:
    what = notice.reference or _files(notice.files)
    return SENTENCES[NoticeKind(notice.kind)].format(by=notice.by.name, what=what)


def _files(number: int) -> str:
    return "1 file" if number == 1 else f"{number:,} files"
