"""The published text that makes a draw repeatable and yet unforeseen."""

import secrets
from typing import Final
from unicodedata import category, is_normalized

LONGEST_SEED: Final = 100


def fresh_seed() -> str:
    """A seed from the system's randomness: 32 hexadecimal digits."""
    return secrets.token_hex(16)


def reason_against(seed: str) -> str | None:
    """Why a typed seed can't be published and typed again exactly, or None when it can."""
    if not seed.strip():
        return "Enter a seed, or let one be drawn for you."
    if seed != seed.strip() or "  " in seed:
        return "Remove the spaces around the seed, and those that stand twice."
    if len(seed) > LONGEST_SEED:
        return f"Shorten the seed to {LONGEST_SEED} characters. It has {len(seed):,} now."
    if any(category(letter)[0] in "CZ" and letter != " " for letter in seed):
        return "The seed holds a character that can't be seen. Type it again."
    if not is_normalized("NFKC", seed):
        return "The seed holds a character that can be typed in two ways. Use plain letters."
    return None
