"""The canonical answers of a sample and their checksum, which sign-off freezes.

Canonical form, one line of JSON (no spaces, ASCII) per item, each ended by a line feed:
for every active file, by reference, ``["file", reference, facts]`` with the facts' keys
sorted, then for every answered question of its counted review, in the checklist's order,
``["answer", reference, question code, value, count, note, relevant]``.
The checksum is the SHA-256, in hexadecimal, of these lines in UTF-8.
"""

import hashlib
import json
from collections.abc import Iterator

from .models import Answer, CaseFile, Sample


def canonical_lines(sample: Sample) -> Iterator[str]:
    """The canonical lines of the sample's answers, each with its line feed."""
    answers = _answers_by_file(sample)
    files = CaseFile.objects.filter(sample=sample).active()
    for file in sorted(files, key=lambda file: file.reference):
        yield _line("file", file.reference, file.facts)
        for answer in answers.get(file.pk, ()):
            yield _line("answer", file.reference, *answer)


def checksum_of(sample: Sample) -> str:
    """The SHA-256 over the canonical lines, in hexadecimal."""
    digest = hashlib.sha256()
    for line in canonical_lines(sample):
        digest.update(line.encode())
    return digest.hexdigest()


def _answers_by_file(sample: Sample) -> dict[int, list[tuple[object, ...]]]:
    rows = (
        Answer.objects.filter(
            review__case_file__sample=sample,
            review__case_file__state="active",
            review__counts=True,
        )
        .order_by("review__case_file_id", "question__order", "question_id")
        .values_list("review__case_file_id", "question__code", "value", "count", "note", "relevant")
    )
    by_file: dict[int, list[tuple[object, ...]]] = {}
    for file_id, *answer in rows.iterator(chunk_size=5_000):
        by_file.setdefault(file_id, []).append(tuple(answer))
    return by_file


def _line(*item: object) -> str:
    return json.dumps(item, sort_keys=True, separators=(",", ":"), ensure_ascii=True) + "\n"
