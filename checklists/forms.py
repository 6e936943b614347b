"""The form in which a draft is edited: its definition, as text."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from checklists.actions import canonical
from checklists.definition import parse
from checklists.instrument import Instrument
from checklists.models import Version
from peel.lib.definitions.problems import BrokenDefinition
from peel.lib.definitions.yaml_source import LARGEST_SOURCE

_EDITOR = {
    "rows": 40,
    "cols": 110,
    "wrap": "off",
    "spellcheck": "false",
    "data-numbered-lines": "",
}


class DefinitionForm(forms.ModelForm[Version]):
    """Refuses a broken definition with the line and reason of each problem."""

    source = forms.CharField(
        label="Definition",
        help_text="YAML. Each problem is shown with its line when you save.",
        max_length=LARGEST_SOURCE,
        strip=False,
        widget=forms.Textarea(attrs=_EDITOR),
    )
    edited_checksum = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Version
        fields = ("source",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["edited_checksum"] = self.instance.checksum

    def clean_source(self) -> str:
        source = canonical(self.cleaned_data["source"])
        try:
            instrument = parse(source)
        except BrokenDefinition as broken:
            raise ValidationError(list(broken.messages)) from broken
        self._refuse_another_version(instrument)
        return source

    def clean(self) -> dict[str, Any] | None:
        if self.cleaned_data.get("edited_checksum", "") != self.instance.checksum:
            raise ValidationError(
                "Somebody else changed this draft while you edited it. Copy your text, "
                "open the draft again and put your changes in."
            )
        return super().clean()

    def _refuse_another_version(self, instrument: Instrument) -> None:
        named = Version.objects.filter(
            checklist__code=instrument.checklist, label=instrument.label
        ).first()
        if self.instance._state.adding:
            if named is not None:
                raise ValidationError(f"{named} exists already. Edit it, or name another version.")
        elif named != self.instance:
            raise ValidationError(
                f"This draft is {self.instance}. Keep its “checklist” and “version”, or add "
                "another draft for a new version."
            )
