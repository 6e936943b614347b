"""Looks into Word and Excel files: they are ZIP archives, and anything can lie in one.

Nothing is unpacked but the two small parts that are looked at, each up to a bound.
"""

import os
import struct
import zipfile
import zlib
from typing import IO, Final

from peel.lib.errors import Invalid

MOST_PARTS: Final = 5_000
LARGEST_DIRECTORY: Final = 2 * 1024 * 1024
LARGEST_UNPACKED: Final = 300 * 1024 * 1024
LARGEST_LOOKED_AT: Final = 1024 * 1024
END_OF_DIRECTORY: Final = b"PK\x05\x06"
LONGEST_END: Final = 22 + 65_535
MAIN_PARTS: Final = {"word/document.xml": ".docx", "xl/workbook.xml": ".xlsx"}
CONTENT_TYPES: Final = "[Content_Types].xml"
SETTINGS_LINKS: Final = "word/_rels/settings.xml.rels"
PROGRAM_PARTS: Final = ("vbaproject", "vbadata", "/activex/", "/macrosheets/", "/dialogsheets/")
EMBEDDED: Final = "/embeddings/"
EMBEDDED_DOCUMENTS: Final = (".docx", ".xlsx")
UNREADABLE: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, struct.error,
    UnicodeDecodeError, OverflowError, ValueError, OSError,
)  # fmt: skip


def office_ending(file: IO[bytes], name: str) -> str:
    """ ".docx" or ".xlsx", or "" for an archive that is neither.

    Raises Invalid when it can't be read, is protected, unpacks to too much, or carries macros
    or other programs.
    """
    try:
        return _looked_into(file, name)
    except UNREADABLE:
        raise Invalid(
            f"“{name}” can't be opened. If it is protected with a password, take that off; "
            "otherwise save it again."
        ) from None


def _looked_into(file: IO[bytes], name: str) -> str:
    _check_directory(file, name)
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
        _check_size(parts, name)
        names = [part.filename for part in parts]
        endings = {ending for main, ending in MAIN_PARTS.items() if main in names}
        if len(endings) != 1 or CONTENT_TYPES not in names:
            return ""
        if _carries_programs(archive, names):
            raise Invalid(
                f"“{name}” carries macros or other programs. Save it without them, or as a PDF."
            )
        return endings.pop()


def _check_directory(file: IO[bytes], name: str) -> None:
    """Before the list of parts is read into memory: it may be as large as the file."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - LONGEST_END))
    tail = file.read(LONGEST_END)
    place = tail.rfind(END_OF_DIRECTORY)
    if place < 0:
        raise zipfile.BadZipFile
    directory = struct.unpack_from("<L", tail, place + 12)[0]
    if directory > LARGEST_DIRECTORY:
        raise _too_large(name)


def _check_size(parts: list[zipfile.ZipInfo], name: str) -> None:
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise _too_large(name)


def _too_large(name: str) -> Invalid:
    return Invalid(f"“{name}” unpacks to far more than a document holds. Save it as a PDF.")


def _carries_programs(archive: zipfile.ZipFile, names: list[str]) -> bool:
    if any(_is_program(name.lower()) for name in names):
        return True
    if b"macroenabled" in _read(archive, CONTENT_TYPES):
        return True
    # A template that is fetched from elsewhere brings its macros with it.
    links = _read(archive, SETTINGS_LINKS) if SETTINGS_LINKS in names else b""
    return b"attachedtemplate" in links and b"external" in links


def _is_program(part: str) -> bool:
    if any(sign in f"/{part}" for sign in PROGRAM_PARTS):
        return True
    return EMBEDDED in f"/{part}" and not part.endswith((*EMBEDDED_DOCUMENTS, "/"))


def _read(archive: zipfile.ZipFile, part: str) -> bytes:
    """The start of a part in small letters, without the zeros that two bytes a letter leave."""
    with archive.open(part) as stream:
        return stream.read(LARGEST_LOOKED_AT).replace(b"\x00", b"").lower()
