"""The printed numbers of questions: 1.4, its follow-ups 1.4a, theirs 1.4a(i)."""

from collections.abc import Iterable
from typing import NamedTuple

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class Place(NamedTuple):
    """Where a question stands in print: its number, and its depth below its stage."""

    number: str
    depth: int


def number_questions(stage: int, questions: Iterable[tuple[str, str | None]]) -> dict[str, Place]:
    """The place of each question of a stage (from 1), given as ``(code, parent code)`` in order.

    A question whose parent isn't among those before it stands at the top of the stage.
    """
    places: dict[str, Place] = {}
    followers: dict[str | None, int] = {}
    for code, parent in questions:
        above = parent if parent in places else None
        followers[above] = followers.get(above, 0) + 1
        places[code] = _place(places.get(above) if above else None, stage, followers[above])
    return places


def _place(above: Place | None, stage: int, position: int) -> Place:
    if above is None:
        return Place(f"{stage}.{position}", 0)
    if above.depth == 0:
        return Place(f"{above.number}{_letters(position)}", 1)
    suffix = f"({_roman(position)})" if above.depth == 1 else f".{position}"
    return Place(f"{above.number}{suffix}", above.depth + 1)


def _letters(position: int) -> str:
    letters = ""
    while position:
        position, remainder = divmod(position - 1, 26)
        letters = chr(ord("a") + remainder) + letters
    return letters


def _roman(position: int) -> str:
    numeral = ""
    for value, letters in _ROMAN:
        while position >= value:
            numeral, position = numeral + letters, position - value
    return numeral
