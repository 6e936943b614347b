"""Tells whether a Word or Excel file carries programs, or fetches them when it is opened.

Names are compared in small letters and XML is parsed, as Office does both: a name in capitals or a
letter written as an entity hides nothing.
"""

import zipfile
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

CONTENT_TYPES: Final = "[content_types].xml"
LINKS: Final = ".rels"
LARGEST_LOOKED_AT: Final = 16 * 1024 * 1024
PIECE: Final = 1024 * 1024
PROGRAM_PARTS: Final = (
    "vbaproject", "vbadata", "/activex/", "/macrosheets/", "/dialogsheets/", "oleobject",
)  # fmt: skip
PROGRAM_TYPES: Final = (
    "macroenabled", "vbaproject", "vbadata", "activex", "macrosheet", "dialogsheet", "oleobject",
)  # fmt: skip
PROGRAM_LINKS: Final = (
    "vbaproject", "control", "activexcontrolbinary", "macrosheet", "dialogsheet", "oleobject",
)  # fmt: skip
# What Office opens by itself, with the macros in it, where a link of this kind leads elsewhere.
FETCHED: Final = ("attachedtemplate", "package", "subdocument", "frame", "afchunk")
EMBEDDED: Final = "/embeddings/"
EMBEDDED_DOCUMENTS: Final = (".docx", ".xlsx")
OLE_HEAD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
Attributes = dict[str, str]


def carries_programs(archive: zipfile.ZipFile) -> bool:
    """Whether it does. Raises ValueError when a part that tells is too large or no XML."""
    parts = [part for part in archive.infolist() if not part.is_dir()]
    if any(_is_program(part.filename.lower()) for part in parts):
        return True
    if any(_starts_as_ole(archive, part) for part in parts):
        return True
    looking = _Looking(archive)
    return any(looking.finds_program(part) for part in parts)


def _is_program(part: str) -> bool:
    if any(sign in f"/{part}" for sign in PROGRAM_PARTS):
        return True
    return EMBEDDED in f"/{part}" and not part.endswith(EMBEDDED_DOCUMENTS)


def _starts_as_ole(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    with archive.open(part) as stream:
        return stream.read(len(OLE_HEAD)) == OLE_HEAD


@dataclass(slots=True)
class _Looking:
    """Looks into the parts that say what others are, and where they lead."""

    archive: zipfile.ZipFile
    left: int = field(default_factory=lambda: LARGEST_LOOKED_AT)

    def finds_program(self, part: zipfile.ZipInfo) -> bool:
        name = part.filename.lower()
        if name == CONTENT_TYPES:
            return any(_names_program(found) for found in self._elements(part))
        return name.endswith(LINKS) and any(
            _leads_to_program(found) for found in self._elements(part)
        )

    def _elements(self, part: zipfile.ZipInfo) -> list[Attributes]:
        """The attributes of each element, decoded, in small letters, without name spaces."""
        found: list[Attributes] = []
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = _refuse
        parser.StartElementHandler = lambda name, attributes: found.append(_lowered(attributes))
        try:
            with self.archive.open(part) as stream:
                while piece := stream.read(PIECE):
                    self.left -= len(piece)
                    if self.left < 0:
                        raise ValueError
                    parser.Parse(piece, False)
            parser.Parse(b"", True)
        except expat.ExpatError:
            raise ValueError from None
        return found


def _refuse(*declared: object) -> None:
    raise ValueError


def _lowered(attributes: Attributes) -> Attributes:
    return {
        name.rpartition(":")[2].lower(): value.strip().lower() for name, value in attributes.items()
    }


def _names_program(element: Attributes) -> bool:
    return any(sign in value for value in element.values() for sign in PROGRAM_TYPES)


def _leads_to_program(link: Attributes) -> bool:
    kind = link.get("type", "")
    return kind.endswith(PROGRAM_LINKS) or (kind.endswith(FETCHED) and _leads_elsewhere(link))


def _leads_elsewhere(link: Attributes) -> bool:
    target = link.get("target", "")
    return (
        link.get("targetmode") == "external" or ":" in target or target.startswith(("//", "\\\\"))
    )
