"""Forces, cycles and inspections in the admin."""

import pytest

from accounts.events import history_of
from forces import permissions
from forces.models import Cycle, Force, Inspection
from tests.factories import (
    CycleFactory,
    ForceFactory,
    InspectionFactory,
    InspectorFactory,
    SecondmentFactory,
    TeamMemberFactory,
)

pytestmark = pytest.mark.django_db

INSPECTIONS = "/admin/forces/inspection/"


@pytest.fixture
def as_administrator(client, administrator):
    client.force_login(administrator)
    return client


def _errors(response):
    errors = response.context["adminform"].form.errors.get_json_data()
    return {field: [error["message"] for error in found] for field, found in errors.items()}


@pytest.mark.parametrize("model", ["force", "cycle", "inspection"])
def test_every_list_and_form_opens(model, as_administrator):
    inspection = InspectionFactory.create()
    pk = {"force": inspection.force_id, "cycle": inspection.cycle_id}.get(model, inspection.pk)
    for path in ("", "add/", f"{pk}/change/"):
        assert as_administrator.get(f"/admin/forces/{model}/{path}").status_code == 200


def test_a_force_is_added_and_changed_by_the_action(as_administrator, administrator):
    similar = ForceFactory.create()
    fields = {
        "code": "E1", "slug": "newshire", "name": "Newshire Police", "short_name": "Newshire",
        "noun": "force", "region": "wales", "most_similar": [similar.pk],
    }  # fmt: skip
    assert as_administrator.post("/admin/forces/force/add/", fields).status_code == 302
    force = Force.objects.get(slug="newshire")
    assert force.most_similar.get() == similar
    fields |= {"noun": "constabulary", "most_similar": []}
    as_administrator.post(f"/admin/forces/force/{force.pk}/change/", fields)
    assert not force.most_similar.exists()
    assert [(e.verb, e.by) for e in history_of(force)] == [
        (verb, administrator)
        for verb in (
            "created", "most similar forces set", "changed", "most similar forces set",
        )
    ]  # fmt: skip


def test_a_force_similar_to_itself_is_told_beside_its_field(as_administrator):
    force = ForceFactory.create()
    fields = {
        "code": force.code, "slug": force.slug, "name": force.name, "noun": force.noun,
        "short_name": force.short_name, "region": force.region, "most_similar": [force.pk],
    }  # fmt: skip
    response = as_administrator.post(f"/admin/forces/force/{force.pk}/change/", fields)
    assert "most similar to itself" in str(_errors(response)["most_similar"])


def test_a_cycle_is_added_by_the_action(as_administrator):
    fields = {
        "slug": "2027-29", "name": "2027-29", "starts": "2027-01-01", "ends": "2029-12-31",
        "rate_decimals": "1", "interval_decimals": "1", "estimate_threshold": "40",
        "finite_population": "on",
    }  # fmt: skip
    as_administrator.post("/admin/forces/cycle/add/", fields)
    cycle = Cycle.objects.get(slug="2027-29")
    assert (cycle.estimate_threshold, cycle.finite_population) == (40, True)
    assert history_of(cycle).get().verb == "created"
    response = as_administrator.post(
        "/admin/forces/cycle/add/", fields | {"slug": "x", "name": "x", "ends": "2026-12-31"}
    )
    assert "must not end before it starts" in str(_errors(response))


def test_forces_and_cycles_are_kept(as_administrator):
    inspection = InspectionFactory.create()
    for path in (f"force/{inspection.force_id}", f"cycle/{inspection.cycle_id}"):
        response = as_administrator.post(f"/admin/forces/{path}/delete/", {"post": "yes"})
        assert response.status_code == 403


