"""Requests as a server hands them to Peel: through WSGI, HTTPS and the whole middleware."""

import gzip
import json
import time
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import Any

from django.conf import settings
from django.contrib.auth import (
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
)
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.wsgi import WSGIHandler
from django.test.utils import override_settings

from accounts.models import User

HOST = "testserver"
CSRF_TOKEN = "b" * 32
GZIP = b"\x1f\x8b"


class Unexpected(Exception):
    """A page answered otherwise than the measurement expects."""


def application(middleware: Sequence[str] | None = None) -> WSGIHandler:
    """Peel behind its own middleware, or behind ``middleware`` alone."""
    with override_settings(MIDDLEWARE=middleware or settings.MIDDLEWARE):
        return WSGIHandler()


def sign_in(user: User) -> str:
    """The cookies of a new session of ``user``."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"sessionid={session.session_key}; {settings.CSRF_COOKIE_NAME}={CSRF_TOKEN}"


def get(path: str, cookies: str) -> dict[str, Any]:
    return _environ("GET", path, cookies, b"")


def post_json(path: str, cookies: str, sent: Mapping[str, Any]) -> dict[str, Any]:
    environ = _environ("POST", path, cookies, json.dumps(sent).encode())
    token = {"HTTP_X_CSRFTOKEN": CSRF_TOKEN, "HTTP_ORIGIN": f"https://{HOST}"}
    return {**environ, **token, "CONTENT_TYPE": "application/json"}


def timed(serve: WSGIHandler, environ: dict[str, Any]) -> tuple[float, bytes]:
    """Milliseconds until the response is complete, and its body. Raises Unexpected unless 200."""
    statuses: list[str] = []

    def start_response(status: str, *headers_and_error: object) -> Callable[[bytes], object]:
        statuses.append(status)
        return len

    started = time.perf_counter()
    response = serve(environ, start_response)
    body = b"".join(response)
    response.close()
    elapsed = (time.perf_counter() - started) * 1_000
    if not statuses[0].startswith("200"):
        raise Unexpected(f"{environ['PATH_INFO']} answered {statuses[0]}: {body[:300]!r}")
    return elapsed, body


def page(serve: WSGIHandler, path: str, cookies: str, expected: str) -> float:
    """Milliseconds of a page. Raises Unexpected unless it holds what is ``expected``."""
    elapsed, body = timed(serve, get(path, cookies))
    if expected.encode() not in unpacked(body):
        raise Unexpected(f"{path} does not show {expected!r}.")
    return elapsed


def unpacked(body: bytes) -> bytes:
    """A body as it was before it was compressed for its way."""
    return gzip.decompress(body) if body.startswith(GZIP) else body


def _environ(method: str, path: str, cookies: str, body: bytes) -> dict[str, Any]:
    path, _, query = path.partition("?")
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": HOST,
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": HOST,
        "HTTP_COOKIE": cookies,
        "HTTP_ACCEPT": "text/html,application/json",
        "HTTP_ACCEPT_ENCODING": "gzip",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "https",
        "wsgi.input": BytesIO(body),
        "wsgi.errors": BytesIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
