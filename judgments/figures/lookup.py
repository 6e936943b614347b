"""The figures that tokens cite: the frozen ones of signed-off samples, and what was published."""

from collections.abc import Iterable, Iterator, Mapping

from accounts.models import User
from forces.models import Inspection
from judgments.figures import casework, force_data
from judgments.figures.figure import CasesFigure, Figure, FigureGroup, Missing
from judgments.figures.rendering import printed_in_text, problem_of
from judgments.figures.tokens import (
    FILES,
    FORCE_DATA,
    CasesToken,
    ForceDataToken,
    Form,
    Token,
    tokens_of,
)
from judgments.text.tree import Printed

Found = Mapping[Token, Figure | Missing]
PERIOD_MISSING = (
    "Say after the indicator which period is meant, such as 2024-06-30 for the year that ends then."
)


def figures_for(tokens: Iterable[Token], *, reader: User | None = None) -> Found:
    """What each token cites, or why there is nothing to cite.

    With a ``reader``, what they may not read is missing. A constant number of queries: seven
    for figures of cases at most, two for what forces sent, and none where no token asks.
    """
    wanted = list(dict.fromkeys(tokens))
    of_cases = [token for token in wanted if isinstance(token, CasesToken)]
    of_forces = [token for token in wanted if isinstance(token, ForceDataToken)]
    known = casework.of_inspections({token.inspection for token in of_cases}, reader)
    data = force_data.of_forces({token.force for token in of_forces})
    found: dict[Token, Figure | Missing] = {}
    for token in of_cases:
        found[token] = _checked(token, _of_cases(token, known))
    for data_token in of_forces:
        found[data_token] = _checked(data_token, force_data.figure_of(data_token, data))
    return {token: found[token] for token in wanted}


def figures_of(inspection: Inspection, *, reader: User | None = None) -> Mapping[Token, Figure]:
    """Every figure that the inspection's own texts are likely to cite, by its plainest token.

    Those are the figures of its samples and the accepted data of its force.
    """
    known = casework.of_inspections({inspection.slug}, reader)
    data = force_data.of_forces({inspection.force.slug})
    return dict([*_every_of_cases(known), *force_data.every(inspection.force.slug, data)])


def printed_of(text: str, *, reader: User | None = None) -> dict[Token, Printed]:
    """What the tokens of a text print, for ``judgments.text.html.to_html`` and the like."""
    return printed_in_text(figures_for(tokens_of(text), reader=reader))


def _checked(token: Token, found: Figure | Missing) -> Figure | Missing:
    if isinstance(found, Missing):
        return found
    problem = problem_of(token.form, found)
    return Missing(problem) if problem else found


def _of_cases(token: CasesToken, known: casework.Casework) -> Figure | Missing:
    if token.sample == FORCE_DATA:
        return Missing(PERIOD_MISSING)
    if reason := known.problem_with(token.inspection, token.sample):
        return Missing(reason)
    if token.measure == FILES and (files := known.files.get((token.inspection, token.sample))):
        return files
    figures = []
    for code in token.measures:
        figure = known.figures.get((token.inspection, token.sample, code))
        if figure is None:
            return Missing(f"{token.inspection}/{token.sample} has no figure {code}.")
        figures.append(figure)
    return figures[0] if len(figures) == 1 else FigureGroup(tuple(figures))


def _every_of_cases(known: casework.Casework) -> Iterator[tuple[Token, Figure]]:
    for (inspection, sample), files in known.files.items():
        yield CasesToken(Form.SENTENCE, inspection, sample, FILES), files
    for (inspection, sample, code), figure in known.figures.items():
        yield CasesToken(_plainest(figure), inspection, sample, code), figure


def _plainest(figure: CasesFigure) -> Form:
    """The form that stands most easily in a sentence of one's own."""
    return Form.ESTIMATE if figure.estimate else Form.COUNT
