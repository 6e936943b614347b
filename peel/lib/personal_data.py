"""Finds what looks like personal data in free text, so that people are warned before it is kept.

A case file is a reference and coded facts. The patterns look for the British forms of
things that identify a person. They miss names: no pattern tells a name from a word.
"""

import re
from collections.abc import Mapping

DATE_OF_BIRTH_WORDS = r"(?:d\.?o\.?b\.?|date of birth|born(?: on)?)"
PATTERNS = {
    "an e-mail address": re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"),
    "a phone number": re.compile(r"(?<![\w/])(?:\+44\s?|0)(?:\d[\s-]?){9,10}(?![\w/])"),
    "a National Insurance number": re.compile(
        r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\s?(?:\d{2}\s?){3}[A-D]\b", re.IGNORECASE
    ),
    "a postcode": re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s\d[ABD-HJLNP-UW-Z]{2}\b", re.IGNORECASE),
    "a date of birth": re.compile(
        DATE_OF_BIRTH_WORDS + r"\W{0,3}\d{1,2}[\s/.-](?:\d{1,2}|[a-z]{3,9})[\s/.-]\d{2,4}",
        re.IGNORECASE,
    ),
}

# Police references are digits in groups, and many have the shape of a postcode or a National
# Insurance number. A phone number counts here only as one is written: an area code of the
# United Kingdom and a space, or a mobile number.
PATTERNS_IN_REFERENCES = {
    "an e-mail address": PATTERNS["an e-mail address"],
    "a phone number": re.compile(
        r"(?<![\w/.-])(?:\+?44\s?|0)(?:7\d{3}[\s-]?\d{3}[\s-]?\d{3}"
        r"|[1-3578]\d{1,3}\s\d{3,4}\s?\d{3,4})(?![\w/-])"
    ),
    "a date of birth": PATTERNS["a date of birth"],
}


def personal_data_in(text: str) -> list[str]:
    """The kinds of personal data that ``text`` seems to hold, such as "a postcode"."""
    return _found(PATTERNS, text)


def personal_data_in_reference(reference: str) -> list[str]:
    """The same for a file's reference, whose digits and letters are rarely personal data."""
    return _found(PATTERNS_IN_REFERENCES, reference)


def _found(patterns: Mapping[str, re.Pattern[str]], text: str) -> list[str]:
    return [kind for kind, pattern in patterns.items() if pattern.search(text)]
