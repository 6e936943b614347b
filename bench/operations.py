"""What is measured: each operation, its floor, and what is aimed at."""

import gzip
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count, cycle
from typing import Any
from uuid import uuid4

from django.core.handlers.wsgi import WSGIHandler
from django.urls import reverse

from accounts.models import Role, User
from bench import floors, national
from bench.moderation import files_reviewed_twice
from bench.requests import Unexpected, application, get, post_json, sign_in, timed
from cases.models import Answer, Review, Sample

QUESTION = "body_worn_video_used"
"""Answered in every file, without follow-ups and without a required note."""
FLOOR_QUESTION = "early_evidence_secured"
"""Another one like it, so that the floor changes no answer that Peel is about to change."""
GZIP = b"\x1f\x8b"
Measured = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Operation:
    """One call of ``measure`` or ``floor`` gives milliseconds."""

    code: str
    measure: Measured
    floor: Measured | None = None


class Casework:
    """A sample in the middle of the database, and the people who work on it."""

    def __init__(self) -> None:
        casework = Sample.objects.filter(slug="vsa")
        samples = casework.select_related("inspection__lead").order_by("pk")
        self.sample = samples[samples.count() // 2]
        lead = self.sample.inspection.lead
        inspector = User.objects.filter(
            memberships__inspection=self.sample.inspection, role=Role.INSPECTOR
        ).order_by("pk")[0]
        if lead is None:
            raise Unexpected(f"{self.sample} has no lead.")
        self.lead = lead
        self.supervisor, self.inspector = sign_in(lead), sign_in(inspector)
        self.inspector_id = inspector.pk
        mine = Review.objects.filter(case_file__sample=self.sample, reviewer=inspector, counts=True)
        self.reviews = list(mine.order_by("pk").values_list("pk", flat=True))

    def address(self, name: str) -> str:
        return reverse(f"cases:{name}", args=[self.sample.inspection.slug, self.sample.slug])


def operations() -> list[Operation]:
    peel, casework = application(), Casework()
    return [
        Operation("save", _saving(peel, casework), _saving_floor(casework)),
        Operation("review", _reading(peel, casework)),
        Operation("grid", lambda: _page(
            peel, casework.address("sample"), casework.supervisor, "FILE-0001")),
        Operation("results", lambda: _page(
            peel, casework.address("results"), casework.supervisor, "83 of 100"),
            lambda: _results_floor(casework)),
        Operation("moderation", _moderating(peel, casework)),
        _national(peel, casework),
    ]  # fmt: skip


def _reading(peel: WSGIHandler, casework: Casework) -> Measured:
    """Opens one review after the other, with every stage on the page."""
    paths = cycle([reverse("cases:review", args=[pk]) for pk in casework.reviews])
    return lambda: _page(peel, f"{next(paths)}?stage=all", casework.inspector, QUESTION)


def _moderating(peel: WSGIHandler, casework: Casework) -> Measured:
    """Opens the moderation of one file after the other, each with what every choice would do."""
    files = files_reviewed_twice(casework.sample, apart_from=casework.inspector_id)
    paths = cycle([reverse("cases:moderate", args=[pk]) for pk in files])
    return lambda: _page(peel, next(paths), casework.supervisor, "Save the decision")


def _national(peel: WSGIHandler, casework: Casework) -> Operation:
    """One measure over all forces in a cycle, with its chart and its table."""
    path, cycle = national.national_page(casework.lead)
    return Operation(
        "national",
        lambda: _page(peel, path, casework.supervisor, "The unweighted mean of 43 forces"),
        lambda: national.floor(cycle),
    )


def _page(peel: WSGIHandler, path: str, cookies: str, expected: str) -> float:
    elapsed, body = timed(peel, get(path, cookies))
    if expected.encode() not in _plain(body):
        raise Unexpected(f"{path} does not show {expected!r}.")
    return elapsed


def _plain(body: bytes) -> bytes:
    if body.startswith(GZIP):
        return gzip.decompress(body)
    return body


def _saving(peel: WSGIHandler, casework: Casework) -> Measured:
    """Saves another answer to the same question, in one review after the other."""
    stored = Answer.objects.filter(review__in=casework.reviews, question__code=QUESTION)
    revisions = dict(stored.values_list("review_id", "revision"))
    requests = _answers_to_send(casework.reviews)

    def save() -> float:
        review, value = next(requests)
        sent = {
            "question": QUESTION,
            "value": value,
            "note": "",
            "base_revision": revisions[review],
            "key": str(uuid4()),
            "user": casework.inspector_id,
        }
        path = reverse("cases:save_answer", args=[review])
        elapsed, body = timed(peel, post_json(path, casework.inspector, sent))
        answer = json.loads(body)["answer"]
        if answer["value"] != value:
            raise Unexpected(f"{path} saved {answer['value']!r} instead of {value!r}.")
        revisions[review] = answer["revision"]
        return elapsed

    return save


def _saving_floor(casework: Casework) -> Measured:
    bare = application(floors.SAVE_MIDDLEWARE)
    question = casework.sample.instrument.question(FLOOR_QUESTION).id
    requests = _answers_to_send(casework.reviews)

    def save() -> float:
        review, value = next(requests)
        user = casework.inspector_id
        sent: dict[str, Any] = {
            "review": review,
            "question": question,
            "value": value,
            "user": user,
        }
        return timed(bare, post_json("/floor/save/", casework.inspector, sent))[0]

    return save


def _answers_to_send(reviews: list[int]) -> Iterator[tuple[int, str]]:
    """Every review in turn, with an answer that differs from round to round."""
    values = ("no", "yes", "not_applicable")
    for turn in count():
        for review in reviews:
            yield review, values[turn % len(values)]


def _results_floor(casework: Casework) -> float:
    started = time.perf_counter()
    rows = floors.results(casework.sample.pk)
    elapsed = (time.perf_counter() - started) * 1_000
    if not rows:
        raise Unexpected("The floor found no answers.")
    return elapsed
