"""The two reviewers of a file learn nothing of each other until both reviews are in.

Every address is asked, with whatever a person could put into it, before and after the other
reviewer worked: the answers must be the same to the letter. What is secret is marked by words
that stand nowhere else, and a supervisor's pages are asked first, so that there is a leak to
look for.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from io import StringIO
from itertools import product
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.contrib import admin
from django.core.management import call_command
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import Event, Role, User
from cases.actions.allocation import allocate
from cases.actions.answering import Entry, record_answer
from cases.actions.commenting import add_comment
from cases.actions.reviewing import accept, return_to_reviewer, submit
from cases.actions.second_reviews import pick_for_second_review
from cases.actions.signing import sign_off
from cases.models import Answer, CaseFile, Comment, Notice, Reading, Review, Sample
from cases.states import ReviewState
from tests.cases.accepted import ANSWERS
from tests.cases.reasons import ALL_THE_SAME
from tests.factories import (
    InspectionFactory,
    InspectorFactory,
    ReviewFactory,
    SampleFactory,
    SupervisorFactory,
    TeamMemberFactory,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2024, 5, 13, 12, 0, tzinfo=UTC)
NOTE, ANSWER, REMARK, REPLY = "Zinnia note", "Zebrawood text", "Quince remark", "Kestrel reply"
RESULTS = "/inspections/shire-2023-25/vsa/results/"
SECRETS = (NOTE, ANSWER, REMARK, REPLY)
KEY = UUID(int=7)
NUMBERED = re.compile(r'(?<=#c-)\d+|(?<=/notices/)\d+|(?<=name="until" value=")\d+')
"""Comments and notices in addresses. They are numbered over all files of all inspections."""
NO_SUCH = 999_999
OF_NO_REVIEW = (
    "action-", "attachment-", "decision-", "evidence-", "extract", "draw", "finding-", "force-",
    "inspection-", "judgment-", "plan", "practice-", "practise", "published", "report-", "round",
)  # fmt: skip
"""How routes begin whose primary key is that of something else. The world holds none of it."""

Step = Callable[..., object]
Asked = tuple[str, str, str]
"""A method, the name of a route and an address."""
Seen = dict[str, tuple[int, str, str]]
"""By method and address: the status, where it leads and what it says."""


@dataclass
class World:
    """A file that is reviewed twice, and one of each of its reviewers that is not."""

    sample: Sample
    file: CaseFile
    lead: User
    people: dict[str, User]
    alone: dict[str, Review] = field(default_factory=dict)

    def review(self, position: str) -> Review:
        return Review.objects.get(case_file=self.file, position=position)

    def reader(self, position: str) -> User:
        return User.objects.get(pk=self.people[position].pk)


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def world() -> World:
    lead = SupervisorFactory.create(name="Lead")
    inspection = InspectionFactory.create(lead=lead, slug="shire-2023-25")
    people = {
        "first": InspectorFactory.create(name="Inspector Primrose"),
        "second": InspectorFactory.create(name="Inspector Sorrel"),
    }
    for member in people.values():
        TeamMemberFactory.create(inspection=inspection, user=member)
    sample = SampleFactory.create(inspection=inspection, slug="vsa", left_out_stages=[])
    twice = ReviewFactory.create(sample=sample, reviewer=people["first"])
    alone = {
        name: ReviewFactory.create(sample=sample, reviewer=person)
        for name, person in people.items()
    }
    return World(sample, twice.case_file, lead, people, alone)


def choose(world: World) -> Review:
    """Has the file reviewed a second time."""
    [review] = pick_for_second_review(
        sample=world.sample, references=[world.file.reference], by=world.lead
    )
    allocate(sample=world.sample, reviews=[review.pk], to=world.people["second"], by=world.lead)
    return review


def work(world: World, position: str, *, secret: bool = False, **changes: str) -> None:
    """Answers every question; with words to look for when it is ``secret``."""
    review, by = world.review(position), world.people[position]
    given = ANSWERS | changes | ({"remarks": ANSWER} if secret else {})
    for code, value in given.items():
        note = NOTE if secret else "In the log."
        record_answer(review=review.pk, entry=Entry(code, value, note), by=by)
    if secret:
        add_comment(review=review.pk, question="effective", text=REMARK, by=world.lead)
        add_comment(review=review.pk, question="", text=REPLY, by=by)


def hand_in(world: World, position: str) -> None:
    submit(review=world.review(position).pk, by=world.people[position])


# What a person could ask

BROWSER = Client()
"""One for all that is asked: a new one takes longer to start than a page to come."""

NOT_ALLOWED: set[tuple[str, str]] = set()
"""Methods that a route refuses to everybody, whatever stands in its address."""

OF_CASEWORK = ("cases", "api")
POSTED = ("cases", "api", "forces", "judgments")
QUERIES = {
    "api:review-list": [
        "?position=first", "?position=second", "?position=agreed", "?state=submitted",
        "?state=accepted", "?mine=true", "?mine=false", "?page_size=1",
    ],
    "api:answer-list": ["?value=no", f"?value={ANSWER}", "?question=effective", "?relevant=true"],
    "api:case-file-list": ["?state=active"],
    "api:sample-list": ["?state=open"],
    "cases:sample": ["?state=submitted", "?reviewer=nobody", "?sort=activity"],
    "cases:results": ["?by=reviewer", "?by=offence_group"],
    "cases:cases_behind": ["?format=csv", "?by=reviewer"],
    "cases:workload": ["?sort=activity"],
    "cases:review": ["?stage=all"],
}  # fmt: skip


def patterns(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            if pattern.namespace != "admin":
                yield from patterns(pattern, space + inner)
        elif pattern.name:
            yield f"{space}{pattern.name}", pattern


def addresses(world: World) -> Iterator[tuple[str, str]]:
    """Every address by the name of its route, with all that may stand in it."""
    for name, pattern in patterns(get_resolver()):
        if name == "api:schema":
            continue  # It describes Peel to everybody alike, and takes longer than all the rest.
        parameters = pattern.pattern.regex.groupindex
        values = [choices(world, name, parameter) for parameter in parameters]
        for chosen in product(*values):
            address = reverse(name, kwargs=dict(zip(parameters, chosen, strict=True)))
            yield name, address
            for query in QUERIES.get(name, []):
                yield name, f"{address}{query}"


def choices(world: World, name: str, parameter: str) -> list[Any]:
    """What a person could guess for a part of an address. A new kind of part needs its line."""
    slug = world.sample.slug if name.startswith("cases:sampling") else None
    inspected = world.sample.inspection
    inspection = inspected.slug
    known: dict[str, list[Any]] = {
        "inspection": [inspection],
        "force": [inspected.force.slug],
        "cycle": [inspected.cycle.slug],
        "checklist": [world.sample.version.checklist.code],
        "sample": [world.sample.slug],
        "slug": [slug or inspection],
        "measure": ["effective"],
        "part": ["numerator"],
        "kind": ["csv"],
        "ending": ["html"],
        "revision": [1],
        "number": [1],
        "edition": [1],
        "place": [1],
        "uidb36": ["1"],
        "key": ["set-password"],
        "pk": keys(world, name),
        "format": ["json"],
        "question": ["effective"],
        "code": ["effective"],
        "area": ["responding"],
        "path": ["nothing"],
    }
    return known[parameter]


def keys(world: World, name: str) -> list[int]:
    """Every primary key that the name of the route could mean, and one that is nobody's."""
    space, _, route = name.partition(":")
    if space == "judgments":
        return [NO_SUCH]
    reviews = list(Review.objects.order_by("pk").values_list("pk", flat=True))
    if route in {"notice", "mark_read"}:
        return [*Notice.objects.order_by("pk").values_list("pk", flat=True), NO_SUCH]
    if route.startswith("answer-"):
        answers = Answer.objects.filter(question__code__in=["effective", "remarks"])
        return [*answers.order_by("pk").values_list("pk", flat=True), NO_SUCH]
    if "case_file" in route or "case-file" in route or route in {"eliminate", "restore"}:
        return [world.file.pk]
    if route.startswith("moderate"):
        return [world.file.pk, NO_SUCH]
    if route.endswith("comment") and route != "comment":
        return [*Comment.objects.order_by("pk").values_list("pk", flat=True), NO_SUCH]
    if route.startswith(OF_NO_REVIEW):
        return [NO_SUCH]
    return [*reviews, NO_SUCH]


