"""Loading frameworks."""

from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction

from accounts.events import record
from accounts.models import User
from forces.models import Cycle
from judgments import framework as pure
from judgments import permissions
from judgments.definition import parse
from judgments.models import Area, Framework, Grade, InspectionArea
from judgments.shipped import shipped_sources
from peel.lib.errors import Conflict, Invalid, require


@dataclass(frozen=True, slots=True)
class Loaded:
    """The frameworks that are there now; those ``kept`` are in use and stay as they were."""

    frameworks: tuple[Framework, ...]
    kept: tuple[Framework, ...]


@transaction.atomic
def load_framework(*, source: str, by: User | None) -> Framework:
    """Store a framework, in place of the one that its cycle had.

    Nothing happens when the cycle has this very source already. Raises ``BrokenDefinition``
    with every problem, Invalid when there is no such cycle, and Conflict when an inspection
    uses the framework already.
    """
    require(permissions.load_frameworks(by))
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    definition = parse(source)
    cycle, earlier = _cycle(definition.cycle), definition.grades_stand_from
    stand_from = _cycle(earlier) if earlier else None
    framework = Framework.objects.select_for_update().filter(cycle=cycle).first()
    framework = framework or Framework(cycle=cycle)
    checksum = sha256(source.encode()).hexdigest()
    if framework.checksum == checksum:
        return framework
    if framework.pk and is_used(framework):
        raise Conflict(f"Inspections use the framework of {cycle}, so it never changes.")
    framework.title, framework.grades_stand_from = definition.title, stand_from
    framework.source, framework.checksum = source, checksum
    framework.save()
    _write(framework, definition)
    record(target=framework, verb="loaded", by=by, details={"checksum": checksum})
    return framework


@transaction.atomic
def load_shipped_frameworks() -> Loaded:
    """Bring the frameworks of the cycles that are there up to the shipped ones.

    One that inspections use stays as it is.
    """
    cycles = set(Cycle.objects.values_list("slug", flat=True))
    loaded, kept = [], []
    for slug, source in shipped_sources().items():
        definition = parse(source)
        if not {definition.cycle, definition.grades_stand_from or slug} <= cycles:
            continue
        try:
            loaded.append(load_framework(source=source, by=None))
        except Conflict:
            kept.append(Framework.objects.get(cycle__slug=slug))
    return Loaded(tuple(loaded), tuple(kept))


def is_used(framework: Framework) -> bool:
    """Whether an inspection covers any of its areas, which freezes it."""
    return InspectionArea.objects.filter(area__framework=framework).exists()


def _cycle(slug: str) -> Cycle:
    cycle = Cycle.objects.filter(slug=slug).first()
    if cycle is None:
        raise Invalid(f"There is no cycle “{slug}”. An administrator adds cycles.")
    return cycle


def _write(framework: Framework, definition: pure.Framework) -> None:
    framework.grades.all().delete()
    framework.areas.filter(pillar__isnull=False).delete()
    framework.areas.all().delete()
    Grade.objects.bulk_create(
        Grade(
            framework=framework, code=grade.code, text=grade.text, colour=grade.colour, order=order
        )
        for order, grade in enumerate(definition.grades, 1)
    )
    rows = [
        Area(framework=framework, code=area.code, title=area.title, graded=area.graded, order=order)
        for order, area in enumerate(definition.areas, 1)
    ]
    written = {row.code: row for row in Area.objects.bulk_create(rows)}
    questions = [area for area in definition.areas if area.pillar]
    for question in questions:
        written[question.code].pillar = written[question.pillar]
    Area.objects.bulk_update([written[question.code] for question in questions], ["pillar"])
