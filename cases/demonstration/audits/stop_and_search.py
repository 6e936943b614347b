"""The synthetic audit of stop and search: 191 records, 164 of them with reasonable grounds."""

from datetime import date

from cases.demonstration.audits.dealing import Script, choice, finding, yes_or_no
from cases.demonstration.audits.records import Mix
from cases.demonstration.traits import (
    Case,
    answered,
    by_chance,
    fact,
    first,
    other_than,
)
from checklists.instrument import NO

SEARCHES = Mix(
    prefix="STS",
    day="searched_on",
    starts=date(2023, 3, 1),
    ends=date(2024, 2, 29),
    shares={
        "self_defined_ethnicity": {
            "white": 136, "asian": 24, "mixed": 9, "black": 7, "other": 3, "not_stated": 12,
        },
        "power": {
            "drugs": 122, "stolen_or_prohibited": 62, "firearms": 3, "psychoactive": 2, "other": 2,
        },
        "age_group": {"from_10_to_17": 33, "from_18_to_24": 66, "from_25_to_34": 52, "over_34": 40},
    },
)  # fmt: skip
OF_ETHNIC_MINORITIES = fact("self_defined_ethnicity", "asian", "mixed", "black", "other")
WITHOUT_GROUNDS = answered("grounds_recorded", NO)


def _object(case: Case) -> str:
    """What the power allows to search for; under section 1 it is one of several."""
    power = case.facts["power"]
    if power in {"drugs", "psychoactive"}:
        return "drugs"
    if power == "stolen_or_prohibited":
        return ("weapon", "stolen", "tools")[int(case.weakness * 3)]
    return "firearm" if power == "firearms" else "other"


SCRIPT = Script(
    seed="Stop and search 2023-25",
    deals=(
        yes_or_no("grounds_recorded", no=4),
        choice("main_ground",
               {"smell": 48, "seen": 62, "intelligence": 30, "information": 20, "description": 12,
                "answers": 7}, rest="other",
               to={"smell": fact("power", "drugs"), "seen": by_chance}),
        yes_or_no("reasonable_grounds", no=11, no_to=first(WITHOUT_GROUNDS, by_chance),
                  among=OF_ETHNIC_MINORITIES),
        yes_or_no("reasonable_grounds", no=16, no_to=first(WITHOUT_GROUNDS, by_chance),
                  among=other_than(OF_ETHNIC_MINORITIES)),
        choice("weakness",
               {"missing": 4, "smell_alone": 6, "record_alone": 5, "no_link": 5,
                "generalisation": 3}, rest="too_little",
               to={"missing": WITHOUT_GROUNDS, "smell_alone": answered("main_ground", "smell"),
                   "record_alone": answered("main_ground", "intelligence")}),
        finding("stronger_than_written", yes=9),
        choice("object_searched_for", {"not_recorded": 3}, rest=_object, to={}),
        yes_or_no("object_found", no=133, not_applicable=3, no_to=by_chance,
                  not_applicable_to=answered("object_searched_for", "not_recorded")),
        finding("something_else_found", yes=9, to=by_chance),
        finding("clothing_removed", yes=6, to=fact("power", "drugs")),
        yes_or_no("removal_justified", no=1),
        yes_or_no("copy_offered", no=11, not_applicable=14, not_applicable_to=by_chance),
        yes_or_no("ethnicity_asked", no=7, no_to=fact("self_defined_ethnicity", "not_stated")),
        yes_or_no("video_referenced", no=19),
        yes_or_no("supervisor_reviewed", no=10),
        yes_or_no("supervisor_noticed", no=21, not_applicable=5,
                  no_to=answered("reasonable_grounds", NO)),
    ),
    notes={
        ("grounds_recorded", NO): (
            "The box holds the name of the Act and nothing else.",
            "Only the place is written, with the words “known area”.",
        ),
        ("main_ground", "other"): (
            "The car had been reported as seen near a theft an hour before.",
            "A dog gave a sign at the station.",
        ),
        ("reasonable_grounds", NO): (
            "There would have been enough had the record said what the officer saw in the hand.",
            "Nothing is about this person. The same lines stand in an earlier record.",
            "That the person was known is all there is. What they did then would have mattered.",
            "The smell might have come from anybody in the group.",
            "Looking away from a police car is not yet a ground.",
        ),
        ("removal_justified", NO): ("The reason is there. Who authorised it is not.",),
        ("supervisor_noticed", NO): (
            "Signed as satisfactory within a minute.",
            "The review praises the find and doesn't speak of the grounds.",
        ),
    },
)  # fmt: skip
