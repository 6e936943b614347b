"""The synthetic audit of crime data integrity: 320 crimes in 200 reports, 310 recorded."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from cases.demonstration.audits.dealing import (
    Lot,
    Script,
    Value,
    choice,
    deal,
    finding,
    yes_or_no,
)
from cases.demonstration.audits.records import Mix
from cases.demonstration.traits import Affinity, Case, answered, fact, first, unless, weak
from checklists.instrument import NO, YES

REPORTS = Mix(
    prefix="INC",
    day="reported_on",
    starts=date(2023, 11, 1),
    ends=date(2024, 4, 30),
    shares={
        "route": {"control_room": 124, "online": 26, "officer": 18, "public_protection": 32},
        "opened_as": {
            "violence": 44, "domestic": 34, "sexual": 62, "property": 30,
            "antisocial_behaviour": 14, "other": 16,
        },
    },
)  # fmt: skip


class Crimes(NamedTuple):
    """What so many reports disclose, and what of it was missed.

    The violent and sexual crimes are among all of them, and the rapes among the sexual ones.
    """

    reports: int
    all: int
    violent: int = 0
    sexual: int = 0
    rapes: int = 0
    missed_violent: int = 0
    missed_sexual: int = 0


DISCLOSED = (
    Crimes(2, all=1, sexual=1, missed_sexual=1),
    Crimes(1, all=2, sexual=2, missed_sexual=1),
    Crimes(1, all=4, sexual=4, missed_sexual=1),
    Crimes(12, all=1, sexual=1, rapes=1),
    Crimes(16, all=1, sexual=1),
    Crimes(8, all=2, sexual=2, rapes=1),
    Crimes(13, all=2, sexual=2),
    Crimes(5, all=3, sexual=3, rapes=1),
    Crimes(2, all=4, sexual=4),
    Crimes(5, all=2, violent=1, sexual=1, rapes=1),
    Crimes(3, all=1, violent=1, missed_violent=1),
    Crimes(1, all=2, violent=2, missed_violent=1),
    Crimes(1, all=3, violent=3, missed_violent=1),
    Crimes(1, all=2, violent=1, missed_violent=1),
    Crimes(27, all=1, violent=1),
    Crimes(23, all=2, violent=2),
    Crimes(4, all=3, violent=3),
    Crimes(15, all=2, violent=1),
    Crimes(6, all=3, violent=1),
    Crimes(12, all=1),
    Crimes(17, all=2),
    Crimes(4, all=3),
    Crimes(2, all=4),
)

OF_VIOLENCE = fact("opened_as", "violence", "domestic")
OF_SEXUAL_OFFENCES = fact("opened_as", "sexual")
OF_NEITHER = fact("opened_as", "property", "antisocial_behaviour", "other")


def _affinity(crimes: Crimes) -> Affinity:
    fits = OF_SEXUAL_OFFENCES if crimes.sexual else OF_VIOLENCE if crimes.violent else OF_NEITHER
    return first(fits, weak) if crimes.missed_violent or crimes.missed_sexual else fits


def _answers(crimes: Crimes) -> Mapping[str, Value]:
    missed = crimes.missed_violent + crimes.missed_sexual
    answers = {
        "crime_disclosed": YES,
        "crimes_to_record": str(crimes.all),
        "crimes_recorded": str(crimes.all - missed),
        "all_crimes_recorded": NO if missed else YES,
        "violence_disclosed": YES if crimes.violent else NO,
        "sexual_offence_disclosed": YES if crimes.sexual else NO,
    }
    if crimes.violent:
        answers["violent_crimes_to_record"] = str(crimes.violent)
        answers["violent_crimes_recorded"] = str(crimes.violent - crimes.missed_violent)
    if crimes.sexual:
        answers["sexual_offences_to_record"] = str(crimes.sexual)
        answers["sexual_offences_recorded"] = str(crimes.sexual - crimes.missed_sexual)
        answers["rapes_to_record"] = answers["rapes_recorded"] = str(crimes.rapes)
    return answers


def _recorded(case: Case) -> str:
    return case.value("crimes_recorded")


def _all_but_one(case: Case) -> str:
    return str(int(case.value("crimes_recorded")) - 1)


def _has_a_record(case: Case) -> float:
    return case.value("crimes_recorded") not in {"", "0"}


def _several(case: Case) -> float:
    return case.value("crimes_to_record") != "1"


SCRIPT = Script(
    seed="Crime data integrity 2023-25",
    deals=(
        yes_or_no("report_available", no=5),
        deal("crime_disclosed",
             *(Lot(crimes.reports, _answers(crimes), _affinity(crimes)) for crimes in DISCLOSED),
             rest={"crime_disclosed": NO}),
        yes_or_no("absence_explained", no=2, not_applicable=6),
        deal("crimes_recorded_within_24_hours",
             Lot(17, {"crimes_recorded_within_24_hours": _all_but_one}, first(_has_a_record, weak)),
             rest={"crimes_recorded_within_24_hours": _recorded}),
        choice("missed_because",
               {"one_of_several": 4, "not_pursued": 2, "left_to_others": 1},
               rest="not_recognised", to={"one_of_several": _several}),
        yes_or_no("classification_correct", no=6, not_applicable=5,
                  not_applicable_to=unless(_has_a_record)),
        yes_or_no("victim_told", no=12, not_applicable=17,
                  not_applicable_to=first(unless(_has_a_record), OF_SEXUAL_OFFENCES)),
        finding("cancelled", yes=4, to=first(_has_a_record, weak)),
        yes_or_no("cancellation_justified", no=1),
        yes_or_no("safeguarding_despite_miss", no=1, not_applicable=3,
                  not_applicable_to=unless(answered("violence_disclosed", YES))),
    ),
    notes={
        ("report_available", NO): (
            "The recording is past its date. The log has the call taker's summary alone.",
            "The online form was not kept; the e-mail that followed it was.",
        ),
        ("absence_explained", NO): (
            "The log ends with “no offences”. Nothing says why.",
            "Closed as a nuisance although a push was spoken of. Nobody asked further.",
        ),
        ("all_crimes_recorded", NO): (
            "A second assault, on the friend who stepped in, has no record.",
            "Two years of messages were described and one of them was recorded.",
            "What was said to the officer at the door went no further than the pocket book.",
            "The referral names an offence. The team treated it as information.",
        ),
        ("classification_correct", NO): (
            "Recorded as common assault; the injury described is more than that.",
            "The course of conduct makes it stalking, not harassment.",
        ),
        ("cancellation_justified", NO): (
            "Cancelled because the victim no longer wished to take part. That is no ground.",
        ),
        ("safeguarding_despite_miss", NO): (
            "The matter was filed and nobody spoke with the victim again.",
        ),
    },
)  # fmt: skip
