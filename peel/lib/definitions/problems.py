"""What is wrong with a definition: each problem with its line and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import NamedTuple

from peel.lib.errors import Invalid


class Problem(NamedTuple):
    """One thing to mend: a line (from 1) and a sentence."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.sentence}"


class BrokenDefinition(Invalid):
    """A definition that can't be used. ``messages`` are its problems, in order of line."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__(*(str(problem) for problem in self.problems))


@dataclass(slots=True)
class Problems:
    """Collects problems, so that all of them are shown at once."""

    found: list[Problem] = field(default_factory=list)

    def add(self, line: int, sentence: str) -> None:
        problem = Problem(line, sentence)
        if problem not in self.found:
            self.found.append(problem)

    def refuse_if_any(self) -> None:
        """Raise ``BrokenDefinition`` when something was found."""
        if self.found:
            raise BrokenDefinition(*self.found)


def quoted(text: str) -> str:
    """Text from a definition as a sentence shows it: short, printable, in quotation marks."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return f"“{shown[:57]}…”" if len(shown) > 60 else f"“{shown}”"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A sentence that names the nearest known word, or nothing when none is near."""
    near = get_close_matches(word[:80], list(known), n=1, cutoff=0.7)
    return f" Did you mean {quoted(near[0])}?" if near else ""


def listed(words: Iterable[str]) -> str:
    """Words in a sentence, each in quotation marks."""
    return ", ".join(quoted(word) for word in words)
