"""The canonical answers of a sample and their checksum, which sign-off freezes.

Canonical form, one line of JSON (no spaces, ASCII, keys sorted) per item, each ended by a line
feed: where estimates can be weighed and the records of each stratum are known,
``["population", fact code, {value: records}]``; then for every active file, by reference,
``["file", reference, facts]``, and after it for every answered question of its counted review,
in the checklist's order, ``["answer", reference, question code, value, count, note, relevant]``.
The checksum is the SHA-256, in hexadecimal, of these lines in UTF-8.
"""

import hashlib
import json
import zlib
from collections.abc import Iterator, Sequence

from .estimates.population import Sizes, population_of, weighable_facts
from .models import Answer, CaseFile, Sample

BATCH = 20


def canonical_answers(sample: Sample) -> bytes:
    """The canonical lines of the sample's answers, each with its line feed."""
    return "".join(canonical_lines(sample)).encode()


def checksum_of(canonical: bytes) -> str:
    """The SHA-256 of canonical lines, in hexadecimal."""
    return hashlib.sha256(canonical).hexdigest()


def pack(canonical: bytes) -> bytes:
    """Canonical lines as they are stored, compressed."""
    return zlib.compress(canonical)


def unpack(packed: bytes | memoryview) -> bytes:
    """The canonical lines that were packed. Raises ``zlib.error`` when they are damaged."""
    # PostgreSQL gives a memoryview.
    return zlib.decompress(bytes(packed))


def canonical_lines(sample: Sample) -> Iterator[str]:
    """The lines one by one; the answers of ``BATCH`` files are in memory at once."""
    for fact, sizes in _weights_of(sample).items():
        yield _line("population", fact, sizes)
    files = CaseFile.objects.filter(sample=sample).active().order_by()
    places = sorted((reference, pk) for pk, reference in files.values_list("pk", "reference"))
    for start in range(0, len(places), BATCH):
        batch = places[start : start + BATCH]
        yield from _lines([pk for _, pk in batch])


def _weights_of(sample: Sample) -> dict[str, Sizes]:
    facts = weighable_facts(sample.instrument)
    known = population_of(sample).sizes if facts else {}
    return {fact.code: known[fact.code] for fact in facts if fact.code in known}


def _lines(batch: Sequence[int]) -> Iterator[str]:
    files, answers = CaseFile.objects.in_bulk(batch), _answers_by_file(batch)
    for pk in batch:
        file = files[pk]
        yield _line("file", file.reference, file.facts)
        for answer in answers.get(pk, ()):
            yield _line("answer", file.reference, *answer)


def _answers_by_file(files: Sequence[int]) -> dict[int, list[tuple[object, ...]]]:
    rows = (
        Answer.objects.filter(review__case_file__in=files, review__counts=True)
        .order_by("review__case_file_id", "question__order", "question_id")
        .values_list("review__case_file_id", "question__code", "value", "count", "note", "relevant")
    )
    by_file: dict[int, list[tuple[object, ...]]] = {}
    for file_id, *answer in rows:
        by_file.setdefault(file_id, []).append(tuple(answer))
    return by_file


def _line(*item: object) -> str:
    return json.dumps(item, sort_keys=True, separators=(",", ":"), ensure_ascii=True) + "\n"
