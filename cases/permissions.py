"""Who may do what with casework: each function gives the reason for a refusal, or None."""

from django.db.models import Q

from accounts.models import User
from accounts.permissions import export
from forces.models import Inspection, home_force
from forces.permissions import join_team, read_casework, works_on

from .blindness import keeps_casework_from, keeps_figures_from, keeps_reviews_from
from .models import CalibrationRound, CaseFile, Comment, Review, Sample, SamplingPlan, SignOff
from .states import ANSWERABLE, IN, CaseFileState, SampleState

REVIEWS_ITSELF = (
    "You review files here yourself. The files and figures of all are shown to you when that "
    "work is finished or handed over."
)

REVIEWED_ITSELF = (
    "You reviewed this file yourself. Another supervisor of the team decides what is agreed."
)


def lead_casework(user: User, inspection: Inspection) -> str | None:
    """To set up samples, import, allocate, accept, return, eliminate or sign off."""
    if not user.is_supervisor:
        return "Only a supervisor can do this."
    if not works_on(user, inspection):
        return (
            f"You are not on the team for {inspection}. "
            "Ask its lead or an administrator to add you."
        )
    return REVIEWS_ITSELF if keeps_casework_from(user, inspection) else None


def make_plans(user: User) -> str | None:
    """To save a sampling plan for all to use."""
    return None if user.is_supervisor else "Only a supervisor can do this."


def change_plan(user: User, plan: SamplingPlan) -> str | None:
    """To replace or remove a saved plan: who saved it, or anybody when they have left."""
    if reason := make_plans(user):
        return reason
    if plan.shipped:
        return "Peel ships this plan. It can't be removed."
    maker = plan.created_by
    if maker is None or maker.pk == user.pk or not maker.is_active:
        return None
    return f"{maker.name} saved this plan, so nobody else replaces or removes it."


def read_plans(user: User) -> str | None:
    """To see the sampling plans that are saved."""
    if user.is_supervisor or user.is_administrator:
        return None
    return "Only supervisors and administrators see sampling plans."


def import_into(sample: Sample) -> str | None:
    """To add a list of files to ``sample``, whoever does it."""
    if not sample.draws.standing().exists():
        return None
    return (
        "This sample was drawn from an extract, so no other files can be added. "
        "Withdraw the draw first, or create another sample for the list."
    )


def draw_into(sample: Sample) -> str | None:
    """To draw files into ``sample``, whoever does it."""
    if not sample.is_open:
        return "This sample is signed off, so nothing can be drawn into it."
    if sample.draws.standing().exists():
        return "This sample is drawn already. Withdraw the draw first, then draw it again."
    if CaseFile.objects.filter(sample=sample).of_standing_draws().exists():
        return (
            "This sample has files that were imported from a list, so nothing can be drawn into "
            "it. Create another sample for the draw."
        )
    return None


def review_files_of(member: User, inspection: Inspection) -> str | None:
    """To be given case files of ``inspection``."""
    if reason := join_team(member, inspection):
        return reason
    if works_on(member, inspection):
        return None
    return f"{member} is not on the team for {inspection}. Add them to the team first."


def leave_team(member: User, inspection: Inspection) -> str | None:
    """To be taken off the team of ``inspection``: not while its files wait for ``member``."""
    held = (
        Review.objects.originals()
        .filter(
            reviewer=member,
            state__in=ANSWERABLE,
            case_file__state=CaseFileState.ACTIVE,
            case_file__sample__inspection=inspection,
            case_file__sample__state=SampleState.OPEN,
        )
        .count()
    )
    if not held:
        return None
    files = "1 open file" if held == 1 else f"{held} open files"
    return f"{member} has {files} of {inspection}. Hand them over to somebody else first."


def answer(user: User, review: Review) -> str | None:
    """To record answers in ``review`` and to submit it."""
    if review.reviewer_id == user.pk:
        return None
    if review.reviewer_id is None:
        return "This file is not allocated to anybody."
    return f"This file is allocated to {review.reviewer}. Only they can answer it."


def moderate(user: User, review: Review) -> str | None:
    """To accept or return ``review``: never one's own."""
    if reason := lead_casework(user, review.case_file.sample.inspection):
        return reason
    if review.reviewer_id == user.pk:
        return "You reviewed this file yourself. Another supervisor accepts or returns it."
    return None


def read_moderation(user: User, case_file: CaseFile) -> str | None:
    """To see the reviews of a file side by side: never one's own."""
    if reason := read_case_files(user, case_file.sample):
        return reason
    return REVIEWED_ITSELF if has_reviewed(user, case_file) else None


def moderate_file(user: User, case_file: CaseFile) -> str | None:
    """To decide which answers of a file are agreed, and to take that back."""
    if reason := lead_casework(user, case_file.sample.inspection):
        return reason
    return read_moderation(user, case_file)


def has_reviewed(user: User, case_file: CaseFile) -> bool:
    """Whether one of the file's reviews is the user's, or holds answers that they gave."""
    originals = Review.objects.originals().filter(case_file=case_file).order_by()
    return originals.filter(Q(reviewer=user) | Q(history__answered_by=user)).exists()


def sign_off(user: User, sample: Sample) -> str | None:
    """To sign ``sample`` off and to reopen it."""
    return lead_casework(user, sample.inspection) or learn_figures(user, sample)


