"""The one written form of a case file's reference."""

import unicodedata


def normalise_reference(reference: str) -> str:
    """Unicode NFKC, trimmed, inner white space collapsed to one space, upper case.

    >>> normalise_reference("  04/12345/23 a ")
    '04/12345/23 A'
    """
    return " ".join(unicodedata.normalize("NFKC", reference).split()).upper()
