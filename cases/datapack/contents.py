"""What is in a data pack."""

import json
from collections.abc import Iterator
from typing import IO, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from cases.checksum import canonical_lines
from cases.datapack.archive import Entry, write_archive
from cases.datapack.casework import Casework
from cases.datapack.columns import Sheet, dictionary_of
from cases.datapack.figures import figure_sheets
from cases.draw_records import record_of
from cases.models import Draw, Sample, SecondReviewDraw
from cases.results import standing_sign_off
from peel.lib.snapshot import snapshot
from peel.lib.tables import csv_lines

DRAWS = "draws.json"
SECOND_REVIEW_DRAWS = "second_review_draws.json"
CANONICAL = "canonical_answers.jsonl"
SECOND_REVIEW_DRAW = (
    "revision", "share", "seed", "algorithm", "plan", "facts", "frame", "files",
)  # fmt: skip
OTHER_FILES = (
    (DRAWS, "Every draw of the sample as JSON: plan, seed, strata with weights, tickets."),
    (SECOND_REVIEW_DRAWS, "Every draw of files for a second review as JSON."),
    (CANONICAL, "The answers that count, in the form over which a sign-off takes its checksum."),
    ("SHA256SUMS", "The checksum of every file above."),
)


def pack_name(sample: Sample) -> str:
    """The name of the ZIP without its ending, and of the folder in it."""
    name = f"{sample.inspection.slug}-{sample.slug}"
    return f"demonstration-{name}" if settings.DEMONSTRATION else name


def write_pack(sample: Sample, file: IO[bytes]) -> None:
    """Everything about the sample as of one moment. What is in memory does not grow with it."""
    at = timezone.localtime()
    with snapshot():
        write_archive(file, pack_name(sample), _entries(sample), at)


def described_files(sample: Sample) -> list[tuple[str, str]]:
    """The name of every file, and what it holds."""
    sheets = [(sheet.name, sheet.about) for sheet in sheets_of(sample)]
    return [("README.md", "How to read and load the pack, in plain words."), *sheets, *OTHER_FILES]


def sheets_of(sample: Sample) -> list[Sheet]:
    """The tables, the dictionary last."""
    sheets = [*Casework(sample).sheets(), *figure_sheets(sample)]
    return [*sheets, dictionary_of(sheets)]


def _entries(sample: Sample) -> Iterator[Entry]:
    sheets = sheets_of(sample)
    yield Entry("README.md", [_readme(sample)])
    for sheet in sheets:
        yield Entry(sheet.name, csv_lines(sheet.table, mark=False))
    yield Entry(DRAWS, _json_list(_draws(sample)))
    yield Entry(SECOND_REVIEW_DRAWS, _json_list(_second_review_draws(sample)))
    yield Entry(CANONICAL, canonical_lines(sample))


def _readme(sample: Sample) -> str:
    context = {
        "sample": sample,
        "instrument": sample.instrument,
        "sign_off": standing_sign_off(sample),
        "is_demonstration": settings.DEMONSTRATION,
        "folder": pack_name(sample),
        "files": described_files(sample),
    }
    return render_to_string("cases/datapack/README.md", context)


def _draws(sample: Sample) -> Iterator[dict[str, Any]]:
    draws = Draw.objects.filter(sample=sample).select_related("sample__inspection", "withdrawal")
    for draw in draws.order_by("revision"):
        withdrawn = None if draw.is_standing else draw.withdrawal.reason
        yield {"revision": draw.revision, "withdrawn_because": withdrawn, **record_of(draw)}


def _second_review_draws(sample: Sample) -> Iterator[dict[str, Any]]:
    draws = SecondReviewDraw.objects.filter(sample=sample).order_by("revision")
    yield from draws.values(*SECOND_REVIEW_DRAW).iterator()


def _json_list(items: Iterator[dict[str, Any]]) -> Iterator[str]:
    opening = "["
    for item in items:
        yield f"{opening}\n{json.dumps(item, indent=1, ensure_ascii=False)}"
        opening = ","
    yield "[]\n" if opening == "[" else "\n]\n"