def body_of(response: HttpResponseBase) -> str:
    streamed = getattr(response, "streaming_content", None)
    content = b"".join(streamed) if streamed is not None else response.content  # type: ignore[attr-defined]
    text = content.decode(errors="replace")
    return re.sub(r'(csrfmiddlewaretoken" value|csrf-token" content|nonce)="[^"]*"', r"\1", text)


def asked(world: World, *, thorough: bool = False) -> Iterator[Asked]:
    """What is asked: by GET the addresses of casework, or when ``thorough`` all, and by POST."""
    for name, address in addresses(world):
        space = name.partition(":")[0]
        if thorough or space in OF_CASEWORK:
            yield "GET", name, address
        if thorough and space in POSTED:
            yield "POST", name, address


def seen_by(reader: User, asked: Iterable[Asked]) -> Seen:
    """What each address answers to ``reader``. Nothing that is sent stays."""
    seen: Seen = {}
    BROWSER.cookies.clear()
    BROWSER.force_login(reader)
    session = BROWSER.cookies.output()
    for method, name, address in asked:
        if (method, name) in NOT_ALLOWED:
            continue
        BROWSER.cookies = SimpleCookie(session.replace("Set-Cookie: ", ""))
        with transaction.atomic():
            response = ask(BROWSER, method, name, address)
            location = NUMBERED.sub("", response.headers.get("Location", ""))
            body = NUMBERED.sub("", body_of(response))
            seen[f"{method} {address}"] = (response.status_code, location, body)
            if response.status_code == 405:
                NOT_ALLOWED.add((method, name))
            transaction.set_rollback(True)
    return seen


