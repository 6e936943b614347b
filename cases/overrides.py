"""Every answer of a sample that was overridden: what the reviewers answered, what was agreed
instead, why, and who decided it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from checklists.instrument import Instrument, Question
from peel.lib.tables import Table

from .models import Answer, CaseFile, Decision, Position, Review, Sample
from .relevance import Given
from .review_differences import Overridden, compare, overridden
from .states import CaseFileState

NOT_ASKED = "Not asked"
COLUMNS = (
    "file", "question", "number", "text", "first_reviewer", "first", "second_reviewer", "second",
    "agreed", "agreed_note", "decided_on", "reason", "by", "at",
)  # fmt: skip
Answers = dict[str, Given]


@dataclass(frozen=True, slots=True)
class Override:
    """One question of one file. A label is "" where nobody reviewed, "Not asked" where the
    question wasn't asked. ``decided_on`` is the question whose decision brought it about.
    """

    file: int
    reference: str
    question: Question
    first_reviewer: str
    first: str
    second_reviewer: str
    second: str
    agreed: str
    agreed_note: str
    decided_on: Question
    decision: Decision | None

    @property
    def follows(self) -> str:
        """The number of the question that it follows from, "" when it was decided itself."""
        return self.decided_on.number if self.decided_on.code != self.question.code else ""

    @property
    def first_is_overridden(self) -> bool:
        return self.first not in {"", NOT_ASKED, self.agreed}

    @property
    def second_is_overridden(self) -> bool:
        return self.second not in {"", NOT_ASKED, self.agreed}


def overrides_of(sample: Sample) -> list[Override]:
    """Those of the active files whose agreed review counts, in the order of the sample.

    Four queries for any number of files, beside those of the sample's checklist.
    """
    agreed = Review.objects.counted().filter(case_file__sample=sample, position=Position.AGREED)
    files = CaseFile.objects.filter(pk__in=agreed.order_by().values("case_file"))
    return list(_overrides(sample.instrument, files.order_by("position", "pk")))


def overrides_in(review: Review) -> list[Override]:
    """Those of the file of one review, when its agreed review counts."""
    sample = review.case_file.sample
    agreed = Review.objects.filter(counts=True, position=Position.AGREED)
    files = CaseFile.objects.filter(
        pk=review.case_file_id, reviews__in=agreed, state=CaseFileState.ACTIVE
    )
    return list(_overrides(sample.instrument, files))


def overrides_table(overrides: Iterable[Override]) -> Table:
    """One row for each overridden answer."""
    return Table(COLUMNS, map(_row, overrides))


def _overrides(instrument: Instrument, files: QuerySet[CaseFile]) -> Iterator[Override]:
    listed = {file.pk: file for file in files}
    if not listed:
        return
    reviewers = _reviewers(listed)
    answers = _answers(instrument, listed)
    decisions = _decisions(instrument, listed)
    for pk, file in listed.items():
        given, decided = answers[pk], decisions[pk]
        second = given[Position.SECOND] if Position.SECOND in reviewers[pk] else None
        compared = compare(instrument, given[Position.FIRST], second)
        for one in overridden(instrument, compared, given[Position.AGREED], decided):
            yield _override(file, one, reviewers[pk], decided.get(one.decided_on.code))


def _override(
    file: CaseFile, one: Overridden, reviewers: Mapping[str, str], decision: Decision | None
) -> Override:
    has_second = Position.SECOND in reviewers
    return Override(
        file=file.pk,
        reference=file.reference,
        question=one.question,
        first_reviewer=reviewers.get(Position.FIRST, ""),
        first=_label(one.question, one.first),
        second_reviewer=reviewers.get(Position.SECOND, ""),
        second=_label(one.question, one.second) if has_second else "",
        agreed=_label(one.question, one.agreed),
        agreed_note=one.agreed.note if one.agreed else "",
        decided_on=one.decided_on,
        decision=decision,
    )


def _label(question: Question, given: Given | None) -> str:
    return question.label_of(given.value) if given else NOT_ASKED


def _reviewers(files: Iterable[int]) -> dict[int, dict[str, str]]:
    found: defaultdict[int, dict[str, str]] = defaultdict(dict)
    reviews = Review.objects.originals().filter(case_file__in=list(files)).order_by()
    for file, position, name in reviews.values_list("case_file", "position", "reviewer__name"):
        found[file][position] = name or "Nobody"
    return found


def _answers(instrument: Instrument, files: Iterable[int]) -> dict[int, defaultdict[str, Answers]]:
    """The answers to what is asked, by file and position of the review."""
    codes = {question.id: question.code for question in instrument.questions}
    rows = Answer.objects.filter(review__case_file__in=list(files), relevant=True).order_by()
    found: defaultdict[int, defaultdict[str, Answers]] = defaultdict(lambda: defaultdict(dict))
    for file, position, question, value, note in rows.values_list(
        "review__case_file", "review__position", "question", "value", "note"
    ):
        if question in codes:
            found[file][position][codes[question]] = Given(value, note)
    return found


def _decisions(instrument: Instrument, files: Iterable[int]) -> dict[int, dict[str, Decision]]:
    codes = {question.id: question.code for question in instrument.questions}
    found: defaultdict[int, dict[str, Decision]] = defaultdict(dict)
    standing = Decision.objects.standing().filter(case_file__in=list(files))
    for decision in standing.select_related("by"):
        if decision.question_id in codes:
            found[decision.case_file_id][codes[decision.question_id]] = decision
    return found


def _row(override: Override) -> Sequence[str]:
    decision = override.decision
    at: datetime | None = decision.at if decision else None
    return (
        override.reference,
        override.question.code,
        override.question.number,
        override.question.text,
        override.first_reviewer,
        override.first,
        override.second_reviewer,
        override.second,
        override.agreed,
        override.agreed_note,
        override.decided_on.code,
        decision.reason if decision else "",
        decision.by.name if decision else "",
        at.isoformat() if at else "",
    )
