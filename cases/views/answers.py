"""Recording answers: one at a time from the page's script, or a whole form without it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.requests import AuthenticatedRequest
from cases.actions.answering import (
    AnsweredElsewhere,
    PersonalDataWarning,
    Recorded,
    answered_elsewhere,
    record_answer,
    record_answers,
)
from cases.actions.second_reviews import note_reading
from cases.entries import LARGEST_BODY, Sent, entries_from_form, entry_from_json
from cases.models import Answer, AnswerHistory, Review
from cases.moments import moment
from cases.review_sheet import ALL, Typed
from cases.views.lookup import visible_review
from cases.views.reviews import review_address, show_review
from peel.lib.errors import Conflict, Invalid, Refused

NOT_SEEN = "This review isn't yours to see, or it doesn't exist."
SOMEBODY_ELSE = (
    "This answer was given by somebody else, who was signed in here before. "
    "Sign in as that person to send it."
)


@require_safe
@never_cache
def current_answers(request: AuthenticatedRequest, pk: int) -> JsonResponse:
    """Every answer of the review as it stands, by question code, for a page opened before."""
    review = visible_review(request, pk)
    if review.reviewer_id != request.user.pk:
        note_reading(reviews=[review.pk], by=request.user)
    questions = {q.id: q for q in review.case_file.sample.instrument.questions}
    answers = Answer.objects.filter(review=review, question_id__in=questions)
    printed = {
        questions[answer.question_id].code: {
            **_printed(answer, answer.answered_by),
            "told": answered_elsewhere(questions[answer.question_id], answer, request.user),
        }
        for answer in answers.select_related("answered_by")
    }
    return JsonResponse({"answers": printed})


@require_POST
def save_answer(request: AuthenticatedRequest, pk: int) -> JsonResponse:
    """Record one answer sent as JSON, and answer what became of the review."""
    try:
        body = request.body
    except RequestDataTooBig:
        return _too_long()
    if len(body) > LARGEST_BODY:
        return _too_long()
    try:
        entry, sender = entry_from_json(body)
        if sender not in (None, request.user.pk):
            raise Refused(SOMEBODY_ELSE)
        recorded = record_answer(review=pk, entry=entry, by=request.user)
    except (Refused, Conflict, Invalid, Review.DoesNotExist) as error:
        return _refusal(error)
    return JsonResponse(_state(recorded, entry.question, request.user))


@require_POST
def save_answers(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Record a form of answers. The good ones are kept; the others come back with the reason."""
    review = visible_review(request, pk)
    stage = request.POST.get("stage", "")
    sent = entries_from_form(request.POST, review.case_file.sample.instrument.questions)
    good = [one.entry for one in sent if not one.problem]
    recorded, refused = record_answers(review=pk, entries=good, by=request.user)
    if typed := _typed(sent, refused):
        return show_review(request, review, stage=stage, typed=typed, status=400)
    messages.success(request, _saved_message(recorded))
    return redirect(_address_after(request, review, stage))


def _too_long() -> JsonResponse:
    return JsonResponse({"reason": "This answer is too long to be saved."}, status=413)


def _refusal(error: Exception) -> JsonResponse:
    match error:
        case AnsweredElsewhere():
            current = _printed(error.current, error.current.answered_by)
            return JsonResponse({"reason": str(error), "current": current}, status=409)
        case PersonalDataWarning():
            return JsonResponse({"reason": str(error), "kinds": error.kinds}, status=422)
        case Review.DoesNotExist():
            return JsonResponse({"reason": NOT_SEEN}, status=404)
    status = {Refused: 403, Conflict: 409, Invalid: 400}[type(error)]
    return JsonResponse({"reason": str(error)}, status=status)


def _state(recorded: Recorded, code: str, by: User) -> dict[str, Any]:
    """The answer as it was saved, and the review as it now stands."""
    answer = recorded.answers.get(code)
    return {
        "answer": _printed(answer, by) if answer else None,
        "asked": recorded.progress.asked,
        "unanswered": recorded.progress.unanswered,
        "notes_missing": recorded.progress.notes_missing,
        "progress": _by_stage(recorded),
    }


def _printed(answer: Answer, by: User) -> dict[str, Any]:
    return {
        "value": answer.value,
        "note": answer.note,
        "revision": answer.revision,
        "saved_at": answer.answered_at.isoformat(),
        "saved": f"Saved {moment(answer.answered_at)}",
        "answered_by": by.name,
    }


def _by_stage(recorded: Recorded) -> dict[str, dict[str, int]]:
    asked, outstanding = set(recorded.progress.asked), set(recorded.progress.outstanding)
    counts = {}
    for stage in recorded.instrument.stages:
        codes = asked.intersection(question.code for question in stage.questions)
        counts[stage.code] = {"asked": len(codes), "answered": len(codes - outstanding)}
    return counts


def _typed(sent: Sequence[Sent], refused: Mapping[str, Exception]) -> dict[str, Typed]:
    """What could not be recorded, by question code, with the reason."""
    typed = {}
    for one in sent:
        error = refused.get(one.entry.question)
        if isinstance(error, AnsweredElsewhere) and _untouched(one, error):
            continue
        if not (problem := one.problem or (str(error) if error else "")):
            continue
        typed[one.entry.question] = Typed(
            value=one.entry.value,
            note=one.entry.note,
            revision=one.entry.base_revision,
            problem=problem,
            elsewhere=error.current.revision if isinstance(error, AnsweredElsewhere) else 0,
            personal=isinstance(error, PersonalDataWarning),
        )
    return typed


def _untouched(sent: Sent, error: AnsweredElsewhere) -> bool:
    """Whether the form only repeats what it was shown, so that nothing was to be changed."""
    written = (sent.entry.value.strip(), sent.entry.note.replace("\r\n", "\n").strip())
    shown = AnswerHistory.objects.filter(
        review=error.current.review_id,
        answer_id=error.current.pk,
        revision=sent.entry.base_revision,
    ).values_list("value", "note")
    return written == (shown.first() or ("", ""))


def _saved_message(recorded: Recorded) -> str:
    """When the form was saved, and which questions its answers have added."""
    text = f"Saved at {timezone.localtime():%H:%M}."
    if recorded.progress.complete:
        return f"{text} Every question is answered: this review can be submitted."
    added = _added(recorded)
    return f"{text} Now asked too: {', '.join(added)}." if added else text


def _added(recorded: Recorded) -> list[str]:
    """The numbers of the unanswered follow-ups to what was just answered."""
    waiting = set(recorded.progress.unanswered)
    return [
        question.number
        for question in recorded.instrument.questions
        if question.parent in recorded.changed and question.code in waiting
    ]


def _address_after(request: AuthenticatedRequest, review: Review, stage: str) -> str:
    """The stage that the button leads to, otherwise the same one."""
    target = request.POST.get("go") or stage
    stages = review.case_file.sample.instrument.stages
    known = target == ALL or any(part.code == target for part in stages)
    return review_address(review, target if known else "")
