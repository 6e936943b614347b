"""What does not fit together in the judgments of an inspection, in plain words. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

NO_CAUSE = "It is judged inadequate without a cause of concern. Look whether one is missing."
NO_FINDING = "No finding is written about it. Look whether one is missing."
EARLIER_ACTIONS = "What earlier inspections asked for"


class Severity(StrEnum):
    """Whether the judgments can be published all the same."""

    WARNING = "warning"
    REFUSED = "refused"


class Point(NamedTuple):
    """Something to mend or to look at, and the page on which that is done.

    ``address`` is "" where there is no such page, or none that the reader can open.
    """

    sentence: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that does not fit, in the area called ``area``, mended at ``address``."""

    area: str
    sentence: str
    severity: Severity
    address: str = ""

    @property
    def point(self) -> Point:
        """The same with the area in one sentence."""
        return Point(f"{self.area}: {self.sentence}", self.address)


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause of concern by its title and its page; ``is_bare`` without a recommendation."""

    title: str
    address: str = ""
    is_bare: bool = False


@dataclass(frozen=True, slots=True)
class JudgedArea:
    """An area of an inspection, as the checks see it.

    ``needs_grade`` says that the inspection grades it, ``ready`` that a judgment of it is
    confirmed or published, ``under_way`` that one is on the way there. ``is_inadequate`` is the
    latest of them. ``address`` is the page of its judgment, ``asked_at`` its place among the
    actions.
    """

    title: str
    needs_grade: bool
    ready: bool
    under_way: bool
    is_inadequate: bool = False
    causes: tuple[Cause, ...] = ()
    address: str = ""
    asked_at: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """The grades of a cycle, best first, and the codes of what is judged with them."""

    cycle: str
    grades: tuple[str, ...]
    areas: frozenset[str]


def checks_of(areas: Iterable[JudgedArea]) -> tuple[Check, ...]:
    """Everything that does not fit, in the order of the areas."""
    return tuple(check for area in areas for check in _checks(area))


def _checks(area: JudgedArea) -> Iterator[Check]:
    if area.needs_grade and not area.ready:
        yield Check(area.title, _not_ready(area), Severity.REFUSED, area.address)
    if area.is_inadequate and not area.causes:
        yield Check(area.title, NO_CAUSE, Severity.WARNING, area.asked_at)
    for cause in area.causes:
        if cause.is_bare:
            sentence = f"The cause of concern “{cause.title}” has no recommendation. Write one."
            yield Check(area.title, sentence, Severity.REFUSED, cause.address)


def _not_ready(area: JudgedArea) -> str:
    if area.under_way:
        return "Its judgment is not confirmed yet."
    return "It is graded, but nobody has judged it. Judge it, or cover it without a grade."


@dataclass(frozen=True, slots=True)
class WrittenArea:
    """An area of an inspection with how many findings stand about it.

    ``pillar`` is the code of the area that it is a question of, "" for none.
    """

    code: str
    title: str
    is_inspected: bool
    findings: int
    pillar: str = ""


def checks_of_findings(areas: Iterable[WrittenArea], page: str) -> tuple[Check, ...]:
    """The inspected areas without a finding. A pillar has those of its questions.

    ``page`` is that of the findings, on which each area has a place of its own.
    """
    asked = list(areas)
    found = {code for area in asked if area.findings for code in (area.code, area.pillar)}
    return tuple(
        Check(area.title, NO_FINDING, Severity.WARNING, f"{page}#{area.code}")
        for area in asked
        if area.is_inspected and area.code not in found
    )


def check_of_follow_up(unsaid: int, address: str) -> tuple[Check, ...]:
    """What keeps a report back while it says nothing of ``unsaid`` open earlier actions.

    ``address`` is the page on which that is said.
    """
    if not unsaid:
        return ()
    return (Check(EARLIER_ACTIONS, unsaid_sentence(unsaid), Severity.REFUSED, address),)


def unsaid_sentence(number: int) -> str:
    """The same as one sentence."""
    actions = "1 open action" if number == 1 else f"{number} open actions"
    return f"The report says nothing yet of {actions} of earlier inspections."


def uncited_sentence(number: int) -> str:
    """What is said of ``number`` findings without evidence, "" for none."""
    if not number:
        return ""
    return "1 finding cites no evidence" if number == 1 else f"{number} findings cite no evidence"


def refused(checks: Iterable[Check]) -> list[Check]:
    """Those that keep the judgments from being published together."""
    return [check for check in checks if check.severity == Severity.REFUSED]


def why_not_compared(earlier: Scale, later: Scale) -> str:
    """Why no grade of one cycle is set against a grade of another. Never empty.

    Raises ValueError for one and the same cycle, within which forces can be compared.
    """
    if earlier.cycle == later.cycle:
        raise ValueError(f"{earlier.cycle} is one cycle.")
    start = f"Grades of {earlier.cycle} and {later.cycle} are not compared:"
    if earlier.grades != later.grades:
        return f"{start} {_scale(earlier)}, {_scale(later)}."
    if earlier.areas != later.areas:
        return f"{start} the two cycles do not judge the same areas."
    return f"{start} each cycle judges against characteristics of its own."


def _scale(scale: Scale) -> str:
    return f"{scale.cycle} has {_number(scale.grades)} grades"


def _number(grades: Sequence[str]) -> str:
    words = {2: "two", 3: "three", 4: "four", 5: "five"}
    return words.get(len(grades), str(len(grades)))
