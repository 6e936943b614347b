"""Reads of calibration and practice: what may serve, who knows it, and how people did."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from checklists.instrument import Instrument, Question
from forces.models import home_force
from peel.lib.personal_data import personal_data_in
from peel.lib.storable import UNSTORABLE, is_storable
from peel.lib.tables import Table

from .agreement.cross_tables import Paired
from .agreement.scales import compared_questions, pooled_questions
from .agreement.summaries import Agreement
from .agreement_sheet import Cell, CellRow, Row
from .agreements import Line
from .models import (
    Answer,
    CalibrationRound,
    IssuedFile,
    Position,
    ReferenceAnswer,
    ReferenceFile,
    Review,
)
from .models.calibration import SOURCE_FORCE
from .relevance import Given
from .review_differences import Compared, Standing, compare, pairs_of
from .states import IN, ReviewState

LONGEST = 5_000
EVERYBODY = "Everybody"
EXPORTED = (
    "round", "inspector", "file", "question", "number", "reference_answer", "answer", "standing",
)  # fmt: skip
Answers = Mapping[str, Given]


@dataclass(frozen=True, slots=True)
class Wording:
    """A text that goes into a reference file. ``place`` names it, such as "note-effective"."""

    place: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Beside:
    """One question of an exercise as its page shows it, the reference answer first."""

    compared: Compared

    @property
    def question(self) -> Question:
        return self.compared.question

    @property
    def first_label(self) -> str:
        return self._label(self.compared.first)

    @property
    def second_label(self) -> str:
        return self._label(self.compared.second)

    @property
    def differs(self) -> bool:
        return self.compared.standing == Standing.DIFFERS

    @property
    def is_alone(self) -> bool:
        return self.compared.standing == Standing.ONE

    @property
    def in_words(self) -> bool:
        return self.question.kind == "text"

    def _label(self, given: Given | None) -> str:
        return self.question.label_of(given.value) if given else ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One person's exercise, held against the reference answers.

    ``compared`` has every question of the checklist; it is empty until the exercise is in.
    """

    reviewer: User
    file: ReferenceFile
    review: Review
    compared: Sequence[Compared]

    @property
    def pairs(self) -> list[Paired]:
        """The reference answer and the person's, where both were asked."""
        return pairs_of(self.file.pk, self.compared)

    @property
    def lines(self) -> list[Beside]:
        """The questions that were asked on either side."""
        return [Beside(one) for one in self.compared if one.standing != Standing.NONE]

    @property
    def agreed(self) -> int:
        return sum(pair.first == pair.second for pair in self.pairs)


@dataclass(frozen=True, slots=True)
class PersonResult:
    """How one person did: their yes or no answers, and how many of their files are in."""

    issued: int
    submitted: int
    row: Row


@dataclass(frozen=True, slots=True)
class RoundResults:
    """``files`` has a cell for each person and question: how often they gave its answer."""

    people: Sequence[PersonResult]
    questions: Sequence[Row]
    files: Sequence[CellRow]


def unfit_as_reference(review: Review) -> str | None:
    """Why the answers of ``review`` can't be those of a reference file, or None."""
    if review.is_exercise or not review.counts or review.state != ReviewState.ACCEPTED:
        return "Only an accepted review that counts can become a reference file."
    if not review.case_file.is_active:
        return "This file was eliminated from the sample, so it can't become a reference file."
    others = Review.objects.filter(case_file=review.case_file_id).exclude(pk=review.pk)
    if review.position != Position.AGREED and others.filter(position=Position.SECOND).exists():
        return "This file is reviewed twice. Agree on its answers first."
    made = ReferenceFile.objects.in_use().filter(source__case_file=review.case_file_id).first()
    return f"This file is the reference file {made} already." if made else None


def relevant_answers(review: Review) -> QuerySet[Answer]:
    """What is copied into a reference file."""
    answers = Answer.objects.filter(review=review, relevant=True).exclude(value="")
    return answers.select_related("question").order_by("question__order")


