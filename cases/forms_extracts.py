"""The forms of an extract: its upload, and which of its columns holds which fact."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from cases.extracts import Preview
from cases.extracts.limits import MAX_BYTES, MAX_ROWS
from cases.headings import REFERENCE, needed_of
from checklists.instrument import Instrument
from peel.lib.lists.problems import folded_heading

MEGABYTES = MAX_BYTES // 1024 // 1024
LONGEST_EXAMPLE = 40


class ExtractForm(forms.Form):
    """A force's extract of recorded crimes."""

    upload = forms.FileField(
        label="Extract",
        help_text=f"CSV or Excel (.xlsx), up to {MAX_ROWS:,} records and {MEGABYTES} MB.",
        widget=forms.FileInput({"accept": ".csv,.xlsx", "data-largest": MAX_BYTES}),
        error_messages={
            "required": "Choose the file with the extract.",
            "empty": "The file is empty. Choose the file with the extract.",
        },
    )

    def clean_upload(self) -> "UploadedFile[Any]":
        upload: UploadedFile[Any] = self.cleaned_data["upload"]
        if (upload.size or 0) > MAX_BYTES:
            raise forms.ValidationError(
                f"The extract is larger than {MEGABYTES} MB. Keep the columns that the draw "
                "needs, or ask the force for a shorter period."
            )
        return upload


class ColumnsForm(forms.Form):
    """For the reference and each fact of the checklist: the column that holds it."""

    def __init__(
        self,
        *args: Any,
        preview: Preview,
        remembered: Mapping[str, str],
        instrument: Instrument,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        known = {
            **_by_code(preview.headings, preview.guessed),
            **_by_code(preview.headings, remembered),
        }
        needed = needed_of(instrument)
        labels = {REFERENCE: "Reference"} | {fact.code: fact.label for fact in instrument.facts}
        choices = [("", "Not in this extract"), *_described(preview)]
        for code, label in labels.items():
            self.fields[code] = forms.ChoiceField(
                choices=choices,
                required=code in needed,
                initial=known.get(code, ""),
                label=label,
                error_messages={"required": f"Choose the column that holds “{label}”."},
            )

    def clean(self) -> None:
        taken: dict[str, str] = {}
        for code, heading in list(self.cleaned_data.items()):
            if heading and heading in taken:
                other = self.fields[taken[heading]].label
                self.add_error(code, f"This column holds “{other}” already. Choose another.")
            taken.setdefault(heading, code)

    def columns(self) -> dict[str, str]:
        """What was chosen: the code of a fact, or "reference", by heading."""
        return {heading: code for code, heading in self.cleaned_data.items() if heading}


def _by_code(headings: Iterable[str], matches: Mapping[str, str]) -> dict[str, str]:
    """The headings that the matches name, by code; compared without regard to case."""
    folded = {folded_heading(heading): code for heading, code in matches.items()}
    found = ((folded.get(folded_heading(heading)), heading) for heading in headings)
    return {code: heading for code, heading in found if code}


def _described(preview: Preview) -> Iterable[tuple[str, str]]:
    for place, heading in enumerate(preview.headings):
        example = next((row[place] for row in preview.sample if row[place]), "")
        short = example if len(example) <= LONGEST_EXAMPLE else f"{example[:LONGEST_EXAMPLE]}…"
        yield heading, f"{heading}, such as {short}" if short else heading
