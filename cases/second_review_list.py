"""The files of a sample that are reviewed a second time, and what is left to do with each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from accounts.models import User
from cases.actions.allocation import ALLOCATABLE
from cases.actions.second_reviews import UNTOUCHED
from cases.models import CaseFile, Position, Reading, Review, Sample, SecondReviewDraw
from cases.states import IN, LABELS, ReviewState, progress_state


class Stage(StrEnum):
    """How far a file is that is reviewed twice."""

    NOBODY = "nobody"
    REVIEWING = "reviewing"
    BOTH_IN = "both_in"
    AGREED = "agreed"
    ELIMINATED = "eliminated"


STAGE_LABELS = {
    Stage.NOBODY: "Nobody has it yet",
    Stage.REVIEWING: "Being reviewed",
    Stage.BOTH_IN: "To be moderated",
    Stage.AGREED: "Agreed",
    Stage.ELIMINATED: "Eliminated",
}
STAGE_TAGS = {
    Stage.NOBODY: "unallocated",
    Stage.REVIEWING: "in_progress",
    Stage.BOTH_IN: "submitted",
    Stage.AGREED: "accepted",
    Stage.ELIMINATED: "eliminated",
}


@dataclass(frozen=True, slots=True)
class Half:
    """One of a file's two reviews; ``reviewer`` is "" when nobody has it."""

    review: int
    reviewer: str
    state: str
    label: str
    progress: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A file that is reviewed twice. ``chosen`` is how it came to that, ``readers`` who read
    the other's review before one of the two was given back.
    """

    file: int
    reference: str
    stage: Stage
    chosen: str
    first: Half
    second: Half
    readers: str
    may_be_given: bool
    may_be_withdrawn: bool

    @property
    def label(self) -> str:
        return STAGE_LABELS[self.stage]

    @property
    def tag(self) -> str:
        """The state whose look a tag of the stage has."""
        return STAGE_TAGS[self.stage]


@dataclass(frozen=True, slots=True)
class StageCount:
    """How many files are at a stage that the list can be narrowed to."""

    stage: Stage
    label: str
    files: int


def pairs_of(sample: Sample, reader: User) -> list[Pair]:
    """Every file with a second review that ``reader`` sees, in the order of the sample.

    Five queries for any number.
    """
    seen = Review.objects.visible_to(reader).filter(case_file__sample=sample)
    seconds = list(
        seen.filter(position=Position.SECOND)
        .select_related("case_file__sample", "reviewer")
        .order_by("case_file__position")
    )
    files = [review.case_file_id for review in seconds]
    others = seen.filter(case_file__in=files).exclude(position=Position.SECOND)
    by_place = {(r.case_file_id, r.position): r for r in others.select_related("reviewer")}
    readers = _readers(files)
    draws = _draws(sample)
    return [
        _pair(
            second,
            by_place[second.case_file_id, Position.FIRST],
            by_place.get((second.case_file_id, Position.AGREED)),
            draws.get(second.case_file.reference, "Picked"),
            readers.get(second.case_file_id, ()),
        )
        for second in seconds
    ]


def counts_of(pairs: Iterable[Pair]) -> list[StageCount]:
    """How many files are at each stage."""
    stages = [pair.stage for pair in pairs]
    return [StageCount(stage, STAGE_LABELS[stage], stages.count(stage)) for stage in Stage]


def _pair(
    second: Review, first: Review, agreed: Review | None, chosen: str, readers: Sequence[str]
) -> Pair:
    file = second.case_file
    stage = _stage(file, first, second, agreed)
    is_open = file.sample.is_open and file.is_active
    return Pair(
        file=file.pk,
        reference=file.reference,
        stage=stage,
        chosen=chosen,
        first=_half(first),
        second=_half(second),
        readers=" and ".join(readers) if stage == Stage.REVIEWING else "",
        may_be_given=is_open and second.state in ALLOCATABLE,
        may_be_withdrawn=is_open and second.state in UNTOUCHED and not second.is_started,
    )


def _stage(file: CaseFile, first: Review, second: Review, agreed: Review | None) -> Stage:
    if not file.is_active:
        return Stage.ELIMINATED
    if agreed and agreed.counts:
        return Stage.AGREED
    if second.state == ReviewState.UNALLOCATED:
        return Stage.NOBODY
    return Stage.BOTH_IN if {first.state, second.state} <= IN else Stage.REVIEWING


def _half(review: Review) -> Half:
    state = progress_state(review.state, is_started=review.is_started)
    return Half(
        review=review.pk,
        reviewer=review.reviewer.name if review.reviewer else "",
        state=state,
        label=LABELS[state],
        progress=f"{review.answered} of {review.asked}",
    )


def _readers(files: Iterable[int]) -> Mapping[int, list[str]]:
    """By file, the names of its reviewers who have read the other's review."""
    readings = Reading.objects.filter(review__case_file__in=files)
    found: dict[int, list[str]] = {}
    for file, name in readings.values_list("review__case_file", "reader__name"):
        found.setdefault(file, []).append(name)
    return {file: sorted(set(names)) for file, names in found.items()}


def _draws(sample: Sample) -> Mapping[str, str]:
    """How each file was drawn, by reference; the last draw where there were several."""
    draws = SecondReviewDraw.objects.filter(sample=sample).order_by("revision")
    return {ticket["reference"]: f"Draw {draw.revision}" for draw in draws for ticket in draw.files}
