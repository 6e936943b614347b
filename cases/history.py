"""What happened to a case file: who did what, and every version of its answers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.events import target_of
from accounts.models import Event, User
from cases.models import Answer, AnswerHistory, CaseFile, EliminationReason, Review
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
    """How one answer stood from ``at`` on. ``who`` answered it, or answered the question that
    made it asked again or no longer asked.

    ``outside`` is true when it was not written by Peel: the value or note changed and the
    revision did not rise by one, its author changed alone, or the answer was deleted.
    """

    at: datetime
    number: str
    question: str
    value: str
    note: str
    what: str
    who: str
    outside: bool


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody whose answers stand in a review; ``numbers`` are those of the questions."""

    review: str
    name: str
    numbers: tuple[str, ...]


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


def authors_of(instrument: Instrument, reviews: Iterable[Review], reader: User) -> list[Author]:
    """Who gave the answers that stand in these reviews, in one query.

    A file that was handed over has answers of several people. Answers to questions that are
    not asked any more are left out.
    """
    listed = {review.pk: review for review in reviews}
    answers = (
        Answer.objects.filter(review__in=listed, relevant=True)
        .exclude(value="", note="")
        .order_by("review", "question__order")
        .values_list("review", "question", "answered_by", "answered_by__name")
    )
    numbers = {question.id: question.number for question in instrument.questions}
    found: dict[tuple[int, int, str], list[str]] = {}
    for review, question, by, name in answers:
        if question in numbers:
            found.setdefault((review, by, name), []).append(numbers[question])
    return [
        Author(listed[review].title_for(reader), name, tuple(answered))
        for (review, _, name), answered in found.items()
    ]


def _versions(
    rows: Iterable[AnswerHistory], questions: dict[int, Question]
) -> Iterator[AnswerVersion]:
    last: dict[int, AnswerHistory] = {}
    entered: dict[int, AnswerHistory] = {}
    for row in rows:
        before = last.get(row.answer_id)
        last[row.answer_id] = row
        if not _is_asked_or_not(row, before):
            entered[row.review_id] = row
        cause = entered.get(row.review_id, row)
        yield _version(row, before, cause, questions.get(row.question_id))


def _version(
    row: AnswerHistory,
    before: AnswerHistory | None,
    cause: AnswerHistory,
    question: Question | None,
) -> AnswerVersion:
    """``cause`` is the entry that the row came with: itself, or one to another question."""
    outside = _written_outside(row, before)
    return AnswerVersion(
        at=row.recorded_at if outside else cause.answered_at,
        number=question.number if question else "",
        question=question.text if question else row.question.text,
        value=question.label_of(row.value) if question else row.value,
        note=row.note,
        what=_what(row, before),
        who="" if outside else cause.answered_by.name,
        outside=outside,
    )


def _written_outside(row: AnswerHistory, before: AnswerHistory | None) -> bool:
    if row.operation == "delete":
        return True
    if before is None or before.operation == "delete":
        return row.revision != 1
    if _content(row) == _content(before):
        return _authorship(row) != _authorship(before)
    return row.revision != before.revision + 1


def _is_asked_or_not(row: AnswerHistory, before: AnswerHistory | None) -> bool:
    """Whether only that changed: another answer made the question asked, or not asked."""
    return (
        row.operation == "update"
        and before is not None
        and _content(row) == _content(before)
        and row.relevant != before.relevant
    )


def _authorship(row: AnswerHistory) -> tuple[object, ...]:
    return row.revision, row.answered_by_id, row.answered_at


def _content(row: AnswerHistory) -> tuple[object, ...]:
    return row.question_id, row.review_id, row.value, row.count, row.note


def _what(row: AnswerHistory, before: AnswerHistory | None) -> str:
    if row.operation == "delete":
        return "Deleted"
    if before is None or before.operation == "delete":
        return "Answered"
    if _is_asked_or_not(row, before):
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
