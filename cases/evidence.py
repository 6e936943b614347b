"""The case files behind each number of a figure."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from checklists.instrument import NOT_APPLICABLE, Instrument, Measure, Question

from .models import Answer, CaseFile, Position, Review, Sample
from .rollups import REVIEWER

PARTS = {
    "numerator": "Met",
    "not_met": "Not met",
    "denominator": "Relevant cases",
    "not_applicable": "Not applicable",
    "not_asked": "Not asked",
    "outstanding": "Outstanding",
}
RATIO_PARTS = {part: label for part, label in PARTS.items() if part != "not_met"} | {
    "numerator": "Counted in the numerator",
    "denominator": "Counted in the denominator",
}


def parts_of(measure: Measure) -> dict[str, str]:
    """The numbers of a figure that have cases behind them, with their labels.

    The numerator and denominator of a ratio add up counts; behind them are the files with a
    count above 0.
    """
    return RATIO_PARTS if measure.kind == "ratio" else PARTS


def cases_behind(
    sample: Sample, measure: Measure, part: str, group: tuple[str, str] | None = None
) -> QuerySet[CaseFile]:
    """The active files that make one number of ``measure``; ``part`` is one of its parts.

    ``group`` restricts them to a breakdown: (fact code or ``REVIEWER``, value). Raises
    KeyError when the part or the fact is unknown, ValueError when a reviewer is no number.
    """
    parts_of(measure)[part]
    return _files(sample, measure, group).filter(_condition(sample, measure, part))


def _condition(sample: Sample, measure: Measure, part: str) -> Q:
    base = sample.instrument.question(measure.denominator)
    answered = _answers(base.id)
    applicable = _counting(measure, answered)
    if part in ("numerator", "not_met"):
        met = _meets(sample, measure)
        return met if part == "numerator" else Q(Exists(applicable)) & ~met
    if part == "denominator":
        return Q(Exists(applicable))
    if part == "not_applicable":
        return Q(Exists(answered.filter(value=NOT_APPLICABLE)))
    if base.parent is None:
        return ~Q(Exists(answered)) if part == "outstanding" else Q(pk__in=[])
    parent = sample.instrument.question(base.parent)
    asked = Q(Exists(_answers(parent.id).filter(value__in=sorted(base.asked_when))))
    return asked & ~Q(Exists(answered)) if part == "outstanding" else ~asked


def _meets(sample: Sample, measure: Measure) -> Q:
    answers = _answers(sample.instrument.question(measure.numerator).id)
    if measure.kind == "ratio":
        return Q(Exists(_counting(measure, answers)))
    return Q(Exists(answers.filter(value__in=sorted(measure.met))))


def _counting(measure: Measure, answers: QuerySet[Answer]) -> QuerySet[Answer]:
    """Those of the answers that add to a number."""
    if measure.kind == "ratio":
        return answers.filter(count__gt=0)
    return answers.exclude(value=NOT_APPLICABLE)


def _answers(question: int) -> QuerySet[Answer]:
    """The answer that counts to ``question`` in the file of an outer query."""
    return (
        Answer.objects.filter(
            review__case_file=OuterRef("pk"), review__counts=True, question=question, relevant=True
        )
        .exclude(value="")
        .order_by()
    )


def _files(sample: Sample, measure: Measure, group: tuple[str, str] | None) -> QuerySet[CaseFile]:
    files = CaseFile.objects.filter(sample=sample).active()
    for fact, values in measure.only:
        files = files.filter(**{f"facts__{fact}__in": values})
    if group is None:
        return files
    by, value = group
    if by == REVIEWER:
        counted = Review.objects.filter(_work_of(value), counts=True)
        return files.filter(pk__in=counted.order_by().values("case_file"))
    sample.instrument.fact(by)
    if value:
        return files.filter(**{f"facts__{by}": value})
    return files.filter(_without_fact(by))


def _work_of(value: str) -> Q:
    """Of a review: that it is in this group of the breakdown by reviewer."""
    agreed = Q(position=Position.AGREED)
    if value == Position.AGREED:
        return agreed
    return ~agreed & Q(reviewer_id=int(value) if value else None)


def _without_fact(fact: str) -> Q:
    missing, null = Q(**{f"facts__{fact}__isnull": True}), Q(**{f"facts__{fact}": None})
    return missing | null | Q(**{f"facts__{fact}": ""})


@dataclass(frozen=True, slots=True)
class Given:
    """What a file's review says to one question: the answer's label and its note."""

    stage: str
    code: str
    label: str
    note: str
    relevant: bool


@dataclass(frozen=True, slots=True)
class RowBehind:
    """One case file behind a number: the labels of its facts and what was answered."""

    case_file: int
    review: int | None
    reference: str
    facts: tuple[str, ...]
    reviewer: str
    given: tuple[Given, ...]


def rows_behind(
    instrument: Instrument, measure: Measure, files: Sequence[CaseFile]
) -> list[RowBehind]:
    """The files as rows, in two queries: their reviews, and the answers that were asked for."""
    questions = instrument.questions_of(measure)
    reviews = {
        review.case_file_id: review
        for review in Review.objects.filter(counts=True, case_file__in=files)
        .select_related("reviewer")
        .order_by()
    }
    answers = {
        (answer.review_id, answer.question_id): answer
        for answer in Answer.objects.filter(
            review__in=reviews.values(), question__in=[question.id for question in questions]
        ).order_by()
    }
    return [_row(instrument, questions, file, reviews.get(file.pk), answers) for file in files]


def _row(
    instrument: Instrument,
    questions: Sequence[Question],
    file: CaseFile,
    review: Review | None,
    answers: dict[tuple[int, int], Answer],
) -> RowBehind:
    facts = (fact for fact in instrument.facts if fact.breakdown)
    pk = review.pk if review else None
    return RowBehind(
        case_file=file.pk,
        review=pk,
        reference=file.reference,
        facts=tuple(fact.label_of(file.facts.get(fact.code) or "") for fact in facts),
        reviewer=review.work_of if review else "",
        given=tuple(_given(q, answers.get((pk or 0, q.id))) for q in questions),
    )


def _given(question: Question, answer: Answer | None) -> Given:
    if answer is None:
        return Given(question.stage, question.code, "", "", relevant=False)
    label = question.label_of(answer.value)
    return Given(question.stage, question.code, label, answer.note, answer.relevant)
