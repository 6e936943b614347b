"""What happened to a case file: who did what, and every version of its answers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.events import target_of
from accounts.models import Event, User
from cases.models import AnswerHistory, CaseFile, EliminationReason, Review
from cases.states import LABELS
from checklists.instrument import Instrument, Question

DETAIL_LABELS = {
    "reason": "Reason", "note": "Note", "from": "From", "to": "To", "reviewer": "Reviewer",
    "eliminated because": "It was eliminated because", "questions": "Questions",
    "question": "Question", "replaces": "In place of", "replaced by": "By",
    "restored": "Restored instead",
}  # fmt: skip
NAMING_PEOPLE = ("from", "to", "reviewer")
ELIMINATION_REASONS = dict(EliminationReason.choices)


@dataclass(frozen=True, slots=True)
class Happening:
    """One recorded event, in words."""

    at: datetime
    who: str
    what: str
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AnswerVersion:
    """How one answer stood from ``at`` on.

    ``outside`` is true when it was not written by Peel: the value or note changed and the
    revision did not rise by one, or the answer was deleted.
    """

    at: datetime
    number: str
    question: str
    value: str
    note: str
    what: str
    who: str
    outside: bool


def happenings_of(case_file: CaseFile, reviews: Sequence[Review]) -> list[Happening]:
    """The recorded events of the file and these reviews of it, newest first."""
    names = [target_of(case_file), *(target_of(review) for review in reviews)]
    events = Event.objects.filter(target__in=names).select_related("by")
    instrument = case_file.sample.instrument
    texts = {question.code: question.text for question in instrument.questions}
    found = list(events.order_by("-at", "-pk"))
    texts |= _people_in(found)
    return [_happening(event, texts) for event in found]


def _people_in(events: Iterable[Event]) -> dict[str, str]:
    """The names of the people whom the events name by their addresses."""
    told = {str(event.details.get(name, "")) for event in events for name in NAMING_PEOPLE}
    people = User.objects.filter(email__in=told - {""})
    return dict(people.values_list("email", "name"))


def versions_of(instrument: Instrument, reviews: Iterable[Review]) -> list[AnswerVersion]:
    """Every version of every answer of these reviews, newest first, in one query."""
    rows = (
        AnswerHistory.objects.filter(review__in=[review.pk for review in reviews])
        .select_related("answered_by", "question")
        .order_by("pk")
    )
    questions = {question.id: question for question in instrument.questions}
    return list(_versions(rows, questions))[::-1]


def _versions(
    rows: Iterable[AnswerHistory], questions: dict[int, Question]
) -> Iterator[AnswerVersion]:
    last: dict[int, AnswerHistory] = {}
    for row in rows:
        before = last.get(row.answer_id)
        last[row.answer_id] = row
        yield _version(row, before, questions.get(row.question_id))


def _version(
    row: AnswerHistory, before: AnswerHistory | None, question: Question | None
) -> AnswerVersion:
    outside = _written_outside(row, before)
    return AnswerVersion(
        at=row.recorded_at if outside else row.answered_at,
        number=question.number if question else "",
        question=question.text if question else row.question.text,
        value=question.label_of(row.value) if question else row.value,
        note=row.note,
        what=_what(row, before),
        who="" if outside else row.answered_by.name,
        outside=outside,
    )


def _written_outside(row: AnswerHistory, before: AnswerHistory | None) -> bool:
    if row.operation == "delete":
        return True
    if before is None or before.operation == "delete":
        return row.revision != 1
    if _content(row) == _content(before):
        return row.revision != before.revision
    return row.revision != before.revision + 1


def _content(row: AnswerHistory) -> tuple[object, ...]:
    return row.question_id, row.review_id, row.value, row.count, row.note


def _what(row: AnswerHistory, before: AnswerHistory | None) -> str:
    if row.operation == "delete":
        return "Deleted"
    if before is None or before.operation == "delete":
        return "Answered"
    if _content(row) == _content(before) and row.relevant != before.relevant:
        return "Asked again" if row.relevant else "No longer asked"
    return "Changed" if row.value or row.note else "Cleared"


def _happening(event: Event, texts: dict[str, str]) -> Happening:
    return Happening(
        at=event.at,
        who=event.by.name if event.by else "Peel",
        what=event.verb.capitalize(),
        details=tuple(
            (label, _in_words(name, event.details[name], texts))
            for name, label in DETAIL_LABELS.items()
            if event.details.get(name)
        ),
    )


def _in_words(name: str, value: object, texts: dict[str, str]) -> str:
    if isinstance(value, list):
        return " ".join(texts.get(str(code), str(code)) for code in value)
    text = str(value)
    if name in {"reason", "eliminated because"}:
        return ELIMINATION_REASONS.get(text, text)
    return LABELS.get(text) or texts.get(text, text)
