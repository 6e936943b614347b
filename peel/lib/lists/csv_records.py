"""Reads the records of a CSV file as they come. Pure.

What can't be read is refused in a sentence that says how to mend the file. No more of it is
held than one record, so a file may be of any size.
"""

import csv
import io
import itertools
import re
from collections.abc import Iterator
from typing import BinaryIO

from peel.lib.errors import Invalid
from peel.lib.lists.workbook_xml import NOT_A_LIST

LONGEST_LINE = 200_000
HEAD = 4_096

HOW_TO_SAVE_AS_CSV = (
    "In Excel choose “Save as”, then “CSV UTF-8 (comma delimited)”, and upload that file."
)
CONTROL_SIGN = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
UTF_16_BOMS = (b"\xff\xfe", b"\xfe\xff")
LOOKS_LIKE_HTML = re.compile(r"\s*<(!doctype|html|head|body|table|\?xml|meta|div)\b", re.I)
SEPARATOR_LINE = re.compile(r"sep=([,;\t])\s*$", re.I)


def csv_records(file: BinaryIO) -> Iterator[tuple[str, ...]]:
    """The records of a CSV file in UTF-8 or UTF-16, open at its start. Raises Invalid."""
    text = io.TextIOWrapper(file, _encoding_of(file), newline="")
    try:
        yield from _records(_lines(text))
    finally:
        # The file is its owner's to close, and may be closed already.
        if not text.closed:
            text.detach()


def _encoding_of(file: BinaryIO) -> str:
    head = file.read(HEAD)
    file.seek(0)
    encoding = "utf-16" if head.startswith(UTF_16_BOMS) else "utf-8-sig"
    if LOOKS_LIKE_HTML.match(head.decode(encoding, errors="replace")):
        raise Invalid(
            "This is a web page, not a list, whatever its name says. Open it in Excel. "
            + HOW_TO_SAVE_AS_CSV
        )
    return encoding


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    number = 0
    try:
        while line := text.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE:
                raise Invalid(
                    f"Line {number:,} is longer than {LONGEST_LINE:,} characters, so this is not "
                    "a list of files. " + HOW_TO_SAVE_AS_CSV
                )
            if "\x00" in line:
                raise Invalid(NOT_A_LIST)
            yield line
    except UnicodeDecodeError as error:
        raise Invalid(_not_decodable(error, number)) from None


def _not_decodable(error: UnicodeDecodeError, lines_before: int) -> str:
    if CONTROL_SIGN.search(error.object):
        return NOT_A_LIST
    line = lines_before + error.object.count(b"\n", 0, error.start) + 1
    return (
        f"The file is not in UTF-8: line {line:,} holds a character that can't be read. "
        + HOW_TO_SAVE_AS_CSV
    )


def _records(lines: Iterator[str]) -> Iterator[tuple[str, ...]]:
    first = next(lines, "")
    separator = SEPARATOR_LINE.match(first)
    delimiter = separator[1] if separator else _delimiter_of(first)
    if separator:
        yield ()
    else:
        lines = itertools.chain([first], lines)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        yield from map(tuple, reader)
    except csv.Error:
        raise Invalid(
            f"The list can't be read after line {reader.line_num:,}: a quotation mark is opened "
            "and not closed, or stands inside a value. Correct that line. " + HOW_TO_SAVE_AS_CSV
        ) from None


def _delimiter_of(headings: str) -> str:
    return max(",;\t", key=headings.count)