def read_waivers(user: User) -> str | None:
    """To see what was not clear at a sign-off."""
    if user.is_inspector:
        return "It could tell of reviews that are kept apart, so inspectors are not shown it."
    return None


def read_results(user: User, sample: Sample) -> str | None:
    """To read a sample's figures."""
    if user.is_inspector and sample.is_open:
        return "Results are shown to inspectors when the sample is signed off."
    return learn_figures(user, sample)


def learn_figures(user: User, sample: Sample) -> str | None:
    """To see anything that is made of all the reviews of a sample that count."""
    return REVIEWS_ITSELF if keeps_figures_from(user, sample) else None


def read_revision(user: User, sign_off: SignOff) -> str | None:
    """To read the figures of one revision, whether it stands or was replaced."""
    if not user.is_observer:
        return learn_figures(user, sign_off.sample)
    later = SignOff.objects.filter(sample=sign_off.sample_id, revision__gt=sign_off.revision)
    if later.exists():
        return "This revision was replaced. Observers read the latest revision."
    return None


def break_results_down(user: User, sample: Sample) -> str | None:
    """To read a sample's figures by the values of a fact."""
    if user.is_observer and sample.is_open:
        return "This sample is being revised. Its breakdowns are shown when it is signed off again."
    return read_results(user, sample)


def read_case_files(user: User, sample: Sample) -> str | None:
    """To see all the files of a sample: its grid and the cases behind a figure."""
    if user.is_supervisor or user.is_administrator:
        return read_casework(user, sample.inspection.force) or learn_figures(user, sample)
    return "Only supervisors and administrators see all the files of a sample."


def read_agreement(user: User, sample: Sample) -> str | None:
    """To see how far the reviewers of a sample agree."""
    if not (user.is_supervisor or user.is_administrator):
        return "Only supervisors and administrators see how far reviewers agree."
    return read_case_files(user, sample)


def export_casework(user: User, sample: Sample) -> str | None:
    """To take answers, notes and files of a sample out of Peel: what one reads, with the right."""
    return read_case_files(user, sample) or export(user)


def export_data_pack(user: User, sample: Sample) -> str | None:
    """To take everything about a sample, the reviews that do not count included."""
    if reason := export_casework(user, sample):
        return reason
    return REVIEWS_ITSELF if keeps_reviews_from(user, sample) else None


def read_second_reviews(user: User, sample: Sample) -> str | None:
    """To see which files of a sample are reviewed a second time, and by whom."""
    if reason := read_case_files(user, sample):
        return reason
    if not user.reviews.originals().filter(case_file__sample=sample).exists():
        return None
    return (
        "You review files of this sample yourself, so another supervisor of the team sees to "
        "its second reviews."
    )


def manage_second_reviews(user: User, sample: Sample) -> str | None:
    """To choose files for a second review and to say who reviews them."""
    return lead_casework(user, sample.inspection) or read_second_reviews(user, sample)


def publish_results(user: User) -> str | None:
    """To enter figures that were published without cases."""
    return None if user.is_supervisor else "Only a supervisor enters published results."


def enter_published_results(user: User, inspection: Inspection) -> str | None:
    """To enter, correct and withdraw the published figures of ``inspection``."""
    if reason := publish_results(user):
        return reason
    if home_force(user) != inspection.force_id:
        return None
    return f"You are seconded from {inspection.force.name}. Somebody else enters its figures."


def comment(user: User, review: Review) -> str | None:
    """To add a comment to ``review``, and to reply to one."""
    if review.is_exercise:
        return "Comments are for casework. The reference answers show what an exercise got wrong."
    if review.reviewer_id == user.pk:
        return None
    return lead_casework(user, review.case_file.sample.inspection)


def settle_comment(user: User, remark: Comment) -> str | None:
    """To resolve ``remark`` and to reopen it: who made it, and those who lead the casework."""
    if remark.by_id == user.pk:
        return comment(user, remark.review)
    return lead_casework(user, remark.review.case_file.sample.inspection)


def read_comments(user: User) -> str | None:
    """To see the list of the comments in a sample: those on the reviews that ``user`` sees."""
    if user.is_observer:
        return "Observers read signed-off results. Comments on answers are not shown to them."
    return None


def read_calibration(user: User) -> str | None:
    """To see the reference files and rounds that concern one."""
    if user.is_observer:
        return "Observers read signed-off results. Calibration is not shown to them."
    return None


def retire_reference_files(user: User) -> str | None:
    """To have a reference file issued no more."""
    return None if user.is_supervisor else "Only a supervisor can do this."


def be_calibrated(member: User, inspection: Inspection) -> str | None:
    """To be issued the files of a calibration round of ``inspection``."""
    if not member.is_inspector:
        return f"{member} is not an inspector and can read the reference answers."
    return review_files_of(member, inspection)


def read_round(user: User, calibration_round: CalibrationRound) -> str | None:
    """To see how everybody did: not while one's own answers are to come."""
    own = user.reviews.exercises().filter(case_file__sample=calibration_round.sample_id)
    if own.exclude(state__in=IN).exists():
        return "You are part of this round yourself. Submit your reviews first."
    return None


def practise(user: User) -> str | None:
    """To review a reference file for oneself."""
    return None if user.is_inspector else "Practice reviews are for inspectors."


def read_reference_answers(review: Review) -> str | None:
    """To see the reference answers beside an exercise of one's own."""
    if review.state in IN:
        return None
    return "The reference answers are shown when you have submitted your own."
