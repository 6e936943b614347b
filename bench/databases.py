"""Builds the measured databases once and keeps them while nothing in them would differ."""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from bench.engines import KEPT, Engine
from bench.scale import Scale

ROOT = Path(__file__).resolve().parent.parent
SOURCES = (
    "*/migrations/*.py",
    "*/triggers.py",
    "checklists/data/*.yaml",
    "cases/demonstration/*.py",
    "bench/build.py",
    "bench/people.py",
    "bench/scale.py",
    "bench/floors.py",
    "bench/long_report.py",
    "bench/long_report_texts.py",
    "bench/signed_off.py",
)


def environment(url: str) -> dict[str, str]:
    """Production's environment, for a process that measures the database at ``url``."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "SECRET_KEY": "only for measuring: " + "0" * 40,
        "ALLOWED_HOSTS": "testserver",
        "DATABASE_URL": url,
        "STATIC_ROOT": str(KEPT / "static"),
    }


def collect_static_files() -> None:
    _run("manage.py", "collectstatic", "--noinput", "-v0", env=environment("sqlite://"))


def ensure_built(engine: Engine, scale: Scale) -> None:
    """Builds the database of ``scale``, unless the one that is kept was built alike."""
    mark = KEPT / f"{scale.name}.{engine.code}.built"
    fingerprint = _fingerprint()
    if mark.exists() and mark.read_text() == fingerprint:
        return
    mark.unlink(missing_ok=True)
    started = time.monotonic()
    engine.empty(scale.name)
    _run("-m", "bench.build", scale.name, env=environment(engine.url(scale.name)))
    mark.write_text(fingerprint)
    seconds = time.monotonic() - started
    sys.stderr.write(f"Built {engine.code} with {scale.samples} inspections in {seconds:.0f} s.\n")


def _run(*arguments: str, env: Mapping[str, str]) -> None:
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=dict(env), check=True)  # noqa: S603


def _fingerprint() -> str:
    """Of everything that decides what a built database holds."""
    digest = hashlib.sha256()
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()
