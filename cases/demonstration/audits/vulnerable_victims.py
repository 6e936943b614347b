"""The synthetic reports about vulnerable victims: 66 reports, 22 crimes, 19 recorded."""

from datetime import date

from cases.demonstration.audits.dealing import Lot, Script, choice, deal, yes_or_no
from cases.demonstration.audits.records import Mix
from cases.demonstration.traits import by_chance, fact
from checklists.instrument import NO, YES

REPORTS = Mix(
    prefix="PVP",
    day="reported_on",
    starts=date(2023, 11, 1),
    ends=date(2024, 4, 30),
    shares={
        "source": {
            "adult_social_care": 24, "children_social_care": 17, "health": 9, "care_home": 7,
            "within_the_force": 6, "other": 3,
        },
    },
)  # fmt: skip


def _crimes(to_record: int, recorded: int) -> dict[str, str]:
    return {
        "crime_disclosed": YES,
        "crimes_to_record": str(to_record),
        "crimes_recorded": str(recorded),
        "all_crimes_recorded": YES if recorded == to_record else NO,
    }


SCRIPT = Script(
    seed="Vulnerable victims 2023-25",
    deals=(
        yes_or_no("report_complete", no=3),
        choice("victim_vulnerable",
               {"child": 17, "age": 21, "mental_health": 10, "learning_disability": 8,
                "exploitation": 4}, rest="physical_health",
               to={"child": fact("source", "children_social_care"),
                   "age": fact("source", "care_home", "adult_social_care")}),
        deal("crime_disclosed",
             Lot(3, _crimes(1, 0)), Lot(2, _crimes(2, 2), by_chance),
             Lot(15, _crimes(1, 1), by_chance), rest={"crime_disclosed": NO}),
        yes_or_no("professional_judgement_recorded", no=4, not_applicable=25),
        yes_or_no("protected", no=0, not_applicable=1),
    ),
    notes={
        ("report_complete", NO): (
            "The body map that the form speaks of is not attached.",
            "Minutes of the second meeting are missing.",
        ),
        ("professional_judgement_recorded", NO): (
            "The agency wrote that it saw no crime. No officer says whether that is right.",
        ),
        ("all_crimes_recorded", NO): (
            "The neglect that the home describes has a safeguarding record and no crime.",
            "Money went missing from the account. It was left to the bank.",
            "A slap by a carer was noted as a matter for the employer.",
        ),
    },
)  # fmt: skip
