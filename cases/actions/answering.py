"""Recording answers: the one way in which an answer is written."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases import permissions
from cases.contradictions import contradictions
from cases.models import Answer, Review, ReviewQuerySet, Sample
from cases.relevance import Given, Progress, asked_questions, progress_of
from cases.states import ANSWERABLE, LABELS
from checklists.instrument import Instrument, Question
from peel.lib.errors import Conflict, Invalid, require
from peel.lib.personal_data import personal_data_in
from peel.lib.storable import UNSTORABLE, is_storable

MAX_NOTE = 5_000
VERSION = "case_file__sample__version"
NEEDED = (
    "reviewer_id", "position", "state", "asked", "answered", "last_answered_at", "case_file__state",
    "case_file__sample__state", "case_file__sample__left_out_stages",
    f"{VERSION}__state", f"{VERSION}__checksum",
)  # fmt: skip
"""What saving reads of a review: not the whole definition of its checklist, for one."""
ANSWER = (
    "id", "review_id", "question_id", "value", "count", "note", "relevant", "answered_by_id",
    "revision", "key",
)  # fmt: skip
"""What it reads of answers, in their order: when they were given is read where it is told."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody answers to one question.

    ``base_revision`` is the revision of the answer that they saw, 0 for none. ``key`` names
    this entry, so that sending it twice records it once. ``keep_personal_data`` says that
    they were warned about what looks like personal data and keep the text.
    """

    question: str
    value: str
    note: str = ""
    base_revision: int = 0
    key: UUID | None = None
    keep_personal_data: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """A review after entries were recorded.

    ``answers`` are those that the entries named, ``changed`` the codes that were written.
    """

    instrument: Instrument
    answers: dict[str, Answer]
    progress: Progress
    changed: frozenset[str]


class AnsweredElsewhere(Conflict):
    """The answer changed after the sender last saw it; ``current`` is how it stands."""

    def __init__(self, question: Question, current: Answer, by: User) -> None:
        super().__init__(answered_elsewhere(question, current, by))
        self.question = question
        self.current = current


class PersonalDataWarning(Invalid):
    """The text looks like personal data; it is recorded when the sender says to keep it."""

    def __init__(self, kinds: list[str]) -> None:
        super().__init__(
            f"This looks like {' and '.join(kinds)}. Take personal data out, "
            "or confirm that the text is to be saved as it is."
        )
        self.kinds = kinds


@dataclass(slots=True)
class _Sheet:
    """A locked review. ``answers`` are the rows that may be written, by question code."""

    review: Review
    instrument: Instrument
    answers: dict[str, Answer]
    given: dict[str, Given]
    relevant: dict[str, bool]
    at: datetime = field(default_factory=timezone.now)
    changed: set[str] = field(default_factory=set)

    @property
    def asked(self) -> frozenset[str]:
        values = {code: given.value for code, given in self.given.items()}
        return asked_questions(self.instrument, values)


def record_answer(*, review: int, entry: Entry, by: User) -> Recorded:
    """Records one answer of the review with primary key ``review``.

    Raises Review.DoesNotExist when ``by`` does not see the review, Refused when it is not
    theirs, Conflict when it is closed to answers, AnsweredElsewhere when a newer answer
    stands, and Invalid when the answer is not one that the question takes.
    """
    with transaction.atomic():
        sheet = _open_sheet(review, [entry], by)
        _enter(sheet, entry, by)
        return _settle(sheet)


def record_answers(
    *, review: int, entries: Iterable[Entry], by: User
) -> tuple[Recorded, dict[str, Exception]]:
    """Records many answers; the ones that cannot be recorded are returned by question code.

    The good ones are kept: a mistake in one answer never costs another.
    """
    refused: dict[str, Exception] = {}
    listed = list(entries)
    with transaction.atomic():
        sheet = _open_sheet(review, listed, by)
        for entry in listed:
            try:
                _enter(sheet, entry, by)
            except (Conflict, Invalid) as error:
                refused[entry.question] = error
        return _settle(sheet), refused


def _open_sheet(pk: int, entries: Collection[Entry], by: User) -> _Sheet:
    """Locks the review, so that two tabs or a sign-off cannot write past each other."""
    try:
        review = _locked(Review.objects.held_by(by), pk)
    except Review.DoesNotExist:
        # Who sees the review of somebody else is told whose it is.
        review = _locked(Review.objects.visible_to(by), pk)
    require(permissions.answer(by, review))
    if reason := closed_to_answers(review):
        raise Conflict(reason)
    return _read_sheet(review, {entry.question for entry in entries})


def _locked(reviews: ReviewQuerySet, pk: int) -> Review:
    needed = reviews.select_related(VERSION).only(*NEEDED)
    return needed.select_for_update(of=("self",)).get(pk=pk)


def _read_sheet(review: Review, entered: Collection[str]) -> _Sheet:
    """What relevance and progress need of every answer, and models of those entered.

    A review has some 80 answers and one of them is written at a time.
    """
    instrument = review.case_file.sample.instrument
    codes = {question.id: question.code for question in instrument.questions}
    rows = Answer.objects.filter(review=review).order_by().values_list(*ANSWER)
    answers, given, relevant = dict[str, Answer](), dict[str, Given](), dict[str, bool]()
    for row in rows:
        _, _, question_id, value, _, note, is_relevant, *_ = row
        if code := codes.get(question_id):
            given[code], relevant[code] = Given(value, note), is_relevant
            if code in entered:
                answers[code] = Answer.from_db(review._state.db, ANSWER, row)
    return _Sheet(review, instrument, answers, given, relevant)


def closed_to_answers(review: Review) -> str | None:
    """Why answers of ``review`` cannot change now, or None when they can."""
    sample = review.case_file.sample
    if review.is_exercise:
        return _closed_exercise(review, sample)
    if not sample.is_open:
        return "This sample is signed off. Its answers can't change unless it is reopened."
    if not review.case_file.is_active:
        return "This file was eliminated from the sample. Its answers can't change."
    if review.state not in ANSWERABLE:
        state = LABELS[review.state].lower()
        return f"This review is {state}. Its answers can change when it is returned."
    return None


def _closed_exercise(review: Review, sample: Sample) -> str | None:
    if not sample.is_open:
        return "This calibration round is ended. Its answers stay as they are."
    if review.state not in ANSWERABLE:
        return "This exercise is submitted. Its answers stay as they are."
    return None


def _enter(sheet: _Sheet, entry: Entry, by: User) -> None:
    """Puts one entry on the sheet and writes it, unless it already stands."""
    question = _question(sheet.instrument, entry.question)
    value, count, note = _clean(question, entry)
    current = sheet.answers.get(question.code)
    if current is None:
        if value or note:
            answer = Answer(review=sheet.review, question_id=question.id, revision=0)
            answer.relevant = question.code in sheet.asked
            _warn_of_personal_data(entry, answer)
            sheet.answers[question.code] = _write(sheet, answer, value, count, note, entry, by)
        return
    repeated = entry.key is not None and entry.key == current.key
    if repeated or (value, note) == (current.value, current.note):
        return
    if entry.base_revision != current.revision:
        raise AnsweredElsewhere(question, current, by)
    _warn_of_personal_data(entry, current)
    _write(sheet, current, value, count, note, entry, by)


def _write(
    sheet: _Sheet, answer: Answer, value: str, count: int | None, note: str, entry: Entry, by: User
) -> Answer:
    _refuse_contradiction(sheet, entry.question, value)
    answer.value, answer.count, answer.note = value, count, note
    answer.answered_by, answer.answered_at = by, sheet.at
    is_new = answer.revision == 0
    answer.revision += 1
    answer.key = entry.key
    answer.save(force_insert=is_new, force_update=not is_new)
    sheet.given[entry.question] = Given(value, note)
    sheet.relevant[entry.question] = answer.relevant
    sheet.changed.add(entry.question)
    return answer


def _refuse_contradiction(sheet: _Sheet, code: str, value: str) -> None:
    """A part above its whole. A whole may be lowered first: submitting asks again."""
    values = {code: given.value for code, given in sheet.given.items()} | {code: value}
    for found in contradictions(sheet.instrument, values):
        if found.part.code == code:
            raise Invalid(found.sentence)


def _question(instrument: Instrument, code: str) -> Question:
    try:
        return instrument.question(code)
    except KeyError:
        raise Invalid("This question is not in the checklist of this sample.") from None


def _clean(question: Question, entry: Entry) -> tuple[str, int | None, str]:
    note = entry.note.replace("\r\n", "\n").strip()
    if not is_storable(entry.value + note):
        raise Invalid(UNSTORABLE)
    if len(note) > MAX_NOTE:
        raise Invalid(f"The note is longer than {MAX_NOTE:,} characters. Shorten it.")
    try:
        value, count = question.clean(entry.value)
    except ValueError as error:
        raise Invalid(str(error)) from None
    return value, count, note


def _warn_of_personal_data(entry: Entry, current: Answer) -> None:
    if entry.keep_personal_data:
        return
    written = [t for t in (entry.value, entry.note) if t not in (current.value, current.note)]
    kinds = [kind for text in written for kind in personal_data_in(text)]
    if kinds:
        raise PersonalDataWarning(list(dict.fromkeys(kinds)))


def _settle(sheet: _Sheet) -> Recorded:
    """Brings relevance and progress in line with the answers on the sheet."""
    progress = progress_of(sheet.instrument, sheet.given)
    if sheet.changed:
        _mark_relevance(sheet, frozenset(progress.asked))
        review = sheet.review
        review.asked, review.answered = len(progress.asked), progress.answered
        review.last_answered_at = sheet.at
        review.save(update_fields=["asked", "answered", "last_answered_at"])
    return Recorded(sheet.instrument, sheet.answers, progress, frozenset(sheet.changed))


def _mark_relevance(sheet: _Sheet, asked: frozenset[str]) -> None:
    for relevant in (True, False):
        codes = [c for c, was in sheet.relevant.items() if was != relevant == (c in asked)]
        if codes:
            ids = [sheet.instrument.question(code).id for code in codes]
            Answer.objects.filter(review=sheet.review, question__in=ids).update(relevant=relevant)
        for code in sheet.answers.keys() & set(codes):
            sheet.answers[code].relevant = relevant


def answered_elsewhere(question: Question, answer: Answer, reader: User) -> str:
    """When ``answer`` was given and what it is, and by whom when that was not ``reader``."""
    label = question.label_of(answer.value).lower() or "cleared"
    who = "" if answer.answered_by_id == reader.pk else f" by {answer.answered_by.name}"
    return f"Answered elsewhere at {_moment(answer.answered_at)}{who}: {label}."


def _moment(at: datetime) -> str:
    """ "10:42" for today, "10:42 on 12 May" for an earlier day."""
    local = timezone.localtime(at)
    if local.date() == timezone.localdate():
        return f"{local:%H:%M}"
    return f"{local:%H:%M} on {local.day} {local:%B}"
