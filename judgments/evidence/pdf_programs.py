"""Tells whether a PDF carries programs or other files, or starts something when it is opened.

Names are looked for in the bytes as they are, and in the object streams that Flate packs. A letter
that is written as its number hides nothing. No program is without one of these names: what is
called JS belongs to an action called JavaScript or Rendition.
"""

import re
import zlib
from collections.abc import Iterator
from typing import Final

PIECE: Final = 64 * 1024
LARGEST_STREAM: Final = 16 * 1024 * 1024
LARGEST_UNPACKED: Final = 100 * 1024 * 1024
MOST_STREAMS: Final = 20_000
PROGRAMS: Final = ("JavaScript", "Launch", "EmbeddedFiles", "EmbeddedFile", "Rendition")


def _names(*names: str) -> re.Pattern[bytes]:
    """What finds them as whole names, whichever letters are written as numbers."""
    spelt = "|".join("".join(map(_sign, name)) for name in names)
    return re.compile(rb"/(?:" + spelt.encode() + rb")(?![^\x00\t\n\f\r ()<>\[\]{}/%])")


def _sign(sign: str) -> str:
    return f"(?:{sign}|#(?i:{ord(sign):x}))"


NAMES_PROGRAM: Final = _names(*PROGRAMS)
OBJECT_STREAM: Final = _names("ObjStm")
STREAM: Final = re.compile(rb"stream\r?\n")


def carries_programs(content: bytes) -> bool:
    """Whether the PDF does. Raises ValueError for too many object streams, or too much in them."""
    if NAMES_PROGRAM.search(content):
        return True
    return any(NAMES_PROGRAM.search(unpacked) for unpacked in _object_streams(content))


def _object_streams(content: bytes) -> Iterator[bytes]:
    """What they hold, one after the other."""
    left, place, streams = LARGEST_UNPACKED, 0, 0
    while named := OBJECT_STREAM.search(content, place):
        begins = STREAM.search(content, named.end())
        if begins is None:
            return
        streams += 1
        if streams > MOST_STREAMS:
            raise ValueError
        place = begins.end()
        unpacked = _unpacked(content, place, min(left, LARGEST_STREAM))
        left -= len(unpacked)
        yield unpacked


def _unpacked(content: bytes, place: int, most: int) -> bytes:
    """What is packed from there on, up to where it breaks off. Raises ValueError beyond most."""
    packed = zlib.decompressobj()
    found = bytearray()
    while not packed.eof and place < len(content):
        try:
            found += packed.decompress(content[place : place + PIECE], most + 1)
        except zlib.error:
            break
        if len(found) > most:
            raise ValueError
        place += PIECE
    return bytes(found)
