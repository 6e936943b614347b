"""The forms of force data: they validate and convert, actions write."""

from typing import Any

from django import forms
from django.utils import timezone

from forces.indicators.periods import HalfYear, half_year_of, half_years_to
from forces.indicators.reading import LIST
from forces.models import MAX_TEXT
from peel.lib.lists.reading import MAX_BYTES, too_large

HALF_YEARS = 12


def half_year_choices() -> list[tuple[str, str]]:
    return [(half.code, half.name) for half in half_years_to(timezone.localdate(), HALF_YEARS)]


class ImportForm(forms.Form):
    """A force's list, and the half-year that it is for."""

    half_year = forms.ChoiceField(
        label="Half-year",
        help_text="What the list is for. It may correct figures of the two years before as well.",
        error_messages={
            "required": "Choose the half-year.",
            "invalid_choice": "Choose the half-year.",
        },
    )
    upload = forms.FileField(
        label="The force's list",
        help_text=(
            f"A CSV file in UTF-8 or an Excel workbook (.xlsx), up to 25 MB and {LIST.rows:,} rows."
        ),
        widget=forms.ClearableFileInput({"accept": ".csv,.xlsx"}),
        error_messages={
            "required": "Choose the file with the list.",
            "empty": LIST.empty,
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["half_year"].choices = half_year_choices()  # type: ignore[attr-defined]

    def clean_half_year(self) -> HalfYear | None:
        return half_year_of(self.cleaned_data["half_year"])

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError(too_large())
        return upload


def _text_field(label: str, missing: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=MAX_TEXT,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": missing},
    )


class AnswerForm(forms.Form):
    text = _text_field("What the force answered", "Write what the force answered.")


class QuestionForm(forms.Form):
    question = _text_field("What do you want to ask?", "Write what you want to ask.")


class ReasonForm(forms.Form):
    reason = _text_field("Reason", "Give the reason.", "It stays on the record of this list.")
