"""Signing in: by e-mail, for those who have an account, a few times a minute."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts import actions
from accounts.events import history_of
from accounts.models import Role, User
from accounts.password_links import password_path
from tests.factories import PASSWORD, InspectorFactory

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def no_attempts_counted():
    cache.clear()


def _sign_in(client, email, password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": email, "password": password}, **extra)


def _signed_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("email", ["inspector1@example.org", "Inspector1@EXAMPLE.org"])
def test_signing_in_by_e_mail_in_any_case(email, client, inspector):
    response = _sign_in(client, email)
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(inspector.pk)


def test_a_wrong_password_is_refused_without_saying_which(client, inspector):
    wrong = _sign_in(client, inspector.email, "wrong")
    unknown = _sign_in(client, "nobody@example.org", "wrong")
    assert not _signed_in(client)
    assert wrong.context["form"].errors == unknown.context["form"].errors


def test_somebody_inactive_can_not_sign_in(client, inspector, administrator):
    actions.deactivate(user=inspector, by=administrator)
    _sign_in(client, inspector.email)
    assert not _signed_in(client)


def test_being_made_inactive_ends_a_session(client, inspector, administrator):
    client.force_login(inspector)
    assert client.get(reverse("accounts:profile")).status_code == 200
    actions.deactivate(user=inspector, by=administrator)
    assert client.get(reverse("accounts:profile")).status_code == 302


def test_a_changed_address_replaces_the_old_one(client, inspector, administrator):
    _sign_in(client, inspector.email)
    client.logout()
    actions.change_details(
        user=inspector, email="new@example.org", name=inspector.name, by=administrator
    )
    _sign_in(client, "inspector1@example.org")
    assert not _signed_in(client)
    _sign_in(client, "new@example.org")
    assert _signed_in(client)


def test_five_wrong_passwords_close_the_door_for_a_while(client, inspector):
    for _ in range(5):
        _sign_in(client, inspector.email, "wrong")
    response = _sign_in(client, inspector.email)
    assert not _signed_in(client)
    assert "Too many" in str(response.context["form"].errors)


def test_another_address_does_not_reopen_the_door(client, inspector):
    for number in range(10):
        _sign_in(client, f"nobody{number}@example.org", "wrong")
    response = _sign_in(client, inspector.email)
    assert not _signed_in(client)
    assert "Too many" in str(response.context["form"].errors)


def test_attempts_are_counted_in_the_database(client, inspector):
    """So that they hold over several processes, which share nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM peel_cache")
        assert cursor.fetchone()[0] == 0
        _sign_in(client, inspector.email, "wrong")
        cursor.execute("SELECT count(*) FROM peel_cache")
        assert cursor.fetchone()[0] > 0


def test_nobody_signs_up(client):
    answer = client.get(reverse("account_signup"))
    assert "account/signup_closed.html" in [template.name for template in answer.templates]
    client.post(
        reverse("account_signup"),
        {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert not User.objects.exists()


@pytest.mark.parametrize("path", ["/accounts/email/", "/accounts/confirm-email/"])
def test_pages_of_allauth_that_peel_does_not_use_are_not_there(path, client, inspector):
    client.force_login(inspector)
    assert client.get(path).status_code == 404


def test_a_demonstration_account_is_refused_outside_a_demonstration(client, settings):
    settings.DEMONSTRATION = False
    person = InspectorFactory.create(email="inspector1@peel.example")
    response = _sign_in(client, person.email)
    assert not _signed_in(client)
    assert "demonstration only" in str(response.context["form"].errors)
    settings.DEMONSTRATION = True
    _sign_in(client, person.email)
    assert _signed_in(client)


def _set_password(client, address, password):
    page = client.get(address, follow=True)
    return client.post(page.request["PATH_INFO"], {"password1": password, "password2": password})


def test_a_forgotten_password_is_reset_by_e_mail(client, inspector):
    client.post(reverse("account_reset_password"), {"email": inspector.email})
    [address] = re.findall(r"http\S+/password/reset/key/\S+", str(mail.outbox[0].body))
    _set_password(client, address, "a wholly different secret")
    inspector.refresh_from_db()
    assert inspector.check_password("a wholly different secret")


def test_the_link_of_a_new_user_works_once(client):
    user = User.objects.create_user("new@example.org", "New", Role.INSPECTOR)
    path = password_path(user)
    _set_password(client, path, "a wholly different secret")
    user.refresh_from_db()
    assert user.check_password("a wholly different secret")
    _set_password(client, path, "another secret altogether")
    user.refresh_from_db()
    assert user.check_password("a wholly different secret")
    _sign_in(client, "new@example.org", "a wholly different secret")
    assert _signed_in(client)


def test_the_first_administrator_is_made_by_a_command(client, capsys):
    call_command(
        "create_user",
        "First@Example.org",
        "--name=First",
        "--role=administrator",
        "--base-url=https://peel.example.org/",
    )
    printed = capsys.readouterr().out
    user = User.objects.get()
    assert (user.email, user.is_administrator) == ("first@example.org", True)
    [path] = re.findall(r"https://peel\.example\.org(/accounts/\S+)", printed)
    _set_password(client, path, "a wholly different secret")
    user.refresh_from_db()
    assert user.check_password("a wholly different secret")
    assert [e.verb for e in history_of(user)] == ["created", "password link made"]


def test_the_command_names_the_first_allowed_host(settings, capsys):
    settings.ALLOWED_HOSTS = [".example.org", "*", "peel.example.org"]
    settings.SESSION_COOKIE_SECURE = True
    call_command("create_user", "a@example.org", name="A", role="observer")
    assert "\nhttps://peel.example.org/accounts/" in capsys.readouterr().out


def test_the_command_says_what_is_wrong(inspector):
    with pytest.raises(CommandError, match="Another user already has this e-mail address"):
        call_command("create_user", inspector.email, name="A", role="observer")
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("create_user", "a@example.org", name="A", role="chief")


def test_a_session_from_before_stays_ended_when_the_person_comes_back(
    client, inspector, other_inspector, administrator
):
    client.force_login(inspector)
    other = Client()
    other.force_login(other_inspector)
    actions.deactivate(user=inspector, by=administrator)
    actions.reactivate(user=inspector, by=administrator)
    assert client.get(reverse("accounts:profile")).status_code == 302
    assert other.get(reverse("accounts:profile")).status_code == 200


def test_a_sign_in_during_the_deactivation_opens_nothing_afterwards(
    client, inspector, administrator
):
    actions.deactivate(user=inspector, by=administrator)
    client.force_login(inspector)
    actions.reactivate(user=inspector, by=administrator)
    assert client.get(reverse("accounts:profile")).status_code == 302
