"""Holds a signed-off sample against what its answers say now."""

import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils import timezone

from accounts.events import history_of, verify_chain

from .checksum import canonical_answers, checksum_of, unpack
from .estimates.storing import stored
from .models import AnswerHistory, FrozenAnswers, Result, Review, Sample, SignOff
from .rollups import Figure, results
from .states import LABELS, CaseFileState, ReviewState

COMPARED = ("numerator", "denominator", "not_applicable", "not_asked", "outstanding", "sentence")
ANSWER_PARTS = ("answer", "number", "note", "relevance")
Facts = Mapping[str, object]
Place = tuple[str, str]
"""A file's reference and a question's code; of a size, the fact's code and its value."""


@dataclass(frozen=True, slots=True)
class _Contents:
    """Canonical answers, taken apart."""

    files: dict[str, Facts] = field(default_factory=dict)
    answers: dict[Place, tuple[object, ...]] = field(default_factory=dict)
    sizes: dict[Place, int] = field(default_factory=dict)


def differences(sample: Sample) -> list[str]:
    """One sentence for each difference from what was signed off; empty when all agree.

    Every revision is held against its own record, the standing one also against the
    answers as they are now. Raises SignOff.DoesNotExist when the sample is not signed off.
    """
    standing = sample.sign_offs.get(reopened_at__isnull=True)
    frozen, found = _frozen_answers(sample)
    found += verify_chain(sample)
    if sample.is_open:
        found.append(f"The sample is marked open; revision {standing.revision} was not reopened.")
    found += _unaccepted(sample)
    found += _figure_differences(standing)
    current = canonical_answers(sample)
    changed = {}
    if standing.revision in frozen:
        changed = dict(_content_differences(_read(frozen[standing.revision]), _read(current)))
    found += changed.values()
    found += _written_since(standing, set(changed))
    if (checksum := checksum_of(current)) != standing.checksum:
        found.append(
            f"The checksum of the answers is {checksum}; {standing.checksum} was signed off."
        )
    return found


def _unaccepted(sample: Sample) -> list[str]:
    waiting = Review.objects.counted().filter(case_file__sample=sample)
    rows = waiting.exclude(state=ReviewState.ACCEPTED).values_list("case_file__reference", "state")
    return [
        f"{reference}: its review is {LABELS[state].lower()}; every one was accepted at sign-off."
        for reference, state in rows.order_by("case_file__position")
    ]


def _frozen_answers(sample: Sample) -> tuple[dict[int, bytes], list[str]]:
    """The frozen answers by revision, with what is wrong in the record of the sign-offs."""
    frozen: dict[int, bytes] = {}
    found: list[str] = []
    recorded = _recorded_checksums(sample)
    for sign_off in sample.sign_offs.order_by("revision"):
        revision = sign_off.revision
        if recorded.get(revision) != sign_off.checksum:
            found.append(f"Revision {revision}: its checksum is not the one in the history.")
        packed = FrozenAnswers.objects.filter(sign_off=sign_off).first()
        content = _unpacked(packed)
        if content is None or checksum_of(content) != sign_off.checksum:
            found.append(f"Revision {revision}: its frozen answers do not match its checksum.")
        else:
            frozen[revision] = content
    return frozen, found


def _recorded_checksums(sample: Sample) -> dict[int, str]:
    events = history_of(sample).filter(verb="signed off")
    return {event.details["revision"]: event.details["checksum"] for event in events}


def _unpacked(packed: FrozenAnswers | None) -> bytes | None:
    if packed is None:
        return None
    try:
        return unpack(packed.packed)
    except zlib.error:
        return None


def _read(canonical: bytes) -> _Contents:
    contents = _Contents()
    for line in canonical.decode().splitlines():
        match json.loads(line):
            case ["population", fact, sizes]:
                contents.sizes.update({(fact, value): size for value, size in sizes.items()})
            case ["file", reference, facts]:
                contents.files[reference] = facts
            case ["answer", reference, code, *answer]:
                contents.answers[reference, code] = tuple(answer)
    return contents


