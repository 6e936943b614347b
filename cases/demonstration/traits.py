"""What a synthetic case is like, and which answers fit it.

An affinity says how well something fits a case: the higher, the sooner it is dealt to it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from cases.relevance import Given
from checklists.instrument import NO, YES

Affinity = Callable[["Case"], float]

NO_SUSPECT = {"14", "18"}
VICTIM_DOES_NOT_SUPPORT = {"14", "16"}


@dataclass(slots=True)
class Case:
    """A case in the making. ``weakness`` (0 to 1) is how badly the force handled it."""

    weakness: float
    facts: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Given] = field(default_factory=dict)

    def value(self, question: str) -> str:
        """The answer to a question, or "" when it was not asked."""
        given = self.answers.get(question)
        return given.value if given else ""


def weak(case: Case) -> float:
    return case.weakness


def by_chance(case: Case) -> float:
    """Fits every case alike."""
    return 0.0


def fact(code: str, *values: str) -> Affinity:
    return lambda case: case.facts.get(code) in values


def answered(question: str, *values: str) -> Affinity:
    """Fits the cases with one of these answers; ``""`` means that it was not asked."""
    return lambda case: case.value(question) in values


def unless(affinity: Affinity) -> Affinity:
    return lambda case: -affinity(case)


def other_than(affinity: Affinity) -> Affinity:
    """Fits the cases that don't fit at all, and no others."""
    return lambda case: not affinity(case)


def first(*affinities: Affinity) -> Affinity:
    """Fits by the first affinity, among equals by the second, and so on."""
    return lambda case: sum(
        affinity(case) * 4.0 ** (len(affinities) - place)
        for place, affinity in enumerate(affinities, start=1)
    )


def about(cases: Sequence[Case], affinity: Affinity) -> int:
    """How many of 100 cases fit, of those given."""
    return round(100 * sum(affinity(case) > 0 for case in cases) / len(cases))


by_telephone = fact("route", "call_999", "call_101")
with_violence = fact("offence_group", "violence", "sexual", "robbery")
of_property = fact("offence_group", "theft", "criminal_damage")
without_individual_victim = fact("offence_group", "drugs", "weapons", "miscellaneous")
against_a_business = fact("offence", "Shoplifting", "Making off without payment")
domestic_abuse = fact("domestic_abuse", "yes")
without_suspect = fact("outcome_type", *NO_SUSPECT)
unsupported = fact("outcome_type", *VICTIM_DOES_NOT_SUPPORT)
community_resolution = fact("outcome_type", "8")
charged = fact("outcome_type", "1", "1A")
not_attended = answered("officers_attended", NO)
vulnerable = answered("vulnerability_identified", YES)
low_risk = unless(first(domestic_abuse, vulnerable, with_violence))


def badly_investigated(case: Case) -> float:
    """Fits the cases with the most failings before the judgment on the investigation."""
    questions = ("supervision_effective", "plan_present", "enquiries_pursued", "plan_followed")
    return case.weakness + sum(case.value(question) == NO for question in questions)


def badly_served(case: Case) -> float:
    """Fits the cases with the most failings before the judgment on the service."""
    questions = ("needs_assessed", "enhanced_service_recorded", "updates_meaningful",
                 "support_offered", "investigation_effective", "withdrawal_documented")  # fmt: skip
    return case.weakness + sum(case.value(question) == NO for question in questions)
