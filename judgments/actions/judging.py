"""Writing a judgment, and every step on its way to being published."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.events import record
from accounts.models import User
from cases.actions.reasons import required
from cases.states import Move
from forces.models import Inspection
from judgments import permissions
from judgments.actions.checked_figures import refuse_wrong_figures
from judgments.actions.citing import cite
from judgments.actions.locking import locked_with_what_it_cites
from judgments.actions.rationales import rationale_of
from judgments.consistency import refused
from judgments.figures.freezing import frozen
from judgments.figures.lookup import Found, figures_for
from judgments.figures.tokens import tokens_of
from judgments.inspection_sheet import checks_for, checks_of_area
from judgments.models import Grade, InspectionArea, Judgment
from judgments.states import JudgmentState, move_of, refusal_of
from peel.lib.errors import Conflict, Invalid, require

NO_RATIONALE = "Write the rationale: what the grade rests on."
NOTHING_WAITS = "No confirmed judgment waits to be published."


@dataclass(frozen=True, slots=True)
class Opinion:
    """A grade by its code, and what it rests on.

    ``keep_personal_data`` says that text which looks like personal data is none.
    """

    grade: str
    rationale: str
    keep_personal_data: bool = False


@transaction.atomic
def draft(*, area: InspectionArea, opinion: Opinion, by: User, synthetic: bool = False) -> Judgment:
    """Begin the judgment of an area.

    Raises Refused, Invalid, and Conflict when the area is not graded or has a judgment.
    """
    area = _locked_area(area.pk)
    require(permissions.draft(by, area.inspection))
    if not area.is_graded:
        raise Conflict(f"{area.inspection} covers {area.area.title} without a grade.")
    if area.judgments.exclude(state=JudgmentState.WITHDRAWN).exists():
        raise Conflict("This area has a judgment already. Change or reissue that one.")
    return _new(
        area, opinion, by, reason="The earlier judgment was withdrawn.", synthetic=synthetic
    )


@transaction.atomic
def reissue(*, judgment: Judgment, opinion: Opinion, reason: str, by: User) -> Judgment:
    """Begin a judgment that takes the place of a published one, which stays until then.

    Raises Refused, Invalid, PersonalDataWarning, and Conflict when it is not the one that stands,
    or when its reissue is under way already.
    """
    because = required(reason)
    judgment = _locked(judgment.pk)
    require(permissions.lead(by, judgment.area.inspection))
    if judgment.state != JudgmentState.PUBLISHED:
        raise Conflict("Only a published judgment that stands can be reissued.")
    if judgment.area.judgments.open().exists():
        raise Conflict("The reissue of this judgment is under way already. Change that one.")
    made = _new(judgment.area, opinion, by, reason=because, synthetic=judgment.synthetic)
    record(target=judgment, verb="reissue begun", by=by, details={"reason": because})
    return made


@transaction.atomic
def revise(*, judgment: Judgment, opinion: Opinion, edition: int, by: User) -> Judgment:
    """Change a draft. ``edition`` is the one that was read.

    Raises Refused, Invalid, and Conflict when somebody else changed it meanwhile.
    """
    judgment = _locked(judgment.pk)
    require(permissions.draft(by, judgment.area.inspection))
    if judgment.state != JudgmentState.DRAFT:
        raise Conflict(refusal_of("revise", judgment.state))
    if judgment.edition != edition:
        raise Conflict("Somebody else changed this judgment meanwhile. Look at it again first.")
    judgment.grade, judgment.rationale = _checked(judgment.area, opinion)
    judgment.edition += 1
    judgment.save(update_fields=["grade", "rationale", "edition"])
    _keep(judgment, "revised", by)
    return judgment


@transaction.atomic
def propose(*, judgment: Judgment, by: User) -> Judgment:
    """Hand a draft to moderation. Raises Refused, Invalid without a rationale, and Conflict."""
    judgment = _locked(judgment.pk)
    require(permissions.draft(by, judgment.area.inspection))
    _check_move(judgment, "propose")
    if not judgment.rationale:
        raise Invalid(NO_RATIONALE)
    judgment.proposed_by = by
    return _move(judgment, "propose", by)


@transaction.atomic
def moderate(*, judgment: Judgment, by: User) -> Judgment:
    """Agree to a proposed judgment. Raises Refused for who wrote it, and Conflict."""
    judgment = _locked(judgment.pk)
    require(permissions.moderate(by, judgment))
    _check_move(judgment, "moderate")
    judgment.moderated_by = by
    return _move(judgment, "moderate", by)


@transaction.atomic
def send_back(*, judgment: Judgment, reason: str, by: User) -> Judgment:
    """Have a proposed judgment written anew. Raises Refused, Invalid and Conflict."""
    because = required(reason)
    judgment = _locked(judgment.pk)
    require(permissions.moderate(by, judgment))
    return _move(judgment, "send back", by, reason=because)


@transaction.atomic
def confirm(*, judgment: Judgment, by: User) -> Judgment:
    """Settle a moderated judgment. Raises Refused and Conflict."""
    judgment = _locked(judgment.pk)
    require(permissions.lead(by, judgment.area.inspection))
    return _move(judgment, "confirm", by)


@transaction.atomic
def publish(*, judgment: Judgment, by: User) -> Judgment:
    """Publish a confirmed judgment for good. One that it reissues is superseded.

    Its rationale prints from then on what its figures print now. Raises Refused, and Conflict
    when it is not confirmed, when a cause of concern of its area has no recommendation, or when a
    figure of its rationale is wrong.
    """
    locked_with_what_it_cites(judgment.area.inspection_id)
    judgment = _locked(judgment.pk)
    require(permissions.lead(by, judgment.area.inspection))
    _check_move(judgment, "publish")
    if checks := refused(checks_of_area(judgment.area)):
        raise Conflict(" ".join(check.sentence for check in checks))
    refuse_wrong_figures(judgment.area.inspection, [judgment], by)
    figures = _figures_of([judgment])
    return _publish(judgment, _standing([judgment.area_id]), figures, by)


@transaction.atomic
def publish_all(*, inspection: Inspection, by: User) -> list[Judgment]:
    """Publish every confirmed judgment of an inspection.

    Raises Refused, and Conflict when a graded area has no confirmed judgment, when a figure of a
    rationale is wrong, or nothing waits.
    """
    inspection = locked_with_what_it_cites(inspection.pk)
    require(permissions.lead(by, inspection))
    if checks := refused(checks_for(inspection)):
        raise Conflict(" ".join(check.point.sentence for check in checks))
    waiting = Judgment.objects.filter(
        area__inspection=inspection, state=JudgmentState.CONFIRMED
    ).with_setting()
    refuse_wrong_figures(inspection, waiting, by)
    standing = _standing([judgment.area_id for judgment in waiting])
    figures = _figures_of(waiting)
    published = [_publish(judgment, standing, figures, by) for judgment in waiting]
    if not published:
        raise Conflict(NOTHING_WAITS)
    return published


@transaction.atomic
def step_back(*, judgment: Judgment, reason: str, by: User) -> Judgment:
    """Take a judgment one step back. Raises Refused, Invalid and Conflict."""
    because = required(reason)
    judgment = _locked(judgment.pk)
    require(permissions.lead(by, judgment.area.inspection))
    _check_move(judgment, "step back")
    if judgment.state == JudgmentState.MODERATED:
        judgment.moderated_by = None
    return _move(judgment, "step back", by, reason=because)


@transaction.atomic
def withdraw(*, judgment: Judgment, reason: str, by: User) -> Judgment:
    """Give a judgment up that is not published. Raises Refused, Invalid and Conflict."""
    because = required(reason)
    judgment = _locked(judgment.pk)
    require(permissions.lead(by, judgment.area.inspection))
    return _move(judgment, "withdraw", by, reason=because)


@transaction.atomic
def take_up_again(*, judgment: Judgment, reason: str, by: User) -> Judgment:
    """Make a withdrawn judgment a draft again. Raises Refused, Invalid and Conflict."""
    because = required(reason)
    judgment = _locked(judgment.pk)
    require(permissions.lead(by, judgment.area.inspection))
    _check_move(judgment, "take up again")
    if judgment.area.judgments.filter(revision__gt=judgment.revision).exists():
        raise Conflict("This area was judged again since. Go on with that judgment.")
    judgment.moderated_by = None
    return _move(judgment, "take up again", by, reason=because)


def _locked_area(pk: int) -> InspectionArea:
    InspectionArea.objects.select_for_update().get(pk=pk)
    related = ("inspection__force", "inspection__cycle", "area")
    return InspectionArea.objects.select_related(*related).get(pk=pk)


def _locked(pk: int) -> Judgment:
    """The judgment as it stands, with the lock of its area held."""
    area = Judgment.objects.values_list("area", flat=True).get(pk=pk)
    _locked_area(area)
    Judgment.objects.select_for_update().get(pk=pk)
    return Judgment.objects.with_setting().get(pk=pk)


def _new(
    area: InspectionArea, opinion: Opinion, by: User, *, reason: str, synthetic: bool
) -> Judgment:
    grade, rationale = _checked(area, opinion, reason)
    revision = area.judgments.count() + 1
    judgment = Judgment.objects.create(
        area=area,
        revision=revision,
        grade=grade,
        rationale=rationale,
        reason=reason if revision > 1 else "",
        synthetic=synthetic,
        drafted_by=by,
    )
    _keep(judgment, "drafted", by)
    return judgment


def _checked(area: InspectionArea, opinion: Opinion, reason: str = "") -> tuple[Grade, str]:
    rationale = rationale_of(
        opinion.rationale, keep_personal_data=opinion.keep_personal_data, reason=reason
    )
    grade = Grade.objects.filter(framework=area.area.framework_id, code=opinion.grade).first()
    if grade is None:
        raise Invalid("Choose one of the grades of this cycle.")
    return grade, rationale


def _keep(judgment: Judgment, verb: str, by: User) -> None:
    """The record keeps every edition, so that none is lost, and the figures as they were read."""
    written = {"grade": judgment.grade.code, "rationale": judgment.rationale}
    _record(judgment, verb, by, **written)
    inspection = judgment.area.inspection
    cite(owner=judgment, inspection=inspection, text=judgment.rationale, by=by)


def _standing(areas: Collection[int]) -> dict[int, Judgment]:
    """The judgments that stand, locked, by the primary key of their area."""
    standing = Judgment.objects.standing().filter(area__in=areas)
    locked = standing.select_for_update(of=("self",)).select_related("grade")
    return {judgment.area_id: judgment for judgment in locked.order_by("pk")}


def _figures_of(judgments: Iterable[Judgment]) -> Found:
    """What the tokens of their rationales print, whoever asks."""
    return figures_for(token for each in judgments for token in tokens_of(each.rationale))


def _publish(
    judgment: Judgment, standing: Mapping[int, Judgment], figures: Found, by: User
) -> Judgment:
    written = judgment.rationale
    judgment.rationale = frozen(written, figures)
    if before := standing.get(judgment.area_id):
        _move(before, "supersede", by, reason=judgment.reason, reissue=judgment.pk)
    judgment.published_on = timezone.localdate()
    as_written = {"rationale": written} if written != judgment.rationale else {}
    return _move(judgment, "publish", by, **as_written)


def _check_move(judgment: Judgment, verb: str) -> Move:
    move = move_of(verb, judgment.state)
    if move is None:
        raise Conflict(refusal_of(verb, judgment.state))
    return move


def _move(judgment: Judgment, verb: str, by: User, **details: object) -> Judgment:
    made = _check_move(judgment, verb)
    judgment.state = made.target
    changed = ["state", "proposed_by", "moderated_by", "published_on", "rationale"]
    judgment.save(update_fields=changed)
    _record(judgment, made.event, by, **details)
    return judgment


def _record(judgment: Judgment, verb: str, by: User, **details: object) -> None:
    record(target=judgment, verb=verb, by=by, details=details)
