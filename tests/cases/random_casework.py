"""Random checklists and samples as plain values, and the same written to the database."""

from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from accounts.models import User
from cases.models import Answer, CaseFile, Review, Sample
from checklists.models import Checklist, Fact, Measure, Question, Stage, Version
from forces.models import Inspection
from tests.factories import InspectionFactory

GROUPS = ("a", "b")
REVIEWERS = 2

random_samples = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@dataclass(frozen=True)
class PlainQuestion:
    code: str
    kind: str
    options: tuple[str, ...]
    parent: str | None
    asked_when: frozenset[str]


@dataclass(frozen=True)
class PlainMeasure:
    code: str
    numerator: str
    denominator: str
    met: frozenset[str]
    only: tuple[str, ...]

    @property
    def is_ratio(self) -> bool:
        return self.numerator != self.denominator


@dataclass(frozen=True)
class PlainFile:
    group: str | None
    reviewer: int | None
    eliminated: bool
    answers: dict[str, str]


@dataclass(frozen=True)
class PlainSample:
    questions: tuple[PlainQuestion, ...]
    measures: tuple[PlainMeasure, ...]
    files: tuple[PlainFile, ...]


@st.composite
def questions(draw):
    made: list[PlainQuestion] = []
    for n in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(["yes_no", "yes_no", "choice", "count"]))
        options = {"yes_no": ("yes", "no"), "choice": ("x", "y", "z"), "count": ()}[kind]
        if draw(st.booleans()):
            options += ("not_applicable",)
        parents = [q for q in made if q.options]
        parent = draw(st.sampled_from([None, *parents]))
        asked_when = draw(st.sets(st.sampled_from(parent.options), min_size=1)) if parent else ()
        made.append(
            PlainQuestion(f"q{n}", kind, options, parent and parent.code, frozenset(asked_when))
        )
    return tuple(made)


@st.composite
def measures(draw, asked):
    made: list[PlainMeasure] = []
    only = st.sampled_from([(), ("a",), ("b",), ("a", "b")])
    for question in asked:
        meeting = sorted(set(question.options) - {"not_applicable"})
        if meeting:
            met = frozenset(draw(st.sets(st.sampled_from(meeting), min_size=1)))
            made.append(
                PlainMeasure(f"m{len(made)}", question.code, question.code, met, draw(only))
            )
    counts = [q.code for q in asked if q.kind == "count"]
    if len(counts) > 1:
        numerator, denominator = draw(st.permutations(counts))[:2]
        made.append(PlainMeasure(f"m{len(made)}", numerator, denominator, frozenset(), draw(only)))
    return tuple(made)


def answers(asked):
    def values(question):
        numbers = ("0", "1", "7") if question.kind == "count" else ()
        return st.sampled_from(["", "", *question.options, *numbers])

    return st.fixed_dictionaries({}, optional={q.code: values(q) for q in asked})


@st.composite
def samples(draw):
    asked = draw(questions())
    files = st.builds(
        PlainFile,
        group=st.sampled_from([*GROUPS, "", None]),
        reviewer=st.sampled_from([None, *range(REVIEWERS)]),
        eliminated=st.sampled_from([False, False, False, True]),
        answers=answers(asked),
    )
    return PlainSample(asked, draw(measures(asked)), tuple(draw(st.lists(files, max_size=6))))


def is_asked(sample: PlainSample, file: PlainFile, code: str) -> bool:
    """Relevance by the plainest definition: up through the parents, one by one."""
    question = next(q for q in sample.questions if q.code == code)
    if question.parent is None:
        return True
    given = file.answers.get(question.parent, "")
    return is_asked(sample, file, question.parent) and given in question.asked_when


@contextmanager
def written(plain: PlainSample, reviewers: list[User], *, draft: bool = False):
    """The sample in the database, gone again after the block.

    Its checklist can still be changed when it is a ``draft``, and is then read anew each time.
    """
    with transaction.atomic():
        sample = write(plain, InspectionFactory.create(), reviewers)
        if not draft:
            _publish(sample.version)
        yield sample
        transaction.set_rollback(True)


def write(plain: PlainSample, inspection: Inspection, reviewers: list[User]) -> Sample:
    """The sample as rows, with a checklist that is a draft."""
    rows = _write_checklist(plain)
    version = next(iter(rows.values())).version
    sample = Sample.objects.create(
        inspection=inspection, version=version, slug=f"s{version.pk}", name="Random"
    )
    for position, file in enumerate(plain.files):
        _write_file(plain, sample, position, file, rows, reviewers)
    return sample


def _publish(version: Version) -> None:
    """Its instrument is kept in memory by a checksum that never comes again."""
    version.state, version.published_at = Version.State.PUBLISHED, timezone.now()
    version.save(update_fields=["state", "published_at"])


def _write_checklist(plain: PlainSample) -> dict[str, Question]:
    checklist = Checklist.objects.create(code=f"c{Checklist.objects.count()}", title="Random")
    version = Version.objects.create(
        checklist=checklist, label="1", title="Random", checksum=uuid4().hex
    )
    stage = Stage.objects.create(version=version, code="stage", title="Stage", order=1)
    Fact.objects.create(
        version=version, code="group", label="Group", kind="choice", breakdown=True, order=1,
        choices=[{"code": code, "label": code.upper()} for code in GROUPS],
    )  # fmt: skip
    rows: dict[str, Question] = {}
    for order, question in enumerate(plain.questions):
        rows[question.code] = Question.objects.create(
            version=version, stage=stage, code=question.code, text=question.code, order=order,
            kind=question.kind, may_be_not_applicable="not_applicable" in question.options,
            choices=[
                {"code": o, "label": o} for o in question.options if o in ("x", "y", "z")
            ],
            parent=rows[question.parent] if question.parent else None,
            asked_when=sorted(question.asked_when),
        )  # fmt: skip
    for order, measure in enumerate(plain.measures):
        read = (
            {"numerator_question": rows[measure.numerator],
             "denominator_question": rows[measure.denominator], "kind": "ratio"}
            if measure.is_ratio
            else {"question": rows[measure.numerator], "kind": "proportion"}
        )  # fmt: skip
        Measure.objects.create(
            version=version, stage=stage, code=measure.code, label=measure.code, order=order,
            met=sorted(measure.met), only={"group": list(measure.only)} if measure.only else {},
            phrase="it was so in {cases}", printed="count", **read,
        )  # fmt: skip
    return rows


def _write_file(plain, sample, position, file, rows, reviewers):
    case_file = CaseFile.objects.create(
        sample=sample, reference=f"R{position}", position=position,
        facts={} if file.group is None else {"group": file.group},
        state="eliminated" if file.eliminated else "active",
        elimination_reason="missing" if file.eliminated else "",
    )  # fmt: skip
    reviewer = None if file.reviewer is None else reviewers[file.reviewer]
    review = Review.objects.create(
        case_file=case_file, reviewer=reviewer, state="allocated" if reviewer else "unallocated"
    )
    Answer.objects.bulk_create(
        Answer(
            review=review, question=rows[code], value=value,
            count=int(value) if value.isdigit() else None,
            relevant=is_asked(plain, file, code),
            answered_by=reviewers[0], answered_at=timezone.now(),
        )
        for code, value in file.answers.items()
    )  # fmt: skip
