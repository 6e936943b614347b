"""Who may do what with casework: each function gives the reason for a refusal, or None."""

from accounts.models import User
from forces.models import Inspection, TeamMember
from forces.permissions import join_team

from .models import CaseFile, Review, Sample


def lead_casework(user: User, inspection: Inspection) -> str | None:
    """To set up samples, import, allocate, accept, return, eliminate or sign off."""
    if not user.is_supervisor:
        return "Only a supervisor can do this."
    if inspection.lead_id == user.pk or _on_team(user, inspection):
        return None
    return f"You are not on the team for {inspection}. Ask its lead or an administrator to add you."


def review_files_of(member: User, inspection: Inspection) -> str | None:
    """To be given case files of ``inspection``."""
    if reason := join_team(member, inspection):
        return reason
    if inspection.lead_id == member.pk or _on_team(member, inspection):
        return None
    return f"{member} is not on the team for {inspection}. Add them to the team first."


def answer(user: User, review: Review) -> str | None:
    """To record answers in ``review`` and to submit it."""
    if review.reviewer_id == user.pk:
        return None
    if review.reviewer_id is None:
        return "This file is not allocated to anybody."
    return f"This file is allocated to {review.reviewer}. Only they can answer it."


def read_results(user: User, sample: Sample) -> str | None:
    """To read a sample's figures."""
    if user.is_inspector and sample.is_open:
        return "Results are shown to inspectors when the sample is signed off."
    return None


def read_case_files(user: User, sample: Sample) -> str | None:
    """To see all the files of a sample: its grid and the cases behind a figure."""
    if user.is_supervisor or user.is_administrator:
        return None
    return "Only supervisors and administrators see all the files of a sample."


def export_answers(user: User, sample: Sample) -> str | None:
    """To download every answer of a sample."""
    return None if user.is_supervisor else "Only a supervisor can export answers."


def comment(user: User, review: Review) -> str | None:
    """To add a comment to ``review``."""
    if review.reviewer_id == user.pk:
        return None
    return lead_casework(user, review.case_file.sample.inspection)


def read_history(user: User, case_file: CaseFile) -> str | None:
    """To read who changed what on a case file: whoever sees the file sees its history."""
    return None


def _on_team(user: User, inspection: Inspection) -> bool:
    return TeamMember.objects.filter(inspection=inspection, user=user).exists()
