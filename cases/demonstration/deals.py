"""How many synthetic cases get each fact and answer, and which cases get them first.

The counts are of 100 files, or of those among them in which the question is asked, and
they are scaled to samples of other sizes. A question with a figure takes its counts from
there. A deal may look at what was dealt before it, so the order matters: it is not the
checklist's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cases.demonstration.figures import FIGURES
from cases.demonstration.traits import (
    Affinity,
    Case,
    about,
    against_a_business,
    answered,
    badly_investigated,
    badly_served,
    by_chance,
    by_telephone,
    charged,
    community_resolution,
    domestic_abuse,
    fact,
    first,
    low_risk,
    not_attended,
    of_property,
    other_than,
    unless,
    unsupported,
    vulnerable,
    weak,
    with_violence,
    without_individual_victim,
    without_suspect,
)
from checklists.instrument import NO, NOT_APPLICABLE, YES


@dataclass(frozen=True, slots=True)
class AsMany:
    """A count that follows from the facts: as many as fit, up to ``most``."""

    fit: Affinity
    most: int = 100


@dataclass(frozen=True, slots=True)
class Deal:
    """``counts`` by value, dealt in this order; the cases left over get ``rest``.

    A count of None is what a figure leaves for "not applicable".
    """

    name: str
    counts: Mapping[str, int | AsMany | None]
    rest: str = YES
    to: Mapping[str, Affinity] = field(default_factory=dict)
    others_to: Affinity = weak

    def affinity(self, value: str) -> Affinity:
        return self.to.get(value, self.others_to)

    def counts_of(self, asked: int, cases: Sequence[Case]) -> dict[str, int]:
        """How many of ``asked`` cases get each value, of a sample of 100 files like ``cases``."""
        known = {
            value: min(about(cases, count.fit), count.most) if isinstance(count, AsMany) else count
            for value, count in self.counts.items()
            if count is not None
        }
        remainder = asked - sum(known.values())
        if len(known) == len(self.counts):
            return {**known, self.rest: remainder}
        met = FIGURES[self.name].met
        return {NOT_APPLICABLE: remainder - met, **known, self.rest: met}


def yes_or_no(
    code: str,
    *,
    no: int | AsMany,
    not_applicable: int | AsMany = 0,
    no_to: Affinity = weak,
    not_applicable_to: Affinity = weak,
) -> Deal:
    """Gives so many "not applicable" and "no", and "yes" to the rest."""
    to = {NOT_APPLICABLE: not_applicable_to, NO: no_to}
    return Deal(code, {NOT_APPLICABLE: not_applicable, NO: no}, YES, to)


def finding(
    code: str,
    *,
    yes: int,
    to: Affinity,
    not_applicable: int = 0,
    not_applicable_to: Affinity = weak,
) -> Deal:
    """Gives so many "yes" and "no" to the rest."""
    counts = {NOT_APPLICABLE: not_applicable, YES: yes}
    return Deal(code, counts, NO, {NOT_APPLICABLE: not_applicable_to, YES: to})


def figure(code: str, *, no_to: Affinity = weak, not_applicable_to: Affinity = weak) -> Deal:
    """Gives the answers of which the measure with the same code is made."""
    known = FIGURES[code]
    to = {NOT_APPLICABLE: not_applicable_to, NO: no_to}
    return Deal(code, {NOT_APPLICABLE: None, NO: known.of - known.met}, YES, to)


# What a case is has nothing to do with how well the force handled it.
FACTS = (
    Deal("offence_group",
         {"theft": 27, "public_order": 10, "criminal_damage": 9, "sexual": 7, "robbery": 3,
          "drugs": 3, "weapons": 2, "miscellaneous": 1}, "violence", others_to=by_chance),
    Deal("domestic_abuse", {"yes": 32}, "no", {"yes": first(
        fact("offence_group", "violence"), fact("offence_group", "criminal_damage"))}),
    Deal("outcome_type",
         {"18": 16, "1": 12, "14": 5, "16": 20, "8": 22, "1A": 1, "3": 2, "10": 1, "21": 2, "22": 2,
          "9": 1, "12": 1, "20": 1}, "15",
         {"18": first(unless(domestic_abuse), of_property),
          "1": first(without_individual_victim, with_violence),
          "14": first(unless(without_individual_victim), unless(domestic_abuse)),
          "16": first(unless(without_individual_victim), domestic_abuse),
          "8": first(unless(with_violence), unless(domestic_abuse))}, by_chance),
    Deal("route",
         {"third_party": 3, "officer": 6, "online": 16, "front_counter": 5, "call_999": 36},
         "call_101",
         {"third_party": fact("offence_group", "sexual"),
          "officer": without_individual_victim,
          "online": first(unless(domestic_abuse), of_property),
          "front_counter": unless(domestic_abuse),
          "call_999": first(domestic_abuse, with_violence)}),
)  # fmt: skip

CALL_HANDLING = (
    yes_or_no("contact_available", no=4),
    yes_or_no("call_answered_promptly", no=11, not_applicable=AsMany(other_than(by_telephone)),
              not_applicable_to=unless(by_telephone)),
    finding("earlier_attempt_followed_up", yes=2, to=weak, not_applicable=8),
    yes_or_no("call_handler_polite", no=3, not_applicable=25, not_applicable_to=unless(
        first(by_telephone, fact("route", "front_counter")))),
    figure("repeat_victim_checked",
           not_applicable_to=first(without_individual_victim, against_a_business)),
    finding("repeat_victim_identified", yes=34, to=domestic_abuse),
    figure("repeat_victim_information_used"),
    figure("vulnerability_checked", not_applicable_to=first(
        unless(domestic_abuse), against_a_business, of_property)),
    finding("vulnerability_identified", yes=53, to=first(domestic_abuse, with_violence)),
    figure("vulnerability_recorded"),
    Deal("vulnerability_kind",
         {"domestic_abuse": AsMany(domestic_abuse, most=25), "child": 6, "mental_health": 7,
          "disability": 3, "exploitation": 2, "repeat_targeting": 3, "other": 1},
         "older_person", {"domestic_abuse": domestic_abuse}),
    figure("risk_assessment_considered_needs",
           not_applicable_to=first(fact("route", "third_party"), against_a_business)),
    figure("risk_assessment_accurate"),
    figure("evidence_preservation_advised",
           not_applicable_to=unless(fact("offence_group", "sexual", "theft", "robbery"))),
    figure("crime_prevention_advised",
           not_applicable_to=unless(first(of_property, unless(domestic_abuse)))),
    Deal("response_grade",
         {"not_graded": 6, "no_attendance": 10, "emergency": 30, "priority": 33}, "routine",
         {"not_graded": fact("route", "officer"),
          "no_attendance": first(unless(domestic_abuse), fact("route", "online")),
          "emergency": first(fact("route", "call_999"), with_violence),
          "priority": first(by_telephone, domestic_abuse)}),
    yes_or_no("response_grade_suitable", no=4),
    yes_or_no("information_passed_on", no=5, not_applicable=17,
              not_applicable_to=answered("response_grade", "not_graded", "no_attendance")),
)  # fmt: skip

RESPONSE = (
    yes_or_no("officers_attended", no=16,
              no_to=answered("response_grade", "not_graded", "no_attendance")),
    finding("attendance_needed", yes=2, to=weak),
    finding("attendance_delayed", yes=10, not_applicable=16, not_applicable_to=not_attended,
            to=first(answered("response_grade", "priority", "routine"), weak)),
    figure("attendance_prompt", no_to=answered("attendance_delayed", YES),
           not_applicable_to=first(answered("attendance_delayed", NO),
                                   answered("response_grade", "routine"))),
    figure("delay_caller_updated"),
    finding("delay_risk_reassessed", yes=6, to=vulnerable),
    yes_or_no("delay_reassessment_acted_on", no=1, not_applicable=2),
    figure("vulnerability_assessment_completed",
           not_applicable_to=unless(first(domestic_abuse, vulnerable))),
    yes_or_no("vulnerability_assessment_in_person", no=3),
    yes_or_no("vulnerability_assessment_checked", no=4),
    yes_or_no("safeguarding_taken", no=3, not_applicable=47, not_applicable_to=low_risk),
    yes_or_no("early_evidence_secured", no=6, not_applicable=34, not_applicable_to=not_attended),
    yes_or_no("body_worn_video_used", no=9, not_applicable=20, not_applicable_to=not_attended),
    yes_or_no("partner_referral_made", no=5, not_applicable=61, not_applicable_to=low_risk),
)  # fmt: skip

CRIME_RECORDING = (
    yes_or_no("recorded_in_time", no=5),
    yes_or_no("classification_correct", no=3),
    yes_or_no("classification_corrected", no=1),
    yes_or_no("cancellation_justified", no=1, not_applicable=96),
)

INVESTIGATION = (
    figure("allocation_correct"),
    figure("plan_present", not_applicable_to=first(unless(domestic_abuse), of_property)),
    figure("plan_followed"),
    figure("supervision_effective",
           not_applicable_to=first(against_a_business, of_property)),
    Deal("supervision_lacking",
         {"none_recorded": 3, "no_direction": 4, "not_checked": 2, "safety_overlooked": 1},
         "too_late", {"safety_overlooked": vulnerable}),
    yes_or_no("enquiries_pursued", no=9),
    yes_or_no("witness_accounts_taken", no=6, not_applicable=38),
    yes_or_no("digital_evidence_pursued", no=9, not_applicable=30),
    yes_or_no("forensic_evidence_pursued", no=4, not_applicable=61, not_applicable_to=unless(
        fact("offence_group", "sexual", "robbery", "theft"))),
    yes_or_no("suspect_identified", no=AsMany(without_suspect), no_to=without_suspect),
    figure("arrest_prompt", not_applicable_to=community_resolution),
    yes_or_no("suspect_interviewed", no=9, not_applicable=6, not_applicable_to=unless(charged),
              no_to=unless(charged)),
    yes_or_no("interview_thorough", no=5),
    finding("investigation_delayed", yes=14, to=weak),
    figure("delay_unjustified"),
    figure("forensic_delay"),
    figure("victim_personal_statement_taken",
           not_applicable_to=first(without_individual_victim, without_suspect,
                                   community_resolution)),
    finding("support_withdrawn", yes=30, to=first(unsupported, unless(charged)), not_applicable=6,
            not_applicable_to=without_individual_victim),
    figure("prosecution_without_support_considered",
           not_applicable_to=first(without_suspect, unless(domestic_abuse))),
    figure("protective_order_considered",
           not_applicable_to=unless(first(domestic_abuse, with_violence))),
    yes_or_no("protective_order_sought", no=2, not_applicable=11),
    figure("investigation_effective", no_to=badly_investigated),
)  # fmt: skip

VICTIM_SERVICE = (
    figure("needs_assessed",
           not_applicable_to=first(without_individual_victim, against_a_business, of_property)),
    yes_or_no("needs_reviewed", no=3, not_applicable=45),
    figure("enhanced_service_recorded", not_applicable_to=low_risk),
    yes_or_no("enhanced_service_given", no=3, not_applicable=4),
    figure("victim_contract_kept",
           not_applicable_to=first(without_individual_victim, without_suspect)),
    Deal("victim_contract_lapse", {"no_updates": 1}, "late_updates"),
    yes_or_no("updates_meaningful", no=8, not_applicable=9,
              not_applicable_to=without_individual_victim),
    yes_or_no("support_offered", no=9, not_applicable=8,
              not_applicable_to=without_individual_victim),
    yes_or_no("support_referral_made", no=2, not_applicable=51, not_applicable_to=low_risk),
    figure("withdrawal_documented"),
    yes_or_no("withdrawal_reason_explored", no=4),
    yes_or_no("special_measures_considered", no=3, not_applicable=79, not_applicable_to=low_risk),
    figure("service_good", no_to=badly_served, not_applicable_to=without_individual_victim),
)  # fmt: skip

OUTCOMES = (
    figure("outcome_correct"),
    figure("outcome_rationale_recorded"),
    figure("outcome_supervised", not_applicable_to=of_property),
    yes_or_no("community_resolution_suitable", no=3,
              not_applicable=AsMany(other_than(community_resolution)),
              not_applicable_to=unless(community_resolution)),
    figure("victim_wishes_considered", not_applicable_to=without_individual_victim),
    figure("victim_wishes_auditable"),
    figure("victim_informed_of_outcome", not_applicable_to=without_individual_victim),
    yes_or_no("review_right_explained", no=7, not_applicable=48, not_applicable_to=unless(
        fact("outcome_type", "9", "10", "15", "16", "21"))),
)  # fmt: skip

ANSWERS = (
    *CALL_HANDLING,
    *RESPONSE,
    *CRIME_RECORDING,
    *INVESTIGATION,
    *VICTIM_SERVICE,
    *OUTCOMES,
)
