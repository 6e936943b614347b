"""The comments on one review with their threads, as plain values for its page."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType
from typing import Any, Final

from django.db.models import QuerySet

from cases.models import Act, Comment, Review
from cases.moments import moment
from cases.states import LABELS, UNRESOLVED
from checklists.instrument import Question

NO_DRAFTS: Final[Mapping[str, Any]] = MappingProxyType({})
REPLY: Final = "reply-"
"""The name of the field for a reply, before the primary key of the comment."""

QUESTION, FIRST_OF_STEP = 1, 7
"""Places in the rows of ``_rows``."""

DID = {Act.REPLIED: "replied", Act.RESOLVED: "resolved this", Act.REOPENED: "reopened this"}


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody did about a comment, and what they said to it; ``text`` may be ""."""

    text: str
    by: str
    did: str
    at: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment on an answer or on the whole review, with its thread.

    ``author`` is the primary key of who made it. ``about`` names its question where that is
    not asked any more. ``draft`` is a reply that could not be added.
    """

    pk: int
    text: str
    by: str
    author: int
    at: str
    state: str
    steps: tuple[Step, ...]
    about: str = ""
    draft: str = ""

    @property
    def label(self) -> str:
        return LABELS[self.state]

    @property
    def is_resolved(self) -> bool:
        return self.state not in UNRESOLVED

    @property
    def last(self) -> str:
        """Who did what last, and when."""
        if not self.steps:
            return f"{self.by} commented, {self.at}"
        step = self.steps[-1]
        return f"{step.by} {step.did}, {step.at}"


def remarks_of(
    review: Review,
    questions: Iterable[Question],
    asked: Collection[str],
    drafts: Mapping[str, str] = NO_DRAFTS,
) -> dict[str, tuple[Remark, ...]]:
    """The comments by question code, in one query; under "" those on the review as a whole.

    There too are those on questions that are not ``asked`` now, so that they can be settled.
    ``drafts`` are replies by the names of their fields.
    """
    known = {question.id: question for question in questions}
    found: defaultdict[str, list[Remark]] = defaultdict(list)
    for key, steps in groupby(_rows(review), key=itemgetter(0)):
        rows = list(steps)
        question_id = rows[0][QUESTION]
        question = known.get(question_id)
        if question_id and question is None:
            continue
        is_asked = question is not None and question.code in asked
        code = question.code if question and is_asked else ""
        about = f"{question.number} {question.text}" if question and not is_asked else ""
        found[code].append(_remark(rows, about, drafts.get(f"{REPLY}{key}", "")))
    return {code: tuple(remarks) for code, remarks in found.items()}


def _rows(review: Review) -> QuerySet[Comment, tuple[Any, ...]]:
    """A row for each step of each thread, and one for a comment that has none."""
    return (
        Comment.objects.filter(review=review)
        .order_by("at", "pk", "replies__at", "replies__pk")
        .values_list(
            "pk", "question_id", "text", "by__name", "by_id", "at", "state",
            "replies__act", "replies__text", "replies__by__name", "replies__at",
        )
    )  # fmt: skip


def _remark(rows: Sequence[tuple[Any, ...]], about: str, draft: str) -> Remark:
    pk, _, text, by, author, at, state = rows[0][:FIRST_OF_STEP]
    steps = (row[FIRST_OF_STEP:] for row in rows)
    return Remark(
        pk=pk,
        text=text,
        by=by,
        author=author,
        at=moment(at),
        state=state,
        steps=tuple(
            Step(said, who, DID[Act(act)], moment(when)) for act, said, who, when in steps if act
        ),
        about=about,
        draft=draft,
    )
