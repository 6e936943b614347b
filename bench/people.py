"""The people and inspections of the measured databases."""

from datetime import date

from accounts.models import Role, User
from bench.scale import Scale
from cases.models import Sample
from checklists.models import Version
from forces.models import Cycle, Force, Inspection, TeamMember
from forces.reference import load_reference

INSPECTORS_IN_A_TEAM = 3


def make_inspections(scale: Scale) -> list[Inspection]:
    """Every force in every cycle, each with a lead and three inspectors."""
    load_reference(by=None)
    forces = list(Force.objects.order_by("pk")[: scale.forces])
    cycles = [_cycle(number) for number in range(1, scale.inspections + 1)]
    leads = [_user(Role.SUPERVISOR, n) for n in range(min(10, scale.forces))]
    inspections = Inspection.objects.bulk_create(
        Inspection(
            force=force,
            cycle=cycle,
            slug=f"{force.slug}-{cycle.slug}",
            lead=leads[number % len(leads)],
        )
        for number, force in enumerate(forces)
        for cycle in cycles
    )
    for force in forces:
        _make_teams(force, [i for i in inspections if i.force_id == force.pk])
    return inspections


def make_samples(inspections: list[Inspection], version: Version) -> list[Sample]:
    return Sample.objects.bulk_create(
        Sample(inspection=inspection, version=version, slug="vsa", name=version.title)
        for inspection in inspections
    )


def _make_teams(force: Force, inspections: list[Inspection]) -> None:
    """The same three inspectors for each inspection of a force."""
    team = [_user(Role.INSPECTOR, force.pk * 10 + n) for n in range(INSPECTORS_IN_A_TEAM)]
    TeamMember.objects.bulk_create(
        TeamMember(inspection=inspection, user=member)
        for inspection in inspections
        for member in team
    )


def _cycle(number: int) -> Cycle:
    return Cycle.objects.create(
        slug=f"cycle-{number}",
        name=f"Cycle {number}",
        starts=date(2000 + number, 1, 1),
        ends=date(2000 + number, 12, 31),
    )


def _user(role: Role, number: int) -> User:
    return User.objects.create_user(
        email=f"{role}{number}@bench.example", name=f"{role.label} {number}", role=role
    )