def wordings_of(review: Review) -> list[Wording]:
    """Everything that somebody wrote in their own words, which could say whose file it is."""
    case_file = review.case_file
    instrument = case_file.sample.instrument
    found = [
        Wording(f"fact-{fact.code}", fact.label, case_file.facts[fact.code])
        for fact in instrument.facts
        if fact.kind == "text" and case_file.facts.get(fact.code)
    ]
    questions = {question.id: question for question in instrument.questions}
    for answer in relevant_answers(review):
        question = questions[answer.question_id]
        title = f"{question.number} {question.text}"
        if question.kind == "text":
            found.append(Wording(f"value-{question.code}", f"Answer to {title}", answer.value))
        if answer.note:
            found.append(Wording(f"note-{question.code}", f"Note on {title}", answer.note))
    return found


def fault_in(text: str, reference: str) -> str | None:
    """Why ``text`` can't go into a reference file made from the file ``reference``, or None."""
    if not is_storable(text):
        return UNSTORABLE
    if len(text) > LONGEST:
        return f"Shorten the text to {LONGEST:,} characters. It has {len(text):,} now."
    if kinds := personal_data_in(text):
        return f"This looks like {' and '.join(kinds)}. Take it out."
    if reference.casefold() in text.casefold():
        return "This holds the reference of the file. Take it out."
    return None


def known_to(person: User) -> QuerySet[ReferenceFile]:
    """Those that ``person`` can't be tested with: they read the file that it was made from,
    come from its force, or have it as an exercise already.
    """
    read = Q(source__case_file__reviews__reviewer=person)
    wrote = Q(source__case_file__reviews__history__answered_by=person)
    issued = Q(pk__in=IssuedFile.objects.held_by(person).order_by().values("reference_file"))
    home = home_force(person)
    from_home = Q(**{SOURCE_FORCE: home}) if home else Q(pk__in=[])
    known = ReferenceFile.objects.filter(read | wrote | issued | from_home)
    return ReferenceFile.objects.filter(pk__in=known.order_by().values("pk"))


def files_to_practise(person: User) -> QuerySet[ReferenceFile]:
    """Those in use whose answers ``person`` doesn't know."""
    known = known_to(person).order_by().values("pk")
    return ReferenceFile.objects.in_use().exclude(pk__in=known).with_checklist()


def facts_of(instrument: Instrument, facts: Mapping[str, str]) -> list[tuple[str, str]]:
    """The facts in words, as a reference file keeps them."""
    known = [fact for fact in instrument.facts if facts.get(fact.code)]
    return [(fact.label, fact.label_of(facts[fact.code])) for fact in known]


def rounds_for(reader: User) -> QuerySet[CalibrationRound]:
    """The rounds that ``reader`` sees, with how many files are ``issued`` and ``submitted``."""
    reviews = "sample__case_files__reviews"
    return (
        CalibrationRound.objects.visible_to(reader)
        .select_related("sample__inspection__force", "sample__inspection__cycle")
        .select_related("sample__version__checklist", "by")
        .annotate(
            issued=Count(reviews),
            submitted=Count(reviews, filter=Q(**{f"{reviews}__state__in": IN})),
        )
        .order_by("sample__state", "-pk")
    )


def exercises_of(person: User) -> list[Review]:
    """The person's exercises, the latest first."""
    exercises = Review.objects.visible_to(person).exercises().filter(reviewer=person)
    joined = exercises.select_related("case_file__sample__calibration_round")
    return list(joined.order_by("-pk"))


def attempt_at(review: Review) -> Attempt:
    """The exercise ``review`` beside the reference answers."""
    return _attempts([review], review.case_file.sample.instrument)[0]


def attempts_in(calibration_round: CalibrationRound) -> list[Attempt]:
    """Every exercise of the round, by person and file, in four queries for any number."""
    reviews = (
        Review.objects.exercises()
        .filter(case_file__sample=calibration_round.sample_id)
        .select_related("reviewer", "case_file__issued__reference_file")
        .order_by("reviewer__name", "reviewer", "case_file__issued__reference_file")
    )
    return _attempts(list(reviews), calibration_round.sample.instrument)


