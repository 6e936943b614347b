"""Files whose reviews differ, and decisions on them, for tests."""

from typing import Any

from accounts.models import User
from cases.actions.moderating import Ruling, decide
from cases.file_moderation import moderation_of
from cases.models import Answer, CaseFile, Choice, Decision, Sample
from tests.cases.agreement.twice import reviewed_twice

SECOND = {"victim_checked": "no", "effective": "no", "grade": "scheduled", "crimes_recorded": "2"}
"""What the second reviewer answered otherwise."""


def differing_file(sample: Sample, first: User, second: User) -> CaseFile:
    """Both reviewed it. They differ on four answers; two more hang on the first of these."""
    made = reviewed_twice(sample, first, second, SECOND)
    needs_note = Answer.objects.filter(question__code="victim_checked", value="no")
    needs_note.update(note="Nothing in the log.", revision=2)
    return made


def rule(file: CaseFile, by: User, code: str, chose: Choice, **fields: Any) -> Decision:
    """Decides on one question, by default after having seen the last decision."""
    last = Decision.objects.filter(case_file=file, question__code=code).count()
    made: dict[str, Any] = {"reason": "The log says so.", "base_revision": last, **fields}
    return decide(case_file=file.pk, ruling=Ruling(code, chose, **made), by=by)


def decide_all(file: CaseFile, by: User, chose: Choice = Choice.SECOND) -> None:
    """Decides on everything that is open in favour of one review."""
    for code in moderation_of(file).agreed.open:
        rule(file, by, code, chose)
