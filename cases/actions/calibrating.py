"""Calibration: making reference files, issuing them to people, and practice with them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from accounts.events import record, record_many
from accounts.models import User
from cases import permissions
from cases.actions.locking import lock_review, lock_sample
from cases.actions.noticing import tell_of_exercises
from cases.actions.reasons import required
from cases.calibration import (
    fault_in,
    known_to,
    relevant_answers,
    unfit_as_reference,
    wordings_of,
)
from cases.models import (
    CalibrationRound,
    CaseFile,
    IssuedFile,
    Position,
    ReferenceAnswer,
    ReferenceFile,
    Retirement,
    Review,
    Sample,
    SampleKind,
)
from cases.relevance import progress_of
from cases.states import IN, ReviewState, SampleState
from forces.models import Inspection
from peel.lib.errors import Conflict, Invalid, require

LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class RoundSetUp:
    """Which reference files a round gives to whom, and the last day to review them."""

    name: str
    due: date
    files: Sequence[ReferenceFile]
    people: Sequence[User]


def mark_as_reference(*, review: int, texts: Mapping[str, str], by: User) -> ReferenceFile:
    """Copies the facts, answers and notes of a review into a reference file.

    ``texts`` take the place of those of ``wordings_of``, by their places. Raises Refused,
    Conflict when the review can't serve, and Invalid for texts that say whose file it is.
    """
    with transaction.atomic():
        locked = lock_review(review, by)
        require(permissions.lead_casework(by, locked.case_file.sample.inspection))
        if reason := unfit_as_reference(locked):
            raise Conflict(reason)
        written = _checked_texts(locked, texts)
        sample = locked.case_file.sample
        made = ReferenceFile.objects.create(
            version=sample.version,
            source=locked,
            facts=_facts(locked.case_file, written),
            left_out_stages=sample.left_out_stages,
            by=by,
        )
        ReferenceAnswer.objects.bulk_create(_answers(made, locked, written))
        changed = sorted(w.place for w in wordings_of(locked) if w.text != written[w.place])
        record(target=made, verb="marked", by=by, details={"texts changed": changed})
        return made


def retire(*, reference_file: int, reason: str, by: User) -> ReferenceFile:
    """Has a reference file issued no more; what was issued stays.

    Raises ReferenceFile.DoesNotExist, Refused, Conflict when it is retired, Invalid without
    a reason.
    """
    require(permissions.retire_reference_files(by))
    with transaction.atomic():
        visible = ReferenceFile.objects.visible_to(by)
        found = visible.select_for_update(of=("self",)).get(pk=reference_file)
        if not found.is_in_use:
            raise Conflict(f"{found} is retired already.")
        Retirement.objects.create(reference_file=found, reason=required(reason), by=by)
        record(target=found, verb="retired", by=by)
        return found


def start_round(*, inspection: Inspection, set_up: RoundSetUp, by: User) -> CalibrationRound:
    """Issues each reference file to each person, but not to those who know its answers.

    Raises Refused, and Invalid when the round is not possible.
    """
    require(permissions.lead_casework(by, inspection))
    _check(inspection, set_up)
    with transaction.atomic():
        files = _lock(file.pk for file in set_up.files)
        sample = Sample.objects.create(
            inspection=inspection,
            version=files[0].version,
            kind=SampleKind.CALIBRATION,
            slug=f"calibration-{uuid4().hex[:12]}",
            name=set_up.name.strip(),
            target=len(files),
            left_out_stages=sorted({code for file in files for code in file.left_out_stages}),
        )
        made = CalibrationRound.objects.create(sample=sample, due=set_up.due, by=by)
        issues, known = _issues(files, set_up.people)
        if not issues:
            raise Invalid("These people know all these files already. Choose other files.")
        tell_of_exercises(_issue(sample, issues, by), by)
        details = {"due": set_up.due.isoformat(), "files": [f.code for f in files], "known": known}
        record(target=sample, verb="started", by=by, details=details)
        return made


def end_round(*, calibration_round: int, by: User) -> CalibrationRound:
    """Closes a round: nobody can answer in it any more. Raises Refused or Conflict."""
    return _set_state(calibration_round, SampleState.SIGNED_OFF, "ended", by)


def reopen_round(*, calibration_round: int, by: User) -> CalibrationRound:
    """Has those who did not submit go on. Raises Refused or Conflict."""
    return _set_state(calibration_round, SampleState.OPEN, "reopened", by)


def start_practice(*, reference_file: int, by: User) -> Review:
    """A practice review of a reference file: the one at hand, else a new one.

    Raises Refused, Invalid when the file is retired, and Conflict when ``by`` knows its
    answers, has it from a round, or is on no team.
    """
    require(permissions.practise(by))
    with transaction.atomic():
        if under_way := _practice_under_way(reference_file, by):
            return under_way
        if known_to(by).filter(pk=reference_file).exists():
            raise Conflict("You know this file or have it from a round. Practise with another.")
        [file] = _lock([reference_file])
        sample = lock_sample(_practice_sample(file, by).pk)
        [review] = _issue(sample, [(file, by)], by)
        return review


def _checked_texts(review: Review, texts: Mapping[str, str]) -> dict[str, str]:
    written, faults = {}, []
    for wording in wordings_of(review):
        text = texts.get(wording.place, wording.text).replace("\r\n", "\n").strip()
        if fault := fault_in(text, review.case_file.reference):
            faults.append(f"{wording.label}: {fault}")
        written[wording.place] = text
    if faults:
        raise Invalid(*faults)
    return written


def _facts(case_file: CaseFile, written: Mapping[str, str]) -> dict[str, str]:
    """Those that the checklist knows: no other was looked through."""
    known = {fact.code for fact in case_file.sample.instrument.facts}
    facts = {code: written.get(f"fact-{code}", value) for code, value in case_file.facts.items()}
    return {code: value for code, value in facts.items() if code in known and value}


def _answers(
    made: ReferenceFile, review: Review, written: Mapping[str, str]
) -> Iterable[ReferenceAnswer]:
    for answer in relevant_answers(review):
        code = answer.question.code
        if value := written.get(f"value-{code}", answer.value):
            yield ReferenceAnswer(
                reference_file=made,
                question_id=answer.question_id,
                value=value,
                count=answer.count,
                note=written.get(f"note-{code}", ""),
            )


def _check(inspection: Inspection, set_up: RoundSetUp) -> None:
    if not set_up.name.strip() or len(set_up.name.strip()) > LONGEST_NAME:
        raise Invalid(f"Enter a name of up to {LONGEST_NAME} characters.")
    if set_up.due < timezone.localdate():
        raise Invalid("The last day must not be in the past.")
    if not set_up.files or not set_up.people:
        raise Invalid("Choose at least one reference file and one person.")
    if len({file.version_id for file in set_up.files}) > 1:
        raise Invalid("Choose reference files of one checklist version only.")
    for person in set_up.people:
        require(permissions.be_calibrated(person, inspection))


def _lock(files: Iterable[int]) -> list[ReferenceFile]:
    """Held until the transaction ends, so that nobody gets a file twice at once."""
    wanted = set(files)
    found = ReferenceFile.objects.in_use().filter(pk__in=wanted).select_related("version")
    # The retirement is an outer join, which PostgreSQL can't lock.
    locked = list(found.select_for_update(of=("self",)).order_by("pk"))
    if len(locked) != len(wanted):
        raise Invalid("A reference file was retired meanwhile. Choose again.")
    return locked


def _issues(
    files: Sequence[ReferenceFile], people: Iterable[User]
) -> tuple[list[tuple[ReferenceFile, User]], dict[str, list[str]]]:
    """Who gets which file, and the codes of the files that somebody knows, by address."""
    issues, known = [], {}
    for person in people:
        chosen = known_to(person).filter(pk__in=[file.pk for file in files])
        theirs = set(chosen.values_list("pk", flat=True))
        issues += [(file, person) for file in files if file.pk not in theirs]
        if theirs:
            known[person.email] = [file.code for file in files if file.pk in theirs]
    return issues, known


def _issue(
    sample: Sample, issues: Collection[tuple[ReferenceFile, User]], by: User
) -> list[Review]:
    """An exercise for each pair. The number after a file's code only tells copies apart."""
    first = sample.case_files.count() + 1
    copies = CaseFile.objects.bulk_create(
        CaseFile(sample=sample, reference=f"{file.code}-{n}", facts=file.facts, position=n)
        for n, (file, _) in enumerate(issues, start=first)
    )
    IssuedFile.objects.bulk_create(
        IssuedFile(case_file=copy, reference_file=file)
        for copy, (file, _) in zip(copies, issues, strict=True)
    )
    asked, at = len(progress_of(sample.instrument, {}).asked), timezone.now()
    reviews = Review.objects.bulk_create(
        Review(
            case_file=copy,
            position=Position.EXERCISE,
            counts=False,
            reviewer=person,
            state=ReviewState.ALLOCATED,
            asked=asked,
            allocated_at=at,
        )
        for copy, (_, person) in zip(copies, issues, strict=True)
    )
    record_many(targets=reviews, verb="issued", by=by, details={"for": sample.kind})
    return reviews


