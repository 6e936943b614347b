"""A small checklist with a fact of every kind."""

from checklists.definition import parse
from checklists.instrument import Instrument

CRIMES: Instrument = parse("""
checklist: crimes
title: Crimes
version: "1"
facts:
  - code: group
    label: Offence group
    kind: choice
    required: yes
    choices:
      - {code: theft, label: Theft}
      - {code: drugs, label: Drug offences}
  - code: offence
    label: Offence
    kind: text
  - code: outcome
    label: Outcome type
    kind: choice
    choices:
      - {code: "8", label: 8 Community resolution}
      - {code: "18", label: 18 No suspect identified}
  - code: reported_on
    label: Reported on
    kind: date
    required: yes
  - code: closed_on
    label: Closed on
    kind: date
stages:
  - code: only
    title: Only
    questions:
      - {code: done, text: "Was it done?", guidance: Look.}
measures:
  - {code: done, stage: only, label: Done, question: done, met: [yes], phrase: "done in {cases}"}
""")
