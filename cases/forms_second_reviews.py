"""The forms that choose files for a second review."""

import re

from django import forms

from cases.actions.second_reviews import USUAL_SHARE
from cases.references import normalise_reference
from cases.sampling.seeds import LONGEST_SEED, fresh_seed

MOST_TYPED = 20_000


class SecondDrawForm(forms.Form):
    """How many files are drawn, and by which seed."""

    share = forms.IntegerField(
        label="Share in percent",
        help_text="Of the files that an inspector has and that have one review so far.",
        min_value=1,
        max_value=100,
        initial=USUAL_SHARE,
        widget=forms.NumberInput({"class": "govuk-input--width-3"}),
        error_messages={
            "required": "Enter a share from 1 to 100 percent.",
            "invalid": "Enter a whole number, such as 10.",
            "min_value": "Enter a share from 1 to 100 percent.",
            "max_value": "Enter a share from 1 to 100 percent.",
        },
    )
    seed = forms.CharField(
        label="Seed",
        help_text="Anybody can repeat the draw with it. Keep this one, or type one made in public.",
        max_length=LONGEST_SEED,
        strip=False,
        initial=fresh_seed,
        error_messages={"required": "Enter a seed, or reload the page for a fresh one."},
    )


class PickForm(forms.Form):
    """Which files are picked."""

    references = forms.CharField(
        label="References",
        help_text="One on each line.",
        max_length=MOST_TYPED,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Enter the reference of at least one file."},
    )

    def clean_references(self) -> list[str]:
        lines = re.split(r"[\r\n]+", self.cleaned_data["references"])
        return list(dict.fromkeys(filter(None, map(normalise_reference, lines))))
