"""The case files behind each number of a figure."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from checklists.instrument import NOT_APPLICABLE, Measure

from .models import Answer, CaseFile, Review, Sample
from .rollups import REVIEWER

PARTS = {
    "numerator": "Met",
    "not_met": "Not met",
    "denominator": "Relevant cases",
    "not_applicable": "Not applicable",
    "not_asked": "Not asked",
    "outstanding": "Outstanding",
}


def cases_behind(
    sample: Sample, measure: Measure, part: str, group: tuple[str, str] | None = None
) -> QuerySet[CaseFile]:
    """The active files that make one number of ``measure``; ``part`` is a key of ``PARTS``.

    ``group`` restricts them to a breakdown: (fact code or ``REVIEWER``, value). Raises
    KeyError when the part is unknown.
    """
    base = sample.instrument.question(measure.denominator)
    answered = _answers(base.id).exclude(value="")
    applicable = answered.exclude(value=NOT_APPLICABLE)
    asked = Q()
    if base.parent:
        parent = sample.instrument.question(base.parent)
        asked = Q(Exists(_answers(parent.id).filter(value__in=sorted(base.asked_when))))
    met = applicable.filter(value__in=sorted(measure.met)) if measure.met else applicable
    conditions = {
        "numerator": Q(Exists(met)),
        "not_met": Q(Exists(applicable)) & ~Q(Exists(met)),
        "denominator": Q(Exists(applicable)),
        "not_applicable": Q(Exists(answered.filter(value=NOT_APPLICABLE))),
        "not_asked": ~asked if base.parent else Q(pk__in=[]),
        "outstanding": asked & ~Q(Exists(answered)),
    }
    return _files(sample, measure, group).filter(conditions[part])


def _answers(question: int) -> QuerySet[Answer]:
    return Answer.objects.filter(
        review__case_file=OuterRef("pk"), review__counts=True, question=question, relevant=True
    ).order_by()


def _files(sample: Sample, measure: Measure, group: tuple[str, str] | None) -> QuerySet[CaseFile]:
    files = CaseFile.objects.filter(sample=sample).active()
    for fact, values in measure.only:
        files = files.filter(**{f"facts__{fact}__in": values})
    if group is None:
        return files
    by, value = group
    if by == REVIEWER:
        counted = Review.objects.filter(counts=True, reviewer_id=int(value) if value else None)
        return files.filter(pk__in=counted.order_by().values("case_file"))
    sample.instrument.fact(by)
    if value:
        return files.filter(**{f"facts__{by}": value})
    return files.filter(Q(**{f"facts__{by}__isnull": True}) | Q(**{f"facts__{by}": ""}))
