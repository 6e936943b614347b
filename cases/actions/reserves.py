"""The reserve of a draw: which file takes the place of one that is eliminated, and goes back.

A place of a stratum is held by a drawn file or by the last of the files that replaced one
another in it. Callers hold the lock of the sample, so that no two of them see the same file
at the head of the reserve.
"""

from django.db.models import Q

from accounts.events import record
from accounts.models import User
from cases.actions.adding import add_case_files
from cases.actions.noticing import tell_of_loss, tell_of_reserve
from cases.models import Answer, CaseFile, DrawStratum, EliminationReason, Review, Ticket
from cases.states import CaseFileState, ReviewState
from peel.lib.errors import Conflict

AVAILABLE = Q(case_file=None) | Q(case_file__elimination_reason=EliminationReason.NOT_NEEDED)
HAS_PLACE = Q(ticket__is_reserve=False) | Q(replaces__isnull=False)


def replace(eliminated: CaseFile, by: User) -> CaseFile | None:
    """Puts the next reserve of its stratum in the place of a file that was drawn.

    None when it was not drawn or the reserve is dry.
    """
    if eliminated.ticket is None:
        return None
    following = _next_in_reserve(eliminated.ticket.stratum)
    if following is None:
        return None
    entered = _enter(following, eliminated)
    details = {"replaces": eliminated.reference, "ticket": following.ticket}
    record(target=entered, verb="came from the reserve", by=by, details=details)
    details = {"replaced by": entered.reference}
    record(target=eliminated, verb="replaced", by=by, details=details)
    tell_of_reserve(entered, by)
    return entered


def hand_back_place(returning: CaseFile, by: User) -> None:
    """Frees the place of an eliminated file that is to be restored.

    Raises Conflict when the file has no place any more, or when answers were given in the
    file that holds it.
    """
    if returning.elimination_reason == EliminationReason.DRAW_WITHDRAWN:
        raise Conflict("The draw of this file was withdrawn, so the file stays out.")
    if returning.ticket and returning.ticket.is_reserve and returning.replaces_id is None:
        raise Conflict(
            "The file whose place this one took is back in the sample, so this one stays out."
        )
    for later in _later_in_place(returning):
        if later.is_active:
            _send_back(later, returning, by)
        later.replaces = None
        later.save(update_fields=["replaces"])


def fill_places(restored: CaseFile, by: User) -> None:
    """Gives places that stand empty in the file's stratum to files that went back."""
    if restored.ticket is None:
        return
    empty = CaseFile.objects.filter(
        HAS_PLACE,
        ticket__stratum=restored.ticket.stratum_id,
        state=CaseFileState.ELIMINATED,
        replaced_by=None,
    )
    for eliminated in empty.select_related("sample", "ticket__stratum").order_by("position"):
        if replace(eliminated, by) is None:
            return


def _next_in_reserve(stratum: DrawStratum) -> Ticket | None:
    reserve = stratum.tickets.filter(AVAILABLE, is_reserve=True)
    return reserve.select_related("case_file").order_by("position").first()


def _enter(ticket: Ticket, eliminated: CaseFile) -> CaseFile:
    """The file of a ticket: new, or one that had gone back to the reserve."""
    file: CaseFile | None = getattr(ticket, "case_file", None)
    if file is None:
        file = CaseFile(
            sample=eliminated.sample,
            reference=ticket.reference,
            facts=ticket.facts,
            position=_position(ticket),
            ticket=ticket,
            replaces=eliminated,
        )
        return add_case_files(eliminated.sample, [file])[0]
    file.state, file.elimination_reason = CaseFileState.ACTIVE, ""
    file.replaces = eliminated
    file.save(update_fields=["state", "elimination_reason", "replaces"])
    return file


def _position(ticket: Ticket) -> int:
    """Its place in the sample: the reserve stands behind everything that was drawn."""
    drawn = Ticket.objects.filter(draw=ticket.draw_id, is_reserve=False).count()
    return drawn + ticket.position


def _later_in_place(file: CaseFile) -> list[CaseFile]:
    """The files that came into its place after it, in that order. Only the last is active."""
    if file.ticket is None:
        return []
    same = CaseFile.objects.filter(ticket__stratum=file.ticket.stratum_id)
    following = {later.replaces_id: later for later in same.exclude(replaces=None)}
    found, last = [], file.pk
    while last in following:
        found.append(following[last])
        last = following[last].pk
    return found


def _send_back(file: CaseFile, returning: CaseFile, by: User) -> None:
    """Back to the reserve, allocated to nobody. Raises Conflict when it has answers."""
    reviews = Review.objects.filter(case_file=file).order_by("pk")
    # Whoever is answering now is waited for.
    locked = list(reviews.select_related("reviewer").select_for_update(of=("self",)))
    if Answer.objects.filter(review__case_file=file).exists():
        raise Conflict(
            f"{file} took the place of this file and has answers. "
            f"Eliminate {file} first, or leave this file out."
        )
    details = {"reason": EliminationReason.NOT_NEEDED.value, "restored": returning.reference}
    if reviewers := ", ".join(review.reviewer.email for review in locked if review.reviewer):
        details["reviewer"] = reviewers
    reviews.update(reviewer=None, allocated_at=None, state=ReviewState.UNALLOCATED)
    file.state = CaseFileState.ELIMINATED
    file.elimination_reason = EliminationReason.NOT_NEEDED
    file.save(update_fields=["state", "elimination_reason"])
    record(target=file, verb="went back to the reserve", by=by, details=details)
    for review in locked:
        if review.reviewer:
            review.case_file = file
            tell_of_loss([review], review.reviewer, by)
