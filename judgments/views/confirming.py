"""The page that asks for a reason before something is done."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Protocol

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.requests import AuthenticatedRequest
from cases.forms import ReasonForm
from judgments.views.editing import posted


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page says; ``done`` is said once it is done."""

    title: str
    text: str
    button: str
    done: str
    danger: bool = False


class HasPage(Protocol):
    def get_absolute_url(self) -> str: ...


def with_reason(
    request: AuthenticatedRequest, about: HasPage, asked: Asked, act: Callable[..., object]
) -> HttpResponse:
    """Ask for the ``reason`` that ``act`` takes, and go back to the page ``about`` has."""
    form = ReasonForm(posted(request))
    if form.is_valid():
        act(reason=form.cleaned_data["reason"])
        messages.success(request, asked.done)
        return redirect(about.get_absolute_url())
    context = {
        **asdict(asked),
        "form": form,
        "action": request.path,
        "cancel_url": about.get_absolute_url(),
    }
    return render(request, "confirm.html", context, status=400 if form.errors else 200)
