"""Model validation, told in the three refusals that actions speak."""

from django.core.exceptions import ValidationError
from django.db import models

from peel.lib.errors import Invalid


def require_valid(instance: models.Model) -> None:
    """Raise ``Invalid`` with one sentence per fault: "Name: This field cannot be blank."."""
    try:
        instance.full_clean()
    except ValidationError as error:
        raise Invalid(*_sentences(instance, error)) from error


def _sentences(instance: models.Model, error: ValidationError) -> list[str]:
    return [
        f"{_label(instance, field)}{message}"
        for field, messages in error.message_dict.items()
        for message in messages
    ]


def _label(instance: models.Model, field: str) -> str:
    if field not in {f.name for f in instance._meta.fields}:
        return ""
    name = str(instance._meta.get_field(field).verbose_name)  # type: ignore[union-attr]
    return f"{name[:1].upper()}{name[1:]}: "
