"""The figures of the printed report that the demonstration gives."""

# As printed in the 2023-25 report on Lancashire Constabulary: measure, met, of.
PRINTED = [
    ("repeat_victim_checked", 77, 87),
    ("repeat_victim_information_used", 33, 34),
    ("vulnerability_checked", 86, 93),
    ("vulnerability_recorded", 50, 53),
    ("evidence_preservation_advised", 27, 28),
    ("crime_prevention_advised", 30, 30),
    ("risk_assessment_considered_needs", 89, 92),
    ("risk_assessment_accurate", 87, 89),
    ("delay_caller_updated", 8, 10),
    ("vulnerability_assessment_completed", 37, 42),
    ("allocation_correct", 92, 100),
    ("plan_present", 63, 76),
    ("plan_followed", 60, 63),
    ("supervision_effective", 71, 85),
    ("investigation_effective", 83, 100),
    ("prosecution_without_support_considered", 8, 9),
    ("needs_assessed", 63, 76),
    ("enhanced_service_recorded", 46, 57),
    ("victim_contract_kept", 65, 67),
    ("withdrawal_documented", 28, 30),
    ("service_good", 80, 94),
]
