"""Writes files into a ZIP as they are made, with a checksum of each."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

CHECKSUMS = "SHA256SUMS"
CHUNK = 64 * 1024
READABLE_BY_ALL = 0o644 << 16


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the ZIP; its ``text`` can be read once."""

    name: str
    text: Iterable[str]


def write_archive(file: IO[bytes], folder: str, entries: Iterable[Entry], at: datetime) -> None:
    """The entries in a folder, dated ``at``, and a list that ``sha256sum --check`` reads."""
    sums = []
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for entry in entries:
            about = _about(f"{folder}/{entry.name}", at)
            sums.append(f"{_write(archive, about, entry)}  {entry.name}\n")
        archive.writestr(_about(f"{folder}/{CHECKSUMS}", at), "".join(sums))


def _about(name: str, at: datetime) -> ZipInfo:
    about = ZipInfo(name, at.timetuple()[:6])
    about.compress_type = ZIP_DEFLATED
    about.external_attr = READABLE_BY_ALL
    return about


def _write(archive: ZipFile, about: ZipInfo, entry: Entry) -> str:
    """Gives the SHA-256 in hexadecimal."""
    digest = hashlib.sha256()
    # How long it gets is not known before it is written.
    with archive.open(about, "w", force_zip64=True) as target:
        for chunk in _chunks(entry.text):
            digest.update(chunk)
            target.write(chunk)
    return digest.hexdigest()


def _chunks(text: Iterable[str]) -> Iterator[bytes]:
    """The text in pieces of some size: writing each line by itself takes longer."""
    held = bytearray()
    for piece in text:
        held += piece.encode()
        if len(held) >= CHUNK:
            yield bytes(held)
            held.clear()
    yield bytes(held)
