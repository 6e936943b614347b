"""Attaching files: kept outside the web root under random names, and never lost."""

import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, OperationalError, connection, transaction

from accounts.events import history_of
from accounts.models import User
from cases.actions.answering import PersonalDataWarning
from judgments.actions.attaching import (
    MOST_ATTACHMENTS,
    attach,
    put_attachment_back,
    record_download,
    record_with_files,
    withdraw_attachment,
)
from judgments.actions.evidence import withdraw_evidence
from judgments.evidence import held_files
from judgments.models import Attachment, Evidence, InspectionArea
from peel.lib.errors import Conflict, Invalid, Refused
from tests.judgments.evidence import files
from tests.judgments.evidence.conftest import SEEN


def kept_files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def test_a_file_is_kept_as_it_was_sent(attached: Attachment, attachments: Path) -> None:
    assert (attached.name, attached.content_type, attached.size) == (
        "plan.pdf", "application/pdf", len(files.PDF),
    )  # fmt: skip
    with held_files.opened(attached.stored_as) as file:
        assert file.read() == files.PDF
    (path,) = kept_files(attachments)
    assert "plan" not in path.name
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(attachments.stat().st_mode) == 0o700
    event = history_of(attached.evidence).last()
    assert event is not None
    assert (event.verb, event.details["sha256"]) == ("attached a file", attached.sha256)


def test_evidence_is_logged_with_its_files_or_not_at_all(
    responding: InspectionArea, inspector: User, attachments: Path
) -> None:
    bad = [files.upload(), files.upload("room.png", b"no picture")]
    with pytest.raises(Invalid, match=r"room\.png"):
        record_with_files(
            inspection=responding.inspection, gathered=SEEN, uploads=bad, by=inspector
        )
    assert not Evidence.objects.exists()
    assert kept_files(attachments) == []
    good = [files.upload(), files.upload("room.png", files.PNG)]
    evidence = record_with_files(
        inspection=responding.inspection, gathered=SEEN, uploads=good, by=inspector
    )
    assert [a.name for a in evidence.attachments.all()] == ["plan.pdf", "room.png"]


def test_a_warning_keeps_nothing(
    responding: InspectionArea, inspector: User, attachments: Path
) -> None:
    gathered = replace(SEEN, summary="Write to a.b@force.example.")
    with pytest.raises(PersonalDataWarning):
        record_with_files(
            inspection=responding.inspection, gathered=gathered, uploads=[files.upload()],
            by=inspector,
        )  # fmt: skip
    assert kept_files(attachments) == []


def test_a_file_that_is_too_large_is_refused_with_the_limit(
    logged: Evidence, inspector: User, settings: LazySettings
) -> None:
    settings.ATTACHMENT_MEGABYTES = 1
    large = files.upload("plan.pdf", files.PDF + b" " * 1024 * 1024)
    with pytest.raises(Invalid, match="larger than 1 MB"):
        attach(evidence=logged, uploads=[large], by=inspector)


def test_the_same_file_is_attached_once(
    attached: Attachment, inspector: User, attachments: Path
) -> None:
    with pytest.raises(Conflict, match=r"attached already, as “plan\.pdf”"):
        attach(evidence=attached.evidence, uploads=[files.upload("again.pdf")], by=inspector)
    assert len(kept_files(attachments)) == 1


def test_the_same_file_twice_at_once_keeps_neither(
    logged: Evidence, responding: InspectionArea, inspector: User, attachments: Path
) -> None:
    twice = [files.upload(), files.upload("again.pdf")]
    with pytest.raises(Conflict, match=r"attached already, as “plan\.pdf”"):
        attach(evidence=logged, uploads=twice, by=inspector)
    with pytest.raises(Conflict, match=r"attached already, as “plan\.pdf”"):
        record_with_files(
            inspection=responding.inspection, gathered=SEEN, uploads=twice, by=inspector
        )
    assert not Attachment.objects.exists()
    assert list(Evidence.objects.all()) == [logged]
    assert kept_files(attachments) == []


