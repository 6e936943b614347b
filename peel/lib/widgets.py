"""Form widgets that GOV.UK has and Django has not."""

from typing import Any

from django.forms import SelectDateWidget, TextInput

PARTS = (("day", "Day", 2), ("month", "Month", 2), ("year", "Year", 4))


class DateInput(SelectDateWidget):
    """Day, month and year as three short text boxes, named ``<field>_day`` and so on.

    A date that can't be read comes back into the boxes as it was typed.
    """

    template_name = "django/forms/widgets/date_parts.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        shared = {k: v for k, v in context["widget"]["attrs"].items() if k != "required"}
        context["widget"]["subwidgets"] = [
            self._part(name, part, context["widget"]["value"][part], shared, label, length)
            for part, label, length in PARTS
        ]
        return context

    def _part(
        self, name: str, part: str, value: Any, shared: dict[str, Any], label: str, length: int
    ) -> dict[str, Any]:
        box = TextInput(
            {
                **shared,
                "id": f"id_{name}_{part}",
                "inputmode": "numeric",
                "maxlength": length,
                "class": f"govuk-date-input__input govuk-input--width-{length}",
            }
        )
        return {**box.get_context(f"{name}_{part}", value, None)["widget"], "label": label}

    def format_value(self, value: Any) -> dict[str, Any]:
        parts = super().format_value(value)
        if isinstance(value, str) and value.count("-") == 2 and parts["year"] is None:
            typed = ("" if part == "0" else part for part in value.split("-"))
            return dict(zip(("year", "month", "day"), typed, strict=True))
        return parts
