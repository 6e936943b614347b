"""What a database can keep of the text and numbers that somebody sends."""

import re

UNSTORABLE = "The text holds a character that can't be stored. Type it again."
LARGEST_KEY = 2**63 - 1
# PostgreSQL keeps no null character, and no engine half of a surrogate pair.
_UNSTORABLE_SIGN = re.compile("[\x00\ud800-\udfff]")


def is_storable(text: str) -> bool:
    return _UNSTORABLE_SIGN.search(text) is None


def key_from(text: str) -> int | None:
    """The primary key that is written in digits, or None for text that can't be one."""
    digits = text.lstrip("0")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= len(str(LARGEST_KEY))):
        return None
    key = int(digits)
    return key if key <= LARGEST_KEY else None
