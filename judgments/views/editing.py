"""Forms of texts: reading what was sent, previewing it, and saving it or saying what is wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Generic, Protocol, TypeVar

from django import forms
from django.http import QueryDict

from accounts.requests import AuthenticatedRequest
from cases.actions.answering import PersonalDataWarning
from judgments.text.forms import TextForm
from peel.lib.errors import Conflict, Invalid

PREVIEW: Final = "preview"
"""The name of the button that shows the text as it will be printed, and saves nothing."""
Made = TypeVar("Made")
Form = TypeVar("Form", bound=TextForm)


class HasEditions(Protocol):
    edition: int
    pk: int


Edited = TypeVar("Edited", bound=HasEditions)


@dataclass(frozen=True, slots=True)
class Attempt(Generic[Made]):
    """What came of saving: ``made``, or None where the form says what is wrong.

    ``is_refused`` by what stands by now, not by what was typed.
    """

    made: Made | None = None
    is_refused: bool = False


def posted(request: AuthenticatedRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def form_of(
    request: AuthenticatedRequest, kind: Callable[..., Form], *, initial: Any = None, **more: Any
) -> Form:
    """The form as it was sent. For a preview it holds what was typed, and finds no fault yet."""
    if PREVIEW not in request.POST:
        return kind(posted(request), initial=initial, **more)
    form = kind(initial=initial, **more)
    for name, box in form.fields.items():
        form.initial[name] = box.widget.value_from_datadict(request.POST, request.FILES, name)
    return form


def save(form: TextForm, write: Callable[[], Made]) -> Attempt[Made]:
    """Let ``write`` write what a valid form holds. What keeps it from that, the form says."""
    if not form.is_valid():
        return Attempt()
    try:
        return Attempt(write())
    except PersonalDataWarning as warning:
        form.ask_about(warning)
    except Invalid as error:
        form.add_error(None, list(error.messages))
    except Conflict as error:
        form.add_error(None, str(error))
        return Attempt(is_refused=True)
    return Attempt()


def as_it_stands(
    request: AuthenticatedRequest, form: TextForm, attempt: Attempt[Any], about: Edited | None
) -> Edited | None:
    """What somebody else wrote meanwhile, when that is why nothing could be saved.

    The form counts it as read: who sends it again has seen it.
    """
    if about is None or not attempt.is_refused:
        return None
    model: Any = type(about)
    fresh: Edited = model.objects.get(pk=about.pk)
    if fresh.edition == form.cleaned_data["edition"]:
        return None
    count_as_read(request, form, "edition", fresh.edition)
    return fresh


def count_as_read(request: AuthenticatedRequest, form: forms.Form, name: str, value: int) -> None:
    """Show the form as it was sent, but with the edition that the person is shown now."""
    sent = request.POST.copy()
    sent[name] = str(value)
    form.data = sent
