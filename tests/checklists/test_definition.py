"""A broken definition is refused with the line and the reason of every problem."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.definition import parse
from peel.lib.definitions.problems import BrokenDefinition
from peel.lib.definitions.yaml_source import DEEPEST, LARGEST_SOURCE
from tests.checklists.definitions import VALID, broken


def problems_of(source: str) -> list[tuple[int, str]]:
    with pytest.raises(BrokenDefinition) as refusal:
        parse(source)
    return [(problem.line, problem.sentence) for problem in refusal.value.problems]


def line_of(fragment: str, source: str) -> int:
    """The line on which the last occurrence of a fragment starts."""
    assert fragment in source
    return source[: source.rindex(fragment)].count("\n") + 1


def test_a_definition_is_read_into_values() -> None:
    instrument = parse(VALID)
    assert (instrument.checklist, instrument.title, instrument.label) == (
        "dip",
        "Dip sample",
        "2024",
    )
    assert [stage.optional for stage in instrument.stages] == [True, False, False]
    group = instrument.fact("offence_group")
    assert (group.required, group.breakdown) == (True, True)
    assert [choice.code for choice in group.choices] == ["theft", "1A"]
    why_not = instrument.question("why_not")
    assert why_not.parent == "checked"
    assert why_not.asked_when == frozenset({"no", "not_applicable"})
    checked = instrument.measure("checked")
    assert (checked.question, checked.headline) == ("checked", True)
    assert checked.met == frozenset({"yes"})
    assert (checked.kind, checked.printed, checked.only) == ("proportion", "count", ())
    person = instrument.measure("person_found")
    assert (person.printed, person.only) == ("no", (("offence_group", ("theft", "1A")),))
    ratio = instrument.measure("recorded")
    assert (ratio.question, ratio.met) == (None, frozenset())
    assert ratio.numerator_question == "crimes_recorded"
    assert ratio.denominator_question == "crimes_to_record"
    assert (ratio.printed, ratio.method, ratio.strata) == (
        "estimate",
        "stratified_ratio",
        "offence_group",
    )
    assert (ratio.better, ratio.broken_by) == ("neither", ("counting_rules_2023",))
    assert (checked.better, checked.method) == ("higher", "wald")
    assert (checked.strata, checked.broken_by) == (None, ())


FOUND = "      - code: found\n"
FOUND_ASKED = "{question: checked, answers: [yes]}"

# What is changed, into what, the fragment on whose line the problem is, and its sentence.
BROKEN = [
    # keys
    ("title: Dip sample", "titel: Dip sample", "titel", "“titel” isn't a key of the checklist"),
    ("title: Dip sample", "titel: Dip sample", "titel", "Did you mean “title”?"),
    ("title: Dip sample\n", "", "checklist: dip", "The key “title” of the checklist is missing"),
    ("title: Dip sample", "title:", "title:\n", "“title” is empty"),
    ("title: Dip sample", 'title: "  "', 'title: " ', "“title” is empty"),
    ("title: Dip sample", "title: [a]", "title: [a]", "“title” must be plain text"),
    ("title: Dip sample", "title: true", "title: true", "Write yes or no"),
    ("title: Dip sample", "title: 2024-01-01", "title: 2024", "Put it in quotation marks"),
    ("title: Dip sample", 'title: "a\\0b"', 'title: "a', "can't be printed"),
    ("title: Dip sample", f"title: {'x' * 201}", "title: xx", "longer than 200 characters"),
    ("title: Dip sample", "title: A\ntitle: B", "title: B", "“title” stands twice"),
    ("title: Dip sample", "title: A\n[x]: B", "[x]: B", "isn't a key of the checklist"),
    ("checklist: dip", "checklist: Dip!", "checklist: Dip!", "“Dip!” can't be a code"),
    ('version: "2024"', "version: 1.5", "version: 1.5", "Put it in quotation marks"),
    ("    required: yes", "    required: true", "required: true", "Write yes or no"),
    ("    required: yes", "    required: maybe", "required: maybe", "Use one of “no”, “yes”"),
    # facts
    ("    kind: date", "    kind: time", "kind: time", "Use one of “choice”, “text”, “date”"),
    ("    kind: date", "    kind: date\n    breakdown: yes", "breakdown: yes\nst", "“choice” only"),
    (
        "    kind: date",
        "    kind: date\n    choices: [{code: a, label: A}]",
        "choices: [{",
        "Only the kind “choice” has choices",
    ),
    ("{code: 1A, label: Charged}", "{code: THEFT, label: C}", "{code: THEFT", "stands twice"),
    ("{code: 1A, label: Charged}", "{code: a-b, label: C}", "{code: a-b", "can't be a code"),
    ("{code: 1A, label: Charged}", "just a word", "just a word", "Here a choice is expected"),
    (
        "{code: 1A, label: Charged}",
        "{code: not_applicable, label: C}",
        "{code: not_applicable",
        "Write “not_applicable: allowed”",
    ),
    ("code: reported_on", "code: offence_group", "code: offence_group", "on line 5 too"),
    # stages
    ("code: result", "code: contact", "- code: contact", "The stage “contact” stands twice"),
    ("stages:\n", "stages:\n  - 7\n", "- 7", "Here a stage is expected"),
    # questions
    ("code: used", "code: checked", "- code: checked\n        text: Was it used", "on line"),
    ("code: used", "code: offence_group", "code: offence_group\n   ", "is a fact already"),
    ("        guidance: Count them.\n", "", "code: crimes_to_record", "“guidance” of a question"),
    ("kind: text\n", "kind: choice\n", "code: why_not", "The key “choices” of a question"),
    ("kind: text\n", "kind: words\n", "kind: words", "“words” can't be used here"),
    ("note_required: [no]", "note_required: [maybe]", "[maybe]", "“maybe” is no answer"),
    ("note_required: [no]", "note_required: no", "note_required: no\n", "must be a list"),
    ("note_required: [not_applicable]", "note_required: [3]", "[3]", "“3” is no answer"),
    (
        "kind: text\n",
        "kind: text\n        note_required: [no]\n",
        "note_required: [no]\n        asked",
        "It has none to choose",
    ),
    (
        "        not_applicable: allowed\n        note_required: [no]",
        "        not_applicable: yes\n        note_required: [no]",
        "not_applicable: yes",
        "Use one of “allowed”",
    ),
    # follow-ups
    (FOUND_ASKED, "{question: cheked, answers: [yes]}", "cheked", "There is no question “cheked”"),
    (FOUND_ASKED, "{question: cheked, answers: [yes]}", "cheked", "Did you mean “checked”?"),
    (FOUND_ASKED, "{question: used, answers: [yes]}", "used, answers", "waits for itself"),
    (FOUND_ASKED, "{question: found, answers: [yes]}", "found, answers: [yes]}\n      - code: what",
     "“found” waits for itself"),
    (FOUND_ASKED, "{question: why_not, answers: [yes]}", "why_not, ", "comes later, on line"),
    (FOUND_ASKED, "{question: checked, answers: [maybe]}", "[maybe]", "can't be answered “maybe”"),
    (FOUND_ASKED, "{question: checked, answers: []}", "answers: []", "is an empty list"),
    (FOUND_ASKED, "{question: checked}", "{question: checked}", "“answers” of “asked_when”"),
    (FOUND_ASKED, "{answers: [yes]}", "{answers: [yes]}", "“question” of “asked_when”"),
    (FOUND_ASKED, "checked", "asked_when: checked", "needs its own keys"),
    (
        "{question: what, answers: [person]}",
        "{question: why_not, answers: [x]}",
        "{question: why_not",
        "has no answers to choose from",
    ),
    (
        "{question: what, answers: [person]}",
        "{question: crimes_recorded, answers: [not_applicable]}",
        "{question: crimes_recorded",
        "is in an optional stage",
    ),
    (
        "{question: checked, answers: [no, not_applicable]}",
        "{question: checked, answers: [no]}\n      - code: late\n        text: Late?\n"
        "        guidance: See.\n        asked_when: {question: found, answers: [yes]}",
        "{question: found, answers: [yes]}\n  - code: result",
        "Write this question straight below “found”",
    ),
    # measures
    ("    question: checked\n", "    question: chequed\n", "chequed", "no question “chequed”"),
    ("    question: checked\n", "", "- code: checked\n    stage", "“question” of a measure"),
    ("    question: checked\n", "    question: used\n", "question: used", "in the stage “result”"),
    ("    question: checked\n", "    question: why_not\n", "question: why_not", "no proportion"),
    ("    met: [yes]", "    met: [person]", "met: [person]\n    phrase: ch", "counted as met"),
    ("    met: [yes]", "    met: [not_applicable]", "met: [not_", "counted as met"),
    ("    met: [yes]\n", "", "- code: checked\n    stage", "The key “met” of a measure"),
    (
        "  - code: person_found\n    stage: contact",
        "  - code: person_found\n    stage: contract",
        "stage: contract",
        "There is no stage “contract”. Did you mean “contact”?",
    ),
    ("made in {cases}", "made", "phrase: checks were made", "Write “{cases}” once"),
    ("made in {cases}", "made {cases} {cases}", "made {cases}", "Write “{cases}” once"),
    ("made in {cases}", "made {cases} {x}", "made {cases}", "no other braces"),
    ("code: person_found", "code: checked", "code: checked\n    stage", "The measure “checked”"),
    ("{offence_group: [theft, 1A]}", "{offence: [theft]}", "{offence:", "“offence” isn't a key"),
    ("{offence_group: [theft, 1A]}", "{offence_group: [arson]}", "[arson]", "no value of this"),
    ("{offence_group: [theft, 1A]}", "{reported_on: [x]}", "[x]", "“x” is no value of this fact"),
    ("{offence_group: [theft, 1A]}", "[theft]", "only: [theft]", "needs its own keys"),
    ("numerator: crimes_recorded", "numerator: used", "numerator: used", "of kind “count”"),
    (
        "numerator: crimes_recorded",
        "numerator: crimes_to_record",
        "denominator: crimes_to_record",
        "two different questions",
    ),
    (
        "    denominator: crimes_to_record\n",
        "    denominator: crimes_to_record\n    met: [yes]\n",
        "met: [yes]\n    phrase: crimes",
        "has no “met”",
    ),
    ("    kind: ratio\n", "", "numerator: crimes", "has no “numerator”"),
    ("printed: estimate", "printed: sometimes", "sometimes", "Use one of “count”, “estimate”"),
    ("better: neither", "better: yes", "better: yes", "Use one of “higher”, “lower”, “neither”"),
    ("method: stratified_ratio", "method: wilson", "method: wilson", "Use one of “wald”"),
    ("method: stratified_ratio", "method: stratified", "method: strat", "“wald”, “ratio”, “strat"),
    ("    printed: estimate\n", "", "method: strat", "Write “printed: estimate” or remove it"),
    ("printed: estimate", "printed: count", "method: strat", "Only an estimate has a method"),
    ("    printed: no\n", "    printed: estimate\n    method: ratio\n", "method: ratio",
     "“proportion” is estimated by “wald”, “stratified”, “stratified_ratio”"),
    ("    strata: offence_group\n", "", "- code: recorded", "The key “strata” of a measure"),
    ("    printed: no\n", "    strata: offence_group\n", "_group\n  - code: recorded",
     "Only an estimate has strata"),
    ("strata: offence_group", "strata: offence", "strata:", "Did you mean “offence_group”?"),
    ("strata: offence_group", "strata: reported_on", "strata:", "isn't a fact of kind “choice”"),
    ("    required: yes\n", "", "strata:", "Make “offence_group” required"),
    ("[counting_rules_2023]", "[May 2023]", "broken_by:", "“May 2023” can't be a code"),
    ("[counting_rules_2023]", "[a, a]", "broken_by:", "A rule change stands twice"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "where", "sentence"),
    BROKEN,
    ids=[f"{row[1][:30]}-{row[3][:30]}" for row in BROKEN],
)
def test_each_problem_is_named_with_its_line(old: str, new: str, where: str, sentence: str) -> None:
    source = broken(old, new)
    found = problems_of(source)
    expected = line_of(where, source)
    assert any(line == expected and sentence in said for line, said in found), found


def test_every_problem_is_found_at_once_in_order_of_line() -> None:
    source = broken("title: Dip sample", "titel: Dip sample")
    source = broken("{question: what, answers: [person]}", "{question: wat, answers: [x]}", source)
    source = broken("printed: estimate", "printed: sometimes", source)
    with pytest.raises(BrokenDefinition) as refusal:
        parse(source)
    assert refusal.value.messages == (
        "line 1: The key “title” of the checklist is missing.",
        "line 2: “titel” isn't a key of the checklist. Did you mean “title”?",
        f"line {line_of('{question: wat', source)}: There is no question “wat”. "
        "Did you mean “what”?",
        f"line {line_of('printed: sometimes', source)}: “sometimes” can't be used here. "
        "Use one of “count”, “estimate”, “no”.",
    )


def test_an_unusable_kind_is_the_only_thing_said_about_a_fact_or_question() -> None:
    said = "“chioce” can't be used here. Use one of"
    source = broken("kind: date", "kind: chioce")
    assert [sentence.startswith(said) for _, sentence in problems_of(source)] == [True]
    source = broken(
        "kind: choice\n        choices:\n          - {code: person",
        "kind: chioce\n        choices:\n          - {code: person",
    )
    assert problems_of(source)[0][1].startswith(said)
    assert not any("Only the kind" in sentence for _, sentence in problems_of(source))


def test_a_cycle_is_named_for_each_question_in_it() -> None:
    source = broken(FOUND_ASKED, "{question: what, answers: [person]}")
    found = [said for _, said in problems_of(source)]
    assert "“found” waits for itself, so it would never be asked." in found
    assert "“what” waits for itself, so it would never be asked." in found


@pytest.mark.parametrize(
    ("source", "line", "sentence"),
    [
        ("", 1, "must start with its keys"),
        ("- a\n- b", 1, "must start with its keys"),
        ("just words", 1, "must start with its keys"),
        ("checklist: a\n  title: b", 2, "This isn't YAML"),
        ("checklist: [a\n", 2, "This isn't YAML"),
        ("\tchecklist: a", 1, "This isn't YAML"),
        ("checklist: a\n---\nchecklist: b", 2, "This isn't YAML"),
        ("checklist: a\ntitle: \x07", 2, "control character"),
        ("checklist: a\ntitle: \ud800", 2, "control character"),
        ('checklist: "\\ud800"', 1, "can't be printed"),
        ('checklist: "\\UFFFFFFFF"', 1, "A character written with a backslash"),
        ("checklist: &a [x]\ntitle: *a", 1, "References with & and *"),
        ("checklist: a\ntitle: *a", 2, "References with & and *"),
        ("a: " + "[" * (DEEPEST + 1), 1, "nested more than"),
        ("a:\n  " + "{b: " * 50_000, 2, "nested more than"),
        ("x" * (LARGEST_SOURCE + 1), 1, "longer than 500,000 characters"),
        ("checklist: !!python/object:os.system ls", 1, "isn't read as text here"),
        ("%YAML 1.1\n---\nchecklist: yes", 3, "Write yes or no"),
    ],
)
def test_text_that_is_no_definition_is_refused(source: str, line: int, sentence: str) -> None:
    assert any(at == line and sentence in said for at, said in problems_of(source))


def test_a_bomb_of_references_is_refused_before_it_goes_off() -> None:
    levels = [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 30)]
    source = "\n".join(["l0: &l0 [x]", *levels])
    assert problems_of(source) == [
        (1, "References with & and * aren't read. Write the text out, or put it in quotes.")
    ]


def test_every_stage_optional_is_refused() -> None:
    source = VALID.replace("    title: Contact\n", "    title: Contact\n    optional: yes\n")
    source = source.replace("    title: Result\n", "    title: Result\n    optional: yes\n")
    assert (
        line_of("stages:", source),
        "Every stage is optional. At least one must always be asked.",
    ) in problems_of(source)


def test_too_many_entries_are_refused() -> None:
    choices = ", ".join(f"{{code: c{n}, label: L}}" for n in range(101))
    source = broken("- {code: theft, label: Theft}\n      - {code: 1A, label: Charged}", "X")
    source = broken("choices:\n      X", f"choices: [{choices}]", source)
    assert any("more than 100 entries" in said for _, said in problems_of(source))


def test_a_problem_shows_a_short_printable_piece_of_what_was_written() -> None:
    word = "<script>" + "x" * 500 + "\\a"
    said = " ".join(s for _, s in problems_of(broken("kind: date", f'kind: "{word[:-2]}"')))
    assert "…”" in said
    assert "x" * 100 not in said


CODES = ["crimes_to_record", "crimes_recorded", "checked", "found", "what", "why_not", "used"]
REFERENCES = [
    "question: checked, answers: [yes]",
    "question: found, answers: [yes]",
    "question: what, answers: [person]",
    "    question: checked\n",
    "    question: what\n",
    "numerator: crimes_recorded",
    "denominator: crimes_to_record",
    "stage: recording",
]


@given(
    reference=st.sampled_from(REFERENCES),
    code=st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True),
)
def test_a_reference_to_what_is_not_there_is_refused(reference: str, code: str) -> None:
    if code in {*CODES, "recording", "contact", "result"}:
        return
    target = re.sub(r": [a-z_]+", f": {code}", reference, count=1)
    source = broken(reference, target)
    expected = line_of(reference, VALID)
    assert any(line == expected and f"“{code}”" in said for line, said in problems_of(source))


NAMES = ["root", "a", "b", "c", "d"]


def printed_below(parents: dict[str, str], code: str) -> list[str]:
    """The questions from one downwards, as a reader expects them: each above its follow-ups."""
    followers = [name for name in NAMES[1:] if parents[name] == code]
    return [code, *(name for follower in followers for name in printed_below(parents, follower))]


def is_readable(parents: dict[str, str]) -> bool:
    earlier = all(NAMES.index(parent) < NAMES.index(code) for code, parent in parents.items())
    return earlier and printed_below(parents, "root") == NAMES


@given(wiring=st.tuples(*[st.sampled_from(NAMES)] * 4))
def test_follow_ups_are_read_only_as_a_tree_in_printed_order(wiring: tuple[str, ...]) -> None:
    parents = dict(zip(NAMES[1:], wiring, strict=True))
    questions = "".join(
        f"      - code: {code}\n        text: T?\n        guidance: G.\n"
        f"        asked_when: {{question: {parent}, answers: [yes]}}\n"
        for code, parent in parents.items()
    )
    source = (
        'checklist: c\ntitle: T\nversion: "1"\nstages:\n  - code: s\n    title: S\n'
        "    questions:\n      - code: root\n        text: T?\n        guidance: G.\n"
        f"{questions}measures:\n  - code: m\n    stage: s\n    label: L\n"
        "    question: root\n    met: [yes]\n    phrase: in {cases}\n"
    )
    if is_readable(parents):
        instrument = parse(source)
        assert {q.code: q.parent for q in instrument.questions} == {"root": None, **parents}
    else:
        assert problems_of(source)


@given(
    source=st.text(
        alphabet=st.sampled_from("abc:-[]{}&*!#|>'\"%@`\\ \n\t\x00\ud800é1"), max_size=80
    )
)
def test_any_text_is_either_read_or_refused_with_lines(source: str) -> None:
    for line, sentence in problems_of(source):
        assert 1 <= line <= source.count("\n") + 1
        assert sentence


@given(
    cut=st.integers(0, len(VALID)),
    length=st.integers(1, 60),
    inserted=st.text(alphabet="ab:-[]{}\n &*", max_size=10),
)
def test_a_damaged_definition_never_does_worse_than_be_refused(
    cut: int, length: int, inserted: str
) -> None:
    try:
        instrument = parse(VALID[:cut] + inserted + VALID[cut + length :])
    except BrokenDefinition:
        return
    for question in instrument.questions:
        if question.parent is not None:
            parent = instrument.question(question.parent)
            assert question.asked_when <= {option.code for option in parent.options}
