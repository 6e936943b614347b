"""The form of a report's summary."""

from django import forms

from judgments.actions.texts import LONGEST_TEXT


class SummaryForm(forms.Form):
    """The inspector's own summary, in Markdown."""

    summary = forms.CharField(
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea({"rows": 18}),
        help_text="What the inspection found, in the inspector's own words. It stands after the "
        "grades. Name no person. Write **bold** for bold, begin a line with - for a list, and "
        "leave a blank line between paragraphs.",
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def ask_about_personal_data(self) -> None:
        """Also offer to keep text that only looks like personal data."""
        self.fields["keep_personal_data"] = forms.BooleanField(
            required=False, label="Save the text as it is: it holds no personal data"
        )
