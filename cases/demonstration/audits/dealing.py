"""Deals answers to synthetic files in exact numbers, so that the figures are known. Pure."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cases.demonstration.generation import CHANCE, SyntheticFile
from cases.demonstration.traits import Affinity, Case, weak
from cases.relevance import Given
from checklists.instrument import NO, NOT_APPLICABLE, YES, Instrument, Question

Value = str | Callable[[Case], str]
Notes = Mapping[tuple[str, str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Lot:
    """So many ``cases`` that get these answers; those that ``to`` fits best get them first."""

    cases: int
    answers: Mapping[str, Value]
    to: Affinity = weak


@dataclass(frozen=True, slots=True)
class Deal:
    """``lots`` are dealt in order to the cases that are asked ``question`` and fit ``among``.

    The cases left over get the answers of ``rest``.
    """

    question: str
    lots: Sequence[Lot]
    rest: Mapping[str, Value]
    among: Affinity


@dataclass(frozen=True, slots=True)
class Script:
    """How the files of a sample are reviewed. A deal may look at those before it."""

    deals: Sequence[Deal]
    notes: Notes
    seed: str


def everyone(case: Case) -> float:
    return 1.0


def deal(question: str, *lots: Lot, rest: Mapping[str, Value], among: Affinity = everyone) -> Deal:
    """Deals lots of answers to several questions at once, of which ``question`` is the first."""
    return Deal(question, lots, rest, among)


def choice(
    question: str, counts: Mapping[str, int], *, rest: Value, to: Mapping[str, Affinity]
) -> Deal:
    """So many of each value of one question, and ``rest`` to the others."""
    lots = [Lot(count, {question: value}, to.get(value, weak)) for value, count in counts.items()]
    return Deal(question, lots, {question: rest}, everyone)


def yes_or_no(
    question: str,
    *,
    no: int = 0,
    not_applicable: int = 0,
    no_to: Affinity = weak,
    not_applicable_to: Affinity = weak,
    among: Affinity = everyone,
) -> Deal:
    """So many "not applicable" and "no", and "yes" to the others."""
    lots = (
        Lot(not_applicable, {question: NOT_APPLICABLE}, not_applicable_to),
        Lot(no, {question: NO}, no_to),
    )
    return Deal(question, lots, {question: YES}, among)


def finding(question: str, *, yes: int, to: Affinity = weak) -> Deal:
    """So many "yes", and "no" to the others."""
    return Deal(question, (Lot(yes, {question: YES}, to),), {question: NO}, everyone)


def review(
    instrument: Instrument, files: Mapping[str, Mapping[str, str]], script: Script
) -> list[SyntheticFile]:
    """Complete reviews of ``files``, their facts by reference.

    Raises ValueError when a deal gives more than are asked, and KeyError for a question that
    the checklist hasn't or a required note that nobody wrote.
    """
    chance = random.Random(script.seed)  # noqa: S311
    cases = [Case(chance.random(), dict(facts)) for facts in files.values()]
    for one in script.deals:
        question = instrument.question(one.question)
        asked = [case for case in cases if _is_asked(question, case) and one.among(case) > 0]
        _deal(one, asked, chance)
    return [
        SyntheticFile(reference, case.facts, _with_notes(instrument, case, script.notes, chance))
        for reference, case in zip(files, cases, strict=True)
    ]


def _is_asked(question: Question, case: Case) -> bool:
    return question.parent is None or case.value(question.parent) in question.asked_when


def _deal(one: Deal, asked: Sequence[Case], chance: random.Random) -> None:
    left = list(asked)
    for lot in one.lots:
        if lot.cases > len(left):
            raise ValueError(f"{one.question}: {lot.cases} of {len(left)} cases can't be dealt.")
        ranks = {id(case): lot.to(case) + chance.random() * CHANCE for case in left}
        left.sort(key=lambda case: -ranks[id(case)])
        for case in left[: lot.cases]:
            _give(case, lot.answers)
        left = left[lot.cases :]
    for case in left:
        _give(case, one.rest)


def _give(case: Case, answers: Mapping[str, Value]) -> None:
    for question, value in answers.items():
        case.answers[question] = Given(value if isinstance(value, str) else value(case))


def _with_notes(
    instrument: Instrument, case: Case, notes: Notes, chance: random.Random
) -> dict[str, Given]:
    """The answers in the checklist's order, each with a note where there is one for it."""
    answers: dict[str, Given] = {}
    for question in instrument.questions:
        if question.code in case.answers:
            value = case.answers[question.code].value
            written = notes.get((question.code, value), ())
            if value in question.note_required_on:
                written = notes[question.code, value]
            note = written[int(chance.random() * len(written))] if written else ""
            answers[question.code] = Given(value, note)
    return answers
