"""The pages of somebody's own account."""

import pytest
from django.urls import reverse

from accounts import actions
from accounts.models import Token
from tests.factories import SecondmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_inspector(client, inspector):
    client.force_login(inspector)
    return client


def test_without_signing_in_there_is_no_page(client):
    for name in ("profile", "tokens", "create_token"):
        response = client.get(reverse(f"accounts:{name}"))
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("role", ["inspector", "supervisor", "administrator", "observer"])
def test_everybody_has_an_account_page(role, client, request):
    user = request.getfixturevalue(role)
    client.force_login(user)
    page = client.get(reverse("accounts:profile")).content.decode()
    assert user.email in page
    assert user.get_role_display() in page
    assert "No force" in page


def test_the_account_page_names_the_force_one_comes_from(as_inspector, inspector):
    secondment = SecondmentFactory.create(user=inspector)
    page = as_inspector.get(reverse("accounts:profile")).content.decode()
    assert secondment.force.name in page


def test_without_tokens_the_page_says_what_to_do(as_inspector):
    page = as_inspector.get(reverse("accounts:tokens")).content.decode()
    assert "You have no tokens" in page
    assert reverse("accounts:create_token") in page


def test_a_new_token_is_shown_once(as_inspector, inspector):
    response = as_inspector.post(reverse("accounts:create_token"), {"name": "Export", "days": "30"})
    secret = response.context["secret"]
    assert secret in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    token = Token.objects.get()
    assert (token.user, (token.expires_at - token.created_at).days) == (inspector, 30)
    later = as_inspector.get(reverse("accounts:tokens")).content.decode()
    assert token.prefix in later
    assert secret not in later


def test_a_token_without_a_name_is_not_made(as_inspector):
    response = as_inspector.post(reverse("accounts:create_token"), {"name": "", "days": "30"})
    assert response.context["form"].errors["name"]
    assert not Token.objects.exists()


def test_a_token_is_revoked_after_a_question(as_inspector, inspector):
    token, _ = actions.create_token(name="Export", by=inspector)
    address = reverse("accounts:revoke_token", args=[token.pk])
    assert "can't be undone" in as_inspector.get(address).content.decode().replace("&#x27;", "'")
    assert Token.objects.get().revoked_at is None
    page = as_inspector.post(address, follow=True).content.decode()
    assert "is revoked" in page
    assert "Revoked on" in page
    assert Token.objects.get().revoked_at


def test_the_token_of_somebody_else_is_not_there(as_inspector, other_inspector):
    token, _ = actions.create_token(name="Export", by=other_inspector)
    for method in (as_inspector.get, as_inspector.post):
        assert method(reverse("accounts:revoke_token", args=[token.pk])).status_code == 404
    assert Token.objects.get().revoked_at is None


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_tokens_takes_the_same_statements(
    number, as_inspector, inspector, django_assert_num_queries
):
    for name in range(number):
        actions.create_token(name=f"Export {name}", by=inspector)
    with django_assert_num_queries(3):
        as_inspector.get(reverse("accounts:tokens"))


def test_names_are_escaped(as_inspector, inspector):
    actions.create_token(name="<script>alert(1)</script>", by=inspector)
    page = as_inspector.get(reverse("accounts:tokens")).content.decode()
    assert "<script>alert" not in page
