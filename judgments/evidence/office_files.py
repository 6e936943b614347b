"""Looks into Word and Excel files: they are ZIP archives, and anything can lie in one.

Nothing is unpacked but the small parts that are looked at, up to a bound.
"""

import os
import struct
import zipfile
import zlib
from typing import IO, Final

from judgments.evidence.office_programs import CONTENT_TYPES, carries_programs
from peel.lib.errors import Invalid

MOST_PARTS: Final = 5_000
LARGEST_DIRECTORY: Final = 2 * 1024 * 1024
LARGEST_UNPACKED: Final = 300 * 1024 * 1024
END_OF_DIRECTORY: Final = b"PK\x05\x06"
LENGTH_OF_END: Final = 22
LONGEST_END: Final = LENGTH_OF_END + 65_536
# A large archive has a second end before the first, and readers differ in which one they follow.
LARGE_END: Final = (b"PK\x06\x06", b"PK\x06\x07")
LENGTH_OF_LARGE_END: Final = 76
MAIN_PARTS: Final = {"word/document.xml": ".docx", "xl/workbook.xml": ".xlsx"}
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
        if len(endings) != 1 or CONTENT_TYPES not in map(str.lower, names):
            return ""
        if carries_programs(archive):
            raise Invalid(
                f"“{name}” carries macros or other programs, or fetches them from elsewhere. Save "
                "it without them, or as a PDF."
            )
        return endings.pop()


def _check_directory(file: IO[bytes], name: str) -> None:
    """Before the list of parts is read into memory: it may be as large as the file."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - LONGEST_END - LENGTH_OF_LARGE_END))
    tail = file.read()
    place = _place_of_end(tail)
    if any(sign in tail[max(0, place - LENGTH_OF_LARGE_END) : place] for sign in LARGE_END):
        raise Invalid(
            f"“{name}” is packed as only very large files are. Open it and save it again, or save "
            "it as a PDF."
        )
    directory = struct.unpack_from("<L", tail, place + 12)[0]
    if directory > LARGEST_DIRECTORY:
        raise _too_large(name)


def _place_of_end(tail: bytes) -> int:
    """Where the end is that zipfile follows: the very last bytes, or else the last that fits."""
    last = len(tail) - LENGTH_OF_END
    if last >= 0 and tail.startswith(END_OF_DIRECTORY, last) and tail.endswith(b"\x00\x00"):
        return last
    place = tail.rfind(END_OF_DIRECTORY)
    if place < 0:
        raise zipfile.BadZipFile
    return place


def _check_size(parts: list[zipfile.ZipInfo], name: str) -> None:
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise _too_large(name)


def _too_large(name: str) -> Invalid:
    return Invalid(f"“{name}” unpacks to far more than a document holds. Save it as a PDF.")
