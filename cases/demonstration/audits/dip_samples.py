"""The two synthetic dip samples: 21 body-worn video recordings, 7 cases of online child abuse."""

from datetime import date

from cases.demonstration.audits.dealing import Script, choice, finding, yes_or_no
from cases.demonstration.audits.records import Mix
from cases.demonstration.traits import answered, fact, first, unless, weak
from checklists.instrument import NO, NOT_APPLICABLE, YES

RECORDINGS = Mix(
    prefix="BWV",
    day="recorded_on",
    starts=date(2023, 12, 4),
    ends=date(2024, 5, 12),
    shares={"encounter": {"stop_and_search": 16, "use_of_force": 2, "both": 3}},
)
NOBODY_SEARCHED = fact("encounter", "use_of_force")

VIDEO_SCRIPT = Script(
    seed="Body-worn video 2023-25",
    deals=(
        yes_or_no("whole_encounter_recorded", no=6),
        choice("missing_part", {"middle": 1}, rest="beginning", to={}),
        yes_or_no("seen_and_heard", no=1),
        yes_or_no("officer_courteous", no=1),
        yes_or_no("grounds_explained", no=6, not_applicable=2, not_applicable_to=NOBODY_SEARCHED),
        yes_or_no("chance_to_explain", no=5, not_applicable=3, not_applicable_to=NOBODY_SEARCHED,
                  no_to=first(answered("grounds_explained", NO), weak)),
        finding("search_avoidable", yes=2),
        yes_or_no("search_respectful", no=1, not_applicable=2, not_applicable_to=NOBODY_SEARCHED),
        finding("force_used", yes=7, to=unless(fact("encounter", "stop_and_search"))),
        yes_or_no("force_justified", no=1),
        yes_or_no("calmed_first", no=1, not_applicable=1),
        choice("learning",
               {"Switch the camera on when the decision to stop somebody is made.": 3,
                "Say the reason first and the power second.": 2,
                "A question and a pause would have cleared this up.": 2},
               rest=NOT_APPLICABLE, to={}),
    ),
    notes={
        ("whole_encounter_recorded", NO): (
            "Starts when the person is already being held. The first words are missing.",
            "The camera comes on after the grounds were given.",
        ),
        ("seen_and_heard", NO): ("A coat covers the lens for most of the search.",),
        ("officer_courteous", NO): ("Talks over the person and answers questions with orders.",),
        ("grounds_explained", NO): (
            "Names the Act and the object. The reason is not given.",
            "The reason is given in terms that the person plainly did not follow.",
        ),
        ("chance_to_explain", NO): (
            "The search begins while the person is still answering.",
            "No question is asked before the search.",
        ),
        ("search_respectful", NO): ("In front of a bus stop with people looking on.",),
        ("force_justified", NO): ("Handcuffs as a matter of course on somebody standing quietly.",),
    },
)  # fmt: skip

INVESTIGATIONS = Mix(
    prefix="OCA",
    day="received_on",
    starts=date(2023, 10, 9),
    ends=date(2024, 4, 22),
    shares={
        "source": {"national_agency": 4, "another_force": 1, "own_intelligence": 1, "public": 1}
    },
    later={"enforced_on": (2, 21)},
)

ABUSE_SCRIPT = Script(
    seed="Online child abuse 2023-25",
    deals=(
        yes_or_no("reviewed_on_arrival"),
        yes_or_no("risk_assessment_completed", no=1),
        yes_or_no("risk_assessment_repeated", not_applicable=2),
        finding("acted_without_assessment", yes=1),
        yes_or_no("level_suits_facts"),
        yes_or_no("children_researched"),
        yes_or_no("social_care_contacted"),
        yes_or_no("referral_on_the_day"),
        yes_or_no("suspect_support_offered", no=1),
        yes_or_no("enforcement_prompt"),
        yes_or_no("entry_secured", no=1),
        yes_or_no("devices_examined_promptly", not_applicable=1),
        yes_or_no("images_graded", not_applicable=1,
                  not_applicable_to=answered("devices_examined_promptly", NOT_APPLICABLE)),
        yes_or_no("images_uploaded", no=4),
    ),
    notes={
        ("risk_assessment_completed", NO): ("No score. The referral was plainly serious.",),
        ("acted_without_assessment", YES): ("Officers went the same afternoon.",),
        ("entry_secured", NO): (
            "Officers waited at the address while others went to a place of work.",
        ),
    },
)  # fmt: skip
