"""Made-up actions of the other forces, so that the register has something to show."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import Final

from accounts.models import User
from cases.demonstration.people import SUPERVISORS, Person
from judgments.actions.asking import Wording
from judgments.actions.printed_actions import PrintedAction, enter_printed_actions
from judgments.actions.register import Progress, record_status
from judgments.models import Action, ActionKind, Judgment, Status

CYCLE: Final = "2023-25"
SYNTHETIC: Final = "Made up for the demonstration"
WEAK: Final = {"requires_improvement", "inadequate"}
TITLES: Final = (
    "Supervise more closely what falls short",
    "Record decisions where others find them",
    "Tell victims sooner what happens next",
    "Train those who do this work",
)
MADE_UP: Final = "Made up, so that the register has something to show."
TIME_TO_ACT: Final = timedelta(days=365)
STEPS: Final = (
    (Status.BEING_PROGRESSED, timedelta(days=60), "A plan was agreed with the force."),
    (Status.BEING_PROGRESSED, timedelta(days=150), "Half of the plan is done."),
    (Status.COMPLETE, timedelta(days=240), "Looked at again on a visit."),
)
SEEN: Final = "Files read on the visit show it."


def load_register(people: Mapping[Person, User]) -> None:
    """An action for every weak grade that is made up, and how far each force is with it."""
    by = people[SUPERVISORS[0]]
    weak = (
        Judgment.objects.standing()
        .with_setting()
        .filter(area__inspection__cycle__slug=CYCLE, grade__code__in=WEAK, synthetic=True)
        .order_by("area__inspection__slug", "area__area__order")
    )
    asked = [action for judgment in weak for action in _asked(judgment)]
    for action in enter_printed_actions(actions=asked, by=by).actions:
        _progress(action, by)


def _asked(judgment: Judgment) -> Iterator[PrintedAction]:
    random = Random(str(judgment.area))  # noqa: S311
    title = random.choice(TITLES)
    if judgment.grade.code != "inadequate":
        yield _printed(judgment, ActionKind.AREA_FOR_IMPROVEMENT, title)
        return
    concern = f"{judgment.area.area.title}: people are not served as they should be"
    yield _printed(judgment, ActionKind.CAUSE_OF_CONCERN, concern)
    yield _printed(judgment, ActionKind.RECOMMENDATION, title, cause=concern)


def _printed(judgment: Judgment, kind: str, title: str, cause: str = "") -> PrintedAction:
    published_on = judgment.published_on or date.min
    deadline = published_on + TIME_TO_ACT if cause else None
    return PrintedAction(
        inspection=judgment.area.inspection,
        area=judgment.area.area.code,
        wording=Wording(kind, title, MADE_UP, deadline),
        published_on=published_on,
        source=SYNTHETIC,
        cause=cause,
        synthetic=True,
    )


def _progress(action: Action, by: User) -> None:
    random = Random(f"{action.area} {action.number}")  # noqa: S311
    published_on = action.published_on or date.min
    for number in range(random.randint(0, len(STEPS))):
        status, later, comment = STEPS[number]
        complete = status is Status.COMPLETE
        progress = Progress(
            status,
            published_on + later,
            comment,
            SEEN if complete else "",
            by if complete else None,
        )
        record_status(action=action, progress=progress, read=number + 1, by=by)
