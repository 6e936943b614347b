"""Personal tokens: kept as digests, shown once, and refused when they should be."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.http import HttpRequest
from drf_spectacular.generators import SchemaGenerator
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from accounts import actions
from accounts.authentication import TokenAuthentication
from accounts.events import history_of
from accounts.models import Token
from peel.lib.errors import Invalid, Refused
from tests.factories import InspectorFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def _authenticate(header):
    request = APIRequestFactory().get("/", headers={"authorization": header} if header else {})
    return TokenAuthentication().authenticate(Request(request))


@pytest.fixture
def secret(inspector):
    return actions.create_token(name="Export", by=inspector)[1]


def test_the_secret_is_not_stored(inspector):
    token, secret = actions.create_token(name=" Export ", by=inspector)
    stored = Token.objects.values().get()
    assert secret.startswith("peel_")
    assert len(secret) > 40
    assert secret not in str(stored)
    assert (stored["name"], stored["digest"]) == ("Export", actions.digest_of(secret))
    assert secret.startswith(token.prefix)
    assert history_of(token).get().details == {"user": inspector.pk, "days": 90}


def test_a_token_signs_its_owner_in(inspector, secret):
    user, token = _authenticate(f"Bearer {secret}")
    assert (user, token.user) == (inspector, inspector)
    assert _authenticate(f"bearer {secret}")[0] == inspector


def test_without_a_bearer_header_others_may_try(inspector):
    assert _authenticate("") is None
    assert _authenticate("Basic aW5zcGVjdG9yOng=") is None


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer a b", "Bearer abc", "Bearer peel_unknown", "Bearer peel_é"]
)
def test_a_wrong_header_is_refused(header, secret):
    with pytest.raises(AuthenticationFailed):
        _authenticate(header)


@pytest.mark.parametrize("days", [1, 90])
def test_a_token_expires(days, inspector):
    with time_machine.travel(NOON, tick=False) as clock:
        secret = actions.create_token(name="Export", days=days, by=inspector)[1]
        clock.shift(timedelta(days=days, seconds=-1))
        assert _authenticate(f"Bearer {secret}")[0] == inspector
        clock.shift(timedelta(seconds=1))
        with pytest.raises(AuthenticationFailed, match="has expired"):
            _authenticate(f"Bearer {secret}")


def test_a_revoked_token_is_refused(inspector, secret):
    token = Token.objects.get()
    for _ in range(2):
        token = actions.revoke_token(token=token, by=inspector)
    assert not token.is_usable
    assert [e.verb for e in history_of(token)] == ["created", "revoked"]
    with pytest.raises(AuthenticationFailed, match="was revoked"):
        _authenticate(f"Bearer {secret}")


def test_the_token_of_an_inactive_person_is_refused(inspector, secret, administrator):
    actions.deactivate(user=inspector, by=administrator)
    with pytest.raises(AuthenticationFailed):
        _authenticate(f"Bearer {secret}")


def test_the_token_of_a_demonstration_account_opens_a_demonstration_only(settings):
    person = InspectorFactory.create(email="inspector1@peel.example")
    secret = actions.create_token(name="Export", by=person)[1]
    settings.DEMONSTRATION = False
    with pytest.raises(AuthenticationFailed, match="demonstration only"):
        _authenticate(f"Bearer {secret}")
    settings.DEMONSTRATION = True
    assert _authenticate(f"Bearer {secret}")[0] == person


def test_use_is_noted_at_most_hourly(inspector, django_assert_num_queries):
    with time_machine.travel(NOON, tick=False) as clock:
        secret = actions.create_token(name="Export", by=inspector)[1]
        with django_assert_num_queries(2):
            _authenticate(f"Bearer {secret}")
        clock.shift(timedelta(minutes=59))
        with django_assert_num_queries(1):
            _authenticate(f"Bearer {secret}")
        assert Token.objects.get().last_used_at == NOON
        clock.shift(timedelta(minutes=2))
        _authenticate(f"Bearer {secret}")
        assert Token.objects.get().last_used_at == NOON + timedelta(minutes=61)


@pytest.mark.parametrize("days", [0, -1, 366])
def test_a_token_lasts_a_day_to_a_year(days, inspector):
    with pytest.raises(Invalid, match="from 1 to 365 days"):
        actions.create_token(name="Export", days=days, by=inspector)
    assert not Token.objects.exists()


def test_a_token_has_a_name(inspector):
    with pytest.raises(Invalid, match="Name"):
        actions.create_token(name=" ", by=inspector)


def test_others_see_and_revoke_no_token(secret, supervisor, administrator):
    token = Token.objects.get()
    with pytest.raises(Refused):
        actions.revoke_token(token=token, by=supervisor)
    assert not Token.objects.visible_to(supervisor).exists()
    assert not Token.objects.visible_to(administrator).exists()
    assert actions.revoke_token(token=token, by=administrator).revoked_at


def test_the_api_says_that_a_token_is_wanted(client):
    header = TokenAuthentication().authenticate_header(Request(HttpRequest()))
    assert header.startswith("Bearer")


def test_the_schema_describes_the_token():
    schema = SchemaGenerator().get_schema(request=None, public=True)
    scheme = schema["components"]["securitySchemes"]["personalToken"]
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")


def test_a_token_stays_revoked_when_the_person_comes_back(inspector, secret, administrator):
    actions.deactivate(user=inspector, by=administrator)
    actions.reactivate(user=inspector, by=administrator)
    with pytest.raises(AuthenticationFailed, match="was revoked"):
        _authenticate(f"Bearer {secret}")
    assert [(e.verb, e.by) for e in history_of(Token.objects.get())] == [
        ("created", inspector), ("revoked", administrator)
    ]  # fmt: skip


def test_a_command_of_the_server_may_revoke(secret):
    assert actions.revoke_token(token=Token.objects.get(), by=None).revoked_at
