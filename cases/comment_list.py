"""The comments of a sample as a list: which there are, where they stand and where they lead."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.urls import reverse

from accounts.models import User
from cases.blindness import still_reviews
from cases.models import Comment, Reply, Sample
from cases.states import LABELS, UNRESOLVED, CommentState

WAITING: Final = "unresolved"
CHOICES: Final = {
    WAITING: ("Not resolved", UNRESOLVED),
    **{state.value: (LABELS[state], frozenset({state})) for state in CommentState},
    "all": ("All", frozenset(CommentState)),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to narrow the list, and how many comments it leaves."""

    code: str
    label: str
    comments: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One comment of the list, with its address on the page of its review."""

    reference: str
    reviewer: str
    about: str
    text: str
    by: str
    at: datetime
    state: str
    label: str
    replies: int
    last_by: str
    last_at: datetime | None
    url: str


def unresolved_in(user: User, sample: Sample) -> int:
    """How many comments of the sample are not resolved, of those that ``user`` sees.

    It is for who sees all the files of the sample: only what they review themselves can keep a
    comment from them, and who reviews nothing is not asked for it comment by comment.
    """
    comments = Comment.objects.of_sample(sample).unresolved()
    return (comments.visible_to(user) if still_reviews(user) else comments).count()


def choices_of(user: User, sample: Sample, chosen: str) -> list[Choice]:
    """The ways to narrow the list, counted in one query."""
    seen = Comment.objects.visible_to(user).of_sample(sample)
    rows = seen.order_by().values_list("state").annotate(comments=Count("pk"))
    numbers = dict(rows)
    return [
        Choice(code, label, sum(numbers.get(state, 0) for state in states), code == chosen)
        for code, (label, states) in CHOICES.items()
    ]


def comments_of(user: User, sample: Sample, choice: str) -> QuerySet[Comment]:
    """The comments of one of ``CHOICES`` in the order of the files and the checklist."""
    _, states = CHOICES[choice]
    replies = Reply.objects.filter(comment=OuterRef("pk")).order_by("-at", "-pk")
    return (
        Comment.objects.visible_to(user)
        .of_sample(sample)
        .filter(state__in=states)
        .select_related("by", "review__case_file", "review__reviewer")
        .annotate(
            replies_made=Count("replies"),
            last_by=Subquery(replies.values("by__name")[:1]),
            last_at=Subquery(replies.values("at")[:1]),
        )
        .order_by("review__case_file__position", "review", "question__order", "at", "pk")
    )


def lines_of(sample: Sample, comments: Iterable[Comment]) -> list[Line]:
    """The comments as the page prints them."""
    about = {q.id: (q.stage, f"{q.number} {q.text}") for q in sample.instrument.questions}
    return [_line(comment, *about.get(comment.question_id or 0, ("", ""))) for comment in comments]


def _line(comment: Comment, stage: str, about: str) -> Line:
    review = comment.review
    address = reverse("cases:review", args=[review.pk])
    narrowed = f"?stage={stage}" if stage else ""
    return Line(
        reference=review.case_file.reference,
        reviewer=review.reviewer.name if review.reviewer else "",
        about=about,
        text=comment.text,
        by=comment.by.name,
        at=comment.at,
        state=comment.state,
        label=LABELS[comment.state],
        replies=getattr(comment, "replies_made", 0),
        last_by=getattr(comment, "last_by", None) or "",
        last_at=getattr(comment, "last_at", None),
        url=f"{address}{narrowed}#c-{comment.pk}",
    )
