"""A review as its page shows it: stages, questions, answers and comments as plain values."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from django.utils import timezone

from cases.models import Answer, Comment, Review
from cases.relevance import Given, Progress, progress_of
from checklists.instrument import NO, NOT_APPLICABLE, YES, Fact, Instrument, Question, Stage

ALL: Final = "all"
LETTERS: Final = {YES: "Y", NO: "N", NOT_APPLICABLE: "A"}
LONGEST_GUIDANCE: Final = 260
WIDEST_ROW: Final = 44
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
class Option:
    """One answer to choose from, with the key that chooses it."""

    code: str
    label: str
    key: str
    checked: bool


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment on an answer or on the whole review; ``resolved`` is who and when, or ""."""

    pk: int
    text: str
    by: str
    at: str
    resolved: str


@dataclass(frozen=True, slots=True)
class Row:
    """One question on the page."""

    code: str
    number: str
    text: str
    guidance: str
    more_guidance: str
    follows: str
    kind: str
    depth: int
    options: tuple[Option, ...]
    inline: bool
    may_be_not_applicable: bool
    not_applicable: bool
    entered: str
    label: str
    note: str
    note_open: bool
    note_missing: bool
    note_on: str
    revision: int
    asked: bool
    saved: str
    remarks: tuple[Remark, ...]
    typed: Typed | None
    draft: str


@dataclass(frozen=True, slots=True)
class Todo:
    """One question in the bar: where it is, what makes it asked, how it stands.

    The page's script decides relevance from these, so that it can while it is offline.
    """

    code: str
    number: str
    text: str
    href: str
    parent: str
    asked_when: str
    note_on: str
    value: str
    noted: bool
    outstanding: bool
    note_missing: bool


@dataclass(frozen=True, slots=True)
class StageSheet:
    """One stage: its progress, its questions in the bar, and its rows where it is shown."""

    code: str
    title: str
    number: int
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
    """The whole review. ``stage`` is the code of the stage shown, or "all"."""

    stage: str
    stages: tuple[StageSheet, ...]
    remarks: tuple[Remark, ...]
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

    An unknown or empty ``stage`` gives the first with something left to do. ``typed`` are
    refused answers and ``drafts`` refused comments, by question code. Two queries, beside
    those of the review's sample.
    """
    material = _read(review, typed, drafts)
    chosen = _chosen(material, stage)
    first = {question.code: question for question in material.instrument.questions}
    stages = tuple(
        _stage_sheet(material, number, part, chosen, first)
        for number, part in enumerate(material.instrument.stages, 1)
    )
    progress = material.progress
    return ReviewSheet(
        stage=chosen,
        stages=stages,
        remarks=material.remarks.get("", ()),
        asked=len(progress.asked),
        answered=progress.answered,
    )


def moment(at: datetime) -> str:
    """When, as briefly as is clear: "10:42" today, "12 May at 10:42" in another day."""
    local, today = timezone.localtime(at), timezone.localdate()
    time = f"{local.hour:02}:{local.minute:02}"
    if local.date() == today:
        return time
    year = "" if local.year == today.year else f" {local.year}"
    return f"{local.day} {local:%B}{year} at {time}"


def facts_of(review: Review) -> list[tuple[str, str]]:
    """The case file's facts as they are printed, without those that are empty."""
    facts = review.case_file.facts
    return [
        (fact.label, _fact(fact, str(facts[fact.code])))
        for fact in review.case_file.sample.instrument.facts
        if facts.get(fact.code)
    ]


def _fact(fact: Fact, value: str) -> str:
    if fact.kind == "date":
        try:
            day = date.fromisoformat(value)
        except ValueError:
            return value
        return f"{day.day} {day:%B} {day.year}"
    return next((choice.label for choice in fact.choices if choice.code == value), value)


