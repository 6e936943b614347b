"""The synthetic notes of the inspectors, by question and answer. They describe no real case."""

from collections.abc import Mapping

from checklists.instrument import NO, YES

REQUIRED: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("contact_available", NO): (
        "The first record had been deleted. I worked from the officer's later summary.",
        "Only the closing summary of the incident log could be opened.",
    ),
    ("call_handler_polite", NO): (
        "The call handler spoke over the caller twice and did not explain what would happen.",
        "Correct but impatient. The caller asked for a name and was not given one.",
    ),
    ("repeat_victim_checked", NO): (
        "No search was made and the caller was not asked about earlier reports.",
        "A search was made the next morning, too late for the response.",
        "The script skips the question when the caller reports online, and nobody went back.",
    ),
    ("repeat_victim_information_used", NO): (
        "Two earlier reports were found and left in the search screen.",
    ),
    ("vulnerability_checked", NO): (
        "Nobody asked who else was there and whether they were safe.",
        "No question about health or fear, and markers were not searched.",
    ),
    ("vulnerability_recorded", NO): (
        "The caller spoke of a long illness. The log does not mention it.",
        "Recognised during the call, but no marker was set and officers were not told.",
    ),
    ("vulnerability_kind", "other"): ("The caller slept in a car and had no safe place to go.",),
    ("risk_assessment_considered_needs", NO): (
        "Stock sentences only. Nothing in them is about this caller.",
        "The headings were filled in with single words.",
    ),
    ("risk_assessment_accurate", NO): (
        "A threat made during the call was left out, so the risk was set too low.",
        "An injury was described and the assessment says that there was none.",
    ),
    ("evidence_preservation_advised", NO): (
        "The victim was not told to leave the room as it was and had tidied up.",
    ),
    ("response_grade_suitable", NO): (
        "Graded too low for what was known. One grade higher would have been right.",
        "Graded higher than the facts called for. One grade lower would have done.",
    ),
    ("attendance_prompt", NO): (
        "Officers came after the target and no reason is logged.",
        "Units were taken for another incident and nobody looked for a substitute.",
        "The appointment was moved twice.",
    ),
    ("attendance_needed", YES): (
        "The scene held evidence that only a visit could have secured.",
        "The victim was frightened and should have been seen in person.",
    ),
    ("attendance_needed", NO): (
        "Dealt with fully at a distance. The victim preferred this.",
        "Nothing at the scene and no risk. An online report was enough.",
        "All the details were taken at the first contact.",
    ),
    ("delay_caller_updated", NO): (
        "No call or message was logged between the target time and arrival.",
        "One unanswered call, which was not tried again.",
    ),
    ("delay_risk_reassessed", NO): (
        "The log only says that nobody was free.",
        "No entry between the first assessment and arrival.",
    ),
    ("vulnerability_assessment_completed", NO): (
        "The form was opened and only its first page filled in.",
        "No form, although the force's policy asks for one.",
    ),
    ("safeguarding_taken", NO): (
        "The suspect knew the address and no marker was set.",
        "Nobody asked whether the victim had somewhere safe to stay.",
    ),
    ("recorded_in_time", NO): (
        "Recorded on the third day, after a supervisor asked for it.",
        "The report waited for a desk that is closed at weekends.",
    ),
    ("classification_correct", NO): (
        "Recorded as a lesser offence than the first report describes.",
        "The class does not fit the facts in the first report.",
    ),
    ("cancellation_justified", NO): (
        "Cancelled because the victim did not reply, which is no reason in the counting rules.",
    ),
    ("allocation_correct", NO): (
        "Went to a response team first. The move to a specialist team cost two weeks.",
        "Given to an officer who was on leave for the first ten days.",
        "The policy calls for a detective and the file stayed with a neighbourhood team.",
    ),
    ("plan_present", NO): (
        "The template is there and nothing of this case is in it.",
        "No plan. Enquiries were decided from day to day.",
        "A list of tasks without dates or names.",
    ),
    ("plan_followed", NO): (
        "Two lines of enquiry were neither done nor dropped with a reason.",
        "Written on the first day and never looked at again.",
    ),
    ("supervision_effective", NO): (
        "Entries say that the file was read and nothing more.",
        "The first review came after a month, when the recordings were gone.",
        "Direction was given and nobody checked that it was followed.",
    ),
    ("enquiries_pursued", NO): (
        "An obvious line was left without a reason.",
        "Enquiries stopped when the first witness would not help.",
    ),
    ("arrest_prompt", NO): (
        "There were grounds on the first day. The interview was five weeks later.",
        "The address was known and was not tried for ten days.",
    ),
    ("delay_unjustified", YES): (
        "Six weeks without an entry. The officer's workload is given as the only reason.",
        "The statement was taken a month late and nothing explains it.",
        "The file waited three weeks for a supervisor's signature.",
    ),
    ("prosecution_without_support_considered", NO): (
        "Closed on the day that the victim withdrew. Body-worn video was not weighed.",
    ),
    ("protective_order_considered", NO): (
        "Repeated contact after a warning, and no order was mentioned.",
        "Bail ended without a word about what would protect the victim then.",
    ),
    ("investigation_effective", NO): (
        "The evidence that mattered was lost before anybody looked for it.",
        "Slow from the second week. The victim lost confidence.",
        "The lines of enquiry that mattered were not followed.",
        "No plan and no direction. The result came down to chance.",
    ),
    ("needs_assessed", NO): (
        "A ticked box and no words.",
        "Nobody asked the victim what would help.",
        "The form is in the file and is empty.",
    ),
    ("enhanced_service_recorded", NO): (
        "The victim was persistently targeted and no enhanced right is recorded.",
        "Recorded as a standard case although the victim was under 18.",
    ),
    ("victim_contract_kept", NO): (
        "Weekly updates were agreed. Five weeks passed without one.",
        "The victim asked for messages and was telephoned at work.",
    ),
    ("support_offered", NO): (
        "No offer is recorded.",
        "Details were sent to the service without asking the victim.",
    ),
    ("withdrawal_documented", NO): (
        "Only the officer's summary says that the victim withdrew.",
        "A closing entry says no support. There is no statement and no recording.",
    ),
    ("service_good", NO): (
        "The victim rang three times to find out what was happening.",
        "Polite, but late at every step and with little information.",
        "The victim's safety was not thought of until the second report.",
        "Promises made at the first visit were not kept.",
    ),
    ("outcome_correct", NO): (
        "The facts in the file fit another outcome type.",
        "The reason recorded belongs to another outcome type.",
    ),
    ("outcome_rationale_recorded", NO): (
        "One stock sentence, which does not fit the facts.",
        "No reason is given for closing the file in this way.",
    ),
    ("outcome_supervised", NO): (
        "Approved within a minute of being sent.",
        "The supervisor's entry repeats the officer's words.",
    ),
    ("community_resolution_suitable", NO): (
        "The offender did not accept responsibility.",
        "What was agreed was never checked.",
    ),
    ("victim_wishes_considered", NO): (
        "The victim was told of the decision and not asked before it.",
        "One missed call, then the file was closed.",
    ),
    ("victim_wishes_auditable", NO): (
        "An officer's sentence says that the victim agreed.",
        "There is no message, statement or recording.",
    ),
    ("victim_informed_of_outcome", NO): (
        "No contact after the file was closed.",
        "A letter was drafted and not sent.",
    ),
}

VOLUNTEERED: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("repeat_victim_information_used", YES): ("The earlier reports raised the grade of response.",),
    ("plan_present", YES): ("A good plan: six lines of enquiry, each with a name and a date.",),
    ("supervision_effective", YES): (
        "Regular entries that asked the right questions.",
        "The supervisor spotted a missing statement and sent the file back.",
    ),
    ("safeguarding_taken", YES): ("A marker was set on the address the same day.",),
    ("investigation_effective", YES): (
        "Quick, thorough and well recorded.",
        "Everything proportionate was done, although no suspect was found.",
    ),
    ("service_good", YES): (
        "One officer kept in touch from the first day to the last.",
        "The victim wrote to thank the officer.",
    ),
}
VOLUNTEERED_SHARE = 0.15
"""Of the answers that could have a note of their own accord, how many do."""
