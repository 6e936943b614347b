"""Who may join, lead and see an inspection, and what keeps them away."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, transaction

from accounts import actions as user_actions
from accounts.events import history_of, verify_chain
from accounts.models import Role
from forces import actions, permissions
from forces.models import Force, Inspection, Secondment, TeamMember
from peel.lib.errors import Conflict, Invalid, Refused
from tests.factories import (
    CycleFactory,
    ForceFactory,
    InspectionFactory,
    InspectorFactory,
    SecondmentFactory,
    SupervisorFactory,
    TeamMemberFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def inspection(supervisor):
    force = ForceFactory.create(name="Lancashire Constabulary", short_name="Lancashire")
    return InspectionFactory.create(
        force=force, cycle=CycleFactory.create(name="2023-25"), lead=supervisor
    )


@pytest.fixture
def seconded(inspection):
    person = InspectorFactory.create(name="Inspector 3")
    SecondmentFactory.create(user=person, force=inspection.force)
    return person


# Who may join a team


def test_inspectors_and_supervisors_join(inspection, inspector, other_supervisor, supervisor):
    for member in (inspector, other_supervisor):
        actions.add_member(inspection=inspection, member=member, by=supervisor)
    assert set(inspection.team.all()) == {inspector, other_supervisor}
    event = history_of(inspection)[0]
    assert (event.verb, event.by) == ("member added", supervisor)
    assert event.details == {"user": inspector.pk, "name": inspector.name}


def test_joining_twice_is_joining_once(inspection, inspector, supervisor):
    first = actions.add_member(inspection=inspection, member=inspector, by=supervisor)
    second = actions.add_member(inspection=inspection, member=inspector, by=supervisor)
    assert first == second
    assert history_of(inspection).count() == 1


def test_nobody_joins_the_inspection_of_the_force_they_come_from(inspection, seconded, supervisor):
    with pytest.raises(Refused) as refused:
        actions.add_member(inspection=inspection, member=seconded, by=supervisor)
    assert str(refused.value) == (
        "Inspector 3 is seconded from Lancashire Constabulary and can't join its inspection."
    )
    assert not inspection.members.exists()
    assert not history_of(inspection).exists()


def test_they_join_the_inspection_of_another_force(seconded, administrator):
    other = InspectionFactory.create()
    actions.add_member(inspection=other, member=seconded, by=administrator)
    assert other.team.get() == seconded


@pytest.mark.parametrize(
    ("role", "told"),
    [
        ("observer", "Observer 1 is an observer and can't join a team."),
        ("administrator", "Administrator 1 is an administrator and can't join a team."),
    ],
)
def test_roles_without_casework_join_no_team(role, told, inspection, administrator, request):
    member = request.getfixturevalue(role)
    with pytest.raises(Refused) as refused:
        actions.add_member(inspection=inspection, member=member, by=administrator)
    assert str(refused.value) == told


def test_somebody_inactive_joins_no_team(inspection, inspector, supervisor, administrator):
    user_actions.deactivate(user=inspector, by=administrator)
    with pytest.raises(Refused, match="Inspector 1 is no longer active"):
        actions.add_member(inspection=inspection, member=inspector, by=supervisor)


# Who may change a team


@pytest.mark.parametrize("by", ["inspector", "other_supervisor", "observer"])
def test_others_can_not_change_the_team(by, inspection, other_inspector, request):
    by = request.getfixturevalue(by)
    for act in (
        lambda: actions.add_member(inspection=inspection, member=other_inspector, by=by),
        lambda: actions.remove_member(inspection=inspection, member=other_inspector, by=by),
        lambda: actions.set_lead(inspection=inspection, lead=None, by=by),
        lambda: actions.set_dates(inspection=inspection, starts=None, ends=None, by=by),
    ):
        with pytest.raises(Refused, match="can change its team"):
            act()


def test_a_supervisor_on_the_team_can_change_it(inspection, inspector, other_supervisor):
    TeamMemberFactory.create(inspection=inspection, user=other_supervisor)
    actions.add_member(inspection=inspection, member=inspector, by=other_supervisor)
    assert inspector in inspection.team.all()


def test_an_inspector_on_the_team_can_not_change_it(inspection, inspector, other_inspector):
    TeamMemberFactory.create(inspection=inspection, user=inspector)
    with pytest.raises(Refused):
        actions.add_member(inspection=inspection, member=other_inspector, by=inspector)


def test_an_inactive_lead_can_not_change_it(inspection, supervisor, inspector):
    supervisor.is_active = False
    assert permissions.manage_team(supervisor, inspection)


# Leaving


def test_leaving_is_recorded_once(inspection, inspector, supervisor):
    TeamMemberFactory.create(inspection=inspection, user=inspector)
    for _ in range(2):
        actions.remove_member(inspection=inspection, member=inspector, by=supervisor)
    assert not inspection.members.exists()
    assert history_of(inspection).get().verb == "member removed"


def test_another_app_may_hold_a_member_back(inspection, inspector, supervisor, monkeypatch):
    monkeypatch.setattr(permissions, "_leaving_checks", [])
    held = {inspector.pk: "Inspector 1 has two open files. Hand them over first."}
    permissions.check_before_leaving(lambda member, _: held.get(member.pk))
    TeamMemberFactory.create(inspection=inspection, user=inspector)
    with pytest.raises(Conflict, match="Hand them over first"):
        actions.remove_member(inspection=inspection, member=inspector, by=supervisor)
    assert inspection.members.count() == 1
    held.clear()
    actions.remove_member(inspection=inspection, member=inspector, by=supervisor)
    assert not inspection.members.exists()


def test_a_check_is_asked_once_however_often_it_is_named(monkeypatch, inspection, inspector):
    monkeypatch.setattr(permissions, "_leaving_checks", [])
    asked = []

    def check(member, _):
        asked.append(member)

    for _ in range(2):
        permissions.check_before_leaving(check)
    permissions.leave_team(inspector, inspection)
    assert asked == [inspector]


# The lead


def test_a_supervisor_leads(inspection, other_supervisor, administrator):
    changed = actions.set_lead(inspection=inspection, lead=other_supervisor, by=administrator)
    assert changed.lead == other_supervisor
    actions.set_lead(inspection=inspection, lead=other_supervisor, by=administrator)
    assert [e.verb for e in history_of(inspection)] == ["lead set"]
    assert actions.set_lead(inspection=inspection, lead=None, by=administrator).lead is None


@pytest.mark.parametrize("role", ["inspector", "observer", "administrator"])
def test_others_do_not_lead(role, inspection, administrator, request):
    person = request.getfixturevalue(role)
    with pytest.raises(Refused, match="is not a supervisor and can't lead"):
        actions.set_lead(inspection=inspection, lead=person, by=administrator)


def test_nobody_leads_the_inspection_of_the_force_they_come_from(inspection, administrator):
    person = SupervisorFactory.create(name="Supervisor 3")
    SecondmentFactory.create(user=person, force=inspection.force)
    with pytest.raises(Refused) as refused:
        actions.set_lead(inspection=inspection, lead=person, by=administrator)
    assert str(refused.value) == (
        "Supervisor 3 is seconded from Lancashire Constabulary and can't lead its inspection."
    )


def test_an_inactive_supervisor_does_not_lead(inspection, administrator):
    person = SupervisorFactory.create(is_active=False)
    with pytest.raises(Refused, match="no longer active"):
        actions.set_lead(inspection=inspection, lead=person, by=administrator)


# Secondments


def test_a_secondment_is_set_changed_and_ended(inspector, administrator):
    first, second = ForceFactory.create_batch(2)
    for force in (first, first, second, None, None):
        actions.set_secondment(user=inspector, force=force, by=administrator)
    assert not Secondment.objects.exists()
    assert [(e.verb, e.details) for e in history_of(inspector)] == [
        ("seconded", {"force": first.slug}),
        ("seconded", {"force": second.slug}),
        ("secondment ended", {}),
    ]


@pytest.mark.parametrize("works", ["member", "lead"])
def test_a_secondment_from_a_force_one_inspects_is_refused(
    works, inspection, inspector, supervisor, administrator
):
    TeamMemberFactory.create(inspection=inspection, user=inspector)
    person = inspector if works == "member" else supervisor
    with pytest.raises(Conflict) as refused:
        actions.set_secondment(user=person, force=inspection.force, by=administrator)
    assert str(refused.value) == (
        f"{person.name} works on the inspection Lancashire 2023-25 and can't be seconded from "
        "Lancashire Constabulary. Take them off it first."
    )
    assert not Secondment.objects.exists()


@pytest.mark.parametrize("role", ["inspector", "supervisor", "observer"])
def test_only_administrators_second(role, other_inspector, request):
    by = request.getfixturevalue(role)
    with pytest.raises(Refused, match="Only an administrator"):
        actions.set_secondment(user=other_inspector, force=ForceFactory.create(), by=by)


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.ADMINISTRATOR])
def test_nobody_on_a_team_takes_a_role_without_casework(role, inspection, inspector, administrator):
    TeamMemberFactory.create(inspection=inspection, user=inspector)
    with pytest.raises(Conflict, match="works on the inspection Lancashire 2023-25"):
        actions.change_role(user=inspector, role=role, by=administrator)
    changed = actions.change_role(user=inspector, role=Role.SUPERVISOR, by=administrator)
    assert changed.is_supervisor


# The database keeps them apart too


def _refused_by_the_database():
    return pytest.raises(DatabaseError, match="seconded from a force")


def test_the_database_refuses_a_member_from_the_force(inspection, seconded, inspector):
    with _refused_by_the_database(), transaction.atomic():
        TeamMember.objects.create(inspection=inspection, user=seconded)
    with _refused_by_the_database(), transaction.atomic():
        TeamMember.objects.bulk_create([TeamMember(inspection=inspection, user=seconded)])
    member = TeamMemberFactory.create(inspection=inspection, user=inspector)
    with _refused_by_the_database(), transaction.atomic():
        TeamMember.objects.filter(pk=member.pk).update(user=seconded)


def test_the_database_refuses_a_lead_from_the_force(inspection, seconded):
    with _refused_by_the_database(), transaction.atomic():
        Inspection.objects.filter(pk=inspection.pk).update(lead=seconded)
    with _refused_by_the_database(), transaction.atomic():
        InspectionFactory.create(force=inspection.force, lead=seconded)


def test_the_database_refuses_to_move_an_inspection_under_its_team(inspection, seconded):
    other = InspectionFactory.create()
    TeamMemberFactory.create(inspection=other, user=seconded)
    with _refused_by_the_database(), transaction.atomic():
        Inspection.objects.filter(pk=other.pk).update(force=inspection.force)


def test_the_database_refuses_a_secondment_from_a_force_inspected(inspection, inspector):
    TeamMemberFactory.create(inspection=inspection, user=inspector)
    with _refused_by_the_database(), transaction.atomic():
        Secondment.objects.create(user=inspector, force=inspection.force)
    secondment = SecondmentFactory.create(user=inspector)
    with _refused_by_the_database(), transaction.atomic():
        Secondment.objects.filter(pk=secondment.pk).update(force=inspection.force)


# Inspections


def test_an_inspection_is_opened(administrator, supervisor):
    force, cycle = ForceFactory.create(slug="lancashire"), CycleFactory.create(slug="2023-25")
    inspection = actions.create_inspection(
        force=force, cycle=cycle, lead=supervisor, starts=date(2024, 1, 8), by=administrator
    )
    assert (inspection.slug, inspection.lead) == ("lancashire-2023-25", supervisor)
    assert [e.verb for e in history_of(inspection)] == ["created", "lead set"]
    assert verify_chain(inspection) == []


def test_a_force_is_inspected_once_a_cycle(inspection, administrator):
    with pytest.raises(Invalid, match="already has an inspection in this cycle"):
        actions.create_inspection(force=inspection.force, cycle=inspection.cycle, by=administrator)
    assert Inspection.objects.count() == 1


def test_a_refused_lead_leaves_no_inspection(administrator, inspector):
    force, cycle = ForceFactory.create(), CycleFactory.create()
    with pytest.raises(Refused):
        actions.create_inspection(force=force, cycle=cycle, lead=inspector, by=administrator)
    assert not Inspection.objects.exists()


@pytest.mark.parametrize("role", ["inspector", "supervisor", "observer"])
def test_only_administrators_open_and_delete_inspections(role, inspection, request):
    by = request.getfixturevalue(role)
    with pytest.raises(Refused, match="Only an administrator"):
        actions.create_inspection(force=ForceFactory.create(), cycle=inspection.cycle, by=by)
    with pytest.raises(Refused, match="Only an administrator"):
        actions.delete_inspection(inspection=inspection, by=by)


def test_dates_are_set_and_checked(inspection, supervisor):
    changed = actions.set_dates(
        inspection=inspection, starts=date(2024, 1, 8), ends=date(2024, 2, 2), by=supervisor
    )
    assert (changed.starts, changed.ends) == (date(2024, 1, 8), date(2024, 2, 2))
    assert history_of(inspection).get().details == {"starts": "2024-01-08", "ends": "2024-02-02"}
    with pytest.raises(Invalid, match="must not end before it starts"):
        actions.set_dates(
            inspection=inspection, starts=date(2024, 2, 2), ends=date(2024, 2, 1), by=supervisor
        )
    assert history_of(inspection).count() == 1


def test_an_inspection_with_a_team_is_not_deleted(inspection, inspector, administrator):
    member = TeamMemberFactory.create(inspection=inspection, user=inspector)
    with pytest.raises(Conflict, match="has a team or work in it"):
        actions.delete_inspection(inspection=inspection, by=administrator)
    assert not history_of(inspection).exists()
    member.delete()
    target = Inspection(pk=inspection.pk)
    actions.delete_inspection(inspection=inspection, by=administrator)
    assert not Inspection.objects.exists()
    assert history_of(target).get().verb == "deleted"


# Who sees which inspection


def test_who_sees_which_inspection(
    inspection, inspector, other_inspector, supervisor, other_supervisor, administrator, observer
):
    other = InspectionFactory.create()
    TeamMemberFactory.create(inspection=inspection, user=inspector)
    for user in (supervisor, other_supervisor, administrator, observer):
        assert set(Inspection.objects.visible_to(user)) == {inspection, other}
    assert set(Inspection.objects.visible_to(inspector)) == {inspection}
    assert not Inspection.objects.visible_to(other_inspector).exists()
    assert not Inspection.objects.visible_to(AnonymousUser()).exists()
    inspector.is_active = False
    assert not Inspection.objects.visible_to(inspector).exists()


def test_members_are_seen_with_their_inspection(inspection, inspector, other_inspector):
    member = TeamMemberFactory.create(inspection=inspection, user=inspector)
    TeamMemberFactory.create()
    assert set(TeamMember.objects.visible_to(inspector)) == {member}
    assert not TeamMember.objects.visible_to(other_inspector).exists()


def test_forces_are_seen_by_all_who_sign_in(inspection, observer):
    assert Force.objects.visible_to(observer).count() == 1
    assert not Force.objects.visible_to(AnonymousUser()).exists()


def test_secondments_are_seen_by_supervisors_and_the_person(
    seconded, inspector, supervisor, administrator, observer
):
    seen = {u: Secondment.objects.visible_to(u).count() for u in (supervisor, administrator)}
    assert set(seen.values()) == {1}
    assert Secondment.objects.visible_to(seconded).count() == 1
    assert not Secondment.objects.visible_to(inspector).exists()
    assert not Secondment.objects.visible_to(observer).exists()
