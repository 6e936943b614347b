"""Files as people attach them, and as they should not."""

import struct
import zipfile
from io import BytesIO

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40 + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 40 + b"\xff\xd9"
MACRO_TYPES = (
    b"<Types><Override ContentType='application/vnd.ms-word.document.macroEnabled'/></Types>"
)


def docx() -> bytes:
    file = BytesIO()
    document = Document()
    document.add_paragraph("What the focus group said.")
    document.save(file)
    return file.getvalue()


def xlsx() -> bytes:
    file = BytesIO()
    with xlsxwriter.Workbook(file) as workbook:
        workbook.add_worksheet().write(0, 0, "Calls")
    return file.getvalue()


def with_part(content: bytes, name: str, part: bytes = b"x") -> bytes:
    """The archive with one part more, or in place of the one of that name."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info, old.read(info))
        new.writestr(name, part)
    return file.getvalue()


def with_large_end(content: bytes) -> bytes:
    """The archive with the end of a very large one, which leads to the same list of parts."""
    place = content.rfind(b"PK\x05\x06")
    count, size, start = struct.unpack_from("<HLL", content, place + 10)
    second = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, start)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, place, 1)
    return content[:place] + second + locator + content[place:]


def zipped(**parts: bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def upload(name: str = "plan.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
