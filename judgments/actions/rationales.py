"""The words that a grade rests on, as they are stored."""

from judgments.actions.texts import optional_text, warn_of_personal_data

LONGEST_RATIONALE = 20_000


def rationale_of(text: str, *, keep_personal_data: bool = False, reason: str = "") -> str:
    """The text without white space around it, which may be nothing.

    The ``reason`` of a reissue is asked about with it: one answer keeps both. Raises Invalid when
    it can't be stored or is too long, and PersonalDataWarning.
    """
    words = optional_text(text, "Rationale", LONGEST_RATIONALE)
    if not keep_personal_data:
        warn_of_personal_data(words, reason)
    return words
