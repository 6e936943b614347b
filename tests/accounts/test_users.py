"""Users: who they are, who sees them and what administrators do to them."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import IntegrityError, transaction

from accounts import actions
from accounts.events import history_of, verify_chain
from accounts.models import Role, User
from peel.lib.errors import Conflict, Invalid, Refused
from tests.factories import PASSWORD, AdministratorFactory

pytestmark = pytest.mark.django_db


def test_an_e_mail_address_is_stored_in_lower_case():
    user = User.objects.create_user("  Person@Example.ORG ", "Person", Role.INSPECTOR, PASSWORD)
    assert user.email == "person@example.org"
    assert user.check_password(PASSWORD)
    assert User.objects.get_by_natural_key("PERSON@example.org") == user


def test_a_user_without_a_password_can_not_use_one():
    user = User.objects.create_user("person@example.org", "Person", Role.INSPECTOR)
    assert not user.has_usable_password()


def test_the_database_refuses_capitals_and_the_same_address_twice(inspector):
    for email in ("INSPECTOR1@example.org", "inspector1@example.org"):
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.create(email=email, name="Other", role=Role.INSPECTOR)


def test_the_database_refuses_an_unknown_role(inspector):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=inspector.pk).update(role="chief")


def test_createsuperuser_makes_an_administrator():
    user = User.objects.create_superuser("first@example.org", "First", PASSWORD)
    assert user.is_administrator


@pytest.mark.parametrize("role", Role.values)
def test_a_person_has_the_one_role(role):
    user = User(role=role)
    flags = {r: getattr(user, f"is_{r}") for r in Role.values}
    assert flags == {r: r == role for r in Role.values}
    assert user.is_staff == (role == Role.ADMINISTRATOR)


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("active", [True, False])
def test_only_active_administrators_have_permissions(role, active):
    user = User(role=role, is_active=active)
    allowed = role == Role.ADMINISTRATOR and active
    assert user.has_perm("forces.change_force") == allowed
    assert user.has_perms(["forces.change_force"]) == allowed
    assert user.has_module_perms("forces") == allowed


def test_who_sees_whom(inspector, other_inspector, supervisor, administrator, observer):
    everybody = {inspector, other_inspector, supervisor, administrator, observer}
    assert set(User.objects.visible_to(supervisor)) == everybody
    assert set(User.objects.visible_to(administrator)) == everybody
    assert set(User.objects.visible_to(inspector)) == {inspector}
    assert set(User.objects.visible_to(observer)) == {observer}
    assert not User.objects.visible_to(AnonymousUser()).exists()
    administrator.is_active = False
    assert not User.objects.visible_to(administrator).exists()


def test_an_administrator_adds_a_user(administrator):
    user = actions.create_user(
        email="New@Example.org", name=" New ", role=Role.OBSERVER, by=administrator
    )
    assert (user.email, user.name, user.has_usable_password()) == (
        "new@example.org", "New", False
    )  # fmt: skip
    event = history_of(user).get()
    assert (event.verb, event.by, event.details) == ("created", administrator, {"role": "observer"})


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"email": "inspector1@EXAMPLE.org"}, "Another user already has this e-mail address."),
        ({"email": "nobody"}, "E-mail address: Enter a valid email address."),
        ({"name": " "}, "Name: This field cannot be blank."),
        ({"role": "chief"}, "Role: Value 'chief' is not a valid choice."),
    ],
)
def test_a_user_with_bad_fields_is_refused_by_name(fields, told, administrator, inspector):
    good = {"email": "new@example.org", "name": "New", "role": Role.OBSERVER}
    before = User.objects.count()
    with pytest.raises(Invalid) as refused:
        actions.create_user(**{**good, **fields}, by=administrator)
    assert any(told in message for message in refused.value.messages)
    assert User.objects.count() == before


@pytest.mark.parametrize("role", ["inspector", "supervisor", "observer"])
def test_only_administrators_manage_users(role, request, other_inspector):
    by = request.getfixturevalue(role)
    acts = [
        lambda: actions.create_user(email="x@example.org", name="X", role=Role.OBSERVER, by=by),
        lambda: actions.change_details(user=other_inspector, email="x@e.org", name="X", by=by),
        lambda: actions.change_role(user=other_inspector, role=Role.OBSERVER, by=by),
        lambda: actions.set_export_right(user=other_inspector, may_export=True, by=by),
        lambda: actions.deactivate(user=other_inspector, by=by),
        lambda: actions.reactivate(user=other_inspector, by=by),
        lambda: actions.make_password_link(user=other_inspector, by=by),
    ]
    for act in acts:
        with pytest.raises(Refused, match="Only an administrator"):
            act()
    assert not history_of(other_inspector).exists()


def test_a_deactivated_administrator_manages_nobody(administrator, inspector):
    administrator.is_active = False
    with pytest.raises(Refused):
        actions.deactivate(user=inspector, by=administrator)


def test_changing_a_role_is_recorded_once(administrator, inspector):
    for _ in range(2):
        inspector = actions.change_role(user=inspector, role=Role.SUPERVISOR, by=administrator)
    assert inspector.is_supervisor
    assert history_of(inspector).get().details == {"from": "inspector", "to": "supervisor"}


def test_an_unknown_role_is_refused(administrator, inspector):
    with pytest.raises(Invalid, match="There is no role “chief”"):
        actions.change_role(user=inspector, role="chief", by=administrator)


def test_the_only_administrator_stays(administrator):
    with pytest.raises(Conflict, match="is the only administrator"):
        actions.deactivate(user=administrator, by=administrator)
    with pytest.raises(Conflict, match="is the only administrator"):
        actions.change_role(user=administrator, role=Role.OBSERVER, by=administrator)
    AdministratorFactory.create(is_active=False)
    with pytest.raises(Conflict):
        actions.deactivate(user=administrator, by=administrator)


def test_one_of_two_administrators_may_go(administrator):
    other = AdministratorFactory.create()
    gone = actions.deactivate(user=administrator, by=other)
    assert not gone.is_active
    assert history_of(administrator).get().verb == "deactivated"


def test_deactivating_and_reactivating_keep_the_chain(administrator, inspector):
    for act in (actions.deactivate, actions.deactivate, actions.reactivate, actions.reactivate):
        inspector = act(user=inspector, by=administrator)
    assert [e.verb for e in history_of(inspector)] == ["deactivated", "reactivated"]
    assert verify_chain(inspector) == []


def test_changed_details_are_recorded_and_others_are_not(administrator, inspector):
    changed = actions.change_details(
        user=inspector, email="NEW@example.org", name=inspector.name, by=administrator
    )
    assert changed.email == "new@example.org"
    actions.change_details(
        user=inspector, email="new@example.org", name=inspector.name, by=administrator
    )
    assert history_of(inspector).get().details == {"email": "new@example.org"}


def test_an_administrator_can_not_give_themselves_the_right_to_export(administrator):
    with pytest.raises(Refused, match="Ask another administrator"):
        actions.set_export_right(user=administrator, may_export=True, by=administrator)
    given = actions.set_export_right(
        user=administrator, may_export=True, by=AdministratorFactory.create()
    )
    assert given.may_export
    assert not actions.set_export_right(
        user=administrator, may_export=False, by=administrator
    ).may_export


def test_the_command_gives_the_right_to_export():
    call_command(
        "create_user", "new@example.org", "--name=New", "--role=supervisor", "--may-export"
    )
    user = User.objects.get(email="new@example.org")
    assert user.may_export
    assert [event.verb for event in history_of(user)][:2] == ["created", "export right given"]
