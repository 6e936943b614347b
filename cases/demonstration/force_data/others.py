"""Synthetic data of the other forces, so that Lancashire's have company.

Nothing here is any force's. Each number is dealt by the force's slug, so that every
demonstration is the same.
"""

import random
from collections.abc import Iterator

from accounts.models import User
from cases.demonstration.force_data.lists import (
    JUNE_2021,
    JUNE_2023,
    JUNE_2024,
    MARCH_2023,
    MARCH_2024,
    SPRING_2024,
    Given,
    day,
    take_in,
    year,
)
from forces.indicators.actions import accept
from forces.models import Force

WITHOUT_DATA = "cumbria"
STILL_QUERIED = "kent"
ESTIMATE = "Synthetic population"
SHARE_OF_PEOPLE = {"white": 0.88, "black": 0.02, "asian": 0.07, "other": 0.03}


def load_others(forces: list[Force], by: User) -> None:
    """A list of each force, accepted but for one whose queries wait for an answer.

    One force has sent nothing, so that pages show one that didn't.
    """
    for force in forces:
        if force.slug != WITHOUT_DATA:
            submission = take_in(force, SPRING_2024, list_of(force), by, synthetic=True)
            if not submission.queries.exists():
                accept(submission=submission, by=by)


def list_of(force: Force) -> list[Given]:
    """What a force gives, the same whenever it is asked."""
    chance = random.Random(f"{force.slug}, force data")  # noqa: S311
    people = chance.randrange(450_000, 2_600_000)
    jump = 1.9 if force.slug == STILL_QUERIED else 1.0
    return [*searches(people, chance), *calls(people, chance, jump)]


def searches(people: int, chance: random.Random) -> Iterator[Given]:
    """A year of powers, and the people they were used on."""
    rate = chance.uniform(4, 14) / 1_000
    counts = {
        "white": rate * chance.uniform(0.8, 0.95),
        "black": rate * chance.uniform(2.0, 5.0),
        "asian": rate * chance.uniform(0.9, 1.9),
        "other": rate * chance.uniform(0.5, 1.6),
    }
    found_share = chance.uniform(0.18, 0.32)
    for group, each in counts.items():
        living = round(people * SHARE_OF_PEOPLE[group])
        searched = round(living * each)
        yield Given(f"population/{group}", day(JUNE_2021), living, ESTIMATE)
        yield Given(f"stop_and_searches/{group}", year(MARCH_2023), searched)
        yield Given(
            f"stop_and_searches_item_found/{group}",
            year(MARCH_2023),
            round(searched * found_share * chance.uniform(0.9, 1.1)),
        )
    unstated = round(people * rate * chance.uniform(0.08, 0.2))
    yield Given("stop_and_searches/not_stated", year(MARCH_2023), unstated)
    yield Given(
        "stop_and_searches_item_found/not_stated",
        year(MARCH_2023),
        round(unstated * found_share),
    )
    uses = round(people * chance.uniform(8, 18) / 1_000)
    yield Given("uses_of_force", year(MARCH_2023), uses)


def calls(people: int, chance: random.Random, jump: float) -> Iterator[Given]:
    """Two years of calls, attendance and arrests. ``jump`` raises the later year's calls."""
    answered, abandoned = chance.uniform(0.72, 0.95), chance.uniform(0.02, 0.14)
    emergencies, priorities = chance.uniform(0.75, 0.93), chance.uniform(0.6, 0.88)
    yield from _shares("calls_999", "calls_999_answered_in_10_seconds", people // 7, answered, jump)
    yield from _shares("calls_101", "calls_101_abandoned", people // 6, abandoned, 1)
    yield from _shares(
        "emergencies", "emergencies_attended_in_target", people // 20, emergencies, 1
    )
    yield from _shares(
        "priority_incidents", "priority_incidents_attended_in_target", people // 12, priorities, 1
    )
    arrests = round(people * chance.uniform(9, 14) / 1_000)
    yield Given("arrests", year(MARCH_2024), arrests)
    for release, low, high in (
        ("pre_charge_bail", 0.25, 0.45),
        ("released_under_investigation", 0.04, 0.14),
    ):
        released = round(arrests * chance.uniform(low, high))
        yield Given(release, year(MARCH_2024), released)


def _shares(whole: str, part: str, count: int, share: float, jump: float) -> Iterator[Given]:
    """Both years of a count and of its part, the later a little better."""
    for ends, times, better in ((JUNE_2023, 1.0, 0.0), (JUNE_2024, 1.04 * jump, 0.02)):
        yield Given(whole, year(ends), round(count * times))
        reached = min(1.0, share + better) if part != "calls_101_abandoned" else share
        yield Given(part, year(ends), round(count * times * reached))
