"""The form of a finding or practice."""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.text import Truncator

from judgments.actions.passages import Wording
from judgments.actions.texts import LONGEST_TEXT, LONGEST_TITLE
from judgments.models import Evidence, Finding, InspectionArea, Practice
from judgments.text.forms import MARKDOWN, TextForm

LONGEST_LABEL = 160


class PassageForm(TextForm):
    """Kind, heading and text; for a finding also the evidence that it rests on."""

    kind = forms.ChoiceField(
        widget=forms.RadioSelect, error_messages={"required": "Choose the kind."}
    )
    heading = forms.CharField(
        max_length=LONGEST_TITLE,
        help_text="What was found, in one line. It is printed above the text.",
        error_messages={"required": "Enter the heading."},
    )
    text = forms.CharField(
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 14}),
        help_text=f"It is printed in the report. {MARKDOWN}",
        error_messages={"required": "Enter the text."},
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(
        self,
        *args: Any,
        model: type[Finding] | type[Practice],
        area: InspectionArea,
        log: Iterable[Evidence] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = model.kinds.choices  # type: ignore[attr-defined]
        if model is Finding:
            cited = self.initial.get("evidence", ())
            self.fields["evidence"] = _evidence_field(area, log, cited)

    def wording(self) -> Wording:
        """What was entered."""
        return Wording(
            kind=self.cleaned_data["kind"],
            heading=self.cleaned_data["heading"],
            text=self.cleaned_data["text"],
            evidence=self.cleaned_data.get("evidence", ()),
            keep_personal_data=self.keeps_personal_data,
        )


def written(passage: Finding | Practice) -> dict[str, object]:
    """What a form about ``passage`` starts with."""
    said: dict[str, object] = {
        "kind": passage.kind,
        "heading": passage.heading,
        "text": passage.text,
        "edition": passage.edition,
    }
    if isinstance(passage, Finding):
        said["evidence"] = [citation.evidence.number for citation in passage.citations.all()]
    return said


def _evidence_field(
    area: InspectionArea, log: Iterable[Evidence], cited: Collection[int]
) -> forms.TypedMultipleChoiceField:
    groups: dict[str, list[tuple[int, str]]] = {
        "Cited now": [],
        f"About {area.area.title}": [],
        "Other evidence": [],
    }
    now, about, other = groups.values()
    for evidence in log:
        group = now if evidence.number in cited else about if _bears_on(evidence, area) else other
        group.append((evidence.number, _label(evidence)))
    return forms.TypedMultipleChoiceField(
        coerce=int,
        required=False,
        choices=[(name, choices) for name, choices in groups.items() if choices],
        widget=forms.CheckboxSelectMultiple,
        help_text="What the finding rests on. A finding without evidence is marked until it has "
        "some.",
    )


def _bears_on(evidence: Evidence, area: InspectionArea) -> bool:
    return any(bearing.area_id == area.pk for bearing in evidence.bearings.all())


def _label(evidence: Evidence) -> str:
    day = date_format(evidence.gathered_on, "j F Y")
    source = f"{evidence} {evidence.get_kind_display()}, {evidence.source_role}, {day}"
    marked = f"{source} (withdrawn)" if evidence.withdrawn else source
    return f"{marked}: {Truncator(evidence.summary).chars(LONGEST_LABEL)}"
