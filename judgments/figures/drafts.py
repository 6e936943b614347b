"""The texts of an inspection in which figures may stand, while they are drafts."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from accounts.events import target_of
from forces.models import Inspection
from judgments.models import Action, Finding, FollowUp, Judgment, Practice, Report

Owner = Finding | Practice | Action | FollowUp | Judgment | Report


@dataclass(frozen=True, slots=True)
class DraftText:
    """A text in which figures may stand. ``where`` names it to people.

    A heading is printed as it was typed: it can hold no token.
    """

    owner: Owner
    where: str
    text: str
    is_heading: bool = False

    @property
    def name(self) -> str:
        """Its owner as the record names it, such as ``judgments.finding:12``."""
        return target_of(self.owner)

    @property
    def url(self) -> str:
        """The page of its owner."""
        if isinstance(self.owner, Report):
            return reverse("judgments:report", args=[self.owner.inspection.slug])
        return self.owner.get_absolute_url()


def texts_of(inspection: Inspection) -> list[DraftText]:
    """Every text of the report, and the rationales of the judgments that are not published.

    Six queries.
    """
    reports = Report.objects.filter(inspection=inspection).select_related("inspection")
    texts = [DraftText(report, "The summary", text_of(report)) for report in reports]
    sections = [*_judgments(inspection), *_passages(inspection), *_actions(inspection)]
    by_area = sorted(sections, key=lambda each: each.area.area.order)
    texts += [text for owner in by_area for text in texts_about(owner)]
    return texts + list(_follow_ups(inspection))


def text_of(owner: Owner) -> str:
    """The Markdown that is its own."""
    if isinstance(owner, FollowUp):
        return owner.note
    if isinstance(owner, Judgment):
        return owner.rationale
    return owner.summary if isinstance(owner, Report) else owner.text


def texts_about(owner: Finding | Practice | Action | Judgment) -> Iterator[DraftText]:
    """The texts of one that is about an area."""
    area = owner.area.area.title
    if isinstance(owner, Judgment):
        yield DraftText(owner, f"{area}, rationale of the judgment", text_of(owner))
        return
    heading = owner.title if isinstance(owner, Action) else owner.heading
    where = f"{area}, {owner.get_kind_display().lower()} “{heading}”"
    yield DraftText(owner, where, heading, is_heading=True)
    yield DraftText(owner, where, text_of(owner))


def _judgments(inspection: Inspection) -> Iterator[Judgment]:
    under_way = Judgment.objects.open().filter(area__inspection=inspection)
    yield from under_way.select_related("area__area").order_by("pk")


def _passages(inspection: Inspection) -> Iterator[Finding | Practice]:
    for model in (Finding, Practice):
        standing = model.objects.standing().filter(area__inspection=inspection)
        yield from standing.select_related("area__area").order_by("order", "pk")


def _actions(inspection: Inspection) -> Iterator[Action]:
    actions = Action.objects.not_withdrawn().filter(area__inspection=inspection)
    yield from actions.select_related("area__area").order_by("number")


def _follow_ups(inspection: Inspection) -> Iterator[DraftText]:
    said = FollowUp.objects.filter(inspection=inspection).last_said()
    for follow_up in said.select_related("inspection", "action").order_by("action"):
        yield DraftText(follow_up, f"What became of “{follow_up.action}”", follow_up.note)
