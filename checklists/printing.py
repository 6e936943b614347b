"""How a checklist reads on paper: conditions and answers as sentences, figures as blanks."""

from checklists.instrument import STRATIFIED, Choice, Instrument, Measure, Question

KINDS = {
    "yes_no": "Yes or no",
    "choice": "One of a list",
    "count": "A whole number",
    "text": "Text",
}

METHODS = {
    "wald": "An estimate with its interval, as a plain proportion",
    "stratified": "An estimate with its interval, weighted by",
    "ratio": "An estimate with its interval, as a ratio of counts within files",
    "stratified_ratio": "An estimate with its interval, as a ratio of counts weighted by",
}
BETTER = {
    "higher": "",
    "lower": "Lower is better",
    "neither": "Neither higher nor lower is better",
}


def answers_line(question: Question) -> str:
    """What can be answered, such as ``Yes, No or Not applicable``."""
    labels = [option.label for option in question.options]
    if question.kind in {"count", "text"}:
        labels = [KINDS[question.kind], *labels]
    return _one_of(labels)


def condition_line(question: Question, instrument: Instrument) -> str:
    """When a follow-up is asked, such as ``Asked when 1.4 is Yes``; nothing for other questions."""
    if question.parent is None:
        return ""
    parent = instrument.question(question.parent)
    answers = _one_of(_labels(parent, question.asked_when))
    return f"Asked when {parent.number} is {answers}"


def note_line(question: Question) -> str:
    """Which answers need a note, or nothing."""
    answers = _labels(question, question.note_required_on)
    return f"Note required on {_one_of(answers)}" if answers else ""


def restriction_line(measure: Measure, instrument: Instrument) -> str:
    """Which files a measure is restricted to, or nothing."""
    parts = []
    for code, values in measure.only:
        fact = instrument.fact(code)
        labels = [choice.label for choice in fact.choices if choice.code in values]
        parts.append(f"{fact.label} is {_one_of(labels)}")
    return f"Only files where {' and '.join(parts)}" if parts else ""


def basis_line(measure: Measure, instrument: Instrument) -> str:
    """What a measure counts, such as ``1.4 is Yes``, or the two counts of a ratio."""
    if measure.question is None:
        numerator = instrument.question(measure.numerator_question or "").number
        denominator = instrument.question(measure.denominator_question or "").number
        return f"{numerator} divided by {denominator}"
    question = instrument.question(measure.question)
    return f"{question.number} is {_one_of(_labels(question, measure.met))}"


def estimate_line(measure: Measure, instrument: Instrument) -> str:
    """How an estimate is computed, or nothing for a figure that is only a count."""
    if measure.printed != "estimate":
        return ""
    if measure.method not in STRATIFIED or measure.strata is None:
        return METHODS[measure.method]
    return f"{METHODS[measure.method]} {instrument.fact(measure.strata).label.lower()}"


def value_pair(choice: Choice) -> tuple[str, str]:
    """The code and label of a fact's value, without the code where the label starts with it."""
    starts_with_code = choice.label.split()[:1] == [choice.code]
    return ("" if starts_with_code else choice.code), choice.label


def sentence(measure: Measure) -> str:
    """The measure's phrase with a blank for its figure."""
    if measure.printed == "estimate":
        return measure.phrase.replace("{cases}", "… percent")
    blank = "… of …" if measure.kind == "ratio" else "… of … cases"
    return measure.phrase.replace("{cases}", blank)


def _labels(question: Question, codes: frozenset[str]) -> list[str]:
    return [option.label for option in question.options if option.code in codes]


def _one_of(labels: list[str]) -> str:
    return " or ".join(part for part in (", ".join(labels[:-1]), *labels[-1:]) if part)