def test_an_inspection_is_opened_with_its_team(
    as_administrator, administrator, inspector, supervisor
):
    force, cycle = ForceFactory.create(), CycleFactory.create()
    fields = {
        "force": force.pk, "cycle": cycle.pk, "starts": "2024-01-08", "ends": "",
        "lead": supervisor.pk, "members": [inspector.pk],
    }  # fmt: skip
    response = as_administrator.post(f"{INSPECTIONS}add/", fields)
    assert response.status_code == 302
    inspection = Inspection.objects.get()
    assert inspection.slug == f"{force.slug}-{cycle.slug}"
    assert (inspection.lead, inspection.team.get()) == (supervisor, inspector)
    assert [e.verb for e in history_of(inspection)] == ["created", "lead set", "member added"]
    assert {e.by for e in history_of(inspection)} == {administrator}


def test_the_same_inspection_twice_is_told(as_administrator):
    inspection = InspectionFactory.create()
    response = as_administrator.post(
        f"{INSPECTIONS}add/", {"force": inspection.force_id, "cycle": inspection.cycle_id}
    )
    assert "already has an inspection in this cycle" in str(_errors(response))
    assert Inspection.objects.count() == 1


def test_the_team_is_changed_by_the_actions(as_administrator, inspector, other_inspector):
    inspection = InspectionFactory.create()
    TeamMemberFactory.create(inspection=inspection, user=inspector)
    fields = {"starts": "", "ends": "", "lead": "", "members": [other_inspector.pk]}
    as_administrator.post(f"{INSPECTIONS}{inspection.pk}/change/", fields)
    assert list(inspection.team.all()) == [other_inspector]
    assert [e.verb for e in history_of(inspection)] == [
        "lead set", "member added", "member removed",
    ]  # fmt: skip


@pytest.mark.parametrize("existing", [True, False])
def test_refusals_are_told_beside_their_fields(existing, as_administrator, other_supervisor):
    inspection = InspectionFactory.create()
    force, person = inspection.force, InspectorFactory.create()
    for user in (person, other_supervisor):
        SecondmentFactory.create(user=user, force=force)
    fields = {"lead": other_supervisor.pk, "members": [person.pk]}
    address = f"{INSPECTIONS}{inspection.pk}/change/"
    if not existing:
        address = f"{INSPECTIONS}add/"
        fields |= {"force": force.pk, "cycle": CycleFactory.create().pk}
    errors = _errors(as_administrator.post(address, fields))
    assert "can't lead its inspection" in str(errors["lead"])
    assert "can't join its inspection" in str(errors["members"])
    assert not inspection.members.exists()
    assert Inspection.objects.count() == 1


def test_a_member_who_is_held_stays(as_administrator, inspector, monkeypatch):
    monkeypatch.setattr(permissions, "_leaving_checks", [lambda *_: "Two files are open."])
    member = TeamMemberFactory.create(user=inspector)
    response = as_administrator.post(
        f"{INSPECTIONS}{member.inspection_id}/change/", {"lead": member.inspection.lead_id}
    )
    assert "Two files are open." in str(_errors(response)["members"])
    assert member.inspection.members.exists()


def test_saving_keeps_a_member_who_is_no_longer_active(as_administrator):
    person = InspectorFactory.create(is_active=False)
    inspection = TeamMemberFactory.create(user=person).inspection
    fields = {"lead": inspection.lead_id, "members": [person.pk]}
    response = as_administrator.post(f"{INSPECTIONS}{inspection.pk}/change/", fields)
    assert response.status_code == 302
    assert inspection.team.get() == person
    assert not history_of(inspection).exists()


def test_an_inspection_without_a_team_can_be_deleted(as_administrator):
    inspection, busy = InspectionFactory.create(), TeamMemberFactory.create().inspection
    for each in (inspection, busy):
        as_administrator.post(f"{INSPECTIONS}{each.pk}/delete/", {"post": "yes"})
    assert list(Inspection.objects.all()) == [busy]
    assert history_of(inspection).get().verb == "deleted"
    as_administrator.post(
        INSPECTIONS, {"action": "delete_selected", "_selected_action": [busy.pk], "post": "yes"}
    )
    assert Inspection.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_inspections_takes_the_same_statements(
    number, as_administrator, django_assert_max_num_queries
):
    InspectionFactory.create_batch(number)
    with django_assert_max_num_queries(7):
        assert as_administrator.get(INSPECTIONS).status_code == 200
