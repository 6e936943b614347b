"""Reads a version's rows into an ``Instrument``. Those of published versions are kept in memory."""

from collections import OrderedDict, defaultdict
from collections.abc import Iterable
from threading import Lock
from typing import Final, cast

from django.db.models import F

from checklists import instrument as pure
from checklists import models
from checklists.numbering import Place, number_questions

KEPT: Final = 32

_kept: OrderedDict[tuple[int, str], pure.Instrument] = OrderedDict()
_lock: Final = Lock()


def instrument_of(version: models.Version) -> pure.Instrument:
    """The version's instrument: four queries at most, none when it is kept in memory."""
    if not version.is_published:
        return _read(version)
    key = (version.pk, version.checksum)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    instrument = _read(version)
    _keep(key, instrument)
    return instrument


def forget_instruments() -> None:
    """Empty the memory of published instruments."""
    with _lock:
        _kept.clear()


def _keep(key: tuple[int, str], instrument: pure.Instrument) -> None:
    with _lock:
        _kept[key] = instrument
        while len(_kept) > KEPT:
            _kept.popitem(last=False)


def _read(version: models.Version) -> pure.Instrument:
    stages = list(version.stages.annotate(checklist_code=F("version__checklist__code")))
    questions = list(version.questions.all())
    codes = {question.pk: question.code for question in questions}
    stage_codes = {stage.pk: stage.code for stage in stages}
    return pure.Instrument(
        version_id=version.pk,
        checklist=stages[0].checklist_code if stages else version.checklist.code,
        title=version.title,
        label=version.label,
        stages=_stages(stages, questions, codes),
        facts=tuple(_fact(row) for row in version.facts.all()),
        measures=tuple(_measure(row, codes, stage_codes) for row in version.measures.all()),
    )


def _stages(
    stages: Iterable[models.Stage], questions: Iterable[models.Question], codes: dict[int, str]
) -> tuple[pure.Stage, ...]:
    by_stage: defaultdict[int, list[models.Question]] = defaultdict(list)
    for question in questions:
        by_stage[question.stage_id].append(question)
    return tuple(
        _stage(number, stage, by_stage[stage.pk], codes) for number, stage in enumerate(stages, 1)
    )


def _stage(
    number: int, stage: models.Stage, rows: list[models.Question], codes: dict[int, str]
) -> pure.Stage:
    places = number_questions(number, [(row.code, _code(row.parent_id, codes)) for row in rows])
    questions = tuple(_question(row, stage.code, codes, places[row.code]) for row in rows)
    return pure.Stage(stage.code, stage.title, stage.optional, questions)


def _question(
    row: models.Question, stage: str, codes: dict[int, str], place: Place
) -> pure.Question:
    return pure.Question(
        id=row.pk,
        code=row.code,
        text=row.text,
        guidance=row.guidance,
        kind=cast(pure.QuestionKind, row.kind),
        choices=_choices(row.choices),
        may_be_not_applicable=row.may_be_not_applicable,
        note_required_on=frozenset(row.note_required_on),
        parent=_code(row.parent_id, codes),
        asked_when=frozenset(row.asked_when),
        stage=stage,
        number=place.number,
        depth=place.depth,
    )


def _fact(row: models.Fact) -> pure.Fact:
    return pure.Fact(
        code=row.code,
        label=row.label,
        kind=cast(pure.FactKind, row.kind),
        required=row.required,
        choices=_choices(row.choices),
        breakdown=row.breakdown,
    )


def _measure(row: models.Measure, codes: dict[int, str], stages: dict[int, str]) -> pure.Measure:
    return pure.Measure(
        code=row.code,
        stage=stages[row.stage_id],
        label=row.label,
        question=_code(row.question_id, codes),
        met=frozenset(row.met),
        kind=cast(pure.MeasureKind, row.kind),
        numerator_question=_code(row.numerator_question_id, codes),
        denominator_question=_code(row.denominator_question_id, codes),
        only=tuple((fact, tuple(values)) for fact, values in sorted(row.only.items())),
        phrase=row.phrase,
        headline=row.headline,
        printed=cast(pure.Printed, row.printed),
        better=cast(pure.Better, row.better),
        method=cast(pure.Estimation, row.method),
        strata=row.strata or None,
        broken_by=tuple(row.broken_by),
    )


def _choices(rows: list[dict[str, str]]) -> tuple[pure.Choice, ...]:
    return tuple(pure.Choice(row["code"], row["label"]) for row in rows)


def _code(question_id: int | None, codes: dict[int, str]) -> str | None:
    return None if question_id is None else codes[question_id]
