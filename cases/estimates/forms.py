"""The form for the size of the population."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from cases.estimates.population import MOST_RECORDS, Sizes
from checklists.instrument import Fact


class StratumSizesForm(forms.Form):
    """A number of records for each value of each fact; an empty field is no records."""

    def __init__(
        self, *args: Any, facts: Sequence[Fact], sizes: Mapping[str, Sizes], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._facts = facts
        for fact in facts:
            for choice in fact.choices:
                self.fields[_name(fact, choice.code)] = forms.IntegerField(
                    label=choice.label,
                    required=False,
                    min_value=0,
                    max_value=MOST_RECORDS,
                    initial=sizes.get(fact.code, {}).get(choice.code),
                    widget=forms.TextInput(
                        {"inputmode": "numeric", "class": "govuk-input--width-5"}
                    ),
                    error_messages={
                        "invalid": "Enter a whole number, using digits only.",
                        "min_value": "Enter 0 or more.",
                        "max_value": f"Enter a number no larger than {MOST_RECORDS:,}.",
                    },
                )

    def groups(self) -> list[tuple[Fact, list[BoundField]]]:
        """The fields of each fact."""
        return [
            (fact, [self[_name(fact, choice.code)] for choice in fact.choices])
            for fact in self._facts
        ]

    def sizes(self) -> dict[str, dict[str, int]]:
        """What was entered, for ``enter_stratum_sizes``."""
        return {
            fact.code: {
                choice.code: self.cleaned_data[_name(fact, choice.code)] or 0
                for choice in fact.choices
            }
            for fact in self._facts
        }


def _name(fact: Fact, value: str) -> str:
    return f"{fact.code}:{value}"
