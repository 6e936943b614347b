"""What is measured: each operation, its floor, and what is aimed at."""

import json
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import count, cycle
from typing import Any, Final
from uuid import uuid4

from django.core.handlers.wsgi import WSGIHandler
from django.urls import reverse

from accounts.models import Role, User
from bench import floors, national
from bench.long_report import long_report
from bench.long_report_checks import is_whole_docx, is_whole_page, is_whole_pdf
from bench.moderation import files_reviewed_twice
from bench.requests import Unexpected, application, get, page, post_json, sign_in, timed, unpacked
from cases.models import Answer, Review, Sample

QUESTION = "body_worn_video_used"
"""Answered in every file, without follow-ups and without a required note."""
FLOOR_QUESTION = "early_evidence_secured"
"""Another one like it, so that the floor changes no answer that Peel is about to change."""
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


def operations(codes: Collection[str]) -> list[Operation]:
    """Those of ``codes``. What one of them needs beyond the casework is made with it."""
    peel, casework = application(), Casework()
    return [
        Operation(code, *made(peel, casework)) for code, made in MEASURED.items() if code in codes
    ]


def _reading(peel: WSGIHandler, casework: Casework) -> Measured:
    """Opens one review after the other, with every stage on the page."""
    paths = cycle([reverse("cases:review", args=[pk]) for pk in casework.reviews])
    return lambda: page(peel, f"{next(paths)}?stage=all", casework.inspector, QUESTION)


def _moderating(peel: WSGIHandler, casework: Casework) -> Measured:
    """Opens the moderation of one file after the other, each with what every choice would do."""
    files = files_reviewed_twice(casework.sample, apart_from=casework.inspector_id)
    paths = cycle([reverse("cases:moderate", args=[pk]) for pk in files])
    return lambda: page(peel, next(paths), casework.supervisor, "Save the decision")


def _reporting(
    peel: WSGIHandler, casework: Casework, is_whole: Callable[[bytes], bool], name: str, *more: str
) -> Measured:
    """Opens the long report, or downloads it."""
    inspection = long_report(casework.sample, casework.lead)
    path = reverse(f"judgments:{name}", args=[inspection.slug, *more])

    def read() -> float:
        elapsed, body = timed(peel, get(path, casework.supervisor))
        if not is_whole(unpacked(body)):
            raise Unexpected(f"{path} does not hold the whole report.")
        return elapsed

    return read


def _national(peel: WSGIHandler, casework: Casework) -> tuple[Measured, Measured]:
    """One measure over all forces in a cycle, with its chart and its table."""
    path, cycle = national.national_page(casework.lead)
    return (
        lambda: page(peel, path, casework.supervisor, "The unweighted mean of 43 forces"),
        lambda: national.floor(cycle),
    )


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


MEASURED: Final[Mapping[str, Callable[[WSGIHandler, Casework], tuple[Measured, ...]]]] = {
    "save": lambda peel, casework: (_saving(peel, casework), _saving_floor(casework)),
    "review": lambda peel, casework: (_reading(peel, casework),),
    "grid": lambda peel, casework: (
        lambda: page(peel, casework.address("sample"), casework.supervisor, "FILE-0001"),
    ),
    "results": lambda peel, casework: (
        lambda: page(peel, casework.address("results"), casework.supervisor, "83 of 100"),
        lambda: _results_floor(casework),
    ),
    "moderation": lambda peel, casework: (_moderating(peel, casework),),
    "national": _national,
    "report": lambda peel, casework: (_reporting(peel, casework, is_whole_page, "report"),),
    "report_draft": lambda peel, casework: (
        _reporting(peel, casework, is_whole_page, "report_draft"),
    ),
    "report_docx": lambda peel, casework: (
        _reporting(peel, casework, is_whole_docx, "report_draft_download", "docx"),
    ),
    "report_pdf": lambda peel, casework: (
        _reporting(peel, casework, is_whole_pdf, "report_draft_download", "pdf"),
    ),
}
"""What makes an operation, by its code: its measure, and its floor where it has one."""