def ask(client: Client, method: str, name: str, address: str) -> HttpResponseBase:
    if method == "GET":
        return client.get(address)
    if name in {"cases:save_answer", "api:review-record"}:
        entry = {"question": "effective", "value": "no", "note": "", "base_revision": 0}
        sent = {**entry, "key": str(KEY), "keep_personal_data": False}
        return client.post(address, sent, "application/json")
    everything = {
        "reason": "Why?", "text": "A word.", "comment-": "A word.", "question": "",
        "review": [str(pk) for pk in Review.objects.values_list("pk", flat=True)],
        "do": "share", "among": [str(pk) for pk in User.objects.values_list("pk", flat=True)],
        "stage": "all", "leaver": str(User.objects.order_by("pk").values_list("pk")[0][0]),
    }  # fmt: skip
    return client.post(address, everything)


def after(world: World, reader: User, step: Step | None = None, *, thorough: bool = False) -> Seen:
    """What ``reader`` sees when the step was taken an hour ago. It is taken back."""
    with transaction.atomic():
        with time_machine.travel(NOW - timedelta(hours=1), tick=False):
            if step:
                step(world)
        seen = seen_by(reader, asked(world, thorough=thorough))
        transaction.set_rollback(True)
    return seen


def differences(one: Seen, other: Seen) -> list[str]:
    return sorted(
        address for address in one.keys() & other.keys() if one[address] != other[address]
    )


def leaks(seen: Seen, *words: str) -> list[str]:
    """The addresses that tell one of the words, or else one of the secrets."""
    words = words or SECRETS
    return sorted(
        a for a, (_, where, text) in seen.items() if any(w in where + text for w in words)
    )


# There is something to leak


@pytest.mark.parametrize("position", ["first", "second"])
def test_a_supervisor_is_shown_every_secret(world: World, client: Client, position: str) -> None:
    choose(world)
    work(world, position, secret=True)
    review = world.review(position)
    client.force_login(world.lead)
    told = {
        f"/reviews/{review.pk}/?stage=all": SECRETS,
        f"/reviews/{review.pk}/current/": (NOTE, ANSWER),
        f"/files/{world.file.pk}/": (NOTE, ANSWER, world.people[position].name),
        "/api/v1/answers/": (NOTE, ANSWER, world.people[position].name),
        "/api/v1/reviews/": (world.people[position].name, f'"position":"{position}"'),
    }
    for address, words in told.items():
        text = body_of(client.get(address))
        assert [word for word in words if word not in text] == [], address


