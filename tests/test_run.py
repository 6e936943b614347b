"""The ``run`` program, started as a person starts it."""

import ast
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
RUN = ROOT / "run"
COMMANDS = ["demo", "serve", "test", "check", "bench", "manage"]


@pytest.fixture(scope="module")
def run_module():
    loader = SourceFileLoader("run_program", str(RUN))
    spec = spec_from_loader("run_program", loader)
    assert spec
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.fixture(scope="module", autouse=True)
def installed(run_module):
    """Only a first start installs, and says so; these tests look at the later ones."""
    run_module.install("dev")


def environment(**extra):
    unwanted = {"DATABASE_URL", "SECRET_KEY", "ALLOWED_HOSTS", "DJANGO_SETTINGS_MODULE"}
    return {k: v for k, v in os.environ.items() if k not in unwanted} | extra


def run(*arguments, **extra):
    return subprocess.run(
        [sys.executable, str(RUN), *arguments],
        env=environment(**extra),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.parametrize("arguments", [[], ["--help"], ["help"]])
def test_alone_it_lists_its_commands(arguments):
    result = run(*arguments)
    assert result.returncode == 0
    assert all(f"./run {command}" in result.stdout for command in COMMANDS)


def test_an_unknown_command_is_named_beside_the_list():
    result = run("dmeo")
    assert result.returncode == 1
    assert result.stderr.endswith("run: There is no command 'dmeo'.\n")
    assert "./run demo" in result.stderr


def test_an_old_python_can_read_it():
    assert ast.parse(RUN.read_text(), feature_version=(3, 5)).body


def test_an_old_python_is_told_which_one_is_needed(run_module):
    with pytest.raises(run_module.Problem) as problem:
        run_module.main(["demo"], (3, 8, 10), "/usr/bin/python3")
    assert "needs Python 3.11 or newer; /usr/bin/python3 is 3.8" in str(problem.value)
    assert "\n" not in str(problem.value)


def test_a_python_without_venv_is_told_what_to_install(tmp_path):
    (tmp_path / "ensurepip.py").write_text("raise ImportError('left out by the distribution')")
    copy = tmp_path / "run"
    copy.write_text(RUN.read_text())
    result = subprocess.run(
        [sys.executable, str(copy), "manage", "check"],
        env=environment(PYTHONPATH=str(tmp_path)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert result.stderr.startswith("run: Python's venv module is missing.")
    assert "python3-venv" in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_taken_port_is_said_before_anything_else_happens(command, port):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        result = run(command, "--port", str(port))
    assert result.returncode == 1
    assert f"Port {port} on 127.0.0.1 can't be used" in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("typed", ["abc", "99999", "65536", "0", "-1", "8 000", "8000.5", "", "²"])
def test_a_port_that_is_none_is_one_line(typed):
    result = run("serve", f"--port={typed}")
    assert result.returncode == 1
    assert result.stderr == f"run: --port takes a number from 1 to 65535; '{typed}' is not one.\n"


@pytest.mark.parametrize(
    ("database_url", "reason"),
    [
        ("postgres://peel:hidden@127.0.0.1:1/peel", "port 1 failed"),
        ("sqlite:////no/such/folder/peel.sqlite3", "unable to open database file"),
    ],
)
def test_a_database_out_of_reach_is_one_line_without_its_password(database_url, reason, port):
    extra = {"SECRET_KEY": "s" * 50, "ALLOWED_HOSTS": "127.0.0.1", "DATABASE_URL": database_url}
    result = run("serve", "--port", str(port), **extra)
    assert result.returncode == 1
    assert "The database can't be reached" in result.stderr
    assert reason in result.stderr
    assert result.stderr.endswith("). Check DATABASE_URL.\n")
    assert "hidden" not in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_serving_without_settings_names_them(port):
    result = run("serve", "--port", str(port))
    assert result.returncode == 1
    assert "SECRET_KEY" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_reader_with_enough_ends_a_command_quietly():
    command = [sys.executable, str(RUN), "manage", "help"]
    reading, writing = os.pipe()
    os.close(reading)
    try:
        result = subprocess.run(
            command,
            env=environment(),
            stdout=writing,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    finally:
        os.close(writing)
    assert (result.returncode, result.stderr) == (0, "")


def test_the_browser_tests_say_what_they_need():
    result = run("test", "--browser", CHROMIUM="/no/such/browser")
    assert result.returncode == 1
    assert "sudo apt install chromium-headless-shell" in result.stderr


def test_interrupting_the_server_leaves_no_process_behind(tmp_path, port):
    extra = {
        "SECRET_KEY": "s" * 50,
        "ALLOWED_HOSTS": "127.0.0.1",
        "DATABASE_URL": f"sqlite:///{tmp_path}/peel.sqlite3",
        "STATIC_ROOT": str(tmp_path / "static"),
    }
    server = subprocess.Popen(
        [sys.executable, str(RUN), "serve", "--port", str(port)],
        env=environment(**extra),
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_healthy(server, port)
        os.killpg(server.pid, signal.SIGINT)
        server.wait(timeout=20)
        with pytest.raises(ProcessLookupError):
            os.killpg(server.pid, 0)
    finally:
        stop(server)


def wait_until_healthy(server, port):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server stopped before it answered"
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/") as answer:
                assert answer.read() == b"ok"
                return
        except urllib.error.URLError:
            time.sleep(0.2)
    pytest.fail("the server did not answer within a minute")


def stop(server):
    try:
        os.killpg(server.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    server.wait()
