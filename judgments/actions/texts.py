"""The words of a report's parts, as they are stored."""

from cases.actions.answering import PersonalDataWarning
from peel.lib.errors import Invalid
from peel.lib.personal_data import personal_data_in
from peel.lib.storable import UNPRINTABLE, UNSTORABLE, is_printable, is_storable, says_nothing

LONGEST_TITLE = 200
LONGEST_TEXT = 20_000


def needed_text(text: str, name: str, longest: int = LONGEST_TEXT) -> str:
    """The text called ``name`` without white space around it.

    Raises Invalid when nothing of it shows, and as ``optional_text`` does.
    """
    if not (words := optional_text(text, name, longest)):
        raise Invalid(f"{name}: write something.")
    return words


def optional_text(text: str, name: str, longest: int = LONGEST_TEXT) -> str:
    """The same, but it may be nothing, which invisible signs alone are too.

    Lines end with a line feed, whatever a browser sent. Raises Invalid when it is too long, or
    holds what can't be stored or printed.
    """
    if not is_storable(text):
        raise Invalid(UNSTORABLE)
    words = "" if says_nothing(text) else text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not is_printable(words):
        raise Invalid(f"{name}: it {UNPRINTABLE}")
    if len(words) > longest:
        raise Invalid(f"{name}: use at most {longest:,} characters.")
    return words


def warn_of_personal_data(*texts: str) -> None:
    """Raises PersonalDataWarning when one of the texts looks as if it held personal data."""
    if kinds := personal_data_in("\n".join(texts)):
        raise PersonalDataWarning(kinds)
