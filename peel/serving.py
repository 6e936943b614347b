"""Runs the web server and a background worker beside it: ``python -m peel.serving``.

A worker that ends is started again. When the server ends, or a signal says so, both end.
"""

import argparse
import signal
import subprocess  # nosec B404
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

MANAGE = str(Path(__file__).resolve().parent.parent / "manage.py")
WORKER = [sys.executable, MANAGE, "worker"]
LOOK_EVERY = 0.5
# Longer than the server gives its own workers.
PATIENCE = 15
RESTART_AFTER = 2

Process = subprocess.Popen[bytes]


def server(host: str, port: str) -> list[str]:
    """The command that serves the application."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi",
        "--workers", "2", "--blocking-threads", "2",
        "--no-ws", "--respawn-failed-workers", "--log-level", "warning",
        # A worker that is still loading the application misses the signal to stop.
        "--workers-kill-timeout", "10",
        "--host", host, "--port", port, "peel.wsgi:application",
    ]  # fmt: skip


class Serving:
    """A server and, where there is a command for one, a worker beside it."""

    def __init__(self, web: Sequence[str], worker: Sequence[str]) -> None:
        self.worker_command = worker
        self.stopping = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        self.web = _start(web)
        self.worker: Process | None = None
        self.worker_due = time.monotonic()

    def run(self) -> int:
        """Wait until the server ends or a signal comes; gives the server's exit code."""
        while self.web.poll() is None and not self.stopping:
            if self.worker_command:
                self._keep_worker()
            time.sleep(LOOK_EVERY)
        _end([process for process in (self.web, self.worker) if process])
        return self.web.returncode

    def _keep_worker(self) -> None:
        if self.worker and self.worker.poll() is not None:
            sys.stderr.write(f"The worker ended ({self.worker.returncode}). It is started again.\n")
            self.worker = None
            self.worker_due = time.monotonic() + RESTART_AFTER
        if not self.worker and time.monotonic() >= self.worker_due:
            self.worker = _start(self.worker_command)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True


def _start(command: Sequence[str]) -> Process:
    return subprocess.Popen(command)  # noqa: S603  # nosec B603


def _end(running: Sequence[Process]) -> None:
    for process in running:
        process.terminate()
    deadline = time.monotonic() + PATIENCE
    for process in running:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def main() -> None:
    """Serve with the arguments of the command line."""
    parser = argparse.ArgumentParser(prog="python -m peel.serving")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", default="8000")
    parser.add_argument("--no-worker", action="store_true")
    options = parser.parse_args()
    worker = [] if options.no_worker else WORKER
    sys.exit(Serving(server(options.host, options.port), worker).run())


if __name__ == "__main__":
    main()
