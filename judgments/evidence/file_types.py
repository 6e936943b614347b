"""What can be attached to evidence, told by what the bytes are and not by what they are called."""

import os
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Final

import filetype

from judgments.evidence.office_files import office_ending
from judgments.evidence.pdf_programs import carries_programs
from peel.lib.errors import Invalid
from peel.lib.personal_data import personal_data_in_reference
from peel.lib.storable import is_storable

LONGEST_NAME: Final = 200
HEAD: Final = 1024
TAIL: Final = 2048
OFFICE: Final = "application/vnd.openxmlformats-officedocument."
ANEW: Final = "Open it, print it as a new PDF, and attach that."
LAYOUT_SIGNS: Final = frozenset("\t\n\r\f")


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of file: what people call it, how its name ends, and its media type."""

    called: str
    endings: tuple[str, ...]
    content_type: str


PDF: Final = FileType("a PDF", (".pdf",), "application/pdf")
WORD: Final = FileType("a Word document", (".docx",), f"{OFFICE}wordprocessingml.document")
EXCEL: Final = FileType("an Excel workbook", (".xlsx",), f"{OFFICE}spreadsheetml.sheet")
PNG: Final = FileType("a PNG picture", (".png",), "image/png")
JPEG: Final = FileType("a JPEG picture", (".jpg", ".jpeg"), "image/jpeg")
TEXT: Final = FileType("plain text", (".txt",), "text/plain; charset=utf-8")
TYPES: Final = (PDF, WORD, EXCEL, PNG, JPEG, TEXT)
BY_ENDING: Final = {ending: kind for kind in TYPES for ending in kind.endings}
ACCEPTED: Final = ",".join(BY_ENDING)
IN_WORDS: Final = "PDF, Word (.docx), Excel (.xlsx), PNG, JPEG or plain text (.txt)"


def file_type_of(file: IO[bytes], name: str) -> FileType:
    """The type that both the name and the bytes say. Leaves the file at its start.

    Raises Invalid when it is none that can be attached, when the two differ, or when the file
    is empty, broken, protected, or carries programs.
    """
    named = BY_ENDING.get(PurePosixPath(name).suffix.lower())
    if named is None:
        raise Invalid(f"“{name}” can't be attached. Attach {IN_WORDS}.")
    found = _found(file, name, named)
    file.seek(0)
    if found is None:
        raise Invalid(f"“{name}” is named like {named.called}, but its content is something else.")
    if found != named:
        raise Invalid(f"“{name}” is named like {named.called}, but its content is {found.called}.")
    return found


def cleaned_name(name: str) -> str:
    """The name without folders, signs that don't show, and double spaces, at most 200 long.

    Raises Invalid when nothing is left before the ending, or when it looks like personal data.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    shown = "".join(sign for sign in last if not unicodedata.category(sign).startswith("C"))
    path = PurePosixPath(" ".join(shown.split()))
    stem, ending = path.stem, path.suffix
    if not stem.strip("."):
        raise Invalid("The file has no name. Give it one and attach it again.")
    if kinds := personal_data_in_reference(stem):
        raise Invalid(
            f"The name of the file looks like it holds {' and '.join(kinds)}. Rename it and "
            "attach it again."
        )
    return f"{stem[: LONGEST_NAME - len(ending)]}{ending}"[:LONGEST_NAME]


def _found(file: IO[bytes], name: str, named: FileType) -> FileType | None:
    head = _read(file, 0, HEAD)
    if not head:
        raise Invalid(f"“{name}” is empty.")
    if head.startswith(b"PK"):
        return BY_ENDING.get(office_ending(file, name))
    if found := _guessed(head):
        _check_whole(file, name, found)
        if found == PDF:
            _check_harmless(file, name)
        return found
    return TEXT if named == TEXT and _is_text(file) else None


def _guessed(head: bytes) -> FileType | None:
    """What the first bytes say, None for what can't be attached."""
    guess = filetype.guess(head)
    return next(
        (kind for kind in (PDF, PNG, JPEG) if guess and kind.content_type == guess.mime), None
    )


def _check_whole(file: IO[bytes], name: str, found: FileType) -> None:
    """Refuses a file that lost its end on the way: nobody could read it later."""
    end = {PDF: b"%%EOF", PNG: b"IEND", JPEG: b"\xff\xd9"}[found]
    size = file.seek(0, os.SEEK_END)
    if end not in _read(file, max(0, size - TAIL), TAIL):
        raise Invalid(f"“{name}” is not complete. Open it to see whether it is whole.")


def _check_harmless(file: IO[bytes], name: str) -> None:
    """Refuses a PDF with more in it than pages."""
    file.seek(0)
    try:
        carries = carries_programs(file.read())
    except ValueError:
        raise Invalid(f"“{name}” unpacks to far more than a PDF holds. {ANEW}") from None
    if carries:
        raise Invalid(f"“{name}” carries programs or other files, or starts some. {ANEW}")


def _is_text(file: IO[bytes]) -> bool:
    file.seek(0)
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    signs = set(text)
    controls = {sign for sign in signs if unicodedata.category(sign) == "Cc"}
    return is_storable("".join(signs)) and controls <= LAYOUT_SIGNS


def _read(file: IO[bytes], start: int, length: int) -> bytes:
    file.seek(start)
    return file.read(length)
