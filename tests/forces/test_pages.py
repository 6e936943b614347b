"""The lists of forces and inspections, and the page of a team."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.events import history_of
from forces import permissions
from forces.models import Region
from forces.reference import load_reference
from tests.factories import (
    CycleFactory,
    ForceFactory,
    InspectionFactory,
    InspectorFactory,
    SecondmentFactory,
    TeamMemberFactory,
)

pytestmark = pytest.mark.django_db


def _text(response):
    return " ".join(response.content.decode().replace("&#x27;", "'").split())


def _listed(response):
    return [inspection.slug for inspection in response.context["page"]]


@pytest.fixture
def inspection(supervisor):
    force = ForceFactory.create(
        slug="lancashire", name="Lancashire Constabulary", short_name="Lancashire"
    )
    cycle = CycleFactory.create(slug="2023-25", name="2023-25")
    return InspectionFactory.create(force=force, cycle=cycle, lead=supervisor)


@pytest.fixture
def as_lead(client, inspection):
    client.force_login(inspection.lead)
    return client


def _at(name, inspection, *more):
    return reverse(f"forces:{name}", args=[inspection.slug, *more])


# Forces


def test_forces_are_listed_by_region_in_order(client, observer):
    load_reference(by=None)
    client.force_login(observer)
    response = client.get(reverse("forces:forces"))
    regions = list(dict.fromkeys(force.region for force in response.context["forces"]))
    assert regions == Region.values
    assert "Lancashire Constabulary" in _text(response)
    assert "the constabulary" in _text(response)


def test_without_forces_the_page_says_how_to_load_them(client, observer):
    client.force_login(observer)
    assert "load_forces" in _text(client.get(reverse("forces:forces")))


def test_a_force_names_its_most_similar_forces(client, observer):
    force = ForceFactory.create()
    force.most_similar.add(ForceFactory.create(short_name="Westshire"))
    client.force_login(observer)
    page = _text(client.get(reverse("forces:forces")))
    assert page.count("Not recorded") == 1
    assert '<td class="govuk-table__cell">Westshire</td>' in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_forces_takes_the_same_statements(
    number, client, observer, django_assert_num_queries
):
    for force in ForceFactory.create_batch(number):
        force.most_similar.set(ForceFactory.create_batch(2))
    client.force_login(observer)
    with django_assert_num_queries(4):
        client.get(reverse("forces:forces"))


# Inspections


def test_an_inspector_lists_their_own_inspections(client, inspection, inspector):
    InspectionFactory.create()
    TeamMemberFactory.create(inspection=inspection, user=inspector)
    client.force_login(inspector)
    assert _listed(client.get(reverse("forces:inspections"))) == ["lancashire-2023-25"]


@pytest.mark.parametrize("role", ["supervisor", "administrator", "observer"])
def test_others_list_every_inspection(role, client, inspection, request):
    InspectionFactory.create()
    client.force_login(request.getfixturevalue(role))
    assert len(_listed(client.get(reverse("forces:inspections")))) == 2


@pytest.mark.parametrize(
    ("role", "told"),
    [
        ("inspector", "You are on no team yet"),
        ("supervisor", "An administrator adds them"),
        ("administrator", "/admin/forces/inspection/add/"),
        ("observer", "There are no inspections yet"),
    ],
)
def test_an_empty_list_says_what_to_do(role, told, client, request):
    client.force_login(request.getfixturevalue(role))
    assert told in _text(client.get(reverse("forces:inspections")))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=lancas", True),
        ("q=CONSTABULARY", True),
        ("q=kent", False),
        ("cycle=2023-25", True),
        ("cycle=2016", False),
        ("region=north-west", True),
        ("region=wales", False),
        ("q=lanc&cycle=2023-25&region=north-west", True),
    ],
)
def test_inspections_are_filtered(query, found, as_lead, inspection):
    CycleFactory.create(slug="2016", name="2016")
    response = as_lead.get(reverse("forces:inspections") + f"?{query}")
    assert _listed(response) == (["lancashire-2023-25"] if found else [])
    if not found:
        assert "No inspection matches these filters" in _text(response)


def test_an_unknown_filter_value_is_told(as_lead, inspection):
    response = as_lead.get(reverse("forces:inspections") + "?cycle=never")
    assert response.context["form"].errors["cycle"]


def test_a_search_is_escaped(as_lead):
    response = as_lead.get(reverse("forces:inspections") + "?q=<script>alert(1)</script>")
    assert b"<script>alert" not in response.content


def test_an_observer_sees_no_names(client, inspection, observer):
    client.force_login(observer)
    page = _text(client.get(reverse("forces:inspections")))
    assert inspection.lead.name not in page
    assert _at("team", inspection) not in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_inspections_takes_the_same_statements(
    number, client, supervisor, django_assert_num_queries
):
    for inspection in InspectionFactory.create_batch(number):
        TeamMemberFactory.create_batch(2, inspection=inspection)
    client.force_login(supervisor)
    with django_assert_num_queries(5):
        client.get(reverse("forces:inspections"))


def test_a_long_list_has_pages(client, supervisor):
    cycles = CycleFactory.create_batch(2)
    for force in ForceFactory.create_batch(26):
        for cycle in cycles:
            InspectionFactory.create(force=force, cycle=cycle, lead=supervisor)
    client.force_login(supervisor)
    address = reverse("forces:inspections")
    pages = [_listed(client.get(f"{address}?page={number}")) for number in (1, 2)]
    assert [len(page) for page in pages] == [50, 2]
    assert not set(pages[0]) & set(pages[1])


# The team


def test_the_team_page_shows_who_works_there(client, inspection, inspector):
    home = ForceFactory.create(name="Kent Police")
    SecondmentFactory.create(user=inspector, force=home)
    TeamMemberFactory.create(inspection=inspection, user=inspector)
    client.force_login(inspector)
    page = _text(client.get(_at("team", inspection)))
    for words in (inspector.name, "Kent Police", inspection.lead.name, "Only an administrator"):
        assert words in page
    assert "Put somebody on the team" not in page


def test_an_inspector_does_not_find_the_team_of_others(client, inspection, inspector):
    client.force_login(inspector)
    assert client.get(_at("team", inspection)).status_code == 404
    assert client.post(_at("add_member", inspection), {}).status_code == 404


def test_an_observer_is_refused_the_team_with_the_reason(client, inspection, observer):
    client.force_login(observer)
    response = client.get(_at("team", inspection))
    assert response.status_code == 403
    assert "Observers read signed-off results" in _text(response)


def test_the_lead_puts_somebody_on_the_team(as_lead, inspection, inspector):
    response = as_lead.post(_at("add_member", inspection), {"member": inspector.pk}, follow=True)
    assert "Inspector 1 is on the team." in _text(response)
    assert "member added, Inspector 1, by Supervisor 1" in _text(response)
    assert inspection.team.get() == inspector


def test_somebody_from_the_force_is_refused_beside_the_field(as_lead, inspection):
    person = InspectorFactory.create(name="Inspector 3")
    SecondmentFactory.create(user=person, force=inspection.force)
    assert "Inspector 3 (seconded from Lancashire Constabulary)" in _text(
        as_lead.get(_at("team", inspection))
    )
    response = as_lead.post(_at("add_member", inspection), {"member": person.pk})
    assert response.status_code == 403
    assert response.context["member_form"].errors["member"] == [
        "Inspector 3 is seconded from Lancashire Constabulary and can't join its inspection."
    ]
    assert not inspection.members.exists()


def test_choosing_nobody_is_told(as_lead, inspection, observer):
    for member in ("", "0", observer.pk):
        response = as_lead.post(_at("add_member", inspection), {"member": member})
        assert response.status_code == 400
        assert response.context["member_form"].errors["member"]
    assert not inspection.members.exists()


@pytest.mark.parametrize("name", ["add_member", "set_lead", "set_dates"])
@pytest.mark.parametrize("role", ["inspector", "other_supervisor", "observer"])
def test_others_are_refused_with_the_reason(name, role, client, inspection, inspector, request):
    TeamMemberFactory.create(inspection=inspection, user=inspector)
    client.force_login(request.getfixturevalue(role))
    response = client.post(_at(name, inspection), {"member": inspector.pk})
    assert response.status_code == 403
    assert "Only an administrator" in _text(response) or role == "observer"
    assert not history_of(inspection).exists()


@pytest.mark.parametrize("name", ["add_member", "set_lead", "set_dates"])
def test_writing_needs_a_post(name, as_lead, inspection):
    assert as_lead.get(_at(name, inspection)).status_code == 405


def test_somebody_is_taken_off_after_a_question(as_lead, inspection, inspector):
    member = TeamMemberFactory.create(inspection=inspection, user=inspector)
    address = _at("remove_member", inspection, member.pk)
    assert "Take Inspector 1 off the team?" in _text(as_lead.get(address))
    assert inspection.members.exists()
    assert "no longer on the team" in _text(as_lead.post(address, follow=True))
    assert not inspection.members.exists()


def test_a_member_who_is_held_stays_with_the_reason(as_lead, inspection, inspector, monkeypatch):
    monkeypatch.setattr(permissions, "_leaving_checks", [lambda *_: "Two files are open."])
    member = TeamMemberFactory.create(inspection=inspection, user=inspector)
    response = as_lead.post(_at("remove_member", inspection, member.pk))
    assert response.status_code == 409
    assert "Two files are open." in _text(response)
    assert inspection.members.exists()


def test_a_member_is_not_reached_through_another_inspection(as_lead, inspection):
    member = TeamMemberFactory.create()
    response = as_lead.post(_at("remove_member", inspection, member.pk))
    assert response.status_code == 404
    assert member.inspection.members.exists()


def test_the_lead_is_changed(as_lead, inspection, other_supervisor):
    as_lead.post(_at("set_lead", inspection), {"lead": other_supervisor.pk})
    inspection.refresh_from_db()
    assert inspection.lead == other_supervisor


def test_a_lead_from_the_force_is_refused_beside_the_field(as_lead, inspection, other_supervisor):
    SecondmentFactory.create(user=other_supervisor, force=inspection.force)
    response = as_lead.post(_at("set_lead", inspection), {"lead": other_supervisor.pk})
    assert response.status_code == 403
    assert response.context["lead_form"].errors["lead"] == [
        "Supervisor 2 is seconded from Lancashire Constabulary and can't lead its inspection."
    ]


def test_an_inspector_is_no_choice_for_the_lead(as_lead, inspection, inspector):
    response = as_lead.post(_at("set_lead", inspection), {"lead": inspector.pk})
    assert response.status_code == 400


def test_the_dates_are_changed(as_lead, inspection):
    fields = {"starts": "2024-01-08", "ends": "2024-02-02"}
    response = as_lead.post(_at("set_dates", inspection), fields, follow=True)
    assert "8 January 2024 to 2 February 2024" in _text(response)
    inspection.refresh_from_db()
    assert inspection.ends == date(2024, 2, 2)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"starts": "2024-02-02", "ends": "2024-01-08"}, "ends"),
        ({"starts": "soon", "ends": ""}, "starts"),
    ],
)
def test_dates_that_can_not_be_are_told(fields, wrong, as_lead, inspection):
    response = as_lead.post(_at("set_dates", inspection), fields)
    assert response.status_code == 400
    assert response.context["dates_form"].errors[wrong]
    inspection.refresh_from_db()
    assert inspection.starts is None


@pytest.mark.parametrize("number", [1, 3])
def test_the_team_page_takes_the_same_statements(
    number, as_lead, inspection, django_assert_num_queries
):
    for _ in range(number):
        member = TeamMemberFactory.create(inspection=inspection)
        SecondmentFactory.create(user=member.user)
        SecondmentFactory.create()
    as_lead.post(_at("add_member", inspection), {"member": InspectorFactory.create().pk})
    as_lead.get(_at("team", inspection))
    with django_assert_num_queries(7):
        as_lead.get(_at("team", inspection))
