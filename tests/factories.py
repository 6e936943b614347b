"""Users, forces, cycles and inspections for tests. Call ``.create()``."""

from datetime import date

from factory.declarations import LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory, Password

from accounts.models import Role, User
from forces.models import Cycle, Force, Inspection, Noun, Region, Secondment, TeamMember

PASSWORD = "correct horse battery staple"


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    email = Sequence(lambda n: f"user{n}@example.org")
    name = Sequence(lambda n: f"User {n}")
    role = Role.INSPECTOR
    password = Password(PASSWORD)


class InspectorFactory(UserFactory):
    email = Sequence(lambda n: f"inspector{n}@example.org")
    name = Sequence(lambda n: f"Inspector {n}")


class SupervisorFactory(UserFactory):
    email = Sequence(lambda n: f"supervisor{n}@example.org")
    name = Sequence(lambda n: f"Supervisor {n}")
    role = Role.SUPERVISOR


class AdministratorFactory(UserFactory):
    email = Sequence(lambda n: f"administrator{n}@example.org")
    name = Sequence(lambda n: f"Administrator {n}")
    role = Role.ADMINISTRATOR


class ObserverFactory(UserFactory):
    email = Sequence(lambda n: f"observer{n}@example.org")
    name = Sequence(lambda n: f"Observer {n}")
    role = Role.OBSERVER


class ForceFactory(DjangoModelFactory[Force]):
    class Meta:
        model = Force

    code = Sequence(lambda n: f"F{n:04}")
    slug = Sequence(lambda n: f"force-{n}")
    short_name = Sequence(lambda n: f"Shire {n}")
    name = LazyAttribute(lambda force: f"{force.short_name} Police")
    noun = Noun.FORCE
    region = Region.NORTH_WEST


class CycleFactory(DjangoModelFactory[Cycle]):
    class Meta:
        model = Cycle

    slug = Sequence(lambda n: f"cycle-{n}")
    name = Sequence(lambda n: f"Cycle {n}")
    starts = date(2023, 4, 1)
    ends = date(2025, 3, 31)


class InspectionFactory(DjangoModelFactory[Inspection]):
    class Meta:
        model = Inspection

    force = SubFactory(ForceFactory)
    cycle = SubFactory(CycleFactory)
    slug = LazyAttribute(lambda i: f"{i.force.slug}-{i.cycle.slug}")
    lead = SubFactory(SupervisorFactory)


class TeamMemberFactory(DjangoModelFactory[TeamMember]):
    class Meta:
        model = TeamMember

    inspection = SubFactory(InspectionFactory)
    user = SubFactory(InspectorFactory)


class SecondmentFactory(DjangoModelFactory[Secondment]):
    class Meta:
        model = Secondment

    user = SubFactory(InspectorFactory)
    force = SubFactory(ForceFactory)
