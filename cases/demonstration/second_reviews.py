"""Second reviews of synthetic files: where two readings differ, and what is agreed in the end.

What was dealt to a file is what is agreed, so the figures stay those that were dealt. Either
reviewer slips on some questions, the second on more, as two people who read the same file do.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from accounts.models import User
from cases.actions.allocation import share_equally
from cases.actions.moderating import Ruling, agree, decide
from cases.actions.second_reviews import draw_second_reviews
from cases.demonstration.generation import SyntheticFile
from cases.demonstration.notes import REQUIRED
from cases.demonstration.samples import Casework
from cases.file_moderation import Moderation, moderation_of
from cases.models import CaseFile, Choice, Position, Review
from cases.relevance import Given, asked_questions
from checklists.instrument import NO, YES, Instrument, Question

SHARE = 10
SEED = "Second reviews 2023-25"
SLIPS: Mapping[Position, tuple[int, int]] = {Position.FIRST: (1, 3), Position.SECOND: (3, 7)}
"""The fewest and the most questions that a reviewer of a file answers otherwise than agreed."""
OPPOSITE = {YES: NO, NO: YES}
REASONS = {
    Choice.FIRST: (
        "The log entry that the first review names settles it.",
        "The second review relied on a later summary; the recording supports the first.",
        "The guidance counts this as the first review does.",
    ),
    Choice.SECOND: (
        "The document that the second review found was attached to another log.",
        "The first review overlooked the supervisor's entry.",
        "Read with the guidance, the second review is right.",
    ),
}


@dataclass(frozen=True, slots=True)
class Readings:
    """What the two reviewers of a file answer: each as dealt, but for their slips."""

    first: Mapping[str, Given]
    second: Mapping[str, Given]


def choose(casework: Casework) -> dict[str, Readings]:
    """Draws the files that are reviewed twice and gives their second reviews out.

    Gives both readings by the file's reference.
    """
    sample, lead = casework.sample, casework.lead
    draw_second_reviews(sample=sample, share=SHARE, seed=SEED, by=lead)
    second = Review.objects.filter(case_file__sample=sample, position=Position.SECOND)
    chosen = list(second.values_list("pk", flat=True))
    share_equally(sample=sample, reviews=chosen, among=casework.inspectors, by=lead)
    references = set(second.values_list("case_file__reference", flat=True))
    return {
        file.reference: _readings(sample.instrument, file)
        for file in casework.files
        if file.reference in references
    }


def moderate(case_file: CaseFile, file: SyntheticFile, by: User) -> None:
    """Decides every difference for what was dealt, and has it count."""
    chance = random.Random(file.reference)  # noqa: S311
    moderation = moderation_of(case_file)
    while moderation.agreed.open:
        code = moderation.agreed.open[0]
        chose = _right_review(moderation, code, file.answers[code])
        reason = chance.choice(REASONS[chose])
        decide(case_file=case_file.pk, ruling=Ruling(code, chose, reason=reason), by=by)
        moderation = moderation_of(case_file)
    agree(case_file=case_file.pk, by=by)


def _right_review(moderation: Moderation, code: str, dealt: Given) -> Choice:
    compared = next(one for one in moderation.compared if one.question.code == code)
    is_first = compared.first is not None and compared.first.value == dealt.value
    return Choice.FIRST if is_first else Choice.SECOND


def _readings(instrument: Instrument, file: SyntheticFile) -> Readings:
    chance = random.Random(f"{SEED}, {file.reference}")  # noqa: S311
    questions = list(questions_to_slip_on(instrument, file))
    chance.shuffle(questions)
    first, second = (chance.randint(*SLIPS[p]) for p in (Position.FIRST, Position.SECOND))
    return Readings(
        slipped(instrument, file, questions[:first], chance),
        slipped(instrument, file, questions[first : first + second], chance),
    )


def questions_to_slip_on(instrument: Instrument, file: SyntheticFile) -> Iterator[Question]:
    """Those whose other answer needs no note that nobody wrote, and asks nothing further.

    No two of them hang on each other, so that each difference can be decided by itself.
    """
    for question in instrument.questions:
        other = OPPOSITE.get(file.answers.get(question.code, Given("")).value, "")
        asks = any(
            q.parent == question.code and other in q.asked_when for q in instrument.questions
        )
        unwritten = other in question.note_required_on and (question.code, other) not in REQUIRED
        is_root = question.kind == "yes_no" and question.parent is None
        if is_root and other and not asks and not unwritten:
            yield question


def slipped(
    instrument: Instrument, file: SyntheticFile, slips: list[Question], chance: random.Random
) -> dict[str, Given]:
    """The answers of ``file`` with the other answer to ``slips``, to what is then asked."""
    answers = dict(file.answers)
    for question in slips:
        other = OPPOSITE[answers[question.code].value]
        notes = REQUIRED.get((question.code, other), ("",))
        note = chance.choice(notes) if other in question.note_required_on else ""
        answers[question.code] = Given(other, note)
    asked = asked_questions(instrument, {code: given.value for code, given in answers.items()})
    return {code: given for code, given in answers.items() if code in asked}
