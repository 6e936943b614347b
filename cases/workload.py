"""What waits for a person: an inspector's files by sample, a supervisor's samples."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from accounts.events import target_of
from accounts.models import Event, User
from cases.models import Review, Sample, SampleKind
from cases.second_review_list import Stage
from cases.states import (
    IN_PROGRESS,
    LABELS,
    NOT_STARTED,
    UNRESOLVED,
    ReviewState,
    progress_state,
)
from forces.models import Inspection


@dataclass(frozen=True, slots=True)
class Task:
    """One file of an inspector. ``because`` is why it was returned, with who and when."""

    review: int
    reference: str
    state: str
    label: str
    asked: int
    answered: int
    comments: int
    because: str = ""
    returned_by: str = ""
    returned_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


@dataclass(frozen=True, slots=True)
class Batch:
    """An inspector's files of one sample: those to do, in the order to do them, and the rest."""

    sample: Sample
    to_do: Sequence[Task]
    done: Sequence[Task]

    @property
    def is_casework(self) -> bool:
        return self.sample.kind == SampleKind.CASEWORK

    @property
    def files(self) -> int:
        return len(self.to_do) + len(self.done)

    @property
    def asked(self) -> int:
        return sum(task.asked for task in (*self.to_do, *self.done))

    @property
    def answered(self) -> int:
        return sum(task.answered for task in (*self.to_do, *self.done))


@dataclass(frozen=True, slots=True)
class ToModerate:
    """How many files of a sample have both reviews in and wait for somebody to decide."""

    sample: str
    files: int
    url: str


OPEN_STATES = (ReviewState.RETURNED, IN_PROGRESS, NOT_STARTED)


def batches_of(inspector: User) -> list[Batch]:
    """The inspector's files by sample, open samples first: two queries for any number."""
    reviews = list(_reviews_of(inspector))
    returns = _last_returns(r for r in reviews if r.state == ReviewState.RETURNED)
    by_sample = groupby(reviews, key=lambda review: review.case_file.sample_id)
    return [_batch(list(group), returns) for _, group in by_sample]


def next_task(batches: Iterable[Batch]) -> Task | None:
    """The file to go on with: a returned one, then one in progress, then a new one."""
    waiting = [task for batch in batches for task in batch.to_do]
    return min(waiting, key=lambda task: OPEN_STATES.index(task.state), default=None)


def inspections_of(supervisor: User) -> QuerySet[Inspection]:
    """The inspections that the supervisor leads or works on; one may come more than once."""
    return Inspection.objects.filter(Q(lead=supervisor) | Q(members__user=supervisor))


def samples_of(supervisor: User) -> QuerySet[Sample]:
    """The samples, with counts, of the inspections that the supervisor leads or works on."""
    return (
        Sample.objects.visible_to(supervisor)
        .filter(inspection__in=inspections_of(supervisor).order_by().values("pk"))
        .with_counts(supervisor)
        .select_related("inspection__force", "inspection__cycle", "version__checklist")
        .order_by("state", "-inspection__cycle__starts", "inspection__force__short_name", "slug")
    )


def files_to_moderate(samples: Iterable[Sample], supervisor: User) -> list[ToModerate]:
    """What waits to be moderated in those of the samples that are open: one query."""
    still_open = {sample.pk: sample for sample in samples if sample.is_open}
    waiting = Review.objects.visible_to(supervisor).to_moderate().order_by()
    rows = waiting.filter(case_file__sample__in=still_open).values_list("case_file__sample")
    files = dict(rows.annotate(files=Count("pk")))
    return [
        ToModerate(
            sample=f"{sample.inspection}, {sample.name}",
            files=files[sample.pk],
            url=f"{_second_reviews_of(sample)}?stage={Stage.BOTH_IN}",
        )
        for sample in still_open.values()
        if sample.pk in files
    ]


def _second_reviews_of(sample: Sample) -> str:
    return reverse("cases:second_reviews", args=[sample.inspection.slug, sample.slug])


def _reviews_of(inspector: User) -> QuerySet[Review]:
    unresolved = Count("comments", filter=Q(comments__state__in=UNRESOLVED))
    return (
        Review.objects.visible_to(inspector)
        .filter(case_file__state="active", reviewer=inspector)
        .with_casework()
        .select_related("case_file__sample__inspection__cycle")
        .select_related("case_file__sample__calibration_round")
        .annotate(unresolved=unresolved)
        .order_by("case_file__sample__state", "case_file__sample_id", "case_file__position")
    )


def _last_returns(reviews: Iterable[Review]) -> dict[str, Event]:
    names = [target_of(review) for review in reviews]
    events = Event.objects.filter(target__in=names, verb="returned").select_related("by")
    return {event.target: event for event in events.order_by("sequence")}


def _batch(reviews: list[Review], returns: dict[str, Event]) -> Batch:
    sample = reviews[0].case_file.sample
    tasks = [_task(review, returns.get(target_of(review))) for review in reviews]
    to_do = [task for task in tasks if task.is_open and sample.is_open]
    done = [task for task in tasks if not (task.is_open and sample.is_open)]
    return Batch(sample, sorted(to_do, key=lambda task: OPEN_STATES.index(task.state)), done)


def _task(review: Review, returned: Event | None) -> Task:
    state = progress_state(review.state, is_started=review.is_started)
    unresolved: int = getattr(review, "unresolved", 0)
    return Task(
        review=review.pk,
        reference=review.case_file.reference,
        state=state,
        label=LABELS[state],
        asked=review.asked,
        answered=review.answered,
        comments=unresolved,
        because=str(returned.details.get("reason", "")) if returned else "",
        returned_by=returned.by.name if returned and returned.by else "",
        returned_at=returned.at if returned else None,
    )
