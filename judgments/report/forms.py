"""The form of a report's summary."""

from django import forms

from judgments.actions.texts import LONGEST_TEXT
from judgments.text.forms import MARKDOWN, TextForm


class SummaryForm(TextForm):
    """The inspector's own summary, in Markdown."""

    text_field = "summary"

    summary = forms.CharField(
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea({"rows": 18}),
        help_text="What the inspection found, in the inspector's own words. It stands after the "
        f"grades. {MARKDOWN}",
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
