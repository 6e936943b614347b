"""Telling people what concerns them, inside the transaction of what was done."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone

from accounts.events import target_of
from accounts.models import Event, Role, User
from cases import permissions
from cases.models import CaseFile, Comment, Notice, NoticeKind, Review, Sample
from cases.states import ReviewState
from forces.models import Inspection

KEPT_FOR = timedelta(days=90)


def tell_reviewer(review: Review, kind: NoticeKind, by: User) -> None:
    """Tells whoever reviews the file what was done to their review."""
    if review.reviewer:
        _write([_about(review, review.reviewer, kind, by)])


def tell_of_acceptance(review: Review, by: User) -> None:
    """Tells the reviewer; several in a row become one notice until it is read or mailed."""
    if review.reviewer is None or review.reviewer == by:
        return
    _write_or_count(_about(review, review.reviewer, NoticeKind.ACCEPTED, by))


def tell_of_moderation(review: Review, by: User) -> None:
    """Tells the supervisors who may moderate a file that its last review is in."""
    sample = review.case_file.sample
    for person in supervisors_of(sample.inspection):
        if permissions.manage_second_reviews(person, sample) is None:
            _write_or_count(_about(review, person, NoticeKind.TO_MODERATE, by))


def tell_of_agreement(agreed: Review, by: User) -> None:
    """Tells the reviewers of a file that its answers are agreed, which they may read now."""
    originals = Review.objects.originals().filter(case_file=agreed.case_file)
    people = [review.reviewer for review in originals.select_related("reviewer")]
    _write(_about(agreed, person, NoticeKind.AGREED, by) for person in people if person)


def tell_of_submission(review: Review, by: User) -> None:
    """Tells who returned a review that it was submitted again."""
    returned = Event.objects.filter(target=target_of(review), verb="returned")
    last = returned.select_related("by").order_by("-sequence").first()
    if last and last.by:
        _write([_about(review, last.by, NoticeKind.RESUBMITTED, by)])


def tell_of_exercises(issued: Iterable[Review], by: User) -> None:
    """Tells each who has an exercise from a round; the notice leads to their first one."""
    notices = []
    for person, theirs in _by_person(issued).items():
        notice = _of_files(theirs, person, NoticeKind.CALIBRATION, by)
        notice.review = theirs[0]
        notices.append(notice)
    _write(notices)


def tell_of_loss(reviews: Iterable[Review], former: User, by: User) -> None:
    """Tells ``former`` that these reviews of one sample are theirs no longer."""
    lost = list(reviews)
    _write([_of_files(lost, former, NoticeKind.TAKEN_BACK, by, leads_there=False)])


def tell_of_hand_overs(
    handed: Mapping[tuple[User | None, User], Iterable[Review]], by: User
) -> None:
    """Tells each who takes reviews over from somebody or nobody, and who had them."""
    notices = []
    for (former, to), reviews in handed.items():
        kind = NoticeKind.HANDED_OVER if former else NoticeKind.ALLOCATED
        for group in _by_sample(reviews):
            notices.append(_of_files(group, to, kind, by))
            if former:
                lost = _of_files(group, former, NoticeKind.TAKEN_BACK, by, leads_there=False)
                notices.append(lost)
    _write(notices)


def tell_of_files(files: Iterable[CaseFile], kind: NoticeKind, by: User) -> None:
    """Tells everybody who reviews one of these files what was done to it."""
    reviews = Review.objects.filter(case_file__in=list(files)).exclude(reviewer=None)
    found = reviews.select_related("reviewer", "case_file__sample").order_by("pk")
    _write(
        _of_files(group, person, kind, by)
        for person, theirs in _by_person(found).items()
        for group in _by_sample(theirs)
    )


def tell_of_reserve(entered: CaseFile, by: User) -> None:
    """Tells the supervisors that a file came from the reserve and nobody has it."""
    reviews = Review.objects.filter(case_file=entered, state=ReviewState.UNALLOCATED)
    if not reviews.exists():
        return
    sample = entered.sample
    _write(
        Notice(
            person=person,
            kind=NoticeKind.REPLACED,
            by=by,
            sample=sample,
            reference=entered.reference,
        )
        for person in supervisors_of(sample.inspection)
    )


def tell_of_comment(comment: Comment, kind: NoticeKind, by: User) -> None:
    """Tells those whom a comment, or what became of it, concerns.

    They are its author, the reviewer and who has replied; a question of the reviewer that
    nobody has taken up yet goes to the supervisors of the inspection.
    """
    review = comment.review
    people = {comment.by, *User.objects.filter(pk__in=comment.replies.values("by"))}
    if review.reviewer:
        people.add(review.reviewer)
    if people <= {by}:
        people |= set(supervisors_of(review.case_file.sample.inspection))
    _write(_about(review, person, kind, by, comment) for person in people)


def tell_of_sample(sample: Sample, kind: NoticeKind, by: User) -> None:
    """Tells everybody who reviewed its files, and its supervisors, what became of a sample."""
    reviewers = User.objects.filter(reviews__case_file__sample=sample).distinct()
    people = {*reviewers, *supervisors_of(sample.inspection)}
    files = CaseFile.objects.filter(sample=sample).active().count()
    _write(Notice(person=person, kind=kind, by=by, sample=sample, files=files) for person in people)


def supervisors_of(inspection: Inspection) -> list[User]:
    """Those who lead the casework of an inspection: its lead and the supervisors on its team."""
    on_it = Q(memberships__inspection=inspection) | Q(inspections_led=inspection)
    supervisors = User.objects.active().filter(on_it, role=Role.SUPERVISOR)
    return list(supervisors.select_related("secondment").distinct())


def settle_notices(review: Review, by: User) -> None:
    """Marks as read what told ``by`` of a review that they have acted on now."""
    Notice.objects.unread().filter(person=by, review=review).update(read_at=timezone.now())


def settle_moderation(case_file: CaseFile) -> None:
    """Marks as read what told of a file that is moderated now, whoever did it.

    A notice of several files is done with when none of the sample waits any more.
    """
    done = Q(review__case_file=case_file)
    waiting = Review.objects.to_moderate().filter(case_file__sample=case_file.sample_id)
    if not waiting.exists():
        done |= Q(sample=case_file.sample_id)
    told = Notice.objects.unread().filter(done, kind=NoticeKind.TO_MODERATE)
    told.update(read_at=timezone.now())


def mark_read(*, notices: Iterable[int], by: User) -> int:
    """Marks these of a person's own notices as read; returns how many were not."""
    own = Notice.objects.unread().filter(person=by, pk__in=list(notices))
    return own.update(read_at=timezone.now())


