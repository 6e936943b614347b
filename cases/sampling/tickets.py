"""The number that decides whether a record is drawn, which anyone can compute again."""

from collections.abc import Callable
from hashlib import sha256

from cases.references import normalise_reference


def ticket_of(seed: str, reference: str) -> str:
    """The SHA-256 in hexadecimal of the UTF-8 text ``seed,reference``, the reference normalised.

    >>> ticket_of("Peel", " 04/000123/23 a ") == ticket_of("Peel", "04/000123/23 A")
    True
    """
    return ticket_machine(seed)(normalise_reference(reference))


def ticket_machine(seed: str) -> Callable[[str], str]:
    """Gives the tickets of references that are normalised already, half a million a second."""
    begun = sha256(f"{seed},".encode())

    def ticket(reference: str) -> str:
        digest = begun.copy()
        digest.update(reference.encode())
        return digest.hexdigest()

    return ticket