def test_the_figures_move_with_the_review_that_counts(world: World, client: Client) -> None:
    choose(world)
    client.force_login(world.lead)
    figures = [body_of(client.get(RESULTS))]
    for position in ("second", "first"):
        work(world, position)
        figures.append(body_of(client.get(RESULTS)))
    assert figures[0] == figures[1] != figures[2]


# Before


def in_(world: World, position: str, **changes: str) -> None:
    work(world, position, secret=False, **changes)
    hand_in(world, position)


def second_works(world: World) -> None:
    choose(world)
    work(world, "second", secret=True)


def second_is_accepted(world: World) -> None:
    second_works(world)
    hand_in(world, "second")
    accept(review=world.review("second").pk, by=world.lead)


@pytest.mark.parametrize(
    ("own", "others"),
    [
        pytest.param(work, [choose, second_is_accepted], marks=pytest.mark.every_address),
        (in_, [second_works]),
    ],
)
def test_the_first_reviewer_sees_no_trace_of_the_second(
    world: World, own: Step, others: list[Step]
) -> None:
    own(world, "first")
    reader = world.reader("first")
    thorough = own == work
    alone = after(world, reader, thorough=thorough)
    for other in others:
        seen = after(world, reader, other, thorough=thorough and other == others[-1])
        assert differences(alone, seen) == [], other
        assert leaks(seen) == [], other


def first_works(world: World) -> None:
    work(world, "first", secret=True)


def first_is_submitted(world: World) -> None:
    first_works(world)
    hand_in(world, "first")


def first_is_accepted(world: World) -> None:
    first_is_submitted(world)
    accept(review=world.review("first").pk, by=world.lead)


def first_is_returned(world: World) -> None:
    first_is_submitted(world)
    pk = world.review("first").pk
    return_to_reviewer(review=pk, reason=REMARK, comments={"effective": REMARK}, by=world.lead)


@pytest.mark.parametrize(
    ("own", "others"),
    [
        pytest.param(
            work,
            [first_works, first_is_accepted, first_is_returned],
            marks=pytest.mark.every_address,
        ),
        (in_, [first_works, first_is_returned]),
    ],
)
def test_the_second_reviewer_sees_no_trace_of_the_first(
    world: World, own: Step, others: list[Step]
) -> None:
    choose(world)
    own(world, "second")
    reader = world.reader("second")
    thorough = own == work
    alone = after(world, reader, thorough=thorough)
    for other in others:
        seen = after(world, reader, other, thorough=thorough and other == others[-1])
        assert differences(alone, seen) == [], other
        assert leaks(seen) == [], other


@pytest.mark.every_address
@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMINISTRATOR])
def test_nor_when_they_have_become_somebody_who_sees_all(world: World, role: Role) -> None:
    choose(world)
    work(world, "second")
    User.objects.filter(pk=world.people["second"].pk).update(role=role)
    reader = world.reader("second")
    seen = after(world, reader, first_is_submitted)
    told = differences(after(world, reader), seen)
    # Who manages a team is told how many open files keep somebody on it, of all samples.
    assert [address for address in told if "/team/" not in address] == []
    assert leaks(seen) == []


def test_what_is_signed_off_tells_the_second_reviewer_nothing(world: World, client: Client) -> None:
    choose(world)
    work(world, "second")
    reader = world.reader("second")
    met, unmet = after(world, reader, signed_off), after(world, reader, signed_off_otherwise)
    assert differences(met, unmet) == []
    signed_off(world)
    client.force_login(world.reader("first"))
    assert "all three cases" in body_of(client.get(RESULTS))
    client.force_login(reader)
    assert client.get(RESULTS).status_code == 403


def signed_off(world: World, **changes: str) -> None:
    in_(world, "first", **changes)
    for name, review in world.alone.items():
        for code, value in ANSWERS.items():
            record_answer(
                review=review.pk, entry=Entry(code, value, "Seen."), by=world.people[name]
            )
        submit(review=review.pk, by=world.people[name])
    for review in Review.objects.filter(counts=True):
        accept(review=review.pk, by=world.lead)
    sign_off(sample=world.sample.pk, by=world.lead, reasons=ALL_THE_SAME)


def signed_off_otherwise(world: World) -> None:
    signed_off(world, effective="no", grade="scheduled")


