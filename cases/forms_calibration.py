"""The forms of calibration: the texts of a reference file, and a round."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from cases.actions.calibrating import LONGEST_NAME, RoundSetUp
from cases.calibration import Wording, fault_in
from cases.models import ReferenceFile
from forces.forms import PeopleField
from peel.lib.widgets import DateInput


class WordingsForm(forms.Form):
    """Every text of a file, to be read and changed before others see it."""

    anonymous = forms.BooleanField(
        label="Nobody can be recognised from what is copied",
        help_text="You have read the facts and texts. They name no person, place or officer.",
        error_messages={"required": "Confirm that nobody can be recognised."},
    )

    def __init__(
        self, *args: Any, wordings: Sequence[Wording], reference: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.wordings = wordings
        self.reference = reference
        for wording in wordings:
            self.fields[wording.place] = forms.CharField(
                required=False,
                label=wording.label,
                initial=wording.text,
                widget=forms.Textarea({"rows": 3}),
            )
        self.order_fields([*(wording.place for wording in wordings), "anonymous"])

    def clean(self) -> None:
        for wording in self.wordings:
            fault = fault_in(self.cleaned_data.get(wording.place, ""), self.reference)
            if fault:
                self.add_error(wording.place, fault)

    def texts(self) -> dict[str, str]:
        return {wording.place: self.cleaned_data[wording.place] for wording in self.wordings}


class FilesField(forms.ModelMultipleChoiceField[ReferenceFile]):
    """A choice of reference files, each named with its checklist and facts."""

    def label_from_instance(self, file: ReferenceFile) -> str:
        return f"{file}: {file.facts_in_words}. {file.version}"


class RoundForm(forms.Form):
    """Which reference files go to whom, and by when."""

    name = forms.CharField(max_length=LONGEST_NAME, help_text="Everybody in it reads the name.")
    due = forms.DateField(
        widget=DateInput, label="Last day", help_text="Reviews that come later are taken too."
    )
    reference_files = FilesField(
        queryset=ReferenceFile.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        label="Reference files",
        help_text="All of one checklist version.",
        error_messages={"required": "Choose at least one reference file."},
    )
    people = PeopleField(
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        label="Inspectors",
        help_text=(
            "Nobody gets a file that they know: one they read or had as an exercise, or one from "
            "the force that they are seconded from."
        ),
        error_messages={"required": "Choose at least one person."},
    )

    def __init__(
        self,
        *args: Any,
        files: QuerySet[ReferenceFile],
        people: QuerySet[User],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, queryset in {"reference_files": files, "people": people}.items():
            field = self.fields[name]
            if isinstance(field, forms.ModelMultipleChoiceField):
                field.queryset = queryset

    def set_up(self) -> RoundSetUp:
        cleaned = self.cleaned_data
        return RoundSetUp(
            cleaned["name"],
            cleaned["due"],
            list(cleaned["reference_files"]),
            list(cleaned["people"]),
        )
