"""Finds figures to insert into a text, each in every form that it can be printed in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from accounts.models import User
from forces.models import Inspection
from judgments.figures.figure import CasesFigure, Figure, label_of
from judgments.figures.lookup import figures_of
from judgments.figures.rendering import printed, problem_of
from judgments.figures.tokens import CasesToken, Form, Token

MOST: Final = 20
FORMS: Final[Mapping[Form, str]] = {
    Form.SENTENCE: "Sentence",
    Form.COUNT: "Count",
    Form.NUMBERS: "Numbers alone",
    Form.ESTIMATE: "Estimate",
    Form.CHART: "Chart",
    Form.TABLE: "Table",
}


@dataclass(frozen=True, slots=True)
class Insertable:
    """A figure in one form: the token to insert, and what it prints."""

    form: str
    token: Token
    printed: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A figure that can be inserted. ``mark`` is "Synthetic", "Illustrative" or nothing."""

    label: str
    setting: str
    source: str
    mark: str
    forms: tuple[Insertable, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """The first figures that were found, of so many in all."""

    shown: Sequence[Choice]
    number: int


def choices_for(inspection: Inspection, query: str, reader: User) -> Choices:
    """The figures in whose name, setting or token every word of ``query`` stands.

    Those of the inspection come first. A constant number of queries.
    """
    words = query.lower().split()
    found = [
        (token, figure)
        for token, figure in figures_of(inspection, reader=reader).items()
        if _has_all(words, token, figure)
    ]
    found.sort(key=lambda each: _rank(each[0], inspection))
    return Choices([_choice(token, figure) for token, figure in found[:MOST]], len(found))


def _has_all(words: Sequence[str], token: Token, figure: Figure) -> bool:
    text = " ".join(_searched(token, figure)).lower()
    return all(word in text for word in words)


def _searched(token: Token, figure: Figure) -> Iterator[str]:
    yield token.figure
    yield figure.setting
    yield label_of(figure)
    if isinstance(figure, CasesFigure):
        yield figure.sentence


def _rank(token: Token, inspection: Inspection) -> int:
    if not isinstance(token, CasesToken):
        return 1
    return 0 if token.inspection == inspection.slug else 2


def _choice(token: Token, figure: Figure) -> Choice:
    return Choice(
        label=label_of(figure),
        setting=figure.setting,
        source=figure.source,
        mark=figure.mark,
        forms=tuple(_forms(token, figure)),
    )


def _forms(token: Token, figure: Figure) -> Iterator[Insertable]:
    said: set[str] = set()
    for form, label in FORMS.items():
        in_form = replace(token, form=form)
        if problem_of(form, figure):
            continue
        text = printed(in_form, figure)
        # The count of an estimate is its numbers: one of the two is enough.
        if in_form.is_block or text not in said:
            said.add(text)
            yield Insertable(label, in_form, text)
