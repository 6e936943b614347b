"""Two reviews of one file held against each other, and what is agreed in the end.

A question is compared where both reviews were asked it (``cases.agreement.scales``). Where only
one was asked it, they differ on the answer that makes it asked: the question then stands with
its parent, and needs no decision of its own. Pure: no Django, no database.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from checklists.instrument import Instrument, Question

from .agreement.cross_tables import Paired
from .agreement.scales import compared_questions
from .relevance import Given, asked_questions

Answers = Mapping[str, Given]
"""What was given, by question code."""


class Standing(StrEnum):
    """How the answers of the reviews to one question stand to each other.

    ``WORDS`` are differences in what was written alone: a note, or an answer in words.
    ``ONE`` was asked in one of two reviews, ``NONE`` in no review of the file.
    """

    DIFFERS = "differs"
    WORDS = "words"
    SAME = "same"
    ONE = "one"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Compared:
    """One question in both reviews. ``first`` and ``second`` are None where it wasn't asked."""

    question: Question
    first: Given | None
    second: Given | None
    standing: Standing

    @property
    def stand_in(self) -> Given | None:
        """The answer to take while nothing is decided: the first review's, if it has one."""
        return self.first or self.second


@dataclass(frozen=True, slots=True)
class Agreed:
    """The answers to every question that is asked now, by code, in the checklist's order.

    Where nothing is decided yet, the first review's answer stands in. ``open`` are the
    questions that still need a decision.
    """

    answers: Mapping[str, Given]
    open: tuple[str, ...]

    @property
    def values(self) -> dict[str, str]:
        return {code: given.value for code, given in self.answers.items()}


@dataclass(frozen=True, slots=True)
class Overridden:
    """An answer that was not agreed: None where the question isn't asked there.

    ``decided_on`` is the question whose decision brought it about: itself, or the nearest
    parent when the question is not asked any more, or newly asked.
    """

    question: Question
    first: Given | None
    second: Given | None
    agreed: Given | None
    decided_on: Question


def compare(instrument: Instrument, first: Answers, second: Answers | None) -> list[Compared]:
    """Every question of the checklist in its order; ``second`` is None for a single review."""
    held = {question.code for question in compared_questions(instrument)}
    one = _asked(instrument, first)
    other = None if second is None else _asked(instrument, second)
    return [
        _compared(question, one, other, is_held=question.code in held)
        for question in instrument.questions
    ]


def pairs_of(file: int, compared: Iterable[Compared]) -> list[Paired]:
    """The pairs of answers of a file that count for the agreement between its reviewers."""
    return [
        Paired(file, c.question.code, c.first.value, c.second.value)
        for c in compared
        if c.first and c.second and c.question.kind != "text"
    ]


def agree_on(
    instrument: Instrument, compared: Iterable[Compared], decided: Mapping[str, Given]
) -> Agreed:
    """What is agreed when these questions are decided, by code."""
    answers: dict[str, Given] = {}
    open_questions = []
    for one in compared:
        question = one.question
        if not _is_asked(question, answers):
            continue
        given = decided.get(question.code) or one.stand_in
        if given:
            answers[question.code] = given
        if question.code not in decided and (given is None or one.standing == Standing.DIFFERS):
            open_questions.append(question.code)
            answers.setdefault(question.code, Given(""))
    return Agreed(answers, tuple(open_questions))


def overridden(
    instrument: Instrument, compared: Sequence[Compared], agreed: Answers, decided: Iterable[str]
) -> Iterator[Overridden]:
    """The answers of either review that are not the agreed ones, in the checklist's order.

    Answers in words are no question of agreement, so they are named only when ``decided``.
    """
    moderated = set(decided)
    for one in compared:
        question = one.question
        if question.kind == "text" and question.code not in moderated:
            continue
        last = agreed.get(question.code)
        given = [answer.value for answer in (one.first, one.second) if answer]
        if any(value != _value(last) for value in given) or (last and not given):
            cause = _cause(instrument, question, moderated)
            yield Overridden(question, one.first, one.second, last, cause)


def followers_of(compared: Iterable[Compared]) -> dict[str, tuple[str, ...]]:
    """Questions asked in one review alone, by the code of the parent that they hang on."""
    found: dict[str, list[str]] = {}
    for one in compared:
        if one.standing == Standing.ONE and one.question.parent:
            found.setdefault(one.question.parent, []).append(one.question.code)
    return {parent: tuple(codes) for parent, codes in found.items()}


def _asked(instrument: Instrument, answers: Answers) -> dict[str, Given]:
    asked = asked_questions(instrument, {code: given.value for code, given in answers.items()})
    return {code: given for code, given in answers.items() if code in asked and given.value}


def _compared(
    question: Question, first: Answers, second: Answers | None, *, is_held: bool
) -> Compared:
    one = first.get(question.code)
    other = second.get(question.code) if second is not None else None
    return Compared(question, one, other, _standing(one, other, second is None, is_held))


def _standing(one: Given | None, other: Given | None, is_single: bool, is_held: bool) -> Standing:
    if one is None and other is None:
        return Standing.NONE
    if is_single:
        return Standing.SAME
    if one is None or other is None:
        return Standing.ONE
    if is_held and one.value != other.value:
        return Standing.DIFFERS
    return Standing.SAME if one == other else Standing.WORDS


def _is_asked(question: Question, answers: Answers) -> bool:
    if question.parent is None:
        return True
    parent = answers.get(question.parent)
    return parent is not None and parent.value in question.asked_when


def _value(given: Given | None) -> str:
    return given.value if given else ""


def _cause(instrument: Instrument, question: Question, decided: set[str]) -> Question:
    """The question itself when it was decided, otherwise the nearest parent that was."""
    cause = question
    while cause.code not in decided and cause.parent is not None:
        cause = instrument.question(cause.parent)
    return cause if cause.code in decided else question
