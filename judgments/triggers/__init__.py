"""What holds whatever writes the rows, on both engines."""

from judgments.triggers import actions, evidence, findings, judging, reports

TRIGGERS = (
    *judging.TRIGGERS,
    *evidence.TRIGGERS,
    *actions.TRIGGERS,
    *reports.TRIGGERS,
    *findings.TRIGGERS,
)