def _set_state(pk: int, state: SampleState, verb: str, by: User) -> CalibrationRound:
    with transaction.atomic():
        found = CalibrationRound.objects.visible_to(by).get(pk=pk)
        sample = lock_sample(found.sample_id)
        require(permissions.lead_casework(by, sample.inspection))
        if sample.state == state:
            raise Conflict(f"This round is {'open' if sample.is_open else 'ended'} already.")
        sample.state = state
        sample.save(update_fields=["state"])
        record(target=sample, verb=verb, by=by)
        return found


def _practice_under_way(reference_file: int, by: User) -> Review | None:
    exercises = Review.objects.visible_to(by).exercises().exclude(state__in=IN)
    return exercises.filter(
        reviewer=by,
        case_file__sample__kind=SampleKind.PRACTICE,
        case_file__issued__reference_file=reference_file,
    ).first()


def _practice_sample(file: ReferenceFile, by: User) -> Sample:
    """One for each reference file and team, for whoever practises with it."""
    inspections = Inspection.objects.visible_to(by).order_by("-cycle__starts", "pk")
    inspection = inspections.first()
    if inspection is None:
        raise Conflict("You are on no inspection's team yet. Ask a supervisor to add you to one.")
    sample, _ = Sample.objects.get_or_create(
        inspection=inspection,
        kind=SampleKind.PRACTICE,
        slug=f"practice-{file.code.lower()}",
        defaults={
            "version": file.version,
            "name": f"Practice with {file}",
            "target": 1,
            "left_out_stages": file.left_out_stages,
        },
    )
    return sample