def _content_differences(frozen: _Contents, current: _Contents) -> Iterator[tuple[Place, str]]:
    yield from _size_differences(frozen.sizes, current.sizes)
    for reference in sorted(frozen.files.keys() | current.files.keys()):
        then, now = frozen.files.get(reference), current.files.get(reference)
        if now is None:
            yield (reference, ""), f"{reference}: is not in the sample now; it was signed off."
        elif then is None:
            yield (reference, ""), f"{reference}: is in the sample now; it was not signed off."
        else:
            yield from _fact_differences(reference, then, now)
    for place in sorted(frozen.answers.keys() | current.answers.keys()):
        if place[0] in frozen.files and place[0] in current.files:
            yield from _answer_differences(
                place, frozen.answers.get(place), current.answers.get(place)
            )


def _size_differences(
    then: Mapping[Place, int], now: Mapping[Place, int]
) -> Iterator[tuple[Place, str]]:
    for place in sorted(then.keys() | now.keys()):
        if then.get(place) != now.get(place):
            yield (
                place,
                f"{', '.join(place)}: the number of records in the population is "
                f"{_shown(now.get(place))} now; {_shown(then.get(place))} was signed off.",
            )


def _fact_differences(reference: str, then: Facts, now: Facts) -> Iterator[tuple[Place, str]]:
    for fact in sorted(then.keys() | now.keys()):
        if then.get(fact) != now.get(fact):
            yield (
                (reference, fact),
                f"{reference}, {fact}: the fact is {_shown(now.get(fact))} now; "
                f"{_shown(then.get(fact))} was signed off.",
            )


def _answer_differences(
    place: Place, then: tuple[object, ...] | None, now: tuple[object, ...] | None
) -> Iterator[tuple[Place, str]]:
    name = ", ".join(place)
    if then is None and now is not None:
        yield place, f"{name}: the answer {_shown(now[0])} was not there at sign-off."
    elif now is None and then is not None:
        yield place, f"{name}: the answer {_shown(then[0])} is gone."
    elif now != then:
        parts = zip(ANSWER_PARTS, now or (), then or (), strict=True)
        changes = [
            f"the {part} is {_shown(is_)} now; {_shown(was)} was signed off"
            for part, is_, was in parts
            if is_ != was
        ]
        yield place, f"{name}: {', and '.join(changes)}."


def _shown(value: object) -> str:
    if value is None or value == "":
        return "empty"
    return f"“{value}”" if isinstance(value, str) else json.dumps(value)


def _figure_differences(standing: SignOff) -> list[str]:
    frozen = {result.code: _values_of(result) for result in standing.results.all()}
    current = {figure.measure.code: _values_of(figure) for figure in results(standing.sample)}
    missing = [
        f"{code}: was signed off and is not computed now."
        for code in sorted(frozen.keys() - current.keys())
    ]
    return missing + [
        difference
        for code, values in current.items()
        for difference in _figure_difference(code, frozen.get(code), values)
    ]


def _values_of(figure: Figure | Result) -> dict[str, object]:
    """What is compared: the numbers, the sentence, and the estimate to its last digit."""
    if isinstance(figure, Result):
        estimate = figure.estimate or {}
    else:
        estimate = stored(figure.estimated) if figure.estimated else {}
    return {name: getattr(figure, name) for name in COMPARED} | estimate


def _figure_difference(
    code: str, frozen: dict[str, object] | None, current: dict[str, object]
) -> list[str]:
    if frozen is None:
        return [f"{code}: is computed now and was not signed off."]
    return [
        f"{code}: the {name.replace('_', ' ')} is {_shown(current.get(name))} now; "
        f"{_shown(frozen.get(name))} was signed off."
        for name in dict.fromkeys([*current, *frozen])
        if current.get(name) != frozen.get(name)
    ]


def _written_since(standing: SignOff, named: set[Place]) -> Iterator[str]:
    """The answers that were touched since and are not ``named``, as one put back is.

    They come from the history that the database keeps.
    """
    changes = (
        AnswerHistory.objects.filter(
            pk__gt=standing.history_mark,
            review__counts=True,
            review__case_file__sample=standing.sample,
            review__case_file__state=CaseFileState.ACTIVE,
        )
        .select_related("review__case_file", "question")
        .order_by("pk")
    )
    for change in changes:
        place = change.review.case_file.reference, change.question.code
        if place not in named:
            at = timezone.localtime(change.recorded_at)
            yield (
                f"{', '.join(place)}: the answer was written to after sign-off, "
                f"at {at:%H:%M on %d %B %Y}."
            )
