"""A list as its page shows it: queries with their forms, and values in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from forces.indicators.forms import AnswerForm
from forces.indicators.indicator import Indicator
from forces.indicators.states import refusal_of
from forces.models import DataQuery, Submission, SubmittedValue


@dataclass(frozen=True, slots=True)
class QueryLine:
    """A query, with a form while somebody may answer it."""

    query: DataQuery
    form: AnswerForm | None


@dataclass(frozen=True, slots=True)
class ValueLine:
    value: SubmittedValue
    words: str
    queries: int


@dataclass(frozen=True, slots=True)
class Sheet:
    queries: tuple[QueryLine, ...]
    values: tuple[ValueLine, ...]
    has_sources: bool
    has_notes: bool
    may_accept: bool
    may_reject: bool
    may_reopen: bool
    unanswered: int


def sheet_of(
    submission: Submission, answering: tuple[int, AnswerForm] | None, *, may_answer: bool
) -> Sheet:
    """``answering`` is the form that was sent and can't be used, by the key of its query."""
    queries = list(submission.queries.select_related("asked_by", "answered_by"))
    values = list(submission.values.all())
    may_answer = may_answer and refusal_of("answer", submission.state) is None
    return Sheet(
        queries=tuple(_query_lines(queries, answering, may_answer)),
        values=tuple(_value_lines(values, queries)),
        has_sources=any(value.source for value in values),
        has_notes=any(value.note for value in values),
        may_accept=refusal_of("accept", submission.state) is None,
        may_reject=refusal_of("reject", submission.state) is None,
        may_reopen=refusal_of("reopen", submission.state) is None,
        unanswered=sum(query.answered_at is None for query in queries),
    )


def asked(value: SubmittedValue) -> str:
    """A value with its indicator and period, as the question about it shows it."""
    return f"{value.label}, {value.period.name}: {_words(value.definition, value.value)}"


def _query_lines(
    queries: list[DataQuery], answering: tuple[int, AnswerForm] | None, may_answer: bool
) -> Iterator[QueryLine]:
    sent = dict([answering]) if answering else {}
    for query in queries:
        form = None
        if may_answer and query.answered_at is None:
            form = sent.get(query.pk) or AnswerForm(prefix=f"query-{query.pk}")
        yield QueryLine(query, form)


def _value_lines(values: list[SubmittedValue], queries: list[DataQuery]) -> Iterator[ValueLine]:
    about = [(query.indicator, query.group, query.period) for query in queries]
    for value in values:
        key = (value.indicator, value.group, value.period)
        yield ValueLine(value, _words(value.definition, value.value), about.count(key))


def _words(indicator: Indicator | None, value: Decimal) -> str:
    """As it was given: a value isn't rounded to what figures show."""
    if indicator is None:
        return f"{value.normalize():f}"
    exact = f"{value.normalize():,f}"
    return exact if indicator.is_count else f"{exact} {indicator.unit}"


def received(submission: Submission) -> str:
    """What is said of a list that was taken in: how many values, and how many to be asked about."""
    count = submission.queries.count()
    values = f"{submission.rows:,} value{'' if submission.rows == 1 else 's'} received."
    if not count:
        return f"{values} No value moved far from last time, so the list can be accepted."
    large = "1 large change" if count == 1 else f"{count:,} large changes"
    return f"{values} {large} from last time must be answered before the list is accepted."
