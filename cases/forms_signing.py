"""The form of a sign-off: a reason for everything that is not clear."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import BoundField

from cases.actions.reasons import MAX_REASON
from cases.readiness import Item


class SignOffForm(forms.Form):
    """A reason for each item that is not clear."""

    def __init__(self, *args: Any, items: Iterable[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._items = list(items)
        for item in self._items:
            if not item.is_clear:
                self.fields[item.requirement.value] = _reason_for(item)

    def rows(self) -> list[tuple[Item, BoundField | None]]:
        """Every item with the field of its reason, None where it is clear."""
        return [
            (item, None if item.is_clear else self[item.requirement.value]) for item in self._items
        ]

    def reasons(self) -> dict[str, str]:
        """What was entered, for ``sign_off``."""
        return {name: self.cleaned_data[name] for name in self.fields}


def _reason_for(item: Item) -> forms.CharField:
    return forms.CharField(
        label="Why the sample is signed off all the same",
        max_length=MAX_REASON,
        widget=forms.Textarea({"rows": 2}),
        error_messages={
            "required": f"{item.requirement.label}: clear this, or say why the sample is signed "
            "off all the same."
        },
    )
