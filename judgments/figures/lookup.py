"""The figures that tokens cite: the frozen ones of signed-off samples, and what was published."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from accounts.models import User
from forces.models import Inspection
from judgments.figures import casework, force_data
from judgments.figures.figure import CasesFigure, Figure, FigureGroup, Missing, shown_in
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
NOTHING = Missing("This token cites nothing that is known.")
PERIOD_MISSING = (
    "Say after the indicator which period is meant, such as 2024-06-30 for the year that ends then."
)


@dataclass(frozen=True, slots=True)
class Records:
    """What was read of inspections and forces, ready to be asked for figures."""

    casework: casework.Casework
    data: force_data.Data

    def figures(self, tokens: Iterable[Token]) -> Found:
        """What each token cites, or why there is nothing to cite."""
        return {token: _checked(token, self._figure(token)) for token in tokens}

    def every(self) -> dict[Token, Figure]:
        """All that was read, each by its plainest token."""
        of_forces = (force_data.every(force, self.data) for force in self.data)
        return dict([*_every_of_cases(self.casework), *chain.from_iterable(of_forces)])

    def _figure(self, token: Token) -> Figure | Missing:
        if isinstance(token, ForceDataToken):
            return force_data.figure_of(token, self.data)
        return _of_cases(token, self.casework) if isinstance(token, CasesToken) else NOTHING


def figures_for(tokens: Iterable[Token], *, reader: User | None = None) -> Found:
    """What each token cites, or why there is nothing to cite.

    With a ``reader``, what they may not read is missing. A constant number of queries: seven
    for figures of cases at most, two for what forces sent, and none where no token asks.
    """
    wanted = list(dict.fromkeys(tokens))
    return read(wanted, reader=reader).figures(wanted)


def figures_of(inspection: Inspection, *, reader: User | None = None) -> Mapping[Token, Figure]:
    """Every figure that the inspection's own texts are likely to cite, by its plainest token.

    Those are the figures of its samples, those of earlier and later inspections of the force,
    and the accepted data of the force.
    """
    return read([], inspection, reader=reader).every()


def read(
    tokens: Iterable[Token], about: Inspection | None = None, *, reader: User | None = None
) -> Records:
    """Reads what the tokens cite, and all that texts ``about`` an inspection may cite."""
    inspections: set[str] = set()
    forces: set[str] = set()
    for token in tokens:
        if isinstance(token, CasesToken):
            inspections.add(token.inspection)
        elif isinstance(token, ForceDataToken):
            forces.add(token.force)
    if about:
        of_force = Inspection.objects.filter(force=about.force_id).order_by()
        inspections.update(of_force.values_list("slug", flat=True))
        forces.add(about.force.slug)
    return Records(casework.of_inspections(inspections, reader), force_data.of_forces(forces))


def printed_of(*texts: str, reader: User | None = None) -> dict[Token, Printed]:
    """What the tokens of texts print, for ``judgments.text.html.to_html`` and the like.

    As many queries as ``figures_for`` makes, however many texts there are.
    """
    return printed_in_text(figures_for(chain.from_iterable(map(tokens_of, texts)), reader=reader))


def each_in(token: Token, figure: Figure) -> Iterator[tuple[Token, Figure]]:
    """The figures that a chart or table shows, each by its plainest token."""
    if isinstance(token, CasesToken):
        for one in shown_in(figure):
            yield replace(token, form=_plainest(one), measure=one.code), one
    else:
        yield replace(token, form=Form.SENTENCE), figure


def _checked(token: Token, found: Figure | Missing) -> Figure | Missing:
    if isinstance(found, Missing):
        return found
    problem = problem_of(token.form, found)
    return Missing(problem) if problem else found


def _of_cases(token: CasesToken, known: casework.Casework) -> Figure | Missing:
    if token.sample == FORCE_DATA:
        return Missing(PERIOD_MISSING)
    if reason := known.problem_with(token.inspection, token.sample):
        return Missing(reason, withheld=known.withholds(token.inspection, token.sample))
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
