"""How many files each person has over all samples, and when they last worked on them."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Count, F, Max, Min, Q
from django.utils import timezone

from accounts.models import Role, User
from cases.models import Review, Sample
from cases.states import ANSWERABLE, ReviewState
from cases.workload import inspections_of
from forces.models import Inspection, TeamMember

LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Load:
    """Of the ``open`` files some are ``returned``; the others are done, and of these the
    ``submitted`` ones wait for a supervisor.

    ``active_at`` is the last answer or submission of who has the files now, ``given_at``
    when the file that is open longest was given to them.
    """

    open: int = 0
    returned: int = 0
    submitted: int = 0
    accepted: int = 0
    active_at: datetime | None = None
    given_at: datetime | None = None

    @property
    def done(self) -> int:
        return self.submitted + self.accepted

    @property
    def days_since_activity(self) -> int | None:
        return _days_since(self.active_at)

    @property
    def days_since_given(self) -> int | None:
        return _days_since(self.given_at)


@dataclass(frozen=True, slots=True)
class SampleLoad:
    """A person's files of one sample; whether the reader may hand over those that are open."""

    sample: Sample
    load: Load
    may_hand_over: bool


@dataclass(frozen=True, slots=True)
class Caseload:
    """A person's files of all samples: the sum, and each sample, open ones first."""

    person: User
    load: Load
    samples: tuple[SampleLoad, ...]


@dataclass(frozen=True, slots=True)
class Workload:
    """Everybody's files, and how many files of which samples nobody has yet."""

    caseloads: tuple[Caseload, ...]
    unallocated: tuple[tuple[Sample, int], ...]

    @property
    def is_empty(self) -> bool:
        return not (self.caseloads or self.unallocated)


SORTS: dict[str, Callable[[Caseload], Any]] = {
    "name": lambda caseload: caseload.person.name,
    "open": lambda caseload: caseload.load.open,
    "returned": lambda caseload: caseload.load.returned,
    "done": lambda caseload: caseload.load.done,
    "activity": lambda c: (c.load.open == 0, c.load.active_at or LONG_AGO),
}


def inspections_with_files(supervisor: User) -> list[Inspection]:
    """The inspections whose files the supervisor sees, by force and cycle."""
    files = Review.objects.visible_to(supervisor).order_by()
    return list(
        Inspection.objects.filter(pk__in=files.values("case_file__sample__inspection"))
        .select_related("force", "cycle")
        .order_by("force__short_name", "cycle__starts")
    )


def workload_for(
    supervisor: User, inspection: Inspection | None = None, sort: str = "name"
) -> Workload:
    """The files of everybody, of all samples that the supervisor sees or of one inspection.

    Members of a team who have no files are among them. ``sort`` is a key of ``SORTS``,
    descending after a "-"; whoever has nothing to do was active last. Four queries for any number of people and samples.
    """
    loads = _loads(supervisor, inspection)
    samples = _samples(sample for _, sample in loads)
    led = set(inspections_of(supervisor).values_list("pk", flat=True))
    people = _people({person for person, _ in loads if person}, inspection)
    caseloads = [_caseload(person, samples, loads, led) for person in people]
    order = SORTS.get(sort.removeprefix("-"), SORTS["name"])
    return Workload(
        caseloads=tuple(sorted(caseloads, key=order, reverse=sort.startswith("-"))),
        unallocated=tuple((s, loads[None, s.pk].open) for s in samples if (None, s.pk) in loads),
    )


def _loads(supervisor: User, inspection: Inspection | None) -> dict[tuple[int | None, int], Load]:
    """By reviewer and sample. A file that nobody has yet counts as an open file of None."""
    reviews = Review.objects.visible_to(supervisor).counted()
    if inspection:
        reviews = reviews.filter(case_file__sample__inspection=inspection)
    groups = (
        reviews.order_by()
        .values("reviewer", "case_file__sample")
        .annotate(
            open=Count("pk", filter=Q(state__in=[*ANSWERABLE, ReviewState.UNALLOCATED])),
            returned=Count("pk", filter=Q(state=ReviewState.RETURNED)),
            submitted=Count("pk", filter=Q(state=ReviewState.SUBMITTED)),
            accepted=Count("pk", filter=Q(state=ReviewState.ACCEPTED)),
            answered=Max("last_answered_at", filter=_by_who_has_it("last_answered_at")),
            handed_in=Max("submitted_at", filter=_by_who_has_it("submitted_at")),
            given=Min("allocated_at", filter=Q(state__in=ANSWERABLE)),
        )
    )
    return {
        (group["reviewer"], group["case_file__sample"]): Load(
            open=group["open"],
            returned=group["returned"],
            submitted=group["submitted"],
            accepted=group["accepted"],
            active_at=max(filter(None, (group["answered"], group["handed_in"])), default=None),
            given_at=group["given"],
        )
        for group in groups
    }


def _by_who_has_it(moment: str) -> Q:
    """Only the reviewer answers and submits, so what came before a hand-over was another."""
    return Q(allocated_at=None) | Q(**{f"{moment}__gte": F("allocated_at")})


def _samples(keys: Iterable[int]) -> list[Sample]:
    """Open samples first, the newest cycle first, with what names them."""
    return list(
        Sample.objects.filter(pk__in=set(keys))
        .select_related("inspection__force", "inspection__cycle")
        .order_by("state", "-inspection__cycle__starts", "inspection__force__short_name", "slug")
    )


def _people(holders: Iterable[int], inspection: Inspection | None) -> list[User]:
    """Who has files, and who could: the active inspectors of the teams."""
    joined = TeamMember.objects.order_by().values("user")
    if inspection:
        joined = joined.filter(inspection=inspection)
    could = Q(pk__in=joined, is_active=True, role=Role.INSPECTOR)
    return list(User.objects.filter(Q(pk__in=holders) | could).order_by("name", "pk"))


def _caseload(
    person: User,
    samples: Sequence[Sample],
    loads: Mapping[tuple[int | None, int], Load],
    led: Collection[int],
) -> Caseload:
    theirs = [(s, loads[person.pk, s.pk]) for s in samples if (person.pk, s.pk) in loads]
    return Caseload(
        person=person,
        load=_sum([load for _, load in theirs]),
        samples=tuple(
            SampleLoad(s, load, bool(load.open) and s.is_open and s.inspection_id in led)
            for s, load in theirs
        ),
    )


def _sum(loads: Sequence[Load]) -> Load:
    return Load(
        open=sum(load.open for load in loads),
        returned=sum(load.returned for load in loads),
        submitted=sum(load.submitted for load in loads),
        accepted=sum(load.accepted for load in loads),
        active_at=max((load.active_at for load in loads if load.active_at), default=None),
        given_at=min((load.given_at for load in loads if load.given_at), default=None),
    )


def _days_since(moment: datetime | None) -> int | None:
    if moment is None:
        return None
    return (timezone.localdate() - timezone.localdate(moment)).days
