"""Users, tokens and the record in the admin."""

import pytest
from django.urls import reverse

from accounts import actions
from accounts.events import history_of
from accounts.models import Role, User
from tests.factories import ForceFactory, InspectionFactory, SecondmentFactory, TeamMemberFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/accounts/user/"


@pytest.fixture
def as_administrator(client, administrator):
    client.force_login(administrator)
    return client


def _fields(user, **changed):
    fields = {"email": user.email, "name": user.name, "role": user.role, "seconded_from": ""}
    may_export = {"may_export": "on"} if user.may_export else {}
    return {**fields, **may_export, "is_active": "on", **changed}


def _save(client, user, **changed):
    fields = {k: v for k, v in _fields(user, **changed).items() if v is not None}
    return client.post(f"{LIST}{user.pk}/change/", fields)


@pytest.mark.parametrize("role", ["inspector", "supervisor", "observer"])
def test_the_admin_is_for_administrators(role, client, request):
    client.force_login(request.getfixturevalue(role))
    assert client.get("/admin/", follow=True).status_code == 403


def test_the_admin_is_signed_in_to_by_the_one_sign_in_page(client):
    response = client.get("/admin/", follow=True)
    assert response.request["PATH_INFO"] == reverse("account_login")


@pytest.mark.parametrize(
    "path",
    [
        "/admin/", LIST, f"{LIST}add/", "/admin/accounts/event/", "/admin/accounts/token/",
    ],
)  # fmt: skip
def test_every_page_opens(path, as_administrator, inspector, administrator):
    actions.create_token(name="Export", by=inspector)
    assert as_administrator.get(path).status_code == 200


def test_adding_a_user_gives_a_link_for_the_password(as_administrator, administrator):
    force = ForceFactory.create()
    fields = {
        "email": "New@example.org", "name": "New", "role": "inspector",
        "seconded_from": str(force.pk),
    }  # fmt: skip
    page = as_administrator.post(f"{LIST}add/", fields, follow=True).content.decode()
    user = User.objects.get(email="new@example.org")
    assert f"http://testserver{reverse('account_login')[:-6]}password/reset/key/" in page
    assert user.is_active
    assert user.secondment.force == force
    assert [(e.verb, e.by) for e in history_of(user)] == [
        (verb, administrator) for verb in ("created", "password link made", "seconded")
    ]


def test_an_address_that_is_taken_is_told_beside_its_field(as_administrator, inspector):
    fields = {"email": "INSPECTOR1@example.org", "name": "New", "role": "inspector"}
    response = as_administrator.post(f"{LIST}add/", fields)
    errors = response.context["adminform"].form.errors
    assert errors["email"] == ["Another user already has this e-mail address."]


def test_every_change_goes_through_its_action(as_administrator, administrator, inspector):
    response = _save(as_administrator, inspector, name="Renamed", role="supervisor", is_active=None)
    assert response.status_code == 302
    inspector.refresh_from_db()
    assert (inspector.name, inspector.role, inspector.is_active) == (
        "Renamed", "supervisor", False
    )  # fmt: skip
    assert [e.verb for e in history_of(inspector)] == [
        "details changed", "role changed", "deactivated",
    ]  # fmt: skip


def test_saving_without_a_change_records_nothing(as_administrator, inspector):
    SecondmentFactory.create(user=inspector)
    _save(as_administrator, inspector, seconded_from=str(inspector.secondment.force_id))
    assert not history_of(inspector).exists()


@pytest.mark.parametrize(
    ("field", "changed"), [("role", {"role": "observer"}), ("is_active", {"is_active": None})]
)
def test_the_only_administrator_stays(field, changed, as_administrator, administrator):
    response = _save(as_administrator, administrator, **changed)
    assert "is the only administrator" in str(response.context["adminform"].form.errors[field])
    administrator.refresh_from_db()
    assert administrator.is_administrator
    assert administrator.is_active


