"""Reads a checklist definition, a YAML file that a domain expert writes, into an ``Instrument``.

``docs/checklists.md`` explains the format. Every problem is found before any is reported.
"""

from dataclasses import replace
from functools import lru_cache
from typing import Final, NamedTuple

from checklists.cross_checks import Read, check_measures, check_questions, check_unique
from checklists.instrument import (
    NOT_APPLICABLE,
    Choice,
    Fact,
    FactKind,
    Instrument,
    Measure,
    Question,
    QuestionKind,
    Stage,
)
from checklists.measures import MEASURE_KEYS, read_measure
from checklists.numbering import Place, number_questions
from peel.lib.definitions.entries import Entry
from peel.lib.definitions.problems import Problems, listed, quoted
from peel.lib.definitions.yaml_source import compose

CHECKLIST_KEYS: Final = ("checklist", "title", "version", "facts", "stages", "measures")
CHOICE_KEYS: Final = ("code", "label")
FACT_KEYS: Final = ("code", "label", "kind", "required", "breakdown", "choices")
STAGE_KEYS: Final = ("code", "title", "optional", "questions")
QUESTION_KEYS: Final = (
    "code",
    "text",
    "guidance",
    "kind",
    "choices",
    "not_applicable",
    "note_required",
    "asked_when",
)
ASKED_WHEN_KEYS: Final = ("question", "answers")
MOST_STAGES: Final = 30
MOST_QUESTIONS: Final = 200
MOST_CHOICES: Final = 100
MOST_FACTS: Final = 30
MOST_MEASURES: Final = 300


class _Group(NamedTuple):
    """A stage as read: its questions still lack their numbers."""

    code: str
    title: str
    optional: bool
    questions: list[Read[Question]]


# A form reads a definition to check it, and the action reads it again to store it.
@lru_cache(maxsize=8)
def parse(source: str) -> Instrument:
    """The instrument that a definition describes, with question ids from 1 in printed order.

    Raises ``BrokenDefinition`` with every problem and its line.
    """
    problems = Problems()
    root = Entry(compose(source), CHECKLIST_KEYS, "the checklist", problems)
    checklist, title = root.code("checklist"), root.text("title", longest=200)
    label = root.text("version", longest=50)
    facts = _facts(root)
    groups = _groups(root)
    questions = [read for group in groups for read in group.questions]
    check_questions(questions, facts, {group.code for group in groups if group.optional})
    measures = _measures(root, {fact.code: fact for fact in facts})
    check_measures(measures, questions, {group.code for group in groups})
    problems.refuse_if_any()
    return Instrument(
        version_id=0,
        checklist=checklist,
        title=title,
        label=label,
        stages=_stages(groups),
        facts=tuple(facts),
        measures=tuple(measure.value for measure in measures),
    )


def _facts(root: Entry) -> list[Fact]:
    entries = root.entries("facts", FACT_KEYS, "a fact", most=MOST_FACTS, required=False)
    facts = [Read(_fact(entry), entry) for entry in entries]
    check_unique(facts, "fact")
    return [fact.value for fact in facts]


def _fact(entry: Entry) -> Fact:
    kind: FactKind = entry.one_of("kind", ("choice", "text", "date"))
    choices = _choices(entry, wanted=kind == "choice")
    breakdown = entry.flag("breakdown")
    if breakdown and kind != "choice":
        entry.refuse("breakdown", "Results can be broken down by a fact of kind “choice” only.")
    return Fact(
        code=entry.code("code"),
        label=entry.text("label", longest=200),
        kind=kind,
        required=entry.flag("required"),
        choices=choices,
        breakdown=breakdown,
    )


