"""The form of an action that an earlier report printed."""

from typing import Any

from django import forms

from forces.models import Inspection
from judgments.actions.printed_actions import PrintedAction
from judgments.models import LONGEST_SOURCE, Action, ActionKind
from judgments.register.forms import ActionForm
from peel.lib.widgets import DateInput


class PrintedActionForm(ActionForm):
    """An action as it was printed. ``causes`` are the causes of concern of the inspection."""

    kind = forms.ChoiceField(
        choices=ActionKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what kind of action it is."},
    )
    cause = forms.ModelChoiceField(
        queryset=Action.objects.none(),
        required=False,
        label="If it is a recommendation: under which cause of concern?",
        empty_label="None",
    )
    published_on = forms.DateField(
        widget=DateInput,
        label="On which day was the report published?",
        error_messages={"invalid": "Enter a real day, such as 30 9 2018."},
    )
    source = forms.CharField(
        max_length=LONGEST_SOURCE,
        label="Which report printed it?",
        error_messages={"required": "Name the report."},
    )
    field_order = (
        "kind", "cause", "area", "title", "text", "deadline", "published_on", "source",
    )  # fmt: skip

    def __init__(self, *args: Any, causes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["cause"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = causes

    def printed(self, inspection: Inspection) -> PrintedAction:
        """What was entered."""
        data, wording = self.cleaned_data, self.wording()
        cause = data["cause"] if wording.kind == ActionKind.RECOMMENDATION else None
        return PrintedAction(
            inspection=inspection,
            area=data["area"],
            wording=wording,
            published_on=data["published_on"],
            source=data["source"],
            cause=cause.title if cause else "",
        )