def _read(review: Review, typed: Mapping[str, Typed], drafts: Mapping[str, str]) -> _Material:
    instrument = review.case_file.sample.instrument
    codes = {question.id: question.code for question in instrument.questions}
    stored = _stored(review, codes)
    given = {code: Given(answer.value, answer.note) for code, answer in stored.items()}
    progress = progress_of(instrument, given)
    return _Material(
        instrument=instrument,
        stored=stored,
        remarks=_remarks(review, codes),
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


def _remarks(review: Review, codes: Mapping[int, str]) -> dict[str, tuple[Remark, ...]]:
    found: defaultdict[str, list[Remark]] = defaultdict(list)
    comments = Comment.objects.filter(review=review).select_related("by", "resolved_by")
    for comment in comments:
        code = "" if comment.question_id is None else codes.get(comment.question_id)
        if code is not None:
            found[code].append(_remark(comment))
    return {code: tuple(remarks) for code, remarks in found.items()}


def _remark(comment: Comment) -> Remark:
    resolved = ""
    if comment.resolved_at and comment.resolved_by:
        resolved = f"Resolved by {comment.resolved_by}, {moment(comment.resolved_at)}"
    return Remark(comment.pk, comment.text, comment.by.name, moment(comment.at), resolved)


def _chosen(material: _Material, stage: str) -> str:
    stages = material.instrument.stages
    if stage == ALL or any(part.code == stage for part in stages):
        return stage
    questions = material.instrument.questions
    waiting = (question.stage for question in questions if question.code in material.outstanding)
    return next(waiting, stages[0].code)


def _stage_sheet(
    material: _Material, number: int, stage: Stage, chosen: str, questions: Mapping[str, Question]
) -> StageSheet:
    asked = [q for q in stage.questions if q.code in material.asked]
    shown = chosen in (ALL, stage.code)
    rows: Iterable[Row] = ()
    if shown:
        rows = (_row(material, question, questions) for question in stage.questions)
    return StageSheet(
        code=stage.code,
        title=stage.title,
        number=number,
        asked=len(asked),
        answered=sum(q.code not in material.outstanding for q in asked),
        shown=shown,
        todos=tuple(_todo(material, question, shown) for question in stage.questions),
        rows=tuple(rows),
    )


def _todo(material: _Material, question: Question, shown: bool) -> Todo:
    answer = material.stored.get(question.code, Stored())
    missing = question.code in material.notes_missing
    anchor = f"#{'n' if missing else 'q'}-{question.code}"
    # A text answer never decides relevance: that there is one is enough.
    value = "written" if question.kind == "text" and answer.value else answer.value
    return Todo(
        code=question.code,
        number=question.number,
        text=question.text,
        href=anchor if shown else f"?stage={question.stage}{anchor}",
        parent=question.parent or "",
        asked_when=" ".join(sorted(question.asked_when)),
        note_on=" ".join(sorted(question.note_required_on)),
        value=value,
        noted=bool(answer.note.strip()),
        outstanding=question.code in material.outstanding,
        note_missing=missing,
    )


def _row(material: _Material, question: Question, questions: Mapping[str, Question]) -> Row:
    answer = material.stored.get(question.code, Stored())
    typed = material.typed.get(question.code)
    value, note = (typed.value, typed.note) if typed else (answer.value, answer.note)
    guidance, more = _split(question.guidance)
    return Row(
        code=question.code,
        number=question.number,
        text=question.text,
        guidance=guidance,
        more_guidance=more,
        follows=_follows(question, questions),
        kind=question.kind,
        depth=question.depth,
        options=_options(question, value),
        inline=sum(len(option.label) + 6 for option in question.options) <= WIDEST_ROW,
        may_be_not_applicable=question.may_be_not_applicable,
        not_applicable=value == NOT_APPLICABLE,
        entered="" if value == NOT_APPLICABLE else value,
        label=question.label_of(answer.value),
        note=note,
        note_open=bool(note) or value in question.note_required_on,
        note_missing=question.code in material.notes_missing,
        note_on=" ".join(sorted(question.note_required_on)),
        revision=typed.revision if typed else answer.revision,
        asked=question.code in material.asked,
        saved=answer.saved,
        remarks=material.remarks.get(question.code, ()),
        typed=typed,
        draft=material.drafts.get(question.code, ""),
    )


def _options(question: Question, value: str) -> tuple[Option, ...]:
    if question.kind not in ("yes_no", "choice"):
        return ()
    return tuple(
        Option(
            option.code,
            option.label,
            LETTERS.get(option.code, str(place) if place < 10 else ""),
            option.code == value,
        )
        for place, option in enumerate(question.options, 1)
    )


def _split(guidance: str) -> tuple[str, str]:
    """Guidance that is long, as what is shown and what is folded away."""
    text = " ".join(guidance.split())
    if len(text) <= LONGEST_GUIDANCE:
        return text, ""
    end = text.find(". ", LONGEST_GUIDANCE // 3)
    return (text, "") if end < 0 else (text[: end + 1], text[end + 2 :])


def _follows(question: Question, questions: Mapping[str, Question]) -> str:
    """What a follow-up to a question of another stage hangs on, in words."""
    if question.parent is None or question.parent not in questions:
        return ""
    parent = questions[question.parent]
    if parent.stage == question.stage:
        return ""
    answers = " or ".join(parent.label_of(code).lower() for code in sorted(question.asked_when))
    return f"Asked because {parent.number} was answered {answers}."