def mark_all_read(*, until: int, by: User) -> int:
    """Marks what a person sees up to the primary key ``until`` as read; returns how many."""
    seen = Notice.objects.visible_to(by).unread().filter(pk__lte=until)
    return mark_read(notices=seen.values_list("pk", flat=True), by=by)


def forget_old_notices() -> None:
    """Deletes what was written long ago: the record of events keeps what was done."""
    Notice.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()


def _write(notices: Iterable[Notice]) -> None:
    """Stores them, but for those to who did it themselves or is here no more."""
    Notice.objects.bulk_create(
        notice for notice in notices if notice.person_id != notice.by_id and notice.person.is_active
    )


def _write_or_count(notice: Notice) -> None:
    """Adds the file to an earlier notice of the same, until that is read or mailed."""
    earlier = Notice.objects.to_mail().filter(
        person=notice.person, kind=notice.kind, sample=notice.sample, by=notice.by
    )
    more = F("files") + 1
    if not earlier.update(files=more, reference="", review=None, at=timezone.now()):
        _write([notice])


def _about(
    review: Review, person: User, kind: NoticeKind, by: User, comment: Comment | None = None
) -> Notice:
    return Notice(
        person=person,
        kind=kind,
        by=by,
        sample=review.case_file.sample,
        review=review,
        comment=comment,
        reference=review.case_file.reference,
    )


def _of_files(
    reviews: list[Review], person: User, kind: NoticeKind, by: User, *, leads_there: bool = True
) -> Notice:
    """One notice for any number of reviews of one sample."""
    notice = _about(reviews[0], person, kind, by)
    if len(reviews) > 1:
        notice.files, notice.reference = len(reviews), ""
    if len(reviews) > 1 or not leads_there:
        notice.review = None
    return notice


def _by_person(reviews: Iterable[Review]) -> dict[User, list[Review]]:
    groups: defaultdict[User, list[Review]] = defaultdict(list)
    for review in reviews:
        if review.reviewer:
            groups[review.reviewer].append(review)
    return groups


def _by_sample(reviews: Iterable[Review]) -> list[list[Review]]:
    groups: defaultdict[int, list[Review]] = defaultdict(list)
    for review in reviews:
        groups[review.case_file.sample_id].append(review)
    return list(groups.values())
