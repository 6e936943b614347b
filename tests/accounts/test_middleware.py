"""What every page tells the browser about the person signed in."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User

SIGN_IN = "/accounts/login/"


@pytest.fixture
def profile() -> str:
    return reverse("accounts:profile")


def test_a_page_names_the_person_signed_in(client: Client, inspector: User, profile: str) -> None:
    client.force_login(inspector)
    response = client.get(profile)
    assert response["X-Peel-Person"] == str(inspector.pk)
    cookie = response.cookies["peel_person"]
    assert cookie.value == str(inspector.pk)
    # It ends with the browser.
    assert (cookie["max-age"], cookie["expires"], cookie["samesite"]) == ("", "", "Lax")
    assert "Clear-Site-Data" not in response


def test_the_cookie_is_set_once(client: Client, inspector: User, profile: str) -> None:
    client.force_login(inspector)
    client.get(profile)
    assert "peel_person" not in client.get(profile).cookies


def test_the_sign_in_page_names_nobody(client: Client, db: None) -> None:
    response = client.get(SIGN_IN)
    assert response["X-Peel-Person"] == "nobody"
    assert "peel_person" not in response.cookies
    assert "Clear-Site-Data" not in response


def test_signing_out_clears_the_cache_and_not_what_is_stored(
    client: Client, inspector: User, profile: str
) -> None:
    client.force_login(inspector)
    client.get(profile)
    response = client.post("/accounts/logout/")
    assert response["Clear-Site-Data"] == '"cache"'
    assert response.cookies["peel_person"].value == ""
    assert "Clear-Site-Data" not in client.get(SIGN_IN)


def test_a_session_that_ended_clears_the_cache_when_it_is_noticed(
    client: Client, inspector: User, profile: str
) -> None:
    client.force_login(inspector)
    client.get(profile)
    client.session.delete()
    response = client.get(profile)
    assert response["X-Peel-Person"] == "nobody"
    assert response["Clear-Site-Data"] == '"cache"'


def test_another_person_clears_the_cache_of_the_first(
    client: Client, inspector: User, supervisor: User, profile: str
) -> None:
    client.force_login(inspector)
    client.get(profile)
    client.force_login(supervisor)
    response = client.get(profile)
    assert response["X-Peel-Person"] == str(supervisor.pk)
    assert response["Clear-Site-Data"] == '"cache"'


def test_what_is_no_page_names_nobody(client: Client, inspector: User) -> None:
    client.force_login(inspector)
    for path in (reverse("health"), reverse("cases:service_worker")):
        assert "X-Peel-Person" not in client.get(path)
