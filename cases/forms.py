"""The forms of samples and case files: they validate and convert, actions write."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms import BoundField

from accounts.models import User
from cases.actions.allocation import MOST_EACH
from cases.actions.eliminating import Elimination
from cases.actions.reasons import MAX_REASON
from cases.actions.samples import SampleSetUp
from cases.models import EliminationReason, Sample
from checklists.instrument import Instrument
from checklists.models import Version
from forces.models import Inspection
from peel.lib.lists.reading import MAX_BYTES, too_large
from peel.lib.widgets import DateInput

MINIMUM_ROWS = 4


def _short_number() -> forms.NumberInput:
    return forms.NumberInput({"class": "govuk-input--width-4"})


class VersionForm(forms.Form):
    """Which checklist a new sample is reviewed against."""

    version = forms.ModelChoiceField(
        queryset=Version.objects.published(),
        label="Which checklist are the files reviewed against?",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose a checklist."},
    )


class SampleForm(forms.Form):
    """A sample's set-up. The facts, values and optional stages come from its checklist."""

    name = forms.CharField(max_length=120, help_text="As lists show it.")
    slug = forms.SlugField(
        max_length=60,
        label="Address",
        help_text="The last part of the sample's web address: small letters, digits, hyphens.",
        error_messages={"invalid": "Use small letters, digits and hyphens alone, such as vsa."},
    )
    target = forms.IntegerField(
        min_value=1,
        max_value=10_000,
        label="Target",
        help_text="How many files are to be reviewed.",
        widget=_short_number(),
    )
    starts = forms.DateField(
        required=False,
        widget=DateInput,
        label="First day of the window",
        help_text="Files dated before it are refused. For example, 1 4 2023.",
    )
    ends = forms.DateField(
        required=False,
        widget=DateInput,
        label="Last day of the window",
        help_text="Files dated after it are refused.",
    )

    def __init__(self, *args: Any, instrument: Instrument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instrument = instrument
        self._add_stages()
        for row in range(1, MINIMUM_ROWS + 1):
            self._add_minimum(row)

    def _add_stages(self) -> None:
        optional = [(s.code, s.title) for s in self.instrument.stages if s.optional]
        if optional:
            self.fields["stages"] = forms.MultipleChoiceField(
                choices=optional,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                label="Optional stages to include",
                help_text="Every other stage is always reviewed.",
            )

    def _add_minimum(self, row: int) -> None:
        groups = [
            (fact.label, [(f"{fact.code}={c.code}", c.label) for c in fact.choices])
            for fact in self.instrument.facts
            if fact.choices
        ]
        self.fields[f"files_{row}"] = forms.IntegerField(
            required=False, min_value=1, label=f"Minimum {row}: at least", widget=_short_number()
        )
        self.fields[f"value_{row}"] = forms.ChoiceField(
            required=False, choices=[("", "Choose a value"), *groups], label="files with"
        )

    def minimum_rows(self) -> Iterator[tuple[BoundField, BoundField]]:
        """The pairs of fields that hold one minimum each."""
        for row in range(1, MINIMUM_ROWS + 1):
            yield self[f"files_{row}"], self[f"value_{row}"]

    def clean(self) -> None:
        starts, ends = self.cleaned_data.get("starts"), self.cleaned_data.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", "The window must not end before its first day.")
        for row in range(1, MINIMUM_ROWS + 1):
            self._check_minimum(row)

    def _check_minimum(self, row: int) -> None:
        files = self.cleaned_data.get(f"files_{row}")
        value = self.cleaned_data.get(f"value_{row}")
        target = self.cleaned_data.get("target")
        others = [self.cleaned_data.get(f"value_{other}") for other in range(1, row)]
        if files and not value:
            self.add_error(f"value_{row}", f"Choose the value of minimum {row}.")
        elif value and not files and f"files_{row}" not in self.errors:
            self.add_error(f"files_{row}", f"Enter how many files minimum {row} needs.")
        elif value and value in others:
            self.add_error(f"value_{row}", f"Minimum {row} repeats one above. Choose another.")
        elif files and target and files > target:
            self.add_error(f"files_{row}", f"Minimum {row} is larger than the target.")

    def set_up(self) -> SampleSetUp:
        """What was entered, for ``create_sample``."""
        data = self.cleaned_data
        included = data.get("stages", [])
        left_out = [s.code for s in self.instrument.stages if s.optional and s.code not in included]
        return SampleSetUp(
            name=data["name"],
            slug=data["slug"],
            target=data["target"],
            starts=data["starts"],
            ends=data["ends"],
            minimums=list(self._minimums()),
            left_out_stages=left_out,
        )

    def _minimums(self) -> Iterator[dict[str, object]]:
        for row in range(1, MINIMUM_ROWS + 1):
            if value := self.cleaned_data[f"value_{row}"]:
                fact, code = value.split("=", 1)
                files = self.cleaned_data[f"files_{row}"]
                yield {"fact": fact, "value": code, "files": files}


class ImportForm(forms.Form):
    """A list of case files."""

    upload = forms.FileField(
        label="List of case files",
        help_text="A CSV file in UTF-8 or an Excel workbook (.xlsx), up to 25 MB and 10,000 rows.",
        widget=forms.ClearableFileInput({"accept": ".csv,.xlsx"}),
        error_messages={
            "required": "Choose the file with the list.",
            "empty": "The file is empty. Upload a list with headings and one file a row.",
        },
    )

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError(too_large())
        return upload


class EliminationForm(forms.Form):
    """Why a file is taken out of its sample."""

    reason = forms.ChoiceField(
        choices=[(reason.value, reason.label) for reason in EliminationReason.for_people()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why the file can't be reviewed."},
    )
    note = forms.CharField(
        required=False,
        max_length=MAX_REASON,
        widget=forms.Textarea({"rows": 3}),
        help_text="Needed when the reason is “Other”. Don't write a name or an address.",
    )

    def elimination(self) -> Elimination:
        """What was entered, for ``eliminate``."""
        return Elimination(
            EliminationReason(self.cleaned_data["reason"]), self.cleaned_data["note"]
        )


class ReasonForm(forms.Form):
    """A reason in words."""

    reason = forms.CharField(
        max_length=MAX_REASON,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Give the reason."},
    )


class HolderField(forms.ModelChoiceField[Any]):
    """A person with the number of open files they have, which ``holders_of`` adds."""

    def label_from_instance(self, person: Any) -> str:
        files = "1 open file" if person.open_files == 1 else f"{person.open_files} open files"
        return f"{person.name}, {files}"


class SampleField(forms.ModelChoiceField[Sample]):
    """A sample of an inspection that the page names already."""

    def label_from_instance(self, sample: Sample) -> str:
        return sample.name


class WorkloadForm(forms.Form):
    """Which inspection the workload is narrowed to."""

    def __init__(self, *args: Any, inspections: Sequence[Inspection], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._inspections = {inspection.slug: inspection for inspection in inspections}
        choices = [(slug, str(inspection)) for slug, inspection in self._inspections.items()]
        self.fields["inspection"] = forms.ChoiceField(
            required=False, choices=[("", "All inspections"), *choices]
        )

    def inspection(self) -> Inspection | None:
        """The one that was chosen, or None for all."""
        return self._inspections.get(self.cleaned_data["inspection"])


class CapacityForm(forms.Form):
    """How many files each member of a team takes at most; blank is none."""

    def __init__(self, *args: Any, members: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = members
        for member in members:
            self.fields[f"files_{member.pk}"] = forms.IntegerField(
                required=False,
                min_value=0,
                max_value=MOST_EACH,
                label=f"Files for {member.name}",
                error_messages={
                    "invalid": "Enter a whole number, using digits.",
                    "min_value": "Enter a whole number, 0 or more.",
                    "max_value": f"Enter a number up to {MOST_EACH:,}.",
                },
                widget=forms.NumberInput({"class": "govuk-input--width-3"}),
            )

    def rows(self) -> Iterator[tuple[User, BoundField]]:
        """Each member with their field."""
        for member in self.members:
            yield member, self[f"files_{member.pk}"]

    def clean(self) -> None:
        if not self.errors and not self.capacities():
            raise forms.ValidationError("Enter how many files at least one person takes.")

    def capacities(self) -> dict[User, int]:
        """What was entered, for ``share_by_capacity``: those who take files."""
        entered = ((m, self.cleaned_data.get(f"files_{m.pk}")) for m in self.members)
        return {member: files for member, files in entered if files}


class HandOverForm(forms.Form):
    """Whose open files of an inspection go to whom."""

    leaver = HolderField(
        queryset=User.objects.none(),
        label="Whose open files are handed over?",
        empty_label="Choose a person",
        error_messages={
            "required": "Choose whose files are handed over.",
            "invalid_choice": "This person has no open files in this inspection.",
        },
    )
    sample = SampleField(
        queryset=Sample.objects.none(),
        required=False,
        blank=True,
        to_field_name="slug",
        label="Which files?",
        empty_label="All open files of the inspection",
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "This sample is signed off or not of this inspection."},
    )
    to = forms.ModelMultipleChoiceField(
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        label="Who takes them over?",
        help_text="Several people share them equally, so that each has as many of every stratum.",
        error_messages={
            "required": "Choose who takes the files over.",
            "invalid_choice": "Choose people of the team who can be given files.",
        },
    )

    def __init__(
        self,
        *args: Any,
        holders: QuerySet[User],
        samples: QuerySet[Sample],
        members: QuerySet[User],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen = {"leaver": holders, "sample": samples, "to": members}
        for name, queryset in chosen.items():
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = queryset

    def clean(self) -> None:
        leaver, among = self.cleaned_data.get("leaver"), self.cleaned_data.get("to")
        if leaver and among and leaver in among:
            self.add_error("to", f"{leaver} can't take over their own files. Choose others.")