@pytest.mark.django_db(transaction=True)
def test_a_commit_that_fails_keeps_nothing(
    logged: Evidence, inspector: User, attachments: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise OperationalError

    with monkeypatch.context() as failing:
        failing.setattr(connection, "commit", fail)
        with pytest.raises(OperationalError):
            attach(evidence=logged, uploads=[files.upload()], by=inspector)
    assert not Attachment.objects.exists()
    assert kept_files(attachments) == []


def test_there_is_a_bound_to_how_many(logged: Evidence, inspector: User) -> None:
    many = [files.upload(f"{n}.txt", str(n).encode()) for n in range(MOST_ATTACHMENTS + 1)]
    with pytest.raises(Conflict, match="at most 20 files"):
        attach(evidence=logged, uploads=many, by=inspector)


def test_a_withdrawn_file_stays_for_who_leads(
    attached: Attachment, inspector: User, supervisor: User
) -> None:
    withdraw_attachment(attachment=attached, reason="It names a caller.", by=inspector)
    with pytest.raises(Refused, match="withdrawn"):
        record_download(attachment=attached, by=inspector)
    assert record_download(attachment=attached, by=supervisor).withdrawn
    with pytest.raises(Conflict, match="withdrawn already"):
        withdraw_attachment(attachment=attached, reason="Twice.", by=inspector)
    put_attachment_back(attachment=attached, reason="The wrong one.", by=inspector)
    with pytest.raises(Conflict, match="not withdrawn"):
        put_attachment_back(attachment=attached, reason="Twice.", by=inspector)
    record_download(attachment=attached, by=inspector)
    verbs = [event.verb for event in history_of(attached.evidence)]
    assert verbs == [
        "recorded", "attached a file", "withdrew a file", "downloaded a file", "put a file back",
        "downloaded a file",
    ]  # fmt: skip


ACTS: list[Callable[[Attachment, User], Any]] = [
    lambda a, by: attach(evidence=a.evidence, uploads=[files.upload("b.txt", b"b")], by=by),
    lambda a, by: withdraw_attachment(attachment=a, reason="No.", by=by),
]


@pytest.mark.parametrize("act", ACTS)
def test_only_the_team_attaches(
    attached: Attachment, other_supervisor: User, act: Callable[[Attachment, User], Any]
) -> None:
    with pytest.raises(Refused):
        act(attached, other_supervisor)


@pytest.mark.parametrize("act", ACTS)
def test_nothing_is_attached_to_withdrawn_evidence(
    attached: Attachment, inspector: User, act: Callable[[Attachment, User], Any]
) -> None:
    withdraw_evidence(evidence=attached.evidence, reason="Wrong force.", by=inspector)
    with pytest.raises(Conflict, match="withdrawn"):
        act(attached, inspector)


def test_the_database_keeps_attachments(attached: Attachment) -> None:
    rows = Attachment.objects.filter(pk=attached.pk)
    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        rows._raw_delete("default")
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        rows.update(sha256="0" * 64)


def test_a_file_that_is_gone_is_said_so(attached: Attachment) -> None:
    held_files.path_of(attached.stored_as).unlink()
    with pytest.raises(Conflict, match="not on the server any more"):
        held_files.opened(attached.stored_as)


# What the command says


def test_attachments_that_are_there_are_verified(
    attached: Attachment, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("verify_attachments")
    assert capsys.readouterr().out == "1 attachment is there and unchanged.\n"


def test_files_that_are_gone_or_changed_are_named(
    attached: Attachment, inspector: User, capsys: pytest.CaptureFixture[str]
) -> None:
    (other,) = attach(
        evidence=attached.evidence, uploads=[files.upload("b.txt", b"b")], by=inspector
    )
    held_files.path_of(attached.stored_as).unlink()
    held_files.path_of(other.stored_as).write_bytes(b"c")
    with pytest.raises(CommandError, match="2 of 2 attachments"):
        call_command("verify_attachments")
    said = capsys.readouterr().out
    assert f"shire-2023-25 E1, attachment {attached.pk} (plan.pdf): the file is gone" in said
    assert f"attachment {other.pk} (b.txt): the file is not the one that was attached" in said


def test_what_broken_off_uploads_left_is_removed_when_asked(
    attached: Attachment, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stray = held_files.path_of("ab" * 20)
    stray.write_bytes(b"half")
    call_command("verify_attachments", "--remove-strays")
    assert stray.exists()
    monkeypatch.setattr(held_files, "ABANDONED_AFTER", -1)
    call_command("verify_attachments")
    assert "1 file belongs to no attachment" in capsys.readouterr().out
    call_command("verify_attachments", "--remove-strays")
    assert not stray.exists()
    assert held_files.path_of(attached.stored_as).exists()
