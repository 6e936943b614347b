"""Which answers of a checklist are compared, and on which scale.

A question is compared in the files of which both reviewers were asked it. When only one was
asked it, they differ on the answer that makes it asked: that is a difference on the parent,
counted there and nowhere else.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from checklists.instrument import NOT_APPLICABLE, Instrument, Question

from .cross_tables import Paired


class Basis(StrEnum):
    """Which pairs of answers are taken.

    ``THREE_WAY`` takes them all: yes, no and not applicable, or the answers of a choice.
    ``YES_NO`` leaves out those in which either reviewer found the question not applicable.
    """

    THREE_WAY = "three_way"
    YES_NO = "yes_no"

    def takes(self, pair: Paired) -> bool:
        return self == Basis.THREE_WAY or NOT_APPLICABLE not in pair.cell


def compared_questions(instrument: Instrument) -> list[Question]:
    """All but those answered in words: two people never write the same."""
    return [question for question in instrument.questions if question.kind != "text"]


def pooled_questions(questions: Iterable[Question]) -> dict[str, Question]:
    """Those that may be added up, by code: their answers mean the same in each of them."""
    return {question.code: question for question in questions if question.kind == "yes_no"}


def scale_of(questions: Iterable[Question], basis: Basis) -> int | None:
    """How many answers there are to choose from. None for a number: there is no end of them."""
    scales = [_answers_of(question, basis) for question in questions]
    return None if None in scales else max(map(len, filter(None, scales)), default=0)


def _answers_of(question: Question, basis: Basis) -> set[str] | None:
    if question.kind not in {"yes_no", "choice"}:
        return None
    answers = {option.code for option in question.options}
    return answers - {NOT_APPLICABLE} if basis == Basis.YES_NO else answers


def taken(
    pairs: Iterable[Paired], questions: Mapping[str, Question], basis: Basis
) -> Sequence[Paired]:
    """The pairs about ``questions`` that ``basis`` takes."""
    return [pair for pair in pairs if pair.question in questions and basis.takes(pair)]
