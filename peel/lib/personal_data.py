"""Finds what looks like personal data in free text, so that people are warned before it is kept.

A case file is a reference and coded facts. The patterns look for the British forms of
things that identify a person. They miss names: no pattern tells a name from a word.
"""

import re

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


def personal_data_in(text: str) -> list[str]:
    """The kinds of personal data that ``text`` seems to hold, such as "a postcode"."""
    return [kind for kind, pattern in PATTERNS.items() if pattern.search(text)]
