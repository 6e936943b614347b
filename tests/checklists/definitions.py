"""A definition that uses every key once, for tests to load and to break."""

VALID = """\
checklist: dip
title: Dip sample
version: "2024"
facts:
  - code: offence_group
    label: Offence group
    kind: choice
    required: yes
    breakdown: yes
    choices:
      - {code: theft, label: Theft}
      - {code: 1A, label: Charged}
  - code: reported_on
    label: Reported on
    kind: date
stages:
  - code: recording
    title: Recording
    optional: yes
    questions:
      - code: crimes_to_record
        text: How many should have been recorded?
        guidance: Count them.
        kind: count
      - code: crimes_recorded
        text: How many were recorded?
        guidance: Count these too.
        kind: count
        not_applicable: allowed
        note_required: [not_applicable]
  - code: contact
    title: Contact
    questions:
      - code: checked
        text: Was it checked?
        guidance: Look in the log.
        not_applicable: allowed
        note_required: [no]
      - code: found
        text: Was something found?
        guidance: Look in the log again.
        asked_when: {question: checked, answers: [yes]}
      - code: what
        text: What was found?
        guidance: Choose one.
        kind: choice
        choices:
          - {code: person, label: A person}
          - {code: thing, label: A thing}
        asked_when: {question: found, answers: [yes]}
      - code: why_not
        text: Why not?
        guidance: Say why.
        kind: text
        asked_when: {question: checked, answers: [no, not_applicable]}
  - code: result
    title: Result
    questions:
      - code: used
        text: Was it used?
        guidance: See the plan.
        asked_when: {question: what, answers: [person]}
measures:
  - code: checked
    stage: contact
    label: Checks
    question: checked
    met: [yes]
    phrase: checks were made in {cases}
    headline: yes
  - code: person_found
    stage: contact
    label: People found
    question: what
    met: [person]
    only: {offence_group: [theft, 1A]}
    phrase: people were found in {cases}
    printed: no
  - code: recorded
    stage: recording
    label: Recording
    kind: ratio
    numerator: crimes_recorded
    denominator: crimes_to_record
    phrase: crimes were recorded in {cases}
    printed: estimate
    better: neither
    method: stratified_ratio
    strata: offence_group
    broken_by: [counting_rules_2023]
"""


def broken(old: str, new: str, source: str = VALID) -> str:
    """The source with its one occurrence of ``old`` changed to ``new``."""
    assert source.count(old) == 1, f"{old!r} occurs {source.count(old)} times"
    return source.replace(old, new)
