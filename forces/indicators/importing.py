"""Checks a force's list from its headings to what its values say together. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from forces.indicators.cross_checks import contradictions
from forces.indicators.reading import LIST, Expected, NewValue, read_values
from peel.lib.lists.problems import Problem
from peel.lib.lists.reading import Row, read


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome: ``values`` holds nothing when there is a problem."""

    values: list[NewValue]
    problems: list[Problem]
    rows: int


def check_content(content: bytes, expected: Expected) -> Checked:
    """Reads an uploaded CSV or XLSX file. Raises Invalid for what isn't a list at all."""
    return check(read(content, LIST), expected)


def check(rows: Sequence[Row], expected: Expected) -> Checked:
    """The values of a list, or all that is wrong with it, by row."""
    values, problems = read_values(rows, expected)
    problems = problems or contradictions(values, expected.indicators)
    return Checked([] if problems else values, problems, len(rows) - 1)