def test_nobody_is_seconded_from_a_force_they_inspect(as_administrator, inspector):
    member = TeamMemberFactory.create(user=inspector)
    force = member.inspection.force
    response = _save(as_administrator, inspector, seconded_from=str(force.pk))
    told = str(response.context["adminform"].form.errors["seconded_from"])
    assert force.name in told
    assert not hasattr(User.objects.get(pk=inspector.pk), "secondment")


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.ADMINISTRATOR])
def test_nobody_on_a_team_takes_a_role_without_casework(role, as_administrator, inspector):
    TeamMemberFactory.create(user=inspector)
    response = _save(as_administrator, inspector, role=role)
    assert "Take them off it first" in str(response.context["adminform"].form.errors["role"])


def test_a_lead_does_not_become_observer(as_administrator, supervisor):
    InspectionFactory.create(lead=supervisor)
    response = _save(as_administrator, supervisor, role=Role.OBSERVER)
    assert response.context["adminform"].form.errors["role"]


def test_users_are_never_deleted(as_administrator, inspector):
    assert as_administrator.get(f"{LIST}{inspector.pk}/delete/").status_code == 403
    as_administrator.post(
        LIST, {"action": "delete_selected", "_selected_action": [inspector.pk], "post": "yes"}
    )
    assert User.objects.filter(pk=inspector.pk).exists()


def test_a_password_link_is_made_for_those_selected(as_administrator, inspector, administrator):
    page = as_administrator.post(
        LIST, {"action": "make_password_links", "_selected_action": [inspector.pk]}, follow=True
    ).content.decode()
    assert "password/reset/key/" in page
    event = history_of(inspector).get()
    assert (event.verb, event.by) == ("password link made", administrator)


def test_the_record_can_only_be_read(as_administrator, inspector, administrator):
    actions.deactivate(user=inspector, by=administrator)
    event = history_of(inspector).get()
    address = f"/admin/accounts/event/{event.pk}/"
    assert as_administrator.get(f"{address}change/").status_code == 200
    assert as_administrator.post(f"{address}change/", {"verb": "x"}).status_code == 403
    assert as_administrator.post(f"{address}delete/", {"post": "yes"}).status_code == 403
    assert as_administrator.get("/admin/accounts/event/add/").status_code == 403


def test_a_token_is_revoked_but_never_shown(as_administrator, inspector):
    token, _ = actions.create_token(name="Export", by=inspector)
    page = as_administrator.get(f"/admin/accounts/token/{token.pk}/change/").content.decode()
    assert token.digest not in page
    as_administrator.post(
        "/admin/accounts/token/", {"action": "revoke", "_selected_action": [token.pk]}
    )
    token.refresh_from_db()
    assert token.revoked_at


@pytest.mark.parametrize("path", ["/admin/auth/group/", "/admin/account/emailaddress/"])
def test_what_peel_does_not_use_is_not_in_the_admin(path, as_administrator):
    assert as_administrator.get(path).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_users_takes_the_same_statements(
    number, as_administrator, django_assert_max_num_queries
):
    SecondmentFactory.create_batch(number)
    with django_assert_max_num_queries(6):
        assert as_administrator.get(LIST).status_code == 200


def test_an_administrator_gives_the_right_to_export_and_takes_it(
    as_administrator, administrator, inspector
):
    for given in ("on", None):
        _save(as_administrator, inspector, may_export=given)
        inspector.refresh_from_db()
        assert inspector.may_export is bool(given)
    assert [(e.verb, e.by) for e in history_of(inspector)] == [
        ("export right given", administrator), ("export right taken away", administrator),
    ]  # fmt: skip


def test_a_new_user_may_be_given_the_right_to_export(as_administrator):
    fields = {"email": "new@example.org", "name": "New", "role": "supervisor", "may_export": "on"}
    as_administrator.post(f"{LIST}add/", {**fields, "seconded_from": ""})
    assert User.objects.get(email="new@example.org").may_export


def test_nobody_gives_themselves_the_right_to_export(as_administrator, administrator):
    page = as_administrator.get(f"{LIST}{administrator.pk}/change/").content.decode()
    assert 'name="may_export"' not in page
    _save(as_administrator, administrator, may_export="on")
    administrator.refresh_from_db()
    assert not administrator.may_export
