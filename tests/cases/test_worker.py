"""Background work that is broken off, comes late or is no longer wanted; and what is purged."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cases import held_extracts
from cases.actions.extract_steps import LOST_AFTER, Attempt, NotWanted, record_read
from cases.actions.extracts import discard_extract, match_columns, receive_extract, try_again
from cases.actions.housekeeping import keep_house, settle_lost_work
from cases.models import Draw, Extract
from tests.cases.test_extract_pages import COLUMNS, content, kept_files
from tests.cases.working import work

pytestmark = pytest.mark.django_db
MATCHES = {heading: code for code, heading in COLUMNS.items()}
LONG_AGO = LOST_AFTER + timedelta(seconds=1)


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.EXTRACTS_ROOT = tmp_path / "extracts"


@pytest.fixture
def received(sample, supervisor) -> Extract:
    upload = SimpleUploadedFile("may.csv", content())
    return receive_extract(sample=sample, upload=upload, by=supervisor)


@pytest.fixture
def reading(received, supervisor) -> Extract:
    """Matched, and waiting to be read."""
    work()
    return match_columns(extract=received, columns=MATCHES, by=supervisor)


def now(extract: Extract) -> Extract:
    return Extract.objects.get(pk=extract.pk)


def result_of(extract: Extract) -> DBTaskResult:
    """What became of the task that is at work on the extract."""
    return DBTaskResult.objects.get(pk=str(now(extract).task))


def killed(extract: Extract, ago: timedelta = LONG_AGO) -> None:
    """The worker took the task up and was killed: nothing says so but its silence."""
    at = timezone.now() - ago
    DBTaskResult.objects.filter(pk=str(now(extract).task)).update(status="RUNNING", started_at=at)
    Extract.objects.filter(pk=extract.pk).update(seen_alive_at=at)


def test_what_a_killed_worker_left_is_read_by_the_next(reading):
    first = now(reading).task
    killed(reading)
    settle_lost_work()
    again = now(reading)
    assert (again.state, again.retried, again.attempt) == ("reading", True, reading.attempt + 1)
    assert again.task != first
    assert DBTaskResult.objects.get(pk=str(first)).status == "FAILED"
    work()
    assert now(reading).state == "read"


def test_what_breaks_off_twice_is_reported_and_can_be_tried_again(reading, supervisor):
    for _ in range(2):
        killed(reading)
        settle_lost_work()
    found = now(reading)
    assert (found.state, "broke off twice" in found.problem) == ("failed", True)
    assert held_extracts.path_of(found.folder).exists()
    try_again(extract=found, by=supervisor)
    work()
    assert now(reading).state == "opened"


def test_a_worker_that_gives_signs_of_life_is_left_alone(reading):
    killed(reading, ago=LOST_AFTER - timedelta(seconds=5))
    settle_lost_work()
    assert now(reading).attempt == reading.attempt


def test_work_that_waits_for_its_turn_is_left_alone(reading):
    Extract.objects.update(waiting_since=timezone.now() - timedelta(days=1))
    settle_lost_work()
    assert now(reading).attempt == reading.attempt


def test_a_worker_that_was_told_to_stop_does_not_count_as_a_failure(reading):
    for _ in range(3):
        result_of(reading).set_failed(SystemExit(0))
        settle_lost_work()
    assert (now(reading).state, now(reading).retried) == ("reading", False)
    work()
    assert now(reading).state == "read"


def test_an_error_of_ours_is_reported_at_once(reading):
    result_of(reading).set_failed(ZeroDivisionError())
    settle_lost_work()
    assert (now(reading).state, "an error in Peel" in now(reading).problem) == ("failed", True)


def test_a_worker_taken_for_dead_that_comes_back_changes_nothing(reading):
    late = Attempt(reading.pk, reading.attempt)
    killed(reading)
    settle_lost_work()
    with pytest.raises(NotWanted):
        late.alive(10_000, 0.5)
    with pytest.raises(NotWanted):
        record_read(late, sha256="0" * 64, counts={}, plan={})
    assert now(reading).state == "reading"
    work()
    assert now(reading).counts["records"] == 32


def test_an_extract_that_is_discarded_while_it_is_read_stays_discarded(reading, supervisor):
    at_work = Attempt(reading.pk, reading.attempt)
    discard_extract(extract=reading, by=supervisor)
    with pytest.raises(NotWanted):
        at_work.alive(10_000, 0.5)
    work()
    assert (now(reading).state, kept_files()) == ("discarded", [])


def test_a_draw_that_breaks_off_twice_is_handed_back(reading):
    work()
    Extract.objects.update(state="drawing", task=None)
    settle_lost_work()
    assert (now(reading).state, now(reading).retried) == ("drawing", True)
    killed(reading)
    settle_lost_work()
    assert (now(reading).state, now(reading).problem[:18]) == ("read", "Nothing was drawn.")
    assert not Draw.objects.exists()


# Keeping house


def test_an_extract_is_kept_for_seven_days(reading, sample):
    Extract.objects.update(at=timezone.now() - timedelta(days=6, hours=23))
    keep_house()
    assert now(reading).is_held
    Extract.objects.update(at=timezone.now() - timedelta(days=7, minutes=1))
    keep_house()
    found = now(reading)
    assert (found.state, found.columns, kept_files()) == ("discarded", {}, [])
    assert found.problem == "It was kept for seven days and then deleted."


def test_an_extract_that_is_being_drawn_from_is_not_purged(reading):
    Extract.objects.update(state="drawing", at=timezone.now() - timedelta(days=8))
    keep_house()
    assert now(reading).state == "drawing"
    assert held_extracts.path_of(reading.folder).exists()


def test_strays_are_purged_after_a_day_and_nothing_else(reading):
    root = held_extracts.path_of(reading.folder).parents[1]
    fresh, old = root / "fresh", root.parent / "incoming" / "old"
    for stray in (fresh, old):
        stray.parent.mkdir(exist_ok=True)
        stray.write_bytes(b"broken off")
    for path in (old, held_extracts.path_of(reading.folder).parent):
        os.utime(path, (0, 0))
    keep_house()
    assert (fresh.exists(), old.exists()) == (True, False)
    assert held_extracts.path_of(reading.folder).exists()


def test_results_of_old_tasks_are_forgotten(reading):
    work()
    assert DBTaskResult.objects.finished().count() == 2
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(days=15))
    keep_house()
    assert not DBTaskResult.objects.exists()


# The command


@pytest.mark.django_db(transaction=True)
def test_the_command_does_what_waits_and_ends(received):
    call_command("worker", once=True)
    assert now(received).state == "opened"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="It opens the database by its file.")
def test_a_worker_that_is_told_to_stop_ends_at_once(received, tmp_path):
    name = connection.settings_dict["NAME"]
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{name}",
        "EXTRACTS_ROOT": str(django_settings.EXTRACTS_ROOT),
        "SECRET_KEY": "s" * 50,
        "ALLOWED_HOSTS": "localhost",
        "DJANGO_SETTINGS_MODULE": "peel.settings",
    }
    command = [sys.executable, str(django_settings.BASE_DIR / "manage.py"), "worker"]
    said = tmp_path / "said"
    with said.open("w") as log:
        worker = subprocess.Popen(command, env=environment, stderr=log)
    try:
        deadline = time.monotonic() + 120
        while now(received).state != "opened":
            assert worker.poll() is None, said.read_text()
            assert time.monotonic() < deadline, said.read_text()
            time.sleep(0.1)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=30) == 0, said.read_text()
    finally:
        worker.kill()
        worker.wait()
