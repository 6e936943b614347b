"""The forms of a report: its summary, and the reason of an erratum."""

from django import forms

from cases.actions.reasons import MAX_REASON
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


class ErratumForm(TextForm):
    """Why a published report is corrected."""

    text_field = "reason"

    reason = forms.CharField(
        max_length=MAX_REASON,
        widget=forms.Textarea({"rows": 3}),
        help_text="It is printed on the first page. Name no person.",
        error_messages={"required": "Give the reason."},
    )
