"""Reading what a report is made of, in a number of queries that does not grow with it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from accounts.models import User
from forces.models import Inspection
from judgments.figures.figure import Figure, Missing
from judgments.figures.lookup import figures_for
from judgments.figures.rendering import printed_in_text
from judgments.figures.tokens import Token, tokens_of
from judgments.inspection_sheet import Line, every_line_of
from judgments.models import (
    Action,
    Finding,
    FollowUp,
    Framework,
    Practice,
    Publication,
    Report,
)
from judgments.text.citing import Figures, with_figures
from judgments.text.markdown import parse
from judgments.text.tree import Blocks

P = TypeVar("P", Finding, Practice)


@dataclass(frozen=True)
class Material:
    """What a report is made of, as it stands. ``frameworks`` begin with that of its cycle."""

    inspection: Inspection
    summary: str
    lines: tuple[Line, ...]
    findings: Mapping[int, list[Finding]]
    practices: Mapping[int, list[Practice]]
    actions: tuple[Action, ...]
    follow_ups: tuple[FollowUp, ...]
    publications: tuple[Publication, ...]
    frameworks: tuple[Framework, ...]
    cited: Mapping[Token, Figure | Missing]

    @cached_property
    def figures(self) -> Figures:
        """What each token prints."""
        return printed_in_text(self.cited)

    def text(self, markdown: str) -> Blocks:
        """A text with its figures."""
        return with_figures(parse(markdown), self.figures)

    @property
    def synthetic(self) -> bool:
        """Whether something of it is made up for a demonstration."""
        judged = (j for line in self.lines for j in (line.standing, line.under_way) if j)
        figures = (figure for figure in self.cited.values() if not isinstance(figure, Missing))
        return any(part.synthetic for part in (*judged, *self.passages, *self.actions)) or any(
            figure.mark for figure in figures
        )

    @property
    def passages(self) -> list[Finding | Practice]:
        kinds = (self.findings, self.practices)
        return [passage for by_area in kinds for some in by_area.values() for passage in some]


def material_of(inspection: Inspection, reader: User | None = None) -> Material:
    """Everything that the report of an inspection prints now.

    With a ``reader``, figures that they may not read are missing.
    """
    report = Report.objects.filter(inspection=inspection).first()
    actions = Action.objects.not_withdrawn().filter(area__inspection=inspection)
    findings = Finding.objects.standing().filter(area__inspection=inspection)
    practices = Practice.objects.standing().filter(area__inspection=inspection)
    published = Publication.objects.filter(report__inspection=inspection).defer("content")
    found = Material(
        inspection=inspection,
        summary=report.summary if report else "",
        lines=tuple(every_line_of(inspection)),
        findings=_by_area(findings.order_by("order", "pk")),
        practices=_by_area(practices.order_by("order", "pk")),
        actions=tuple(actions.select_related("area__area").order_by("number")),
        follow_ups=_follow_ups(inspection),
        publications=tuple(published.order_by("number")),
        frameworks=_frameworks(inspection),
        cited={},
    )
    cited = figures_for(_tokens(found), reader=reader)
    return Material(**{**vars(found), "cited": cited})


def _by_area(passages: Iterable[P]) -> Mapping[int, list[P]]:
    by_area: dict[int, list[P]] = defaultdict(list)
    for passage in passages:
        by_area[passage.area_id].append(passage)
    return by_area


def _follow_ups(inspection: Inspection) -> tuple[FollowUp, ...]:
    said = FollowUp.objects.filter(inspection=inspection).last_said()
    related = ("action__area__inspection__cycle", "action__area__area", "superseded_by")
    order = ("action__area__inspection__cycle__starts", "action__number")
    return tuple(said.select_related(*related).order_by(*order))


def _frameworks(inspection: Inspection) -> tuple[Framework, ...]:
    until_now = Framework.objects.filter(cycle__starts__lte=inspection.cycle.starts)
    return tuple(until_now.select_related("cycle").order_by("-cycle__starts")[:2])


def _tokens(found: Material) -> list[Token]:
    texts = [
        found.summary,
        *(passage.text for passage in found.passages),
        *(action.text for action in found.actions),
        *(follow_up.note for follow_up in found.follow_ups),
    ]
    return list(dict.fromkeys(token for text in texts for token in tokens_of(text)))
