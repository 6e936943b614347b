"""The rows of the review page, each its question's pattern with the answer filled in."""

from collections.abc import Mapping

from django import template
from django.template.defaultfilters import linebreaksbr
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from cases.models import Review
from cases.moderation import Abilities
from cases.overrides import Override
from cases.question_markup import pattern_of
from cases.remarks import Remark
from cases.review_sheet import Row, Todo
from checklists.instrument import NOT_APPLICABLE

register = template.Library()
HIDDEN = mark_safe(" hidden")
OPEN = mark_safe(" open")
CHECKED = mark_safe(" checked")
NOTED = mark_safe(" data-noted")
NOT_ANSWERED = "Not answered"
NOTE_MISSING = "A note is needed for this answer."


@register.filter
def settles(may: Abilities, remark: Remark) -> bool:
    """Whether the person may resolve and reopen a comment."""
    return may.settles(remark.author)


@register.simple_tag
def form_row(row: Row, review: Review, may: Abilities, stage: str) -> SafeString:
    """A question with the fields to answer it."""
    is_not_applicable = row.value == NOT_APPLICABLE
    values = {
        "revision": str(row.revision),
        "hidden": "" if row.asked else HIDDEN,
        f"checked {row.value}": CHECKED,
        "entered": "" if is_not_applicable else row.value,
        "not_applicable": CHECKED if is_not_applicable else "",
        "clear_hidden": "" if row.value else HIDDEN,
        "note_open": OPEN if row.note_open else "",
        "note_needed_hidden": "" if row.note_missing else HIDDEN,
        "note": row.note,
        "saved": row.saved,
        "comment_open": OPEN if row.draft else "",
        "draft": row.draft,
    }
    context = {"row": row, "review": review, "may": may, "stage": stage}
    if row.typed:
        values["refused"] = " review-question--refused"
        values["problem"] = render_to_string("cases/review_refused.html", context)
    if row.remarks:
        values["remarks"] = render_to_string("cases/review_remarks.html", context)
    return pattern_of("cases/review_form_row.html", row.question, row.follows).fill(values)


@register.simple_tag
def read_row(
    row: Row, review: Review, may: Abilities, overridden: Mapping[str, Override]
) -> SafeString:
    """A question with its answer, and a place to comment on it where that is allowed.

    ``overridden`` are those of the file, by question code.
    """
    note = row.note or (NOTE_MISSING if row.note_missing else "")
    values = {
        "label": linebreaksbr(row.question.label_of(row.value) or NOT_ANSWERED),
        "none": "" if row.value else " review-answer--none",
        "saved": row.saved,
        "note": linebreaksbr(note),
        "note_hidden": "" if note else HIDDEN,
        "comment_state": (OPEN if row.draft else "") if may.comment else HIDDEN,
        "comment_url": reverse("cases:comment", args=[review.pk]),
        "add": "Add without returning" if may.accept else "Add comment",
        "draft": row.draft,
    }
    if override := overridden.get(row.code):
        marked = {"override": override, "review": review}
        values["overridden"] = render_to_string("cases/review_override.html", marked)
    if row.remarks:
        context = {"row": row, "review": review, "may": may}
        values["remarks"] = render_to_string("cases/review_remarks.html", context)
    return pattern_of("cases/review_read_row.html", row.question, row.follows).fill(values)


@register.simple_tag
def todo_item(todo: Todo) -> SafeString:
    """A question in the bar, hidden unless something is left to do there."""
    values = {
        "value": todo.value,
        "noted": NOTED if todo.noted else "",
        "hidden": "" if todo.outstanding else HIDDEN,
        "href": todo.href,
        "note_missing_hidden": "" if todo.note_missing else HIDDEN,
    }
    return pattern_of("cases/review_todo.html", todo.question).fill(values)
