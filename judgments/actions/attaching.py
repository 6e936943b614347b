"""Attaching files to evidence, and taking them back."""

from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any, Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.events import record
from accounts.models import User
from cases.actions.reasons import required
from forces.models import Inspection
from judgments import permissions
from judgments.actions.evidence import Gathered, check_stands, record_evidence
from judgments.actions.locking import locked_evidence
from judgments.evidence import held_files
from judgments.evidence.file_types import FileType, cleaned_name, file_type_of
from judgments.models import Attachment, Evidence
from peel.lib.errors import Conflict, Invalid, require
from peel.lib.uploads import MEGABYTE

MOST_ATTACHMENTS: Final = 20
Upload = UploadedFile[Any]
Uploads = Sequence[Upload]


def record_with_files(
    *, inspection: Inspection, gathered: Gathered, uploads: Uploads, by: User
) -> Evidence:
    """Log a piece of evidence with its files, or nothing of it.

    Raises what ``record_evidence`` and ``attach`` raise.
    """
    with ExitStack() as held, transaction.atomic():
        evidence = record_evidence(inspection=inspection, gathered=gathered, by=by)
        _attach_all(evidence, uploads, held, by)
    return evidence


def attach(*, evidence: Evidence, uploads: Uploads, by: User) -> list[Attachment]:
    """Attach files, or none of them when one can't be.

    Raises Refused, Invalid, and Conflict when the evidence is withdrawn or holds the file.
    """
    # The files are let go after the transaction, so that a commit that fails leaves none.
    with ExitStack() as held, transaction.atomic():
        return _attach_all(locked_evidence(evidence.pk), uploads, held, by)


@transaction.atomic
def withdraw_attachment(*, attachment: Attachment, reason: str, by: User) -> Attachment:
    """Take a file back, which stays for the leads to read. Raises Refused, Invalid, Conflict."""
    because = required(reason)
    attachment = _locked(attachment)
    if attachment.withdrawn:
        raise Conflict("This file is withdrawn already.")
    return _set_withdrawn(attachment, True, "withdrew a file", because, by)


@transaction.atomic
def put_attachment_back(*, attachment: Attachment, reason: str, by: User) -> Attachment:
    """Attach a withdrawn file again. Raises Refused, Invalid and Conflict."""
    because = required(reason)
    attachment = _locked(attachment)
    if not attachment.withdrawn:
        raise Conflict("This file is not withdrawn.")
    return _set_withdrawn(attachment, False, "put a file back", because, by)


@transaction.atomic
def record_download(*, attachment: Attachment, by: User) -> Attachment:
    """Records that ``by`` takes the file out of Peel. Raises Refused."""
    attachment = _locked(attachment)
    require(permissions.read_attachment(by, attachment))
    details = {"attachment": attachment.pk, "name": attachment.name}
    record(target=attachment.evidence, verb="downloaded a file", by=by, details=details)
    return attachment


def largest() -> int:
    """How many bytes a file may have."""
    return int(settings.ATTACHMENT_MEGABYTES) * MEGABYTE


def _attach_all(
    evidence: Evidence, uploads: Uploads, held: ExitStack, by: User
) -> list[Attachment]:
    require(permissions.log_evidence(by, evidence.inspection))
    check_stands(evidence)
    names = dict(evidence.attachments.standing().values_list("sha256", "name"))
    if len(names) + len(uploads) > MOST_ATTACHMENTS:
        raise Conflict(f"A piece of evidence takes at most {MOST_ATTACHMENTS} files.")
    checked = [(upload, *_checked(upload)) for upload in uploads]
    made = []
    for upload, name, kind in checked:
        file = held.enter_context(held_files.kept(upload))
        if same := names.get(file.sha256):
            raise Conflict(f"“{name}” is attached already, as “{same}”.")
        names[file.sha256] = name
        made.append(_attach(evidence, file, name, kind, by))
    return made


def _checked(upload: Upload) -> tuple[str, FileType]:
    name = cleaned_name(upload.name or "")
    if (upload.size or 0) > largest():
        raise Invalid(
            f"“{name}” is larger than {settings.ATTACHMENT_MEGABYTES} MB. Attach the pages that "
            "matter, or pictures of a smaller size."
        )
    return name, file_type_of(upload.open(), name)


def _attach(
    evidence: Evidence, file: held_files.Kept, name: str, kind: FileType, by: User
) -> Attachment:
    attachment = Attachment.objects.create(
        evidence=evidence,
        name=name,
        content_type=kind.content_type,
        size=file.size,
        sha256=file.sha256,
        stored_as=file.stored_as,
        attached_by=by,
    )
    details = {"attachment": attachment.pk, "name": name, "sha256": file.sha256}
    record(target=evidence, verb="attached a file", by=by, details=details)
    return attachment


def _locked(attachment: Attachment) -> Attachment:
    """The attachment as it stands, with the lock of its evidence held."""
    evidence = locked_evidence(attachment.evidence_id)
    found = Attachment.objects.select_for_update().get(pk=attachment.pk)
    found.evidence = evidence
    return found


def _set_withdrawn(
    attachment: Attachment, withdrawn: bool, verb: str, reason: str, by: User
) -> Attachment:
    evidence = attachment.evidence
    require(permissions.log_evidence(by, evidence.inspection))
    check_stands(evidence)
    attachment.withdrawn = withdrawn
    attachment.save(update_fields=["withdrawn"])
    details = {"attachment": attachment.pk, "name": attachment.name, "reason": reason}
    record(target=evidence, verb=verb, by=by, details=details)
    return attachment
