"""The folders of the extracts that are kept: the file, its counts and its rejected rows.

They lie below ``EXTRACTS_ROOT``, out of reach of the web server's files, and only the program's
own user may open them.
"""

import gzip
import json
import shutil
import time
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile

from peel.lib.errors import Conflict
from peel.lib.uploads import INCOMING, private_folder

EXTRACT, REJECTED = "extract", "rejected.csv.gz"
FOLDERS = "held"
GONE = (
    "The file of this extract is not on the server any more. Discard the extract and upload it "
    "again."
)
ABANDONED_AFTER = 24 * 60 * 60


def path_of(folder: UUID) -> Path:
    """Where the extract itself is kept."""
    return private_folder(FOLDERS, str(folder)) / EXTRACT


def rejected_of(folder: UUID) -> Path:
    """Where the list of its rejected rows is kept, as compressed CSV."""
    return path_of(folder).with_name(REJECTED)


def keep(upload: "UploadedFile[Any]", folder: UUID) -> None:
    """Keep an upload. One that was streamed to private storage is moved, not copied."""
    target = path_of(folder)
    if isinstance(upload, TemporaryUploadedFile):
        # What is only buffered would be missing from the file that is moved.
        upload.flush()
        shutil.move(upload.temporary_file_path(), target)
        return
    with target.open("wb") as file:
        for chunk in upload.chunks():
            file.write(chunk)


def write(folder: UUID, name: str, content: Any) -> None:
    """Keep plain values beside an extract."""
    packed = gzip.compress(json.dumps(content, ensure_ascii=False).encode(), compresslevel=3)
    path_of(folder).with_name(f"{name}.json.gz").write_bytes(packed)


def read(folder: UUID, name: str) -> Any:
    """What ``write`` kept. Raises Conflict when it is gone."""
    path = path_of(folder).with_name(f"{name}.json.gz")
    if not path.exists():
        raise Conflict(GONE)
    return json.loads(gzip.decompress(path.read_bytes()))


def purge(folder: UUID) -> None:
    """Delete an extract with all that lies beside it; nothing happens when it is gone."""
    _remove(private_folder(FOLDERS) / str(folder))


def purge_strays(held: Collection[UUID]) -> int:
    """Delete the folders and broken-off uploads, a day old, that no extract in ``held`` has."""
    names = {str(folder) for folder in held}
    strays = [path for path in _abandoned() if path.name not in names]
    for path in strays:
        _remove(path)
    return len(strays)


def _remove(path: Path) -> None:
    """Another worker may be removing the same."""
    try:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    except FileNotFoundError:
        return


def _abandoned() -> Iterator[Path]:
    before = time.time() - ABANDONED_AFTER
    for parent in (private_folder(FOLDERS), private_folder(INCOMING)):
        yield from (path for path in parent.iterdir() if path.lstat().st_mtime < before)
