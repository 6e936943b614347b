"""The synthetic answers that are typed: numbers and text.

Each is made from the case's facts and other answers, so that they hang together.
"""

import random
from collections.abc import Callable, Mapping

from cases.demonstration.traits import Case
from checklists.instrument import NO, NOT_APPLICABLE, YES

Typed = Callable[[Case, random.Random], str]

MISSED = (
    "House-to-house enquiries were not made. They could have found a witness.",
    "Recordings from a nearby shop were asked for after they had been overwritten.",
    "No message history was asked for. It could have shown a pattern of contact.",
    "The second witness named in the log was never spoken to.",
    "Bank records could have shown where the card was used.",
)
GOOD_SUMMARIES = (
    "A prompt first response and clear direction. The victim was told of every step.",
    "The first contact set the tone: risk, history and needs were all understood.",
    "A proportionate investigation that followed the lines of enquiry that mattered.",
    "Simple and well run. The victim had one point of contact throughout.",
    "Early work was quick. The reasons for each decision are easy to follow.",
)
POOR_SUMMARIES = (
    "Early evidence was lost because nobody went back to the plan after the first week.",
    "The file stood still for weeks and nobody asked why.",
    "The officers who attended did well. What followed did not match their work.",
    "The main line of enquiry was written down and never pursued.",
    "Decisions were made late and the reasons are hard to find in the file.",
)
NEAREST_OUTCOME = {"8": "10", "14": "18", "15": "16", "16": "15", "18": "14", "21": "15"}
MINUTES = {"emergency": (4, 15), "priority": (14, 58), "routine": (55, 430)}
LATE_MINUTES = {"emergency": (18, 47), "priority": (72, 240), "routine": (600, 2_800)}


def minutes_to_arrival(case: Case, chance: random.Random) -> str:
    if chance.random() < 0.04:
        return NOT_APPLICABLE
    spans = LATE_MINUTES if case.value("attendance_delayed") == YES else MINUTES
    return str(chance.randint(*spans.get(case.value("response_grade"), (55, 430))))


def crimes_to_record(case: Case, chance: random.Random) -> str:
    return str(chance.choices((1, 2, 3), weights=(88, 10, 2))[0])


def crimes_recorded(case: Case, chance: random.Random) -> str:
    needed = int(case.value("crimes_to_record"))
    return str(needed - 1 if needed > 1 and chance.random() < 0.3 else needed)


def days_to_first_supervision(case: Case, chance: random.Random) -> str:
    if (
        case.value("supervision_effective") == NOT_APPLICABLE
        or case.value("supervision_lacking") == "none_recorded"
    ):
        return NOT_APPLICABLE
    late = case.value("supervision_lacking") == "too_late"
    return str(chance.randint(9, 31) if late else chance.choice((0, 0, 1, 1, 1, 2, 2, 3, 4, 6)))


def days_to_inform_victim(case: Case, chance: random.Random) -> str:
    return str(chance.choice((0, 0, 0, 1, 1, 1, 2, 2, 3, 5, 8)))


def enquiries_missed(case: Case, chance: random.Random) -> str:
    return chance.choice(MISSED)


def outcome_expected(case: Case, chance: random.Random) -> str:
    return NEAREST_OUTCOME.get(case.facts["outcome_type"], "15")


def summary(case: Case, chance: random.Random) -> str:
    if case.value("investigation_effective") == NO:
        return chance.choice(POOR_SUMMARIES)
    return chance.choice(GOOD_SUMMARIES) if chance.random() < 0.25 else NOT_APPLICABLE


TYPED: Mapping[str, Typed] = {
    "minutes_to_arrival": minutes_to_arrival,
    "crimes_to_record": crimes_to_record,
    "crimes_recorded": crimes_recorded,
    "days_to_first_supervision": days_to_first_supervision,
    "days_to_inform_victim": days_to_inform_victim,
    "enquiries_missed": enquiries_missed,
    "outcome_expected": outcome_expected,
    "summary": summary,
}
