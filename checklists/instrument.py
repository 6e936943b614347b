"""A checklist version as plain values: what is asked, when, and what is measured.

Nothing here knows the database. Everything is immutable and may be shared between threads.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Literal

from peel.lib.storable import UNSTORABLE, is_storable

QuestionKind = Literal["yes_no", "choice", "count", "text"]
FactKind = Literal["choice", "text", "date"]
MeasureKind = Literal["proportion", "ratio"]
Printed = Literal["count", "estimate", "no"]
Better = Literal["higher", "lower", "neither"]
Estimation = Literal["wald", "stratified", "ratio", "stratified_ratio"]

YES: Final = "yes"
NO: Final = "no"
NOT_APPLICABLE: Final = "not_applicable"
STRATIFIED: Final[frozenset[Estimation]] = frozenset({"stratified", "stratified_ratio"})
LARGEST_COUNT: Final = 999_999
LONGEST_TEXT: Final = 5_000


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that may be chosen: its stored code and its printed label."""

    code: str
    label: str


_YES_NO: Final = (Choice(YES, "Yes"), Choice(NO, "No"))
_NOT_APPLICABLE: Final = (Choice(NOT_APPLICABLE, "Not applicable"),)


@dataclass(frozen=True, slots=True)
class Fact:
    """A coded fact that every case file of this checklist carries, such as its offence group."""

    code: str
    label: str
    kind: FactKind
    required: bool
    choices: tuple[Choice, ...]
    breakdown: bool

    def label_of(self, value: str) -> str:
        """A stored value as it is printed. What the checklist doesn't know stays as it is."""
        if self.kind == "date":
            return _written_out(value)
        return next((choice.label for choice in self.choices if choice.code == value), value)


def _written_out(iso_date: str) -> str:
    try:
        day = date.fromisoformat(iso_date)
    except ValueError:
        return iso_date
    return f"{day.day} {day:%B} {day.year}"


@dataclass(frozen=True, slots=True)
class Question:
    """One question, with the answers it takes and the parent answers that make it asked.

    ``depth`` counts the parents within the question's own stage, so a follow-up to a
    question of an earlier stage has depth 0.
    """

    id: int
    code: str
    text: str
    guidance: str
    kind: QuestionKind
    choices: tuple[Choice, ...]
    may_be_not_applicable: bool
    note_required_on: frozenset[str]
    parent: str | None
    asked_when: frozenset[str]
    stage: str
    number: str
    depth: int

    @property
    def options(self) -> tuple[Choice, ...]:
        """The answers to choose from. Empty when only a number or text can be typed."""
        listed = _YES_NO if self.kind == "yes_no" else self.choices
        return listed + _NOT_APPLICABLE if self.may_be_not_applicable else listed

    def clean(self, raw: str) -> tuple[str, int | None]:
        """The answer as it is stored: its value, and the number when it is a count.

        An empty answer clears the question and gives ``("", None)``. Raises ``ValueError``
        with a sentence for the person who answered.
        """
        value = raw.strip()
        if not value or any(option.code == value for option in self.options):
            return value, None
        if value == NOT_APPLICABLE:
            raise ValueError("This question can't be answered “Not applicable”.")
        if self.kind == "count":
            return _clean_count(value)
        if self.kind == "text":
            return _clean_text(value), None
        labels = ", ".join(option.label for option in self.options)
        raise ValueError(f"Choose one of these answers: {labels}.")

    def label_of(self, value: str) -> str:
        """The printed label of a stored value. Counts and text are their own label."""
        return next((option.label for option in self.options if option.code == value), value)


def _clean_count(value: str) -> tuple[str, int]:
    if not (value.isascii() and value.isdigit()):
        raise ValueError("Enter a whole number, 0 or more, using digits only.")
    digits = value.lstrip("0") or "0"
    if len(digits) > len(str(LARGEST_COUNT)):
        raise ValueError(f"Enter a number no larger than {LARGEST_COUNT:,}.")
    return digits, int(digits)


