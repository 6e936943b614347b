"""Makes synthetic case files whose answers hang together. Pure: no database.

The same seed gives the same files. Facts and answers are dealt by quota, so that the
figures of a sample of 100 are known beforehand and those of other sizes are close.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cases.demonstration.deals import ANSWERS, FACTS, Deal
from cases.demonstration.notes import REQUIRED, VOLUNTEERED, VOLUNTEERED_SHARE
from cases.demonstration.offences import offence
from cases.demonstration.traits import Case
from cases.demonstration.typed import TYPED
from cases.relevance import Given
from checklists.instrument import Instrument, Question

FULL_SAMPLE = 100
CHANCE = 0.5
"""How far luck may outweigh affinity, which for a handled badly case is 0 to 1."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to make: how many files, their references' prefix, and when they were reported."""

    prefix: str
    files: int
    reported_from: date
    reported_until: date
    seed: int


@dataclass(frozen=True, slots=True)
class SyntheticFile:
    """A case file and its complete review: answers by question code, parents first."""

    reference: str
    facts: Mapping[str, str]
    answers: Mapping[str, Given]


def generate(instrument: Instrument, plan: Plan) -> list[SyntheticFile]:
    """The files of ``plan``, by the date on which they were reported.

    Raises KeyError when the checklist asks a question that nothing is dealt for.
    """
    chance = random.Random(plan.seed)  # noqa: S311
    cases = [Case(weakness=chance.random()) for _ in range(plan.files)]
    for deal in FACTS:
        _deal_fact(deal, cases, chance)
    for case in cases:
        case.facts["offence"] = offence(case, chance)
        _set_dates(case, plan, chance)
    cases.sort(key=lambda case: case.facts["reported_on"])
    _answer(instrument, cases, chance)
    references = [f"{plan.prefix}-{number:04}" for number in range(1, plan.files + 1)]
    return [_file(instrument, *pair) for pair in zip(references, cases, strict=True)]


def review(
    instrument: Instrument, files: Mapping[str, Mapping[str, str]], seed: int
) -> list[SyntheticFile]:
    """Complete reviews of files that are there already: their facts by reference.

    Raises KeyError as ``generate`` does.
    """
    chance = random.Random(seed)  # noqa: S311
    cases = [Case(chance.random(), dict(facts)) for facts in files.values()]
    _answer(instrument, cases, chance)
    return [_file(instrument, *pair) for pair in zip(files, cases, strict=True)]


def planned_counts(instrument: Instrument, cases: Sequence[Case]) -> dict[str, dict[str, int]]:
    """How many get each answer to each question that is dealt, of 100 files like ``cases``."""
    deals = {deal.name: deal for deal in ANSWERS}
    counts: dict[str, dict[str, int]] = {}
    for question in instrument.questions:
        if question.code in deals:
            asked = FULL_SAMPLE
            if question.parent is not None:
                asked = sum(counts[question.parent].get(v, 0) for v in question.asked_when)
            counts[question.code] = deals[question.code].counts_of(asked, cases)
    return counts


def _answer(instrument: Instrument, cases: Sequence[Case], chance: random.Random) -> None:
    counts = planned_counts(instrument, cases)
    questions = {question.code: question for question in instrument.questions}
    for deal in ANSWERS:
        if deal.name in questions:
            asked = _asked(questions[deal.name], cases)
            for case, value in _dealt(deal, counts[deal.name], asked, chance):
                case.answers[deal.name] = Given(value, _note(deal.name, value, chance))
    for code, typed in TYPED.items():
        if code in questions:
            for case in _asked(questions[code], cases):
                case.answers[code] = Given(typed(case, chance))


def _asked(question: Question, cases: Sequence[Case]) -> list[Case]:
    if question.parent is None:
        return list(cases)
    return [case for case in cases if case.value(question.parent) in question.asked_when]


def _deal_fact(deal: Deal, cases: Sequence[Case], chance: random.Random) -> None:
    for case, value in _dealt(deal, deal.counts_of(FULL_SAMPLE, cases), cases, chance):
        case.facts[deal.name] = value


def _dealt(
    deal: Deal, counts: Mapping[str, int], cases: Sequence[Case], chance: random.Random
) -> list[tuple[Case, str]]:
    """Each case with the value dealt to it: those to which a value fits best get it first."""
    left = list(cases)
    dealt: list[tuple[Case, str]] = []
    for value, count in scaled(counts, len(left)).items():
        affinity = deal.affinity(value)
        ranks = {id(case): affinity(case) + chance.random() * CHANCE for case in left}
        left.sort(key=lambda case: -ranks[id(case)])
        dealt += [(case, value) for case in left[:count]]
        left = left[count:]
    return dealt


def scaled(counts: Mapping[str, int], total: int) -> dict[str, int]:
    """``counts`` scaled to add up to ``total``: rounded down, then by largest remainder."""
    whole = sum(counts.values())
    if whole == 0:
        return dict.fromkeys(counts, 0) | dict.fromkeys(list(counts)[-1:], total)
    shares = {value: divmod(count * total, whole) for value, count in counts.items()}
    rounded = {value: down for value, (down, _) in shares.items()}
    missing = total - sum(rounded.values())
    for value in sorted(shares, key=lambda value: -shares[value][1])[:missing]:
        rounded[value] += 1
    return rounded


def _note(question: str, value: str, chance: random.Random) -> str:
    if notes := REQUIRED.get((question, value)):
        return chance.choice(notes)
    volunteered = VOLUNTEERED.get((question, value))
    if volunteered and chance.random() < VOLUNTEERED_SHARE:
        return chance.choice(volunteered)
    return ""


def _set_dates(case: Case, plan: Plan, chance: random.Random) -> None:
    days = (plan.reported_until - plan.reported_from).days
    reported = plan.reported_from + timedelta(days=chance.randint(0, days))
    case.facts["reported_on"] = reported.isoformat()
    case.facts["closed_on"] = (reported + timedelta(days=chance.randint(2, 88))).isoformat()


def _file(instrument: Instrument, reference: str, case: Case) -> SyntheticFile:
    facts = {f.code: case.facts[f.code] for f in instrument.facts if f.code in case.facts}
    answers = {q.code: case.answers[q.code] for q in instrument.questions if q.code in case.answers}
    return SyntheticFile(reference, facts, answers)
