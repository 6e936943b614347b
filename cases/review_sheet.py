"""A review as its page shows it: stages, questions, answers and comments as plain values."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from types import MappingProxyType
from typing import Any, Final

from cases.models import Answer, Review
from cases.moments import moment
from cases.relevance import Given, Progress, progress_of
from cases.remarks import Remark, remarks_of
from checklists.instrument import Instrument, Question, Stage

ALL: Final = "all"
NONE: Final[Mapping[str, Any]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Stored:
    """An answer as it stands; ``saved`` is when, in words."""

    value: str = ""
    note: str = ""
    revision: int = 0
    saved: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody sent that could not be recorded, and why.

    ``elsewhere`` is the revision of a newer answer that stands instead, 0 when there is
    none; ``personal`` says that the text looks like personal data.
    """

    value: str
    note: str
    revision: int
    problem: str
    elsewhere: int = 0
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One question on the page, with what is entered there.

    ``follows`` says what it hangs on when that is in another stage; ``draft`` is a comment
    that could not be added.
    """

    question: Question
    follows: str
    value: str
    note: str
    note_open: bool
    note_missing: bool
    revision: int
    asked: bool
    saved: str
    remarks: tuple[Remark, ...]
    typed: Typed | None
    draft: str

    @property
    def code(self) -> str:
        return self.question.code

    @property
    def number(self) -> str:
        return self.question.number


@dataclass(frozen=True, slots=True)
class Todo:
    """One question in the bar: where it is and how it stands.

    ``place`` is the address of the question, ``href`` that of what is missing there. The
    page's script decides relevance from these, so that it can while it is offline.
    """

    question: Question
    href: str
    place: str
    value: str
    noted: bool
    outstanding: bool
    note_missing: bool
    remarked: bool


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A comment in the bar: where it is and how it stands. ``about`` is its question."""

    about: str
    href: str
    state: str
    label: str


@dataclass(frozen=True, slots=True)
class StageSheet:
    """One stage: its progress, its questions in the bar, and its rows where it is shown."""

    code: str
    title: str
    number: str
    asked: int
    answered: int
    shown: bool
    todos: tuple[Todo, ...]
    rows: tuple[Row, ...]

    @property
    def left(self) -> int:
        return self.asked - self.answered


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """The whole review. ``stage`` is the code of the stage shown, or "all".

    ``remarks`` are the comments on the review itself, ``unresolved`` all that wait.
    """

    stage: str
    stages: tuple[StageSheet, ...]
    remarks: tuple[Remark, ...]
    unresolved: tuple[Unresolved, ...]
    asked: int
    answered: int

    @property
    def left(self) -> int:
        return self.asked - self.answered

    @property
    def shown(self) -> list[StageSheet]:
        return [stage for stage in self.stages if stage.shown]

    @property
    def next_stage(self) -> StageSheet | None:
        """The stage after the one shown; none when all are shown or it is the last."""
        codes = [stage.code for stage in self.stages]
        after = codes.index(self.stage) + 1 if self.stage in codes else len(codes)
        return self.stages[after] if after < len(codes) else None

    @property
    def first_left(self) -> Todo | None:
        """The first question that still needs something, in whatever stage."""
        todos = (todo for stage in self.stages for todo in stage.todos)
        return next((todo for todo in todos if todo.outstanding), None)

    @property
    def remarked(self) -> list[Todo]:
        """The questions with a comment that is not resolved."""
        return [todo for stage in self.stages for todo in stage.todos if todo.remarked]

    @property
    def refused(self) -> list[Row]:
        """The rows whose answer was sent and could not be recorded."""
        return [row for stage in self.stages for row in stage.rows if row.typed]


@dataclass(frozen=True, slots=True)
class _Material:
    """Everything read from the database, by question code."""

    instrument: Instrument
    stored: Mapping[str, Stored]
    remarks: Mapping[str, tuple[Remark, ...]]
    typed: Mapping[str, Typed]
    drafts: Mapping[str, str]
    progress: Progress
    asked: frozenset[str]
    outstanding: frozenset[str]
    notes_missing: frozenset[str]


def sheet_of(
    review: Review,
    stage: str = "",
    typed: Mapping[str, Typed] = NONE,
    drafts: Mapping[str, str] = NONE,
) -> ReviewSheet:
    """The review with the questions of one stage, or of every stage when it is "all".

    An unknown or empty ``stage`` gives the first with a comment that is not resolved, or else
    with something left to do. ``typed`` are refused answers and ``drafts`` refused comments,
    by question code. Three queries at most, beside those of the review's sample.
    """
    material = _read(review, typed, drafts)
    chosen = _chosen(material, stage)
    first = {question.code: question for question in material.instrument.questions}
    stages = tuple(
        _stage_sheet(material, part, chosen, first) for part in material.instrument.stages
    )
    progress = material.progress
    return ReviewSheet(
        stage=chosen,
        stages=stages,
        remarks=material.remarks.get("", ()),
        unresolved=tuple(_unresolved(material, chosen)),
        asked=len(progress.asked),
        answered=progress.answered,
    )


