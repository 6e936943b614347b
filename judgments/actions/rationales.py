"""The words that a grade rests on, as they are stored."""

from cases.actions.answering import PersonalDataWarning
from peel.lib.errors import Invalid
from peel.lib.personal_data import personal_data_in
from peel.lib.storable import UNSTORABLE, is_storable

LONGEST_RATIONALE = 20_000


def rationale_of(text: str, *, keep_personal_data: bool = False) -> str:
    """The text without white space around it, which may be nothing.

    Raises Invalid when it can't be stored or is too long, and PersonalDataWarning.
    """
    if not is_storable(text):
        raise Invalid(UNSTORABLE)
    words = text.strip()
    if len(words) > LONGEST_RATIONALE:
        raise Invalid(f"Rationale: use at most {LONGEST_RATIONALE:,} characters.")
    kinds = personal_data_in(words)
    if kinds and not keep_personal_data:
        raise PersonalDataWarning(kinds)
    return words
