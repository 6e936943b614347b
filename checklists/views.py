"""The pages on which a checklist is read."""

from dataclasses import dataclass

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from checklists import printing
from checklists.instrument import Fact, Instrument, Measure, Question, Stage
from checklists.models import Version
from checklists.versions import instrument_of


@require_GET
def versions(request: HttpRequest) -> HttpResponse:
    """Every version that the person may read."""
    visible = Version.objects.visible_to(request.user).select_related("checklist", "published_by")
    counted = visible.annotate(
        question_count=Count("questions", distinct=True),
        measure_count=Count("measures", distinct=True),
    )
    return render(request, "checklists/versions.html", {"versions": counted.defer("source")})


@require_GET
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """A whole checklist: its questions with guidance, and its measures."""
    visible = Version.objects.visible_to(request.user).select_related("checklist", "published_by")
    row = get_object_or_404(visible.defer("source"), pk=pk)
    instrument = instrument_of(row)
    context = {
        "version": row,
        "instrument": instrument,
        "facts": [_fact(fact) for fact in instrument.facts],
        "stages": [_stage(stage, instrument) for stage in instrument.stages],
    }
    return render(request, "checklists/version.html", context)


@dataclass(frozen=True, slots=True)
class PrintedQuestion:
    question: Question
    answers: str
    condition: str
    note: str


@dataclass(frozen=True, slots=True)
class PrintedMeasure:
    measure: Measure
    basis: str
    restriction: str
    sentence: str
    estimate: str
    better: str


@dataclass(frozen=True, slots=True)
class PrintedStage:
    stage: Stage
    questions: list[PrintedQuestion]
    measures: list[PrintedMeasure]


@dataclass(frozen=True, slots=True)
class PrintedFact:
    fact: Fact
    values: list[tuple[str, str]]


def _fact(fact: Fact) -> PrintedFact:
    return PrintedFact(fact, [printing.value_pair(choice) for choice in fact.choices])


def _stage(stage: Stage, instrument: Instrument) -> PrintedStage:
    return PrintedStage(
        stage=stage,
        questions=[_question(question, instrument) for question in stage.questions],
        measures=[_measure(m, instrument) for m in instrument.measures if m.stage == stage.code],
    )


def _question(question: Question, instrument: Instrument) -> PrintedQuestion:
    return PrintedQuestion(
        question=question,
        answers=printing.answers_line(question),
        condition=printing.condition_line(question, instrument),
        note=printing.note_line(question),
    )


def _measure(measure: Measure, instrument: Instrument) -> PrintedMeasure:
    return PrintedMeasure(
        measure=measure,
        basis=printing.basis_line(measure, instrument),
        restriction=printing.restriction_line(measure, instrument),
        sentence=printing.sentence(measure),
        estimate=printing.estimate_line(measure, instrument),
        better=printing.BETTER[measure.better],
    )
