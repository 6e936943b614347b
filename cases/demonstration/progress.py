"""Brings synthetic casework to where the demonstration shows it, by everybody's own actions."""

from collections.abc import Mapping

from accounts.models import User
from cases.actions.allocation import share_equally
from cases.actions.answering import Entry, record_answers
from cases.actions.eliminating import Elimination, eliminate
from cases.actions.reviewing import accept, return_to_reviewer, submit
from cases.actions.signing import sign_off
from cases.demonstration import second_reviews
from cases.demonstration.audits.reviewing import review_at_once
from cases.demonstration.samples import Casework
from cases.models import CaseFile, EliminationReason, Position, Requirement, Review
from cases.relevance import Given

ACCEPTED, RETURNED, SUBMITTED = range(8), range(8, 11), range(11, 20)
PARTLY_ANSWERED = range(20, 26)
NOT_ALLOCATED = range(36, 40)
RETURNS = (
    ("The note on supervision needs its reason.",
     {"supervision_effective": "Which entries did you weigh? Say what they lacked or did well."}),
    ("Please look at the response again.",
     {"response_grade": "The log shows that the grade was changed. Take the one at the end.",
      "officers_attended": "There is a second entry for the next morning."}),
    ("", {"investigation_effective": "Your other answers point the other way. Say why."}),
)  # fmt: skip


def finish(casework: Casework) -> None:
    """Every file reviewed, a tenth twice and moderated, all accepted, the sample signed off."""
    share_all(casework)
    readings = second_reviews.choose(casework)
    files = {file.reference: file for file in casework.files}
    for review in casework.reviews():
        file = files[review.case_file.reference]
        given = file.answers
        if reading := readings.get(file.reference):
            given = reading.first if review.position == Position.FIRST else reading.second
        submit_with(review, given)
        accept(review=review.pk, by=casework.lead)
    for case_file in CaseFile.objects.filter(sample=casework.sample, reference__in=readings):
        second_reviews.moderate(case_file, files[case_file.reference], casework.lead)
    sign_off(sample=casework.sample.pk, by=casework.lead)


def finish_read_once(casework: Casework, reason: str) -> None:
    """Every file reviewed once and accepted; the sample signed off, with the reason for once."""
    share_all(casework)
    review_at_once(casework)
    reasons = {Requirement.SECOND_REVIEWS.value: reason}
    sign_off(sample=casework.sample.pk, by=casework.lead, reasons=reasons)


def leave_under_way(casework: Casework) -> None:
    """About half the files reviewed: accepted, returned or waiting; some begun, some untouched."""
    kept_back = [review for n, review in enumerate(casework.reviews()) if n in NOT_ALLOCATED]
    _share(casework, [r for n, r in enumerate(casework.reviews()) if n not in NOT_ALLOCATED])
    _eliminate(casework, kept_back[-1])
    pairs = list(zip(casework.reviews(), casework.files, strict=True))
    for number in (*ACCEPTED, *RETURNED, *SUBMITTED):
        review, file = pairs[number]
        submit_with(review, file.answers)
    for number in ACCEPTED:
        accept(review=pairs[number][0].pk, by=casework.lead)
    for number, (reason, comments) in zip(RETURNED, RETURNS, strict=True):
        returned = pairs[number][0].pk
        return_to_reviewer(review=returned, reason=reason, comments=comments, by=casework.lead)
    for number in PARTLY_ANSWERED:
        review, file = pairs[number]
        _answer(review, file.answers, questions=len(file.answers) * (number - 18) // 9)


def share_all(casework: Casework) -> None:
    """Gives every file to the inspectors in equal numbers."""
    _share(casework, casework.reviews())


def _share(casework: Casework, reviews: list[Review]) -> None:
    share_equally(
        sample=casework.sample,
        reviews=[review.pk for review in reviews],
        among=casework.inspectors,
        by=casework.lead,
    )


def _eliminate(casework: Casework, review: Review) -> None:
    elimination = Elimination(EliminationReason.DUPLICATE, "The force counted this crime twice.")
    eliminate(case_file=review.case_file_id, elimination=elimination, by=casework.lead)


def submit_with(review: Review, given: Mapping[str, Given]) -> None:
    """Records the answers of ``given`` as the reviewer, and submits. Raises what was refused."""
    submit(review=review.pk, by=_answer(review, given, questions=len(given)))


def _answer(review: Review, given: Mapping[str, Given], *, questions: int) -> User:
    """Records the first answers of ``given``; gives their reviewer. Raises what was refused."""
    reviewer = review.reviewer
    if reviewer is None:
        raise ValueError(f"{review.case_file} is not allocated.")
    first = list(given.items())[:questions]
    entries = [Entry(question=code, value=a.value, note=a.note) for code, a in first]
    _, refused = record_answers(review=review.pk, entries=entries, by=reviewer)
    for error in refused.values():
        raise error
    return reviewer
