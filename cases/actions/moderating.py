"""Moderation: deciding which answers of a file are agreed, and having them count.

The reviews that were read stay as they are. What is decided is kept one decision after the
other; the agreed review is made of the reviews and the decisions when all is decided.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.events import record
from accounts.models import User
from cases import permissions
from cases.actions.answering import MAX_NOTE, PersonalDataWarning
from cases.actions.locking import lock_case_file
from cases.actions.noticing import settle_moderation, tell_of_agreement
from cases.actions.reasons import cleaned, required
from cases.contradictions import contradictions
from cases.file_moderation import Moderation, moderation_of
from cases.models import Answer, Choice, Decision, Position, Review
from cases.relevance import Given, progress_of
from cases.review_differences import Compared, overridden
from cases.states import AGREED_REVIEW_MOVES, LABELS, ReviewState, move
from checklists.instrument import Question
from peel.lib.errors import Conflict, Invalid, require
from peel.lib.personal_data import personal_data_in
from peel.lib.storable import UNSTORABLE, is_storable


@dataclass(frozen=True, slots=True)
class Ruling:
    """What somebody decides on one question.

    ``value`` and ``note`` are those of a third answer. ``base_revision`` is the revision of
    the decision that they saw, 0 for none.
    """

    question: str
    chose: Choice
    value: str = ""
    note: str = ""
    reason: str = ""
    base_revision: int = 0
    keep_personal_data: bool = False


class DecidedElsewhere(Conflict):
    """A newer decision stands on the question than the one that was seen."""


def decide(*, case_file: int, ruling: Ruling, by: User) -> Decision:
    """Records one decision on the file with primary key ``case_file``.

    Raises CaseFile.DoesNotExist when ``by`` does not see the file, Refused, Conflict when
    nothing can be decided now, DecidedElsewhere when a newer decision stands, and Invalid
    when the answer can't be chosen or the reason is missing.
    """
    with transaction.atomic():
        moderation = _lock(case_file, by)
        if moderation.closed:
            raise Conflict(moderation.closed)
        compared = _compared(moderation, ruling)
        agreed, count = _agreed(compared, ruling)
        reason = cleaned(ruling.reason) if ruling.chose == Choice.OPEN else required(ruling.reason)
        standing = moderation.decisions.get(ruling.question)
        if standing and _repeats(standing, ruling, agreed, reason):
            return standing
        if moderation.revisions.get(ruling.question, 0) != ruling.base_revision:
            raise DecidedElsewhere(_decided_elsewhere(compared.question, standing, by))
        _warn_of_personal_data(ruling, reason)
        made = Decision.objects.create(
            case_file=moderation.case_file,
            question_id=compared.question.id,
            revision=ruling.base_revision + 1,
            chose=ruling.chose,
            value=agreed.value,
            count=count,
            note=agreed.note,
            first_value=compared.first.value if compared.first else "",
            second_value=compared.second.value if compared.second else "",
            reason=reason,
            by=by,
        )
        details = {"question": ruling.question, "chose": ruling.chose.value}
        record(target=made, verb="decided", by=by, details=details)
        return made


def agree(*, case_file: int, by: User) -> Review:
    """Has what is agreed count, in place of the first review; returns the agreed review.

    Raises Refused, Conflict when nothing can be agreed now, and Invalid while something is
    not decided.
    """
    with transaction.atomic():
        moderation = _lock(case_file, by)
        if moderation.closed:
            raise Conflict(moderation.closed)
        _check_decided(moderation)
        agreed = moderation.agreed_review or _new_agreed_review(moderation, by)
        _move(agreed, "agree")
        at = timezone.now()
        _write_answers(moderation, agreed, by, at)
        _count(moderation.first, agreed)
        progress = progress_of(moderation.instrument, moderation.agreed.answers)
        agreed.reviewer, agreed.submitted_at, agreed.last_answered_at = by, at, at
        agreed.asked, agreed.answered = len(progress.asked), progress.answered
        agreed.save()
        details = {"questions": _overridden_codes(moderation)}
        record(target=agreed, verb="agreed", by=by, details=details)
        tell_of_agreement(agreed, by)
        settle_moderation(moderation.case_file)
        return agreed


def step_back_agreement(*, case_file: int, reason: str, by: User) -> Review:
    """Has the first review count again, with a reason; the decisions stay to go on from.

    Raises Refused, Conflict when nothing agreed counts or the sample is signed off, and
    Invalid without a reason.
    """
    with transaction.atomic():
        moderation = _lock(case_file, by)
        agreed = moderation.agreed_review
        if not moderation.case_file.sample.is_open:
            raise Conflict("This sample is signed off. Reopen it first.")
        if agreed is None or not agreed.counts:
            raise Conflict("Nothing that was agreed on this file counts.")
        details = {"reason": required(reason)}
        _move(agreed, "step back")
        agreed.counts = False
        agreed.save(update_fields=["counts", "state"])
        moderation.first.counts = True
        moderation.first.save(update_fields=["counts"])
        record(target=agreed, verb="stepped back", by=by, details=details)
        return agreed


def _lock(case_file: int, by: User) -> Moderation:
    locked = lock_case_file(case_file, by)
    require(permissions.moderate_file(by, locked))
    # The reviews can't be returned or answered between being read and being decided on.
    list(Review.objects.filter(case_file=locked).select_for_update().order_by("pk"))
    return moderation_of(locked)


def _compared(moderation: Moderation, ruling: Ruling) -> Compared:
    found = [one for one in moderation.compared if one.question.code == ruling.question]
    if not found:
        raise Invalid("This question is not in the checklist of this sample.")
    if ruling.chose != Choice.OPEN and ruling.question not in moderation.agreed.answers:
        raise Invalid("This question is not asked after what was decided on those above it.")
    return found[0]


def _agreed(compared: Compared, ruling: Ruling) -> tuple[Given, int | None]:
    """The answer that the ruling agrees on, and its number when it is a count."""
    if ruling.chose == Choice.OPEN:
        return Given(""), None
    if ruling.chose == Choice.THIRD:
        return _third(compared.question, ruling)
    taken = compared.first if ruling.chose == Choice.FIRST else compared.second
    if taken is None:
        raise Invalid(f"The {ruling.chose} review was not asked this question.")
    return taken, compared.question.clean(taken.value)[1]


def _third(question: Question, ruling: Ruling) -> tuple[Given, int | None]:
    note = ruling.note.replace("\r\n", "\n").strip()
    if not is_storable(ruling.value + note):
        raise Invalid(UNSTORABLE)
    if len(note) > MAX_NOTE:
        raise Invalid(f"The note is longer than {MAX_NOTE:,} characters. Shorten it.")
    try:
        value, count = question.clean(ruling.value)
    except ValueError as error:
        raise Invalid(str(error)) from None
    if not value:
        raise Invalid("Give the other answer.")
    if value in question.note_required_on and not note:
        raise Invalid(f"Write a note: “{question.label_of(value)}” needs one here.")
    return Given(value, note), count


def _repeats(standing: Decision, ruling: Ruling, agreed: Given, reason: str) -> bool:
    """Whether a request that was sent twice says again what stands already."""
    return ruling.base_revision == standing.revision - 1 and (
        (standing.chose, standing.value, standing.note, standing.reason)
        == (ruling.chose, agreed.value, agreed.note, reason)
    )


def _decided_elsewhere(question: Question, standing: Decision | None, reader: User) -> str:
    if standing is None:
        return "The decision was taken back meanwhile. Read the question again, then decide."
    who = "" if standing.by_id == reader.pk else f" by {standing.by}"
    label = question.label_of(standing.value)
    return f"Decided elsewhere{who} meanwhile: {label}. Read it, then decide again if need be."


def _warn_of_personal_data(ruling: Ruling, reason: str) -> None:
    if ruling.keep_personal_data:
        return
    written = [reason]
    if ruling.chose == Choice.THIRD:
        written += [ruling.value, ruling.note]
    if kinds := [kind for text in written for kind in personal_data_in(text)]:
        raise PersonalDataWarning(list(dict.fromkeys(kinds)))


def _check_decided(moderation: Moderation) -> None:
    waiting = moderation.agreed.open
    if waiting:
        numbers = ", ".join(moderation.instrument.question(code).number for code in waiting)
        raise Invalid(f"Decide these first: {numbers}.")
    values = {code: given.value for code, given in moderation.agreed.answers.items()}
    if found := list(contradictions(moderation.instrument, values)):
        raise Invalid(*(one.sentence for one in found))
    if moderation.second is None and not moderation.decided:
        raise Invalid("No answer is overridden, so there is nothing to agree on.")


def _new_agreed_review(moderation: Moderation, by: User) -> Review:
    return Review.objects.create(
        case_file=moderation.case_file,
        position=Position.AGREED,
        counts=False,
        reviewer=by,
        state=ReviewState.SUBMITTED,
    )


def _move(agreed: Review, verb: str) -> None:
    made = move(AGREED_REVIEW_MOVES, verb, agreed.state)
    if made is None:
        state = LABELS[agreed.state].lower()
        raise Conflict(f"The agreed review is {state}: there is nothing to {verb}.")
    agreed.state = made.target


def _count(first: Review, agreed: Review) -> None:
    """The database lets one review of a file count, so the first one gives way before."""
    first.counts = False
    first.save(update_fields=["counts"])
    agreed.counts = True


def _write_answers(moderation: Moderation, agreed: Review, by: User, at: datetime) -> None:
    """The agreed answers as they are now; those of an earlier agreement are kept as history."""
    stored = {answer.question_id: answer for answer in Answer.objects.filter(review=agreed)}
    given = {
        moderation.instrument.question(code).id: answer
        for code, answer in moderation.agreed.answers.items()
    }
    counts = _counts(moderation)
    new = []
    for question, answer in given.items():
        row = stored.pop(question, None) or Answer(review=agreed, question_id=question, revision=0)
        if (row.value, row.note, row.relevant) == (answer.value, answer.note, True):
            continue
        if (row.value, row.note) != (answer.value, answer.note):
            row.value, row.note, row.count = answer.value, answer.note, counts[question]
            row.revision, row.answered_by, row.answered_at = row.revision + 1, by, at
        row.relevant = True
        if row._state.adding:
            new.append(row)
        else:
            row.save()
    Answer.objects.bulk_create(new)
    not_asked = [answer.pk for answer in stored.values() if answer.relevant]
    Answer.objects.filter(pk__in=not_asked).update(relevant=False)


def _counts(moderation: Moderation) -> dict[int, int | None]:
    """The numbers of the agreed answers, by the primary key of their question."""
    questions = (
        (moderation.instrument.question(c), g) for c, g in moderation.agreed.answers.items()
    )
    return {question.id: question.clean(given.value)[1] for question, given in questions}


def _overridden_codes(moderation: Moderation) -> list[str]:
    listed = overridden(
        moderation.instrument, moderation.compared, moderation.agreed.answers, moderation.decided
    )
    return [one.question.code for one in listed]
