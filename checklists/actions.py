"""Every change of a checklist: load a definition, publish it, discard a draft."""

from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.events import record
from accounts.models import User
from checklists import instrument as pure
from checklists import permissions
from checklists.definition import parse
from checklists.models import Checklist, Fact, Measure, Question, Stage, Version
from peel.lib.errors import Conflict, require


@transaction.atomic
def load(*, source: str, by: User | None) -> Version:
    """Store a definition as a draft, in place of a draft of the same version.

    Nothing happens when the version has this very source already. Raises
    ``BrokenDefinition`` with every problem, and ``Conflict`` when the version is published
    with another source.
    """
    require(permissions.edit_drafts(by))
    source = canonical(source)
    instrument = parse(source)
    version = _version_of(instrument)
    checksum = checksum_of(source)
    if version.checksum == checksum:
        return version
    _require_draft(version)
    version.title, version.source, version.checksum = instrument.title, source, checksum
    version.save()
    _delete_parts(version)
    _write_parts(version, instrument)
    record(target=version, verb="loaded", by=by, details={"checksum": checksum})
    return version


@transaction.atomic
def publish(*, version: Version, by: User | None) -> Version:
    """Freeze a draft for good. Raises ``Conflict`` when it is published already."""
    require(permissions.edit_drafts(by))
    version = _lock(version.pk)
    _require_draft(version)
    version.state = Version.State.PUBLISHED
    version.published_at, version.published_by = timezone.now(), by
    version.save()
    Checklist.objects.filter(pk=version.checklist_id).update(title=version.title)
    record(target=version, verb="published", by=by, details={"checksum": version.checksum})
    return version


@transaction.atomic
def discard(*, version: Version, by: User | None) -> None:
    """Delete a draft. Raises ``Conflict`` when it is published."""
    require(permissions.edit_drafts(by))
    version = _lock(version.pk)
    _require_draft(version)
    details = {"title": version.title, "label": version.label, "checksum": version.checksum}
    record(target=version, verb="discarded", by=by, details=details)
    _delete_parts(version)
    version.delete()


def canonical(source: str) -> str:
    """The source as it is stored: browsers send other line endings than files hold."""
    return source.replace("\r\n", "\n").replace("\r", "\n")


def checksum_of(source: str) -> str:
    """The SHA-256 of a canonical source, in hexadecimal."""
    return sha256(source.encode()).hexdigest()


def _require_draft(version: Version) -> None:
    if reason := permissions.change(version):
        raise Conflict(reason)


def _version_of(instrument: pure.Instrument) -> Version:
    checklist, _ = Checklist.objects.get_or_create(
        code=instrument.checklist, defaults={"title": instrument.title}
    )
    version, _ = Version.objects.get_or_create(
        checklist=checklist, label=instrument.label, defaults={"title": instrument.title}
    )
    return _lock(version.pk)


def _lock(pk: int) -> Version:
    return Version.objects.select_for_update().get(pk=pk)


def _delete_parts(version: Version) -> None:
    version.measures.all().delete()
    version.facts.all().delete()
    # A follow-up protects its parent, so the two can't go while they are tied.
    version.questions.update(parent=None)
    version.questions.all().delete()
    version.stages.all().delete()


def _write_parts(version: Version, instrument: pure.Instrument) -> None:
    stages = _write_stages(version, instrument)
    questions = _write_questions(version, instrument, stages)
    Fact.objects.bulk_create(
        _fact(version, order, fact) for order, fact in enumerate(instrument.facts, 1)
    )
    Measure.objects.bulk_create(
        _measure(version, order, measure, stages, questions)
        for order, measure in enumerate(instrument.measures, 1)
    )


def _write_stages(version: Version, instrument: pure.Instrument) -> dict[str, Stage]:
    rows = Stage.objects.bulk_create(
        Stage(
            version=version,
            code=stage.code,
            title=stage.title,
            order=order,
            optional=stage.optional,
        )
        for order, stage in enumerate(instrument.stages, 1)
    )
    return {row.code: row for row in rows}


def _write_questions(
    version: Version, instrument: pure.Instrument, stages: dict[str, Stage]
) -> dict[str, Question]:
    rows = Question.objects.bulk_create(
        _question(version, order, question, stages[question.stage])
        for order, question in enumerate(instrument.questions, 1)
    )
    by_code = {row.code: row for row in rows}
    follow_ups = [by_code[q.code] for q in instrument.questions if q.parent]
    for row in follow_ups:
        row.parent = by_code[instrument.question(row.code).parent or ""]
    Question.objects.bulk_update(follow_ups, ["parent"])
    return by_code


def _question(version: Version, order: int, question: pure.Question, stage: Stage) -> Question:
    return Question(
        version=version,
        stage=stage,
        code=question.code,
        text=question.text,
        guidance=question.guidance,
        kind=question.kind,
        choices=_choices(question.choices),
        may_be_not_applicable=question.may_be_not_applicable,
        note_required_on=sorted(question.note_required_on),
        asked_when=sorted(question.asked_when),
        order=order,
    )


def _fact(version: Version, order: int, fact: pure.Fact) -> Fact:
    return Fact(
        version=version,
        code=fact.code,
        label=fact.label,
        kind=fact.kind,
        required=fact.required,
        breakdown=fact.breakdown,
        choices=_choices(fact.choices),
        order=order,
    )


def _measure(
    version: Version,
    order: int,
    measure: pure.Measure,
    stages: dict[str, Stage],
    questions: dict[str, Question],
) -> Measure:
    return Measure(
        version=version,
        stage=stages[measure.stage],
        code=measure.code,
        label=measure.label,
        kind=measure.kind,
        question=questions.get(measure.question or ""),
        met=sorted(measure.met),
        numerator_question=questions.get(measure.numerator_question or ""),
        denominator_question=questions.get(measure.denominator_question or ""),
        only={fact: list(values) for fact, values in measure.only},
        phrase=measure.phrase,
        headline=measure.headline,
        printed=measure.printed,
        better=measure.better,
        method=measure.method,
        strata=measure.strata or "",
        broken_by=list(measure.broken_by),
        order=order,
    )


def _choices(choices: tuple[pure.Choice, ...]) -> list[dict[str, Any]]:
    return [{"code": choice.code, "label": choice.label} for choice in choices]
