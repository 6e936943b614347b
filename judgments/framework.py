"""What is judged in a cycle, and with which grades, as plain values. Pure."""

from dataclasses import dataclass
from typing import Literal

Colour = Literal["deep green", "green", "blue", "amber", "red"]


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade. ``colour`` goes with its text and never stands for it."""

    code: str
    text: str
    colour: Colour


@dataclass(frozen=True, slots=True)
class Area:
    """What is inspected. ``graded`` says whether it usually is graded.

    ``pillar`` is the code of the area that it is a question of, "" for one by itself.
    """

    code: str
    title: str
    graded: bool
    pillar: str = ""


@dataclass(frozen=True, slots=True)
class Framework:
    """The framework of the cycle at the slug ``cycle``: its grades, best first, and its areas.

    A question stands right after its pillar or the question before it. ``grades_stand_from`` is
    the slug of the cycle whose grades stand where an area was not inspected again, "" for none.
    """

    cycle: str
    title: str
    grades: tuple[Grade, ...]
    areas: tuple[Area, ...]
    grades_stand_from: str = ""
