"""How the values of facts are compared, and how codes are made of them."""

import re
from typing import Final
from unicodedata import normalize

LONGEST_CODE: Final = 40
NOT_RECORDED: Final = ""


def folded(value: str) -> str:
    """A fact's value as values are compared: without regard to case, width or extra spaces.

    >>> folded("Burglary  in a Dwelling") == folded("BURGLARY IN A DWELLING ")
    True
    """
    return " ".join(normalize("NFKC", value).casefold().split())


def code_from(text: str) -> str:
    """A code made from text: small letters, digits and underscores, at most 40.

    >>> code_from("Theft of a vehicle")
    'theft_of_a_vehicle'
    """
    plain = normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain)[:LONGEST_CODE].strip("_") or "value"