def facts_of(review: Review) -> list[tuple[str, str]]:
    """The case file's facts as they are printed, without those that are empty."""
    facts = review.case_file.facts
    return [
        (fact.label, fact.label_of(str(facts[fact.code])))
        for fact in review.case_file.sample.instrument.facts
        if facts.get(fact.code)
    ]


def _read(review: Review, typed: Mapping[str, Typed], drafts: Mapping[str, str]) -> _Material:
    instrument = review.case_file.sample.instrument
    codes = {question.id: question.code for question in instrument.questions}
    stored = _stored(review, codes)
    given = {code: Given(answer.value, answer.note) for code, answer in stored.items()}
    progress = progress_of(instrument, given)
    return _Material(
        instrument=instrument,
        stored=stored,
        remarks=remarks_of(review, instrument.questions, progress.asked, drafts),
        typed=typed,
        drafts=drafts,
        progress=progress,
        asked=frozenset(progress.asked),
        outstanding=frozenset(progress.outstanding),
        notes_missing=frozenset(progress.notes_missing),
    )


def _stored(review: Review, codes: Mapping[int, str]) -> dict[str, Stored]:
    rows = Answer.objects.filter(review=review).order_by().values_list(
        "question_id", "value", "note", "revision", "answered_at",
        "answered_by_id", "answered_by__name",
    )  # fmt: skip
    return {
        codes[question]: Stored(value, note, revision, _saved(review, at, by, name))
        for question, value, note, revision, at, by, name in rows
        if question in codes
    }


def _saved(review: Review, at: datetime, by: int, name: str) -> str:
    return f"Saved {moment(at)}" + ("" if by == review.reviewer_id else f" by {name}")


def _chosen(material: _Material, stage: str) -> str:
    stages = material.instrument.stages
    if stage == ALL or any(part.code == stage for part in stages):
        return stage
    questions = material.instrument.questions
    remarked = (q.stage for q in questions if _is_remarked(material, q))
    waiting = (q.stage for q in questions if q.code in material.outstanding)
    return next(chain(remarked, waiting), stages[0].code)


def _is_remarked(material: _Material, question: Question) -> bool:
    return any(not remark.is_resolved for remark in material.remarks.get(question.code, ()))


def _unresolved(material: _Material, chosen: str) -> Iterator[Unresolved]:
    for remark in material.remarks.get("", ()):
        if not remark.is_resolved:
            about = remark.about or "The whole review"
            yield Unresolved(about, f"#c-{remark.pk}", remark.state, remark.label)
    for question in material.instrument.questions:
        page = "" if chosen in (ALL, question.stage) else f"?stage={question.stage}"
        for remark in material.remarks.get(question.code, ()):
            if not remark.is_resolved:
                about = f"{question.number} {question.text}"
                yield Unresolved(about, f"{page}#c-{remark.pk}", remark.state, remark.label)


def _stage_sheet(
    material: _Material, stage: Stage, chosen: str, questions: Mapping[str, Question]
) -> StageSheet:
    asked = [q for q in stage.questions if q.code in material.asked]
    shown = chosen in (ALL, stage.code)
    rows: Iterable[Row] = ()
    if shown:
        rows = (_row(material, question, questions) for question in stage.questions)
    return StageSheet(
        code=stage.code,
        title=stage.title,
        number=stage.number,
        asked=len(asked),
        answered=sum(q.code not in material.outstanding for q in asked),
        shown=shown,
        todos=tuple(_todo(material, question, shown) for question in stage.questions),
        rows=tuple(rows),
    )


def _todo(material: _Material, question: Question, shown: bool) -> Todo:
    answer = material.stored.get(question.code, Stored())
    missing = question.code in material.notes_missing
    page = "" if shown else f"?stage={question.stage}"
    place = f"{page}#q-{question.code}"
    # A text answer never decides relevance: that there is one is enough.
    value = "written" if question.kind == "text" and answer.value else answer.value
    return Todo(
        question=question,
        href=f"{page}#n-{question.code}" if missing else place,
        place=place,
        value=value,
        noted=bool(answer.note.strip()),
        outstanding=question.code in material.outstanding,
        note_missing=missing,
        remarked=_is_remarked(material, question),
    )


def _row(material: _Material, question: Question, questions: Mapping[str, Question]) -> Row:
    code = question.code
    answer = material.stored.get(code, Stored())
    typed = material.typed.get(code)
    entered = typed or answer
    return Row(
        question=question,
        follows=_follows(question, questions),
        value=entered.value,
        note=entered.note,
        note_open=bool(entered.note) or entered.value in question.note_required_on,
        note_missing=code in material.notes_missing,
        revision=entered.revision,
        asked=code in material.asked,
        saved=answer.saved,
        remarks=material.remarks.get(code, ()),
        typed=typed,
        draft=material.drafts.get(code, ""),
    )


def _follows(question: Question, questions: Mapping[str, Question]) -> str:
    """What a follow-up to a question of another stage hangs on, in words."""
    if question.parent is None or question.parent not in questions:
        return ""
    parent = questions[question.parent]
    if parent.stage == question.stage:
        return ""
    answers = " or ".join(parent.label_of(code).lower() for code in sorted(question.asked_when))
    return f"Asked because {parent.number} was answered {answers}."
