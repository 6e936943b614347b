"""How many files each person has over all samples, and when they last worked on them."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Count, F, Max, Min, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from cases.models import Position, Review, Sample
from cases.states import ANSWERABLE, CaseFileState, ReviewState
from cases.workload import inspections_of
from forces.models import Inspection, TeamMember, home_force

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
    def activity(self) -> str:
        """How many days ago the last activity was, in words."""
        if self.active_at:
            return _ago(self.active_at)
        return f"None yet, given {_ago(self.given_at)}" if self.given_at else "None"


@dataclass(frozen=True, slots=True)
class SampleLoad:
    """A person's files of one open sample, with the address of the table of its files.

    ``hand_over`` is where the open ones can be handed over, "" when the reader may not.
    """

    name: str
    files: str
    hand_over: str
    load: Load


@dataclass(frozen=True, slots=True)
class Caseload:
    """A person's files: of all samples, of each open one, and of those that are signed off."""

    person: User
    load: Load
    samples: tuple[SampleLoad, ...]
    signed_off: Load
    signed_off_samples: int


@dataclass(frozen=True, slots=True)
class Workload:
    """Everybody's files, and how many files of which samples nobody has yet."""

    caseloads: tuple[Caseload, ...]
    unallocated: tuple[tuple[Sample, int], ...]


SORTS: dict[str, Callable[[Caseload], Any]] = {
    "name": lambda caseload: caseload.person.name,
    "open": lambda caseload: caseload.load.open,
    "returned": lambda caseload: caseload.load.returned,
    "done": lambda caseload: caseload.load.done,
    "activity": lambda c: (c.load.open == 0, c.load.active_at or LONG_AGO),
}


def inspections_with_samples(supervisor: User) -> list[Inspection]:
    """The inspections with samples whose files the supervisor may see, by force and cycle."""
    samples = Sample.objects.exclude(inspection__force=home_force(supervisor))
    return list(
        Inspection.objects.visible_to(supervisor)
        .filter(pk__in=samples.order_by().values("inspection"))
        .select_related("force", "cycle")
        .order_by("force__short_name", "cycle__starts")
    )


def workload_for(
    supervisor: User, inspection: Inspection | None = None, sort: str = "name"
) -> Workload:
    """The files of everybody, of all samples that the supervisor sees or of one inspection.

    Members of a team who have no files are among them. ``sort`` is a key of ``SORTS``,
    descending after a "-"; by activity, who has nothing to do comes last. Four queries for
    any number of people and samples.
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
    # Who read a file first had the work of it, whichever of its reviews counts.
    reviews = Review.objects.visible_to(supervisor).filter(
        position=Position.FIRST, case_file__state=CaseFileState.ACTIVE
    )
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
    signed_off = [load for sample, load in theirs if not sample.is_open]
    return Caseload(
        person=person,
        load=_sum([load for _, load in theirs]),
        samples=tuple(
            _sample_load(person, sample, load, sample.inspection_id in led)
            for sample, load in theirs
            if sample.is_open
        ),
        signed_off=_sum(signed_off),
        signed_off_samples=len(signed_off),
    )


def _sample_load(person: User, sample: Sample, load: Load, leads: bool) -> SampleLoad:
    hand_over = ""
    if leads and load.open:
        page = reverse("cases:hand_over", args=[sample.inspection.slug])
        hand_over = f"{page}?leaver={person.pk}&sample={sample.slug}"
    grid = reverse("cases:sample", args=[sample.inspection.slug, sample.slug])
    return SampleLoad(
        name=f"{sample.inspection}: {sample.name}",
        files=f"{grid}?reviewer={person.pk}",
        hand_over=hand_over,
        load=load,
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


def _ago(moment: datetime) -> str:
    days = (timezone.localdate() - timezone.localdate(moment)).days
    return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")
