"""The words in which people say why, as they are stored."""

from peel.lib.errors import Invalid
from peel.lib.storable import UNSTORABLE, is_storable, says_nothing

MAX_REASON = 2_000


def cleaned(text: str) -> str:
    """The text without white space around it, cut to ``MAX_REASON`` characters.

    Raises Invalid when it can't be stored.
    """
    if not is_storable(text):
        raise Invalid(UNSTORABLE)
    return text.strip()[:MAX_REASON]


def required(text: str) -> str:
    """The cleaned text. Raises Invalid when nothing of it shows too."""
    reason = cleaned(text)
    if says_nothing(reason):
        raise Invalid("Give the reason.")
    return reason
