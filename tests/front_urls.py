"""Pages that exist only for the tests of the front: a form with every kind of field, refusals."""

from datetime import date
from typing import NoReturn

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from peel.lib.errors import Conflict, Invalid, Refused
from peel.lib.widgets import DateInput
from peel.urls import handler400, handler500
from peel.urls import urlpatterns as site_urls

__all__ = ["handler400", "handler500", "urlpatterns"]

ANSWERS = [("yes", "Yes"), ("no", "No"), ("not_applicable", "Not applicable")]


class ShowcaseForm(forms.Form):
    name = forms.CharField(help_text="As it is printed.")
    count = forms.IntegerField(min_value=1)
    answer = forms.ChoiceField(choices=ANSWERS, widget=forms.RadioSelect)
    groups = forms.MultipleChoiceField(
        choices=ANSWERS, widget=forms.CheckboxSelectMultiple, required=False
    )
    grade = forms.ChoiceField(choices=[("", "Choose"), *ANSWERS])
    note = forms.CharField(widget=forms.Textarea({"rows": 3}), required=False)
    closed_on = forms.DateField(widget=DateInput, help_text="For example, 27 3 2024.")
    password = forms.CharField(widget=forms.PasswordInput)
    extract = forms.FileField(required=False)
    sure = forms.BooleanField(label="I am sure", help_text="It can't be undone.")
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_closed_on(self) -> date:
        closed_on: date = self.cleaned_data["closed_on"]
        if closed_on.year < 2014:
            raise forms.ValidationError("The date must be after the first cycle began.")
        return closed_on

    def clean(self) -> None:
        if self.cleaned_data.get("name") == self.cleaned_data.get("note"):
            self.add_error(None, "The name and the note must <b>differ</b>.")


class FilterForm(forms.Form):
    search = forms.CharField(required=False)
    answer = forms.ChoiceField(choices=[("", "Any"), *ANSWERS], required=False)


def showcase(request: HttpRequest) -> HttpResponse:
    form = ShowcaseForm(request.POST, request.FILES) if request.method == "POST" else ShowcaseForm()
    messages.success(request, "The sample is drawn.")
    messages.error(request, "Row 4 <i>has no reference</i>.")
    messages.info(request, "Nothing was returned to you.")
    page = Paginator(range(500), 20).page(request.GET.get("page", 7))
    context = {
        "form": form,
        "filter_form": FilterForm(request.GET),
        "page": page,
        "rows": [("Force", "Lancashire Constabulary"), ("Cycle", "2023-25")],
        "crumbs": [("Inspections", "/inspections/"), ("Lancashire 2023-25", "/inspections/x/")],
        "states": ["unallocated", "allocated", "in_progress", "submitted", "returned", "accepted"],
    }
    return render(request, "showcase.html", context)


def confirm(request: HttpRequest) -> HttpResponse:
    context = {
        "title": "Eliminate file LAN-017?",
        "text": "Its answers stay, and no longer count.",
        "button": "Eliminate the file",
        "danger": True,
        "cancel_url": "/showcase/",
        "form": FilterForm(),
    }
    return render(request, "confirm.html", context)


def refused(request: HttpRequest) -> NoReturn:
    raise Refused("Inspector 3 is seconded from <Lancashire> Constabulary.")


def conflict(request: HttpRequest) -> NoReturn:
    raise Conflict("The sample was signed off on 3 March.")


def invalid(request: HttpRequest) -> NoReturn:
    raise Invalid("Row 2: the reference is missing.", "Row 9: the date is in the future.")


def forbidden(request: HttpRequest) -> NoReturn:
    raise PermissionDenied("Only the lead may do this.")


def too_large(request: HttpRequest) -> NoReturn:
    raise RequestDataTooBig("too big")


def broken(request: HttpRequest) -> NoReturn:
    raise LookupError("a secret of the server")


urlpatterns = [
    *site_urls,
    path("showcase/", showcase),
    path("confirm/", confirm),
    path("refused/", refused),
    path("conflict/", conflict),
    path("invalid/", invalid),
    path("forbidden/", forbidden),
    path("too-large/", too_large),
    path("broken/", broken),
]
