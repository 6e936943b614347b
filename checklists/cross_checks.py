"""Checks between the parts of a definition: codes, parents, conditions and measures."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from checklists.instrument import NOT_APPLICABLE, Fact, Measure, Question
from peel.lib.definitions.entries import Entry
from peel.lib.definitions.problems import did_you_mean, listed, quoted


class Coded(Protocol):
    """What has a code."""

    @property
    def code(self) -> str: ...


Value = TypeVar("Value", bound=Coded, covariant=True)


@dataclass(frozen=True, slots=True)
class Read(Generic[Value]):
    """A value as read, with the entry that knows its lines."""

    value: Value
    entry: Entry


def check_unique(reads: Iterable[Read[Coded]], what: str) -> None:
    """Refuse a code that an earlier value of the same kind has."""
    lines: dict[str, int] = {}
    for read in reads:
        code = read.value.code
        if code in lines:
            read.entry.refuse(
                "code", f"The {what} {quoted(code)} stands on line {lines[code]} too. Rename one."
            )
        elif code:
            lines[code] = read.entry.line_of("code")


def check_questions(
    reads: Sequence[Read[Question]], facts: Iterable[Fact], optional_stages: Collection[str]
) -> None:
    """Refuse follow-ups that could never be asked or printed, and codes that facts have."""
    by_code = {read.value.code: read for read in reversed(reads) if read.value.code}
    fact_codes = {fact.code for fact in facts if fact.code}
    seen: set[str] = set()
    for read, above in _with_those_above(reads):
        question = read.value
        if question.code in fact_codes:
            read.entry.refuse("code", f"{quoted(question.code)} is a fact already. Rename one.")
        if question.parent:
            reason = _refused_parent(question, question.parent, by_code, seen, optional_stages)
            reason = reason or _refused_place(question, by_code[question.parent], above)
            if reason:
                read.entry.refuse("asked_when", reason)
        seen.add(question.code)


def _with_those_above(
    reads: Iterable[Read[Question]],
) -> Iterator[tuple[Read[Question], frozenset[str]]]:
    """Each question with those of its stage that it can be written below."""
    trail: list[Question] = []
    for read in reads:
        question = read.value
        if trail and trail[-1].stage != question.stage:
            trail = []
        yield read, frozenset(above.code for above in trail)
        while trail and trail[-1].code != question.parent:
            trail.pop()
        trail.append(question)


def _refused_parent(
    question: Question,
    parent: str,
    by_code: Mapping[str, Read[Question]],
    seen: Collection[str],
    optional_stages: Collection[str],
) -> str | None:
    if parent not in by_code:
        return f"There is no question {quoted(parent)}.{did_you_mean(parent, by_code)}"
    if _leads_back(question, by_code):
        return f"{quoted(question.code)} waits for itself, so it would never be asked."
    line, stage = by_code[parent].entry.line, by_code[parent].value.stage
    if parent not in seen:
        return f"The question {quoted(parent)} comes later, on line {line}. Move it up."
    if stage in optional_stages and stage != question.stage:
        return (
            f"The question {quoted(parent)} is in an optional stage. "
            "Only questions of that stage can follow it."
        )
    return None


def _leads_back(question: Question, by_code: Mapping[str, Read[Question]]) -> bool:
    passed: set[str] = set()
    code = question.parent
    while code is not None and code in by_code and code not in passed:
        if code == question.code:
            return True
        passed.add(code)
        code = by_code[code].value.parent
    return False


def _refused_place(
    question: Question, parent: Read[Question], above: Collection[str]
) -> str | None:
    if parent.value.stage == question.stage and parent.value.code not in above:
        return (
            f"Write this question straight below {quoted(parent.value.code)} "
            f"(line {parent.entry.line}) and its other follow-ups."
        )
    possible = [option.code for option in parent.value.options]
    impossible = sorted(question.asked_when - set(possible))
    if not impossible:
        return None
    if not possible:
        return f"{quoted(parent.value.code)} has no answers to choose from, so nothing follows it."
    return (
        f"{quoted(parent.value.code)} can't be answered {listed(impossible)}. "
        f"It takes {listed(possible)}."
    )


def check_measures(
    reads: Iterable[Read[Measure]], questions: Iterable[Read[Question]], stages: Collection[str]
) -> None:
    """Refuse measures of questions, stages or answers that aren't there."""
    by_code = {read.value.code: read.value for read in questions if read.value.code}
    for read in reads:
        measure, entry = read.value, read.entry
        if measure.stage and measure.stage not in stages:
            hint = did_you_mean(measure.stage, stages)
            entry.refuse("stage", f"There is no stage {quoted(measure.stage)}.{hint}")
        for key, code in _questions_of(measure):
            reason = _refused_question(measure, code, by_code)
            if code and reason:
                entry.refuse(key, reason)
        if measure.question in by_code:
            _check_met(measure, by_code[measure.question], entry)
        if measure.numerator_question and (
            measure.numerator_question == measure.denominator_question
        ):
            entry.refuse("denominator", "A ratio needs two different questions.")


def _questions_of(measure: Measure) -> list[tuple[str, str]]:
    if measure.kind == "proportion":
        return [("question", measure.question or "")]
    return [
        ("numerator", measure.numerator_question or ""),
        ("denominator", measure.denominator_question or ""),
    ]


def _refused_question(measure: Measure, code: str, by_code: Mapping[str, Question]) -> str | None:
    question = by_code.get(code)
    if question is None:
        return f"There is no question {quoted(code)}.{did_you_mean(code, by_code)}"
    if measure.kind == "ratio" and question.kind != "count":
        return f"{quoted(code)} isn't a question of kind “count”, as a ratio needs."
    if measure.kind == "proportion" and question.kind not in {"yes_no", "choice"}:
        return f"{quoted(code)} has no answers to choose from, so it has no proportion."
    if measure.stage and question.stage != measure.stage:
        return f"{quoted(code)} is in the stage {quoted(question.stage)}, unlike its measure."
    return None


def _check_met(measure: Measure, question: Question, entry: Entry) -> None:
    possible = [o.code for o in question.options if o.code != NOT_APPLICABLE]
    impossible = sorted(measure.met - set(possible))
    if impossible and possible:
        entry.refuse(
            "met",
            f"{listed(impossible)} can't be counted as met. "
            f"{quoted(question.code)} takes {listed(possible)}.",
        )
