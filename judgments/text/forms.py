"""What all forms of texts have in common."""

from typing import Any, ClassVar, Final

from django import forms

from cases.actions.answering import PersonalDataWarning
from peel.lib.personal_data import personal_data_in

KEEP: Final = "keep_personal_data"
MARKDOWN: Final = (
    "Name no person. Write **bold** for bold, begin a line with - for a list, and leave a blank "
    "line between paragraphs."
)


class TextForm(forms.Form):
    """A form with a text that may look as if it held personal data."""

    text_field: ClassVar[str] = "text"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.keeps_personal_data:
            self._offer_to_keep()

    @property
    def keeps_personal_data(self) -> bool:
        return KEEP in self.data

    def ask_about(self, warning: PersonalDataWarning) -> None:
        """Say what looks like personal data, and offer to keep what only looks like it."""
        self._offer_to_keep()
        self.add_error(self.suspected_field(warning), list(warning.messages))

    def suspected_field(self, warning: PersonalDataWarning) -> str:
        """The name of the field that the warning is about."""
        return self.text_field

    def _offer_to_keep(self) -> None:
        self.fields[KEEP] = forms.BooleanField(
            required=False, label="Save the text as it is: it holds no personal data"
        )


class ReasonedTextForm(TextForm):
    """A form with a text and the ``reason`` for it, which is printed beside it."""

    def suspected_field(self, warning: PersonalDataWarning) -> str:
        reason = self.cleaned_data["reason"]
        return "reason" if personal_data_in(reason) else super().suspected_field(warning)
