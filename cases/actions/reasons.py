"""The words in which people say why, as they are stored."""

from peel.lib.errors import Invalid
from peel.lib.storable import UNPRINTABLE, UNSTORABLE, is_printable, is_storable, says_nothing

MAX_REASON = 2_000


def cleaned(text: str) -> str:
    """The text without white space around it, cut to ``MAX_REASON`` characters.

    Raises Invalid when it can't be stored.
    """
    if not is_storable(text):
        raise Invalid(UNSTORABLE)
    return text.strip()[:MAX_REASON]


def required(text: str) -> str:
    """The cleaned text. Raises Invalid too when nothing of it shows or it can't be printed."""
    reason = cleaned(text)
    if says_nothing(reason):
        raise Invalid("Give the reason.")
    # Lines end in any way here; the reason of a reissue or erratum is printed in the report.
    if not is_printable(reason.replace("\r", "")):
        raise Invalid(f"The reason {UNPRINTABLE}")
    return reason
