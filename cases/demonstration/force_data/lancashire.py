"""Lancashire's data as the PEEL 2023-25 report prints them.

Where the report prints a ratio or a change and not the counts behind it, the counts are
illustrative: made up so that they give what is printed, and marked so on every page.
"""

from accounts.models import User
from cases.demonstration.force_data.lists import (
    APRIL_2023,
    APRIL_2024,
    AUTUMN_2022,
    AUTUMN_2023,
    JUNE_2021,
    JUNE_2024,
    MARCH_2022,
    MARCH_2023,
    MARCH_2024,
    SPRING_2024,
    Given,
    day,
    month,
    settle,
    take_in,
    year,
)
from forces.indicators.periods import HalfYear
from forces.models import Force

REPORT = "PEEL 2023-25 report on Lancashire Constabulary"
ESTIMATE = "Mid-2021 population estimate, illustrative numbers"
SURVEY = "Workforce survey of the PEEL 2023-25 inspection, which the report doesn't date"
ENDS_OF_YEAR = "The report gives the first and last figure of the year to March 2024."
MADE_UP = "The report prints the ratios alone. This count is made up so that it gives them."
FROM_CHANGE = "The report prints the change alone. This count is made up so that it gives it."
EXPLAINED = "The report prints this change and gives its background. Nothing was mistyped."

PEOPLE = {"white": 1_350_000, "black": 9_000, "asian": 140_000, "other": 30_000}
SEARCHED = {"white": 9_368, "black": 181, "asian": 1_652, "other": 125, "not_stated": 1_500}
FOUND = 3_078
USES_BEFORE = 12_001


SEARCHES_2023 = (
    Given("stop_and_searches", year(MARCH_2023), 12_826, REPORT),
    *(
        Given(f"stop_and_searches/{group}", year(MARCH_2023), count, "", MADE_UP, illustrative=True)
        for group, count in SEARCHED.items()
    ),
    Given("stop_and_searches_item_found", year(MARCH_2023), FOUND, "", MADE_UP, illustrative=True),
    Given("uses_of_force", year(MARCH_2022), USES_BEFORE, "", FROM_CHANGE, illustrative=True),
    Given("uses_of_force", year(MARCH_2023), 18_421, REPORT),
    Given("uses_of_force_unrecorded", year(MARCH_2023), 893, REPORT),
    *(
        Given(f"population/{group}", day(JUNE_2021), people, ESTIMATE, MADE_UP, illustrative=True)
        for group, people in PEOPLE.items()
    ),
)
ATTENDANCE = tuple(
    Given(f"share_{kind}_attended_in_target", month(ends), share, target, ENDS_OF_YEAR)
    for kind, target, first, last in (
        ("emergencies", f"{REPORT}; target 15 minutes", "82.6", "96.0"),
        ("priority", f"{REPORT}; target 60 minutes", "75.7", "97.6"),
    )
    for ends, share in ((APRIL_2023, first), (MARCH_2024, last))
)
LATEST = (
    Given("share_999_answered_in_10_seconds", year(JUNE_2024), "83.9", REPORT),
    Given("share_101_abandoned", year(JUNE_2024), "15.45", REPORT),
    Given("share_101_abandoned_combined", year(JUNE_2024), "1.4", REPORT),
    Given("stop_and_searches", year(APRIL_2024), 19_948, REPORT),
    Given("share_discussing_development", year(JUNE_2024), "84.1", SURVEY),
    Given("share_discussing_objectives", year(JUNE_2024), "88.4", SURVEY),
)
LISTS: tuple[tuple[HalfYear, tuple[Given, ...]], ...] = (
    (AUTUMN_2022, SEARCHES_2023),
    (AUTUMN_2023, ATTENDANCE),
    (SPRING_2024, LATEST),
)


def load_lancashire(force: Force, by: User) -> None:
    """Take in and accept every list, the oldest first, with the large changes answered."""
    for half_year, given in LISTS:
        settle(take_in(force, half_year, given, by, synthetic=False), EXPLAINED, by)
