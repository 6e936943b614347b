"""What a person sent with a form."""

from django import forms
from django.http import QueryDict

from accounts.requests import AuthenticatedRequest


def posted(request: AuthenticatedRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def count_as_read(request: AuthenticatedRequest, form: forms.Form, name: str, value: int) -> None:
    """Show the form as it was sent, but with the edition that the person is shown now.

    Who sends it again has read what somebody else wrote meanwhile.
    """
    sent = request.POST.copy()
    sent[name] = str(value)
    form.data = sent
