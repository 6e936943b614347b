"""What a database can keep of the text and numbers that somebody sends."""

import re
import unicodedata

UNSTORABLE = "The text holds a character that can't be stored. Type it again."
UNPRINTABLE = (
    "holds a control character, which no document can print. Type it again, or paste it as plain "
    "text."
)
LARGEST_KEY = 2**63 - 1
# PostgreSQL keeps no null character, and no engine half of a surrogate pair.
_UNSTORABLE_SIGN = re.compile("[\x00\ud800-\udfff]")
# XML, and so Word, has no place for these. Tab and line feed are all that layout needs.
_UNPRINTABLE_SIGN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Controls, format signs, spaces, and marks that show nothing without a letter below them.
_SILENT = frozenset({"Cc", "Cf", "Mn", "Me", "Zl", "Zp", "Zs"})
# Unicode counts these as letters and signs, but they are drawn as blanks.
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def is_storable(text: str) -> bool:
    return _UNSTORABLE_SIGN.search(text) is None


def is_printable(text: str) -> bool:
    """Whether a document can hold the text: it has no control signs but tab and line feed."""
    return _UNPRINTABLE_SIGN.search(text) is None


def says_nothing(text: str) -> bool:
    """Whether nothing of the text shows: it is empty, or made of invisible signs alone."""
    return all(sign in _BLANKS or unicodedata.category(sign) in _SILENT for sign in text)


def key_from(text: str) -> int | None:
    """The primary key that is written in digits, or None for text that can't be one."""
    digits = text.lstrip("0")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= len(str(LARGEST_KEY))):
        return None
    key = int(digits)
    return key if key <= LARGEST_KEY else None