def _attempts(reviews: Sequence[Review], instrument: Instrument) -> list[Attempt]:
    handed_in = [review.pk for review in reviews if review.state in IN]
    files = {review.case_file.issued.reference_file_id for review in reviews}
    right = _by_owner(
        instrument,
        ReferenceAnswer.objects.filter(reference_file__in=files).values_list(
            "reference_file", "question", "value", "note"
        ),
    )
    given = _by_owner(
        instrument,
        Answer.objects.filter(review__in=handed_in).values_list(
            "review", "question", "value", "note"
        ),
    )
    return [_attempt(review, instrument, right, given) for review in reviews if review.reviewer]


def _attempt(
    review: Review,
    instrument: Instrument,
    right: Mapping[int, Answers],
    given: Mapping[int, Answers],
) -> Attempt:
    if review.reviewer is None:
        raise ValueError("An exercise has a reviewer.")
    file = review.case_file.issued.reference_file
    compared = compare(instrument, right[file.pk], given[review.pk]) if review.state in IN else []
    return Attempt(review.reviewer, file, review, compared)


def _by_owner(
    instrument: Instrument, rows: Iterable[tuple[int, int, str, str]]
) -> Mapping[int, Answers]:
    codes = {question.id: question.code for question in instrument.questions}
    found: defaultdict[int, dict[str, Given]] = defaultdict(dict)
    for owner, question, value, note in rows:
        if question in codes:
            found[owner][codes[question]] = Given(value, note)
    return found


def results_of(calibration_round: CalibrationRound, attempts: Sequence[Attempt]) -> RoundResults:
    """How each person and each question did. Only what is submitted is in it."""
    instrument = calibration_round.sample.instrument
    people: defaultdict[User, list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        people[attempt.reviewer].append(attempt)
    pairs = [pair for attempt in attempts for pair in attempt.pairs]
    asked = {pair.question for pair in pairs}
    questions = [q for q in compared_questions(instrument) if q.code in asked]
    return RoundResults(
        people=[_person(person, own, instrument) for person, own in people.items()],
        questions=[Row(_title(q), _agreement(pairs, {q.code: q})) for q in questions],
        files=[_cells(question, pairs, people) for question in questions],
    )


def _person(person: User, attempts: Sequence[Attempt], instrument: Instrument) -> PersonResult:
    pairs = [pair for attempt in attempts for pair in attempt.pairs]
    pooled = pooled_questions(instrument.questions)
    submitted = sum(attempt.review.state in IN for attempt in attempts)
    return PersonResult(len(attempts), submitted, Row(("", person.name), _agreement(pairs, pooled)))


def _agreement(pairs: Iterable[Paired], questions: Mapping[str, Question]) -> Agreement:
    return Line({}, list(pairs), questions).three_way


def _cells(
    question: Question, pairs: Iterable[Paired], people: Mapping[User, Sequence[Attempt]]
) -> CellRow:
    columns = [(EVERYBODY, list(pairs))]
    for person, attempts in people.items():
        columns.append((person.name, [pair for attempt in attempts for pair in attempt.pairs]))
    return CellRow(_title(question), [_cell(name, question, given) for name, given in columns])


def _cell(column: str, question: Question, pairs: Iterable[Paired]) -> Cell:
    about = [pair for pair in pairs if pair.question == question.code]
    return Cell(column, sum(pair.first == pair.second for pair in about), len(about))


def _title(question: Question) -> tuple[str, str]:
    return question.number, question.text


def results_table(calibration_round: CalibrationRound, attempts: Iterable[Attempt]) -> Table:
    """A row for each person, file and question that either side was asked; texts are left out."""
    rows = [
        (
            calibration_round.sample.name,
            attempt.reviewer.name,
            attempt.file.code,
            one.question.code,
            one.question.number,
            one.first.value if one.first else "",
            one.second.value if one.second else "",
            _standing(one),
        )
        for attempt in attempts
        for one in attempt.compared
        if one.standing != Standing.NONE and one.question.kind != "text"
    ]
    return Table(EXPORTED, rows)


def _standing(one: Compared) -> str:
    """What was answered alone: a note that differs is no other answer."""
    return (Standing.SAME if one.standing == Standing.WORDS else one.standing).value
