"""The forms of judgments: they validate and convert, actions write."""

from collections.abc import Iterable
from typing import Any

from django import forms

from cases.actions.reasons import MAX_REASON
from forces.models import Region
from judgments.actions.coverage import NOT_COVERED
from judgments.actions.judging import Opinion
from judgments.actions.rationales import LONGEST_RATIONALE
from judgments.models import Area, Framework, Judgment, Treatment
from judgments.text.forms import MARKDOWN, ReasonedTextForm, TextForm


class RegionForm(forms.Form):
    """Which forces the national page shows."""

    region = forms.ChoiceField(choices=[("", "All regions"), *Region.choices], required=False)


class AreasForm(forms.Form):
    """How an inspection treats each area of its framework."""

    def __init__(
        self, *args: Any, framework: Framework, areas: Iterable[Area], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(NOT_COVERED, "Not covered"), *_treatments(framework)]
        for area in areas:
            self.fields[area.code] = forms.ChoiceField(
                label=area.title, choices=choices, required=False
            )

    def treatments(self) -> dict[str, str]:
        """What was chosen, by the code of the area."""
        return dict(self.cleaned_data)


def _treatments(framework: Framework) -> list[tuple[str, str]]:
    earlier = framework.grades_stand_from
    choices = [(value, label) for value, label in Treatment.choices if value != Treatment.STANDS]
    if earlier:
        choices.append((Treatment.STANDS, f"Not inspected again: the grade of {earlier} stands"))
    return choices


class OpinionForm(TextForm):
    """A grade with its rationale."""

    text_field = "rationale"

    grade = forms.ChoiceField(
        widget=forms.RadioSelect, error_messages={"required": "Choose a grade."}
    )
    rationale = forms.CharField(
        max_length=LONGEST_RATIONALE,
        required=False,
        widget=forms.Textarea({"rows": 10}),
        help_text="What the grade rests on, in plain words. A draft can be saved without it. "
        f"{MARKDOWN}",
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, *args: Any, framework: Framework, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grades = framework.definition.grades
        self.fields["grade"].choices = [  # type: ignore[attr-defined]
            (grade.code, grade.text) for grade in grades
        ]

    def opinion(self) -> Opinion:
        """What was entered."""
        return Opinion(
            grade=self.cleaned_data["grade"],
            rationale=self.cleaned_data["rationale"],
            keep_personal_data=self.keeps_personal_data,
        )


class ReissueForm(ReasonedTextForm, OpinionForm):
    """A grade with its rationale, and why the published one is issued anew."""

    reason = forms.CharField(
        max_length=MAX_REASON,
        widget=forms.Textarea({"rows": 3}),
        label="Reason for the reissue",
        help_text="It is published with the judgment. Name no person.",
        error_messages={"required": "Give the reason."},
    )
    field_order = ("reason", "grade", "rationale")


def written(judgment: Judgment) -> dict[str, object]:
    """What a form about ``judgment`` starts with."""
    return {
        "grade": judgment.grade.code,
        "rationale": judgment.rationale,
        "edition": judgment.edition,
    }
