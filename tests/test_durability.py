"""An acknowledged answer is there after the server was killed in the middle of the work."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connection

pytestmark = pytest.mark.database
INSPECTORS = 4
ENOUGH = 80
SEED = """
import json, django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0); call_command("createcachetable", verbosity=0)
from accounts.actions import create_token
from tests.factories import *
inspection = InspectionFactory.create()
sample = SampleFactory.create(inspection=inspection)
work = []
for _ in range(%d):
    member = TeamMemberFactory.create(inspection=inspection).user
    review = ReviewFactory.create(sample=sample, reviewer=member)
    work.append({"review": review.pk, "token": create_token(by=member, name="load")[1]})
print(json.dumps(work))
"""
READ_BACK = """
import json, django; django.setup()
from cases.models import AnswerHistory, Answer
rows = AnswerHistory.objects.values_list("review_id", "question__code", "revision", "value")
now = Answer.objects.values_list("review_id", "question__code", "revision", "value")
print(json.dumps([[list(row) for row in rows], [list(row) for row in now]]))
"""

Saved = tuple[int, str, int, str]


@pytest.fixture
def database_url(tmp_path: Path) -> Iterator[str]:
    """A database of the engine under test, apart from the one that tests share."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path}/durability.sqlite3"
        return
    server = urlsplit(os.environ["DATABASE_URL"])
    name = f"durability_{uuid.uuid4().hex}"
    with psycopg.connect(urlunsplit(server), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        yield urlunsplit(server._replace(path=f"/{name}"))
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def environment(database_url: str) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "peel.settings",
        "SECURE_SSL_REDIRECT": "false",
        "SECRET_KEY": "of a server that is killed",
        "ALLOWED_HOSTS": "127.0.0.1",
    }


def run(program: str, environment: dict[str, str]) -> list[dict[str, object]]:
    command = [sys.executable, "-c", program]
    output = subprocess.run(command, env=environment, capture_output=True, check=True).stdout
    result: list[dict[str, object]] = json.loads(output.splitlines()[-1])
    return result


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def serving(environment: dict[str, str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2",
        "--blocking-threads", "2", "--no-ws", "--port", str(port), "peel.wsgi:application",
    ]  # fmt: skip
    server = subprocess.Popen(command, env=environment, start_new_session=True)
    try:
        wait_until_up(port)
        yield server
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def wait_until_up(port: int) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError):
            waiting = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            with contextlib.closing(waiting) as client:
                client.request("GET", "/health/")
                if client.getresponse().status == 200:
                    return
        threading.Event().wait(0.1)
    pytest.fail("The server did not come up.")


class Inspector(threading.Thread):
    """Answers one question over and over until the server is gone."""

    def __init__(self, port: int, review: int, token: str, enough: threading.Semaphore) -> None:
        super().__init__(daemon=True)
        self.port, self.review, self.token, self.enough = port, review, token, enough
        self.acknowledged: list[Saved] = []
        self.refused: list[str] = []

    def run(self) -> None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            while not self.refused:
                self.answer(len(self.acknowledged))

    def answer(self, revision: int) -> None:
        entry = {
            "question": "remarks",
            "value": f"Reading {revision}",
            "base_revision": revision,
            "key": str(uuid.uuid4()),
        }
        status, body = self.post(entry)
        if status != 200:
            self.refused.append(f"{status} {body!r}")
            return
        answer = json.loads(body)["answer"]
        self.acknowledged.append((self.review, "remarks", answer["revision"], answer["value"]))
        self.enough.release()

    def post(self, entry: dict[str, object]) -> tuple[int, bytes]:
        path = f"/api/v1/reviews/{self.review}/record/"
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        sending = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        with contextlib.closing(sending) as client:
            client.request("POST", path, json.dumps(entry), headers)
            response = client.getresponse()
            return response.status, response.read()


def test_acknowledged_answers_survive_a_killed_server(environment: dict[str, str]) -> None:
    work = run(SEED % INSPECTORS, environment)
    port, enough = free_port(), threading.Semaphore(0)
    with serving(environment, port) as server:
        inspectors = [Inspector(port, enough=enough, **item) for item in work]  # type: ignore[arg-type]
        for inspector in inspectors:
            inspector.start()
        arrived = [enough.acquire(timeout=30) for _ in range(ENOUGH)]
        os.killpg(server.pid, signal.SIGKILL)
        for inspector in inspectors:
            inspector.join(timeout=60)
    assert all(arrived), [inspector.refused for inspector in inspectors]
    assert not any(inspector.refused for inspector in inspectors)

    history, now = run(READ_BACK, environment)
    acknowledged = {saved for inspector in inspectors for saved in inspector.acknowledged}
    assert len(acknowledged) >= ENOUGH
    assert acknowledged <= {tuple(row) for row in history}
    for inspector in inspectors:
        review, question, revision, _ = inspector.acknowledged[-1]
        [stands] = [row for row in now if list(row)[:2] == [review, question]]
        assert list(stands)[2] >= revision  # type: ignore[operator]
