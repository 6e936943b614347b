"""Settings are read by a fresh Python, because a process reads them once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from peel.environment import MissingSetting, tuned

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "SECRET_KEY": "k" * 20 + "0123456789abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "peel.example",
    "DATABASE_URL": "sqlite://",
}


def manage(*arguments, **environment):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", PRODUCTION)
def test_production_without_a_setting_is_refused_in_one_line_that_names_it(name):
    result = manage("check", **{k: v for k, v in PRODUCTION.items() if k != name})
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert f"Set in the environment: {name} (" in result.stderr


def test_every_missing_setting_is_named_at_once():
    message = manage("migrate").stderr
    assert all(name in message for name in PRODUCTION)


def test_an_empty_secret_key_is_refused_in_a_demonstration_too():
    result = manage("check", DEMONSTRATION="1", SECRET_KEY=" ")
    assert result.returncode == 1
    assert "SECRET_KEY" in result.stderr
    assert "DATABASE_URL" not in result.stderr


def test_an_engine_that_is_not_supported_is_refused():
    result = manage("check", **PRODUCTION | {"DATABASE_URL": "mysql://user:secret@host/name"})
    assert result.stderr == "DATABASE_URL must begin with postgres:// or sqlite:///.\n"


def test_production_passes_the_deployment_checks():
    result = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert result.returncode == 0, result.stderr


def test_production_trusts_a_proxy_only_when_told():
    show = "from django.conf import settings; print(settings.SECURE_PROXY_SSL_HEADER)"
    arguments = ["shell", "--verbosity", "0", "--command", show]
    assert manage(*arguments, **PRODUCTION).stdout.strip() == "None"
    behind_one = manage(*arguments, **PRODUCTION, TRUSTED_PROXIES="1")
    assert behind_one.stdout.strip() == "('HTTP_X_FORWARDED_PROTO', 'https')"


def test_a_postgresql_url_keeps_its_own_options_beside_the_pool():
    engine = "django.db.backends.postgresql"
    database = tuned({"ENGINE": engine, "OPTIONS": {"sslmode": "require"}}, pool_size=1)
    assert database["OPTIONS"]["sslmode"] == "require"
    assert database["OPTIONS"]["pool"]["max_size"] == 1
    assert database["OPTIONS"]["pool"]["min_size"] == 1
    assert database["CONN_MAX_AGE"] == 0


def test_an_unknown_engine_raises():
    with pytest.raises(MissingSetting, match="DATABASE_URL"):
        tuned({"ENGINE": "django.db.backends.oracle"}, pool_size=8)


@pytest.mark.django_db
def test_an_acknowledged_write_is_on_disk():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)
            assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        else:
            assert cursor.execute("SHOW synchronous_commit").fetchone() == ("on",)


def test_health_answers_without_sign_in(client, db):
    response = client.get("/health/")
    assert response.status_code == 200
    assert response.content == b"ok"


def test_health_is_reachable_over_http_where_all_else_redirects(client, db, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/health/").status_code == 200
    assert client.get("/admin/").status_code == 301
