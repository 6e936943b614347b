"""The forms of the evidence log: they validate and convert, actions write."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile

from cases.actions.answering import PersonalDataWarning
from judgments.actions.attaching import largest
from judgments.actions.evidence import (
    LONGEST_ROLE,
    LONGEST_SUMMARY,
    NAME_IN_ROLE,
    NO_BEARING,
    Gathered,
)
from judgments.evidence.file_types import ACCEPTED, IN_WORDS
from judgments.models import Bearing, Evidence, EvidenceKind, InspectionArea
from judgments.text.forms import TextForm
from peel.lib.uploads import MEGABYTE
from peel.lib.widgets import DateInput

BEARING: Final = "bearing_"
BEARINGS: Final = [("", "Says nothing of it"), *Bearing.choices]


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files."""

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        if not data and not self.required:
            return []
        sent = data or [None]
        return [super(FilesField, self).clean(file, initial) for file in sent]


def files_field(*, required: bool, label: str) -> FilesField:
    """For the files of a piece of evidence, with what they may be."""
    megabytes = largest() // MEGABYTE
    return FilesField(
        required=required,
        label=label,
        help_text=f"{IN_WORDS}, each up to {megabytes} MB. Take names, addresses and the like out "
        "of them first.",
        widget=FilesInput({"accept": ACCEPTED, "data-largest": largest()}),
        error_messages={
            "required": "Choose a file.",
            "empty": "The file is empty. Choose the file again.",
        },
    )


class AttachForm(forms.Form):
    """Files for a piece of evidence that is logged already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"] = files_field(required=True, label="Attach files")


class EvidenceForm(TextForm):
    """A piece of evidence, with its bearing on every area that is covered."""

    gathered_on = forms.DateField(
        label="Date",
        widget=DateInput,
        help_text="When it was gathered, for example 27 3 2024.",
        error_messages={
            "required": "Enter the date.",
            "invalid": "Enter a day that exists, for example 27 3 2024.",
        },
    )
    kind = forms.ChoiceField(
        label="How it was gathered",
        choices=EvidenceKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how the evidence was gathered."},
    )
    source_role = forms.CharField(
        label="Role of the source",
        max_length=LONGEST_ROLE,
        help_text="A role, such as “response sergeant” or “domestic abuse policy”, never a name.",
        error_messages={"required": "Enter the role of the source."},
    )
    summary = forms.CharField(
        max_length=LONGEST_SUMMARY,
        widget=forms.Textarea({"rows": 8}),
        help_text="What was said, seen or read, in plain words. Name no person.",
        error_messages={"required": "Write what was said, seen or read."},
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(
        self, *args: Any, areas: Iterable[InspectionArea], takes_files: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.areas = list(areas)
        for row in self.areas:
            self.fields[_name(row)] = forms.ChoiceField(
                label=row.area.title, choices=BEARINGS, required=False, widget=forms.RadioSelect
            )
        if takes_files:
            self.fields["files"] = files_field(required=False, label="Files")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not any(cleaned.get(_name(row)) for row in self.areas):
            self.add_error(None, NO_BEARING)
        return cleaned

    def suspected_field(self, warning: PersonalDataWarning) -> str:
        return "source_role" if warning.kinds == [NAME_IN_ROLE] else "summary"

    def bearings(self) -> Iterator[tuple[InspectionArea, forms.BoundField]]:
        """Every area with the field for the bearing on it."""
        return ((row, self[_name(row)]) for row in self.areas)

    def gathered(self) -> Gathered:
        """What was entered."""
        cleaned = self.cleaned_data
        chosen = {row.area.code: cleaned[_name(row)] for row in self.areas}
        return Gathered(
            kind=cleaned["kind"],
            gathered_on=cleaned["gathered_on"],
            source_role=cleaned["source_role"],
            summary=cleaned["summary"],
            bearings={code: bearing for code, bearing in chosen.items() if bearing},
            keep_personal_data=self.keeps_personal_data,
        )


def written(evidence: Evidence) -> dict[str, object]:
    """What a form about ``evidence`` starts with."""
    said = ("gathered_on", "kind", "source_role", "summary", "edition")
    bearings = evidence.bearings.select_related("area__area")
    return {
        **{name: getattr(evidence, name) for name in said},
        **{_name(row.area): row.bearing for row in bearings},
    }


def _name(row: InspectionArea) -> str:
    return f"{BEARING}{row.area.code}"
