"""The forms of published figures."""

from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import QuerySet

from cases.actions.reasons import MAX_REASON
from cases.comparison.measures import ComparedMeasure
from cases.published.figures import LONGEST_SOURCE, PublishedFigure, usual_sample
from cases.published.sheet import LARGEST_COUNT
from forces.models import Cycle, Force, Inspection
from peel.lib.widgets import DateInput


def _count(label: str, help_text: str = "") -> forms.IntegerField:
    return forms.IntegerField(
        required=False,
        min_value=0,
        max_value=LARGEST_COUNT,
        label=label,
        help_text=help_text,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-5"}),
        error_messages={
            "invalid": "Enter a whole number, using digits only.",
            "min_value": "Enter a whole number, 0 or more.",
            "max_value": f"Enter a whole number, {LARGEST_COUNT:,} or less.",
        },
    )


def _percentage(label: str, help_text: str) -> forms.DecimalField:
    return forms.DecimalField(
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(100),
        max_digits=7,
        decimal_places=4,
        label=label,
        help_text=help_text,
        widget=forms.TextInput({"inputmode": "decimal", "class": "govuk-input--width-5"}),
        error_messages={
            "min_value": "Enter a number from 0 to 100.",
            "max_value": "Enter a number from 0 to 100.",
            **dict.fromkeys(
                ("invalid", "max_digits", "max_decimal_places", "max_whole_digits"),
                "Enter a number as it is printed, such as 85.9.",
            ),
        },
    )


class FigureForm(forms.Form):
    """What was printed of a measure whose inspection is known."""

    percent = _percentage("Percentage", "As it is printed, such as 85.2.")
    half_width = _percentage("Interval", "The number after +/-, such as 5.1.")
    numerator = _count("How many met the standard", "Where the report prints the two numbers.")
    denominator = _count("Of how many cases")
    n = _count("Number of cases", "Of an estimate whose two numbers are not printed.")
    starts = forms.DateField(widget=DateInput, label="First day of the window")
    ends = forms.DateField(widget=DateInput, label="Last day of the window")
    source = forms.CharField(
        max_length=LONGEST_SOURCE,
        help_text="The report and the page, such as PEEL 2021/22, page 20.",
    )

    def figure_of(self, checklist: str, code: str, sample: str, synthetic: bool) -> PublishedFigure:
        """What was entered, as a figure of a measure."""
        names = (
            "percent", "half_width", "numerator", "denominator", "n", "starts", "ends", "source",
        )  # fmt: skip
        return PublishedFigure(
            checklist=checklist,
            code=code,
            sample=sample,
            synthetic=synthetic,
            **{name: self.cleaned_data[name] for name in names},
        )


class NewResultForm(FigureForm):
    """A figure with the inspection and the measure that it is of."""

    inspection = forms.ModelChoiceField(
        queryset=Inspection.objects.none(),
        empty_label="Choose an inspection",
        help_text="An administrator opens the inspections of earlier cycles.",
    )
    measure = forms.ChoiceField()
    field_order = ("inspection", "measure")

    def __init__(
        self,
        *args: Any,
        inspections: QuerySet[Inspection],
        measures: Iterable[ComparedMeasure],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["inspection"].queryset = inspections  # type: ignore[attr-defined]
        self.fields["measure"].choices = [  # type: ignore[attr-defined]
            ("", "Choose a measure"),
            *_grouped(measures),
        ]

    def figure(self) -> PublishedFigure:
        """What was entered."""
        checklist, code = self.cleaned_data["measure"].split(":")
        return self.figure_of(checklist, code, usual_sample(checklist), synthetic=False)


def _grouped(measures: Iterable[ComparedMeasure]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The measures under the titles of their checklists."""
    by_title = groupby(measures, key=lambda measure: measure.checklist_title)
    return [
        (title, [(f"{m.checklist}:{m.code}", m.label) for m in same]) for title, same in by_title
    ]


class CorrectionForm(FigureForm):
    """A figure as it should have been, and why."""

    reason = forms.CharField(
        label="Why is it corrected?",
        max_length=MAX_REASON,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Give the reason for the correction."},
    )


class PublishedFilterForm(forms.Form):
    """Narrows the list of published results."""

    force = forms.ModelChoiceField(
        Force.objects.all(), required=False, empty_label="All", to_field_name="slug"
    )
    cycle = forms.ModelChoiceField(
        Cycle.objects.all(), required=False, empty_label="All", to_field_name="slug"
    )
