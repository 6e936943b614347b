"""The forms of actions and the register: they validate and convert, actions write."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from cases.actions.reasons import MAX_REASON
from judgments.actions.asking import Wording
from judgments.actions.following_up import Answer
from judgments.actions.register import LONGEST_NOTE, Progress
from judgments.actions.texts import LONGEST_TEXT, LONGEST_TITLE
from judgments.models import Action, ActionKind, Evidence, InspectionArea, Outcome, Status
from judgments.text.forms import MARKDOWN, ReasonedTextForm, TextForm
from peel.lib.widgets import DateInput

KINDS: Final = [kind for kind in ActionKind.choices if kind[0] != ActionKind.RECOMMENDATION]
Choices = list[tuple[str, str]]


def _deadline(**more: Any) -> forms.DateField:
    words = {"invalid": "Enter a real day, such as 30 9 2026.", "required": "Give the deadline."}
    return forms.DateField(widget=DateInput, error_messages=words, **more)


class ActionForm(TextForm):
    """What is asked. A recommendation has its kind and area from its cause of concern."""

    kind = forms.ChoiceField(
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what kind of action it is."},
    )
    area = forms.ChoiceField(error_messages={"required": "Choose the area."})
    title = forms.CharField(
        max_length=LONGEST_TITLE,
        help_text="What the force has to do, in one line. The register shows it.",
        error_messages={"required": "Enter the title."},
    )
    text = forms.CharField(
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 12}),
        help_text=f"It is printed in the report. {MARKDOWN}",
        error_messages={"required": "Enter the text."},
    )
    deadline = _deadline(required=False, help_text="The day by which it has to be done.")
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(
        self, *args: Any, areas: Iterable[InspectionArea] = (), below_cause: bool = False,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.below_cause = below_cause
        choices: Choices = [(row.area.code, row.area.title) for row in areas]
        self.fields["area"].choices = [("", "Choose an area"), *choices]  # type: ignore[attr-defined]
        if not choices:
            del self.fields["area"]
        if below_cause:
            del self.fields["kind"]
            self.fields["deadline"].required = True

    def wording(self) -> Wording:
        """What was entered."""
        data = self.cleaned_data
        return Wording(
            kind=ActionKind.RECOMMENDATION if self.below_cause else data["kind"],
            title=data["title"],
            text=data["text"],
            deadline=data["deadline"],
            keep_personal_data=self.keeps_personal_data,
        )


class CorrectionForm(ReasonedTextForm, ActionForm):
    """A published action as it should have been, and why."""

    reason = forms.CharField(
        max_length=MAX_REASON,
        widget=forms.Textarea({"rows": 3}),
        label="Reason for the correction",
        help_text="Everybody who reads the action reads it.",
        error_messages={"required": "Give the reason."},
    )
    field_order = ("reason", "title", "text", "deadline")

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.action = action
        self.fields.pop("kind", None)

    def wording(self) -> Wording:
        """What was entered, of the kind that it is."""
        self.cleaned_data["kind"] = self.action.kind
        return super().wording()


def written(action: Action) -> dict[str, object]:
    """What a form about ``action`` starts with."""
    return {
        "kind": action.kind,
        "title": action.title,
        "text": action.text,
        "deadline": action.deadline,
        "edition": action.edition,
    }


class ProgressForm(TextForm):
    """A new line of the register. ``read`` is how many lines the person has read."""

    text_field = "comment"

    status = forms.ChoiceField(
        choices=Status.choices,
        widget=forms.RadioSelect,
        label="How far is the force?",
        error_messages={"required": "Choose how far the force is."},
    )
    on = forms.DateField(
        widget=DateInput,
        label="On which day was it so?",
        error_messages={"invalid": "Enter a real day, such as 30 9 2026."},
    )
    comment = forms.CharField(
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 4}),
        help_text="Needed when the status stays or goes back. Observers and people from the force "
        "don't read it. Name no person.",
    )
    evidence = forms.CharField(
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 3}),
        label="If it is complete: what shows it?",
    )
    confirmed_by = forms.ModelChoiceField(
        queryset=User.objects.none(),
        required=False,
        label="If it is complete: who saw that?",
        empty_label="Choose a person",
    )
    read = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["confirmed_by"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = people

    def clean(self) -> None:
        if self.cleaned_data.get("status") != Status.COMPLETE:
            return
        if not self.cleaned_data.get("evidence"):
            self.add_error("evidence", "Say what shows that it is complete.")
        if "confirmed_by" not in self.errors and not self.cleaned_data.get("confirmed_by"):
            self.add_error("confirmed_by", "Name who saw that it is complete.")

    def progress(self) -> Progress:
        """What was entered."""
        names = ("status", "on", "comment", "evidence", "confirmed_by")
        entered = {name: self.cleaned_data[name] for name in names}
        return Progress(**entered, keep_personal_data=self.keeps_personal_data)


def new_line(read: int, status: str, person: User) -> dict[str, object]:
    """What the form of a new line starts with."""
    return {"read": read, "status": status, "on": timezone.localdate(), "confirmed_by": person.pk}


class EvidenceField(forms.ModelChoiceField[Evidence]):
    """A piece of evidence by its number, with where and when it was gathered."""

    def label_from_instance(self, evidence: Evidence) -> str:
        day = date_format(evidence.gathered_on, "j F Y")
        return f"{evidence}: {evidence.get_kind_display()}, {evidence.source_role}, {day}"


class AnswerForm(TextForm):
    """What an inspection says of an earlier action. ``read`` is the revision that was read."""

    text_field = "note"

    outcome = forms.ChoiceField(
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        label="What became of it?",
        error_messages={"required": "Choose what became of it."},
    )
    note = forms.CharField(
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 8}),
        label="What was found",
        help_text=f"It is printed in the report. {MARKDOWN}",
        error_messages={"required": "Say what was found."},
    )
    superseded_by = forms.ModelChoiceField(
        queryset=Action.objects.none(),
        required=False,
        label="If it is superseded: by which action of this inspection?",
        empty_label="By none",
    )
    evidence = EvidenceField(
        queryset=Evidence.objects.none(),
        required=False,
        label="Evidence",
        help_text="What it rests on, from the evidence log. What is addressed needs it.",
        empty_label="None",
    )
    read = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, successors: Any, log: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, queryset in (("superseded_by", successors), ("evidence", log)):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = queryset

    def answer(self) -> Answer:
        """What was entered."""
        names = ("outcome", "note", "superseded_by", "evidence")
        entered = {name: self.cleaned_data[name] for name in names}
        return Answer(**entered, keep_personal_data=self.keeps_personal_data)