def _clean_text(value: str) -> str:
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    if not is_storable(text):
        raise ValueError(UNSTORABLE)
    if len(text) > LONGEST_TEXT:
        raise ValueError(
            f"Shorten the text to {LONGEST_TEXT:,} characters. It has {len(text):,} now."
        )
    return text


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure: the share of a question's relevant answers that meet it, or a ratio of counts.

    ``only`` restricts it to files whose facts have one of the values, as pairs of
    ``(fact code, values)``. ``phrase`` holds ``{cases}`` where the figure is printed.
    ``method`` says how the printed estimate is computed; a stratified one weighs over the values
    of the fact ``strata``. ``broken_by`` holds the codes of the rule changes that it isn't
    compared across.
    """

    code: str
    stage: str
    label: str
    question: str | None
    met: frozenset[str]
    kind: MeasureKind
    numerator_question: str | None
    denominator_question: str | None
    only: tuple[tuple[str, tuple[str, ...]], ...]
    phrase: str
    headline: bool
    printed: Printed
    better: Better
    method: Estimation
    strata: str | None
    broken_by: tuple[str, ...]

    @property
    def numerator(self) -> str:
        """The code of the question that the numerator is taken from."""
        return self.question or self.numerator_question or ""

    @property
    def denominator(self) -> str:
        """The code of the question that the denominator is taken from."""
        return self.question or self.denominator_question or ""


@dataclass(frozen=True, slots=True)
class Stage:
    """One part of the checklist, its questions in printed order."""

    code: str
    title: str
    optional: bool
    questions: tuple[Question, ...]

    @property
    def number(self) -> str:
        """The number that its questions' numbers begin with, "" when it has none."""
        return self.questions[0].number.partition(".")[0] if self.questions else ""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A whole checklist version. Look-ups by an unknown code raise ``KeyError``."""

    version_id: int
    checklist: str
    title: str
    label: str
    stages: tuple[Stage, ...]
    facts: tuple[Fact, ...]
    measures: tuple[Measure, ...]
    questions: tuple[Question, ...] = field(init=False, repr=False, compare=False)
    _by_code: Mapping[str, Question] = field(init=False, repr=False, compare=False)
    _facts: Mapping[str, Fact] = field(init=False, repr=False, compare=False)
    _measures: Mapping[str, Measure] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        questions = tuple(q for stage in self.stages for q in stage.questions)
        lookups = {
            "questions": questions,
            "_by_code": {q.code: q for q in questions},
            "_facts": {fact.code: fact for fact in self.facts},
            "_measures": {measure.code: measure for measure in self.measures},
        }
        for name, value in lookups.items():
            object.__setattr__(self, name, value)

    def question(self, code: str) -> Question:
        """The question with this code."""
        return self._by_code[code]

    def fact(self, code: str) -> Fact:
        """The fact with this code."""
        return self._facts[code]

    def measure(self, code: str) -> Measure:
        """The measure with this code."""
        return self._measures[code]

    def questions_of(self, measure: Measure) -> list[Question]:
        """The questions that a measure reads: one, or two for a ratio."""
        codes = dict.fromkeys([measure.numerator, measure.denominator])
        return [self.question(code) for code in codes]

    def without(self, stage_codes: Collection[str]) -> Instrument:
        """This instrument with optional stages, and their measures, left out.

        Raises ``ValueError`` when a stage is unknown or isn't optional.
        """
        optional = {stage.code for stage in self.stages if stage.optional}
        refused = sorted(set(stage_codes) - optional)
        if refused:
            raise ValueError(f"These stages can't be left out: {', '.join(refused)}.")
        return replace(
            self,
            stages=tuple(s for s in self.stages if s.code not in stage_codes),
            measures=tuple(m for m in self.measures if m.stage not in stage_codes),
        )
