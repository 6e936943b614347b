"""The figures that the synthetic Lancashire sample gives.

Those in ``PRINTED`` were printed in the inspectorate's 2023-25 report on Lancashire
Constabulary. The report has no numbers for those in ``UNCOUNTED``: they are made up.
"""

from typing import NamedTuple


class Figure(NamedTuple):
    """``met`` of ``of`` relevant cases."""

    measure: str
    met: int
    of: int


PRINTED = (
    Figure("repeat_victim_checked", 77, 87),
    Figure("repeat_victim_information_used", 33, 34),
    Figure("vulnerability_checked", 86, 93),
    Figure("vulnerability_recorded", 50, 53),
    Figure("evidence_preservation_advised", 27, 28),
    Figure("crime_prevention_advised", 30, 30),
    Figure("risk_assessment_considered_needs", 89, 92),
    Figure("risk_assessment_accurate", 87, 89),
    Figure("delay_caller_updated", 8, 10),
    Figure("vulnerability_assessment_completed", 37, 42),
    Figure("allocation_correct", 92, 100),
    Figure("plan_present", 63, 76),
    Figure("plan_followed", 60, 63),
    Figure("supervision_effective", 71, 85),
    Figure("investigation_effective", 83, 100),
    Figure("prosecution_without_support_considered", 8, 9),
    Figure("needs_assessed", 63, 76),
    Figure("enhanced_service_recorded", 46, 57),
    Figure("victim_contract_kept", 65, 67),
    Figure("withdrawal_documented", 28, 30),
    Figure("service_good", 80, 94),
)

UNCOUNTED = (
    Figure("attendance_prompt", 68, 78),
    Figure("arrest_prompt", 51, 54),
    Figure("delay_unjustified", 4, 14),
    Figure("forensic_delay", 0, 14),
    Figure("victim_personal_statement_taken", 35, 42),
    Figure("protective_order_considered", 30, 34),
    Figure("outcome_correct", 94, 100),
    Figure("outcome_rationale_recorded", 91, 100),
    Figure("outcome_supervised", 86, 96),
    Figure("victim_wishes_considered", 79, 89),
    Figure("victim_wishes_auditable", 61, 79),
    Figure("victim_informed_of_outcome", 80, 88),
)

FIGURES = {figure.measure: figure for figure in (*PRINTED, *UNCOUNTED)}