def _choices(entry: Entry, *, wanted: bool) -> tuple[Choice, ...]:
    if "kind" in entry.refused:
        return ()
    if not wanted:
        if entry.has("choices"):
            entry.refuse("choices", "Only the kind “choice” has choices. Remove them.")
        return ()
    choices: list[Choice] = []
    for row in entry.entries("choices", CHOICE_KEYS, "a choice", most=MOST_CHOICES):
        choice = Choice(row.choice_code("code"), row.text("label", longest=200))
        if choice.code == NOT_APPLICABLE:
            row.refuse("code", "Write “not_applicable: allowed” instead of a choice for it.")
        if choice.code.casefold() in {other.code.casefold() for other in choices}:
            row.refuse("code", f"The choice {quoted(choice.code)} stands twice. Remove one.")
        choices.append(choice)
    return tuple(choices)


def _groups(root: Entry) -> list[_Group]:
    groups: list[_Group] = []
    for entry in root.entries("stages", STAGE_KEYS, "a stage", most=MOST_STAGES):
        group = _group(entry)
        if group.code and group.code in {other.code for other in groups}:
            entry.refuse("code", f"The stage {quoted(group.code)} stands twice. Rename one.")
        groups.append(group)
    if groups and all(group.optional for group in groups):
        root.refuse("stages", "Every stage is optional. At least one must always be asked.")
    check_unique([read for group in groups for read in group.questions], "question")
    return groups


def _group(entry: Entry) -> _Group:
    code = entry.code("code")
    rows = entry.entries("questions", QUESTION_KEYS, "a question", most=MOST_QUESTIONS)
    return _Group(
        code=code,
        title=entry.text("title", longest=200),
        optional=entry.flag("optional"),
        questions=[Read(_question(row, code), row) for row in rows],
    )


def _question(entry: Entry, stage: str) -> Question:
    kind: QuestionKind = entry.one_of("kind", ("yes_no", "choice", "count", "text"), "yes_no")
    parent, answers = _asked_when(entry)
    question = Question(
        id=0,
        code=entry.code("code"),
        text=entry.text("text", longest=300),
        guidance=entry.text("guidance", longest=3_000),
        kind=kind,
        choices=_choices(entry, wanted=kind == "choice"),
        may_be_not_applicable=entry.has("not_applicable")
        and entry.one_of("not_applicable", ("allowed",)) == "allowed",
        note_required_on=entry.answers("note_required"),
        parent=parent,
        asked_when=answers,
        stage=stage,
        number="",
        depth=0,
    )
    _check_notes(question, entry)
    return question


def _asked_when(entry: Entry) -> tuple[str | None, frozenset[str]]:
    condition = entry.entry("asked_when", ASKED_WHEN_KEYS, "“asked_when”")
    if condition is None:
        return None, frozenset()
    return condition.code("question") or None, condition.answers("answers", required=True)


def _check_notes(question: Question, entry: Entry) -> None:
    possible = [option.code for option in question.options]
    for item in entry.words("note_required", required=False):
        if item.text not in possible:
            remedy = f"It takes {listed(possible)}." if possible else "It has none to choose."
            entry.refuse(
                "note_required", f"{quoted(item.text)} is no answer of this question. {remedy}"
            )


def _measures(root: Entry, facts: dict[str, Fact]) -> list[Read[Measure]]:
    entries = root.entries("measures", MEASURE_KEYS, "a measure", most=MOST_MEASURES)
    measures = [Read(read_measure(entry, facts), entry) for entry in entries]
    check_unique(measures, "measure")
    return measures


def _stages(groups: list[_Group]) -> tuple[Stage, ...]:
    positions = iter(range(1, MOST_STAGES * MOST_QUESTIONS + 1))
    stages = []
    for number, group in enumerate(groups, 1):
        drafts = [read.value for read in group.questions]
        places = number_questions(number, [(draft.code, draft.parent) for draft in drafts])
        questions = tuple(_placed(draft, next(positions), places[draft.code]) for draft in drafts)
        stages.append(Stage(group.code, group.title, group.optional, questions))
    return tuple(stages)


def _placed(draft: Question, position: int, place: Place) -> Question:
    return replace(draft, id=position, number=place.number, depth=place.depth)
