"""Reads the definition of a framework, a YAML file that a domain expert writes. Pure.

``docs/judgments.md`` explains the format. Every problem is found before any is reported.
"""

import re
from collections.abc import Iterator
from typing import Final, get_args

from judgments.framework import Area, Colour, Framework, Grade
from peel.lib.definitions.entries import Entry
from peel.lib.definitions.problems import Problems, quoted
from peel.lib.definitions.yaml_source import compose

KEYS: Final = ("cycle", "title", "grades_stand_from", "grades", "areas")
GRADE_KEYS: Final = ("code", "text", "colour")
QUESTION_KEYS: Final = ("code", "title", "graded")
AREA_KEYS: Final = (*QUESTION_KEYS, "questions")
LONGEST_SLUG: Final = 20
LONGEST_TEXT: Final = 40
LONGEST_TITLE: Final = 200
MOST_GRADES: Final = len(get_args(Colour))
FEWEST_GRADES: Final = 2
MOST_AREAS: Final = 30
_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
Taken = dict[tuple[str, str], Entry]
"""The entry that first had a word under a key."""


def parse(source: str) -> Framework:
    """The framework that a definition describes.

    Raises ``BrokenDefinition`` with every problem and its line.
    """
    problems = Problems()
    root = Entry(compose(source, first="cycle: 2023-25"), KEYS, "the framework", problems)
    framework = Framework(
        cycle=_slug(root, "cycle", required=True),
        title=root.text("title", longest=LONGEST_TITLE),
        grades=tuple(_grades(root)),
        areas=tuple(_areas(root)),
        grades_stand_from=_slug(root, "grades_stand_from", required=False),
    )
    _check_cycles(root, framework)
    _check_grades(root, framework)
    problems.refuse_if_any()
    return framework


def _slug(root: Entry, key: str, *, required: bool) -> str:
    slug = root.text(key, longest=LONGEST_SLUG, required=required)
    if slug and not _SLUG.fullmatch(slug):
        root.refuse(
            key, f"{quoted(slug)} can't be a cycle. Write it as in addresses, such as 2023-25."
        )
    return slug


def _grades(root: Entry) -> Iterator[Grade]:
    taken: Taken = {}
    for entry in root.entries("grades", GRADE_KEYS, "a grade", most=MOST_GRADES):
        colour: Colour = entry.one_of("colour", get_args(Colour))
        grade = Grade(entry.code("code"), entry.text("text", longest=LONGEST_TEXT), colour)
        for key, word in (("code", grade.code), ("text", grade.text), ("colour", colour)):
            if key in entry.keys and key not in entry.refused:
                _refuse_second(entry, key, word, "grade", taken)
        yield grade


def _areas(root: Entry) -> Iterator[Area]:
    taken: Taken = {}
    for entry in root.entries("areas", AREA_KEYS, "an area", most=MOST_AREAS):
        area = _area(entry, "", taken)
        yield area
        if not entry.has("questions"):
            continue
        for question in entry.entries("questions", QUESTION_KEYS, "a question", most=MOST_AREAS):
            yield _area(question, area.code, taken)


def _area(entry: Entry, pillar: str, taken: Taken) -> Area:
    graded = entry.one_of("graded", ("yes", "no"), "yes") == "yes"
    area = Area(entry.code("code"), entry.text("title", longest=LONGEST_TITLE), graded, pillar)
    _refuse_second(entry, "code", area.code, "area", taken)
    return area


def _refuse_second(entry: Entry, key: str, word: str, what: str, taken: Taken) -> None:
    first = taken.setdefault((key, word), entry)
    if word and first is not entry:
        line = first.line_of(key)
        entry.refuse(key, f"The {what} on line {line} has {quoted(word)} too. Change one.")


def _check_cycles(root: Entry, framework: Framework) -> None:
    if framework.cycle and framework.cycle == framework.grades_stand_from:
        root.refuse("grades_stand_from", "Grades can stand from an earlier cycle alone.")


def _check_grades(root: Entry, framework: Framework) -> None:
    if root.has("grades") and 0 < len(framework.grades) < FEWEST_GRADES:
        root.refuse("grades", f"A scale has at least {FEWEST_GRADES} grades. Add the others.")
