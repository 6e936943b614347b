"""The bytes of attachments: below ``ATTACHMENTS_ROOT``, under random names.

They are out of reach of the web server's files, and only the program's own user may open them.
"""

import hashlib
import os
import secrets
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from peel.lib.errors import Conflict

GONE: Final = "The file is not on the server any more. Tell who runs Peel: it is in the backups."
ABANDONED_AFTER: Final = 24 * 60 * 60
CHUNK: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is kept. ``size`` is in bytes, ``sha256`` in hexadecimal."""

    stored_as: str
    size: int
    sha256: str


@contextmanager
def kept(upload: "UploadedFile[Any]") -> Iterator[Kept]:
    """Keep an upload, and take it away again if what follows fails."""
    stored_as = secrets.token_hex(20)
    path = path_of(stored_as)
    try:
        yield _write(upload, path, stored_as)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def opened(stored_as: str) -> IO[bytes]:
    """The file, to read. Raises Conflict when it is gone."""
    try:
        return path_of(stored_as).open("rb")
    except FileNotFoundError:
        raise Conflict(GONE) from None


def checksum_of(stored_as: str) -> str:
    """SHA-256 over the bytes as they lie there, or "" when they are gone."""
    try:
        with path_of(stored_as).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def strays(known: Collection[str]) -> list[Path]:
    """Files, a day old, that no attachment in ``known`` has, as broken-off acts leave them."""
    before = time.time() - ABANDONED_AFTER
    paths = sorted(path for path in _root().rglob("*") if path.is_file())
    return [path for path in paths if path.name not in known and path.stat().st_mtime < before]


def path_of(stored_as: str) -> Path:
    """Where a file lies. Its folder, named by the first two letters, is made if missing."""
    folder = _root() / stored_as[:2]
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / stored_as


def _root() -> Path:
    root = Path(settings.ATTACHMENTS_ROOT)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    return root


def _write(upload: "UploadedFile[Any]", path: Path, stored_as: str) -> Kept:
    """Written to the disk before the row that names it."""
    checksum, size = hashlib.sha256(), 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for chunk in upload.chunks(CHUNK):
            file.write(chunk)
            checksum.update(chunk)
            size += len(chunk)
        file.flush()
        os.fsync(file.fileno())
    return Kept(stored_as, size, checksum.hexdigest())
