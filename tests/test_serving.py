"""The web server with its worker: what ends is started again, and nothing is left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Stand-ins for the server and the worker: each writes who it is, then waits.
WAITS = "import os, sys, time; open(sys.argv[1], 'a').write(f'{os.getpid()}\\n'); time.sleep(120)"
SERVES = (
    "import sys; from peel import serving; serving.RESTART_AFTER = 0.1; "
    "serving.LOOK_EVERY = 0.05; wait = [sys.executable, '-c', sys.argv[1]]; "
    "worker = [*wait, sys.argv[3]] if sys.argv[3] else []; "
    "sys.exit(serving.Serving([*wait, sys.argv[2]], worker).run())"
)


class Pair:
    """A server and a worker that only wait, kept by ``peel.serving``."""

    def __init__(self, folder: Path, *, worker: bool = True) -> None:
        self.web, self.worker = folder / "web", folder / "worker"
        arguments = [WAITS, str(self.web), str(self.worker) if worker else ""]
        command = [sys.executable, "-c", SERVES, *arguments]
        self.process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)

    def pids(self, file: Path, number: int) -> list[int]:
        """The processes that wrote to ``file``, once there are so many."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            written = file.read_text().split() if file.exists() else []
            if len(written) >= number:
                return [int(pid) for pid in written]
            time.sleep(0.05)
        pytest.fail(f"{file.name} was not started {number} times within 30 seconds")


@pytest.fixture
def pair(tmp_path):
    made = Pair(tmp_path)
    yield made
    made.process.terminate()
    made.process.wait(timeout=30)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_killed_worker_is_started_again(pair):
    [first] = pair.pids(pair.worker, 1)
    os.kill(first, signal.SIGKILL)
    second = pair.pids(pair.worker, 2)[1]
    assert is_running(second)
    assert is_running(pair.pids(pair.web, 1)[0])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_both(pair, number):
    pids = [*pair.pids(pair.web, 1), *pair.pids(pair.worker, 1)]
    pair.process.send_signal(number)
    pair.process.wait(timeout=30)
    assert [pid for pid in pids if is_running(pid)] == []


def test_the_worker_ends_with_the_server(pair):
    [web], [worker] = pair.pids(pair.web, 1), pair.pids(pair.worker, 1)
    os.kill(web, signal.SIGKILL)
    assert pair.process.wait(timeout=30) != 0
    assert not is_running(worker)


def test_a_server_may_run_without_a_worker(tmp_path):
    alone = Pair(tmp_path, worker=False)
    [web] = alone.pids(alone.web, 1)
    alone.process.terminate()
    alone.process.wait(timeout=30)
    assert not is_running(web)
    assert not alone.worker.exists()
