"""How complete a review is, and what keeps it back, from the answers as they are stored now."""

from collections.abc import Mapping

from cases.contradictions import contradictions
from cases.models import Answer, Review
from cases.relevance import Given, progress_of
from checklists.instrument import Instrument


def unfinished_as_stored(review: Review) -> list[str]:
    """A sentence when questions are still to be completed, none otherwise.

    One query, beside those of the review's sample.
    """
    return _unfinished(*_stored(review))


def left_to_do_as_stored(review: Review) -> list[str]:
    """What keeps a review from being submitted, a sentence each. The same one query."""
    instrument, given = _stored(review)
    values = {code: answer.value for code, answer in given.items()}
    found = [one.sentence for one in contradictions(instrument, values)]
    return [*_unfinished(instrument, given), *found]


def _unfinished(instrument: Instrument, given: Mapping[str, Given]) -> list[str]:
    progress = progress_of(instrument, given)
    if progress.complete:
        return []
    left = len(progress.outstanding)
    questions = "question" if left == 1 else "questions"
    return [f"{left} {questions} still to be completed before this can be submitted."]


def _stored(review: Review) -> tuple[Instrument, dict[str, Given]]:
    instrument = review.case_file.sample.instrument
    codes = {question.id: question.code for question in instrument.questions}
    stored = Answer.objects.filter(review=review, question_id__in=codes).order_by()
    rows = stored.values_list("question_id", "value", "note")
    return instrument, {codes[pk]: Given(value, note) for pk, value, note in rows}