@pytest.mark.parametrize("position", ["first", "second"])
def test_who_still_reviews_is_not_let_into_the_administration_of_casework(
    world: World, client: Client, position: str
) -> None:
    choose(world)
    User.objects.filter(pk=world.people[position].pk).update(role=Role.ADMINISTRATOR)
    client.force_login(world.reader(position))
    addresses = [
        reverse(f"admin:cases_{model._meta.model_name}_changelist")
        for model in admin.site._registry
        if model._meta.app_label == "cases"
    ]
    assert len(addresses) > 8
    assert {client.get(address).status_code for address in addresses} == {403}
    Review.objects.exclude(reviewer=None).update(state=ReviewState.SUBMITTED)
    assert {client.get(address).status_code for address in addresses} == {200}


# After


@pytest.mark.every_address
@pytest.mark.parametrize(("mine", "theirs"), [("first", "second"), ("second", "first")])
def test_both_reviewers_read_the_other_when_both_are_in(
    world: World, mine: str, theirs: str
) -> None:
    choose(world)
    in_(world, mine)
    work(world, theirs, secret=True)
    hand_in(world, theirs)
    other = world.review(theirs)
    acts = [
        ("POST", name, address)
        for name, address in addresses(world)
        if address.startswith(f"/reviews/{other.pk}/")
    ]
    seen = seen_by(world.reader(mine), [*asked(world), *acts])
    for address in (
        f"GET /files/{world.file.pk}/",
        f"GET /reviews/{other.pk}/?stage=all",
        f"GET /reviews/{other.pk}/current/",
        "GET /api/v1/answers/",
    ):
        assert address in leaks(seen, NOTE), address
    assert f"GET /api/v1/reviews/{other.pk}/" in leaks(seen, f'"position":"{theirs}"')
    refused = {
        address: status for address, (status, _, _) in seen.items() if address.startswith("POST ")
    }
    assert len(refused) > 5
    assert set(refused.values()) <= {403, 405}, refused


def test_a_review_that_is_returned_closes_again_for_who_has_not_read(
    world: World, client: Client
) -> None:
    choose(world)
    for position in ("first", "second"):
        in_(world, position)
    first, second = world.review("first"), world.review("second")
    client.force_login(world.reader("first"))
    assert client.get(f"/reviews/{second.pk}/").status_code == 200
    return_to_reviewer(review=first.pk, reason="Look again.", comments={}, by=world.lead)
    assert client.get(f"/reviews/{second.pk}/").status_code == 200
    client.force_login(world.reader("second"))
    assert client.get(f"/reviews/{first.pk}/").status_code == 404
    assert list(Reading.objects.values_list("review", "reader")) == [
        (second.pk, world.people["first"].pk)
    ]
    returned = Event.objects.get(target=f"cases.review:{first.pk}", verb="returned")
    assert returned.details["read by"] == [world.people["first"].email]


@pytest.mark.parametrize(
    "address", ["/reviews/{}/", "/reviews/{}/current/", "/files/{file}/", "/api/v1/answers/"]
)
def test_every_way_of_reading_is_noted_once(world: World, client: Client, address: str) -> None:
    choose(world)
    for position in ("first", "second"):
        in_(world, position)
    second = world.review("second")
    client.force_login(world.reader("first"))
    for _ in range(2):
        client.get(address.format(second.pk, file=world.file.pk))
    assert [reading.review for reading in Reading.objects.all()] == [second]


def test_reading_one_s_own_is_not_noted(world: World, client: Client) -> None:
    choose(world)
    work(world, "first")
    for user in (world.reader("first"), world.lead):
        client.force_login(user)
        client.get(f"/reviews/{world.review('first').pk}/")
        client.get(f"/files/{world.file.pk}/")
        client.get("/api/v1/answers/")
    assert not Reading.objects.exists()


# Commands


def test_the_commands_tell_nothing_of_a_review_that_does_not_count(world: World) -> None:
    def told() -> str:
        out = StringIO()
        for command in ("results", "agreement"):
            call_command(command, "shire-2023-25/vsa", format="json", stdout=out)
        return out.getvalue()

    work(world, "first")
    before = told()
    choose(world)
    work(world, "second", secret=True, effective="no")
    assert told() == before
    assert Comment.objects.filter(text=REMARK).exists()
