"""Extracts as Excel workbooks: read in blocks, and refused when they would exhaust the server."""

import io
import random
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from cases.extracts import headings_of, read_extract, sheet_outline, workbooks
from cases.extracts.workbooks import read_sheet
from peel.lib.errors import Invalid
from peel.lib.lists.faults import Fault
from peel.lib.lists.workbooks import read_workbook
from tests.cases.extracts.instruments import CRIMES

HEADINGS = ["Reference", "Offence group", "Reported on"]
ROW = ["A1", "theft", "2024-03-27"]
COMPRESSED = zipfile.ZIP_DEFLATED


def workbook(
    *rows: Sequence[object],
    sheets: Sequence[str] = ("List",),
    build: Callable[[Worksheet], object] | None = None,
    **options: object,
) -> bytes:
    """A workbook with these rows on each of its sheets; ``build`` goes on with the last."""
    file = io.BytesIO()
    made = xlsxwriter.Workbook(file, {"default_date_format": "dd/mm/yyyy", **options})
    for name in sheets:
        sheet = made.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    if build:
        build(sheet)
    made.close()
    return file.getvalue()


def blocks_of(content: bytes) -> list[tuple]:
    return list(read_sheet(io.BytesIO(content), lambda share: None))


def without_last_blanks(rows: list[tuple]) -> list[tuple]:
    """The rows without the blank cells at the end of each, and the blank rows at the end."""
    cut = []
    for row in rows:
        cells = list(row)
        while cells and cells[-1] == "":
            cells.pop()
        cut.append(tuple(cells))
    while cut and not cut[-1]:
        cut.pop()
    return cut


def packed(content: bytes, **parts: bytes) -> bytes:
    """The workbook with these parts in place of its own, by the name of the file."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as made,
        zipfile.ZipFile(file, "w", COMPRESSED) as archive,
    ):
        for name in made.namelist():
            part = parts.get(name.rpartition("/")[2].removesuffix(".xml"), made.read(name))
            archive.writestr(name, part)
    return file.getvalue()


def sheet_of(inside: bytes) -> bytes:
    return b"<worksheet><sheetData>" + inside + b"</sheetData></worksheet>"


@pytest.fixture
def refusal(tmp_path, monkeypatch) -> Callable[[bytes], str]:
    """What is said of a workbook that is refused; makes sure that nothing stays behind."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))

    def refuse(content: bytes) -> str:
        path = tmp_path / "extract"
        path.write_bytes(content)
        with pytest.raises(Invalid) as refused:
            read_extract(path, instrument=CRIMES)
        assert list(temporary.iterdir()) == []
        return " ".join(refused.value.messages)

    return refuse


# What is read


def many_kinds(sheet: Worksheet) -> None:
    chance = random.Random(7)
    values = ["text", "", 8, 8.5, True, date(2024, 3, 27), "é x", "8"]
    for row in [*range(2, 30), *range(45, 60), 99]:
        for column in range(chance.randint(0, 6)):
            sheet.write(row, column + 1, chance.choice(values))
    sheet.write_formula(10, 3, "=1+1")
    sheet.write_formula(40, 2, "=1+1", value="")
    sheet.write_formula(120, 0, "=1+1", value="")


@pytest.mark.parametrize("block", [1, 2, 7, 20_000])
@pytest.mark.parametrize("options", [{}, {"constant_memory": True}, {"date_1904": True}])
def test_blocks_hold_the_rows_of_the_whole_sheet(monkeypatch, block, options):
    monkeypatch.setattr(sheet_outline, "BLOCK_ROWS", block)
    content = workbook(build=many_kinds, **options)
    found = blocks_of(content)
    assert without_last_blanks(found) == without_last_blanks(list(read_workbook(content)))
    assert len(found) == 121
    assert isinstance(found[120][0], Fault)


@pytest.mark.parametrize("limit", ["BLOCK_BYTES", "BLOCK_TEXT"])
def test_blocks_end_where_their_bytes_or_texts_do(monkeypatch, limit):
    rows = [["Reference", *(f"text {n}" for n in range(8))]] * 200
    content = workbook(*rows)
    monkeypatch.setattr(sheet_outline, limit, 2_000)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    outline = sheet_outline.outline_of([sheet], longest_text=20)
    assert len(outline.blocks) > 10
    assert [block.first for block in outline.blocks[1:]] == [
        block.last + 1 for block in outline.blocks[:-1]
    ]
    assert blocks_of(content) == list(read_workbook(content))


def test_a_sheet_with_a_name_space_before_every_tag_is_read():
    content = workbook(HEADINGS, ROW)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    prefixed = sheet.replace(b"</", b"</x:").replace(b"<", b"<x:").replace(b"<x:/x:", b"</x:")
    prefixed = prefixed.replace(b"<x:?xml", b"<?xml").replace(b"xmlns=", b"xmlns:x=")
    assert blocks_of(packed(content, sheet1=prefixed)) == blocks_of(content)


def test_records_and_progress_of_a_workbook(tmp_path, monkeypatch):
    monkeypatch.setattr(sheet_outline, "BLOCK_ROWS", 100)
    path = tmp_path / "extract"
    rows = [[f"A{n}", "Theft", date(2024, 3, 27)] for n in range(1_000)]
    path.write_bytes(workbook(HEADINGS, *rows))
    told: list[tuple[int, float]] = []
    extract = read_extract(
        path, instrument=CRIMES, on_progress=lambda rows, share: told.append((rows, share))
    )
    assert extract.format == "xlsx"
    assert set(extract.records.values()) == {("theft", "", "", "2024-03-27", "")}
    assert len(extract.records) == extract.rows == 1_000
    assert told == sorted(told)
    assert len(told) == 1 + 11 + 1
    assert told[-1] == (1_001, 1.0)


def test_what_the_progress_raises_is_not_taken_for_a_broken_file(tmp_path):
    path = tmp_path / "extract"
    path.write_bytes(workbook(HEADINGS, ROW))

    def stop(rows: int, share: float) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        read_extract(path, instrument=CRIMES, on_progress=stop)


def test_the_preview_reads_the_beginning_alone(tmp_path):
    path = tmp_path / "extract"
    path.write_bytes(
        workbook(HEADINGS, *[ROW] * 2_000, build=lambda sheet: sheet.write("CZ2100", "x"))
    )
    seen = headings_of(path, instrument=CRIMES)
    assert seen.headings == tuple(HEADINGS)
    assert seen.sample == (tuple(ROW),) * 5


def test_hidden_and_empty_sheets_are_passed_over():
    file = io.BytesIO()
    made = xlsxwriter.Workbook(file)
    hidden = made.add_worksheet("Hidden")
    hidden.write_row(0, 0, ["Other"])
    hidden.hide()
    made.add_worksheet("Empty").set_column(0, 3, 20)
    shown = made.add_worksheet("List")
    shown.write_row(0, 0, HEADINGS)
    shown.activate()
    made.close()
    assert blocks_of(file.getvalue()) == [tuple(HEADINGS)]


# What is refused


def test_data_on_two_sheets_is_refused(refusal):
    told = refusal(workbook(HEADINGS, ROW, sheets=("1", "2")))
    assert told == "This workbook has 2 sheets with data. Keep the list on one sheet."


def test_a_formula_in_a_column_that_is_used_is_refused(refusal):
    content = workbook(HEADINGS, ROW, build=lambda sheet: sheet.write_formula("A3", '="A"&2'))
    assert refusal(content).startswith("Row 3 holds a formula under “Reference”.")


def test_a_formula_without_a_result_is_refused_too(refusal):
    build = lambda sheet: sheet.write_formula("A9", '="A"&2', value="")  # noqa: E731
    assert refusal(workbook(HEADINGS, ROW, build=build)).startswith("Row 9 holds a formula")


def test_a_formula_in_another_column_is_passed_over(tmp_path):
    path = tmp_path / "extract"
    build = lambda sheet: sheet.write_formula("D2", "=TODAY()")  # noqa: E731
    path.write_bytes(workbook([*HEADINGS, "Age"], ROW, build=build))
    assert list(read_extract(path, instrument=CRIMES).records) == ["A1"]


def test_a_value_under_no_heading_rejects_its_row(tmp_path):
    path = tmp_path / "extract"
    path.write_bytes(workbook(HEADINGS, ROW, ["A2", *ROW[1:], "left over"]))
    extract = read_extract(path, instrument=CRIMES)
    assert list(extract.records) == ["A1"]
    [problem] = extract.rejected
    assert (problem.row, problem.column) == (3, "Column 4")


@pytest.mark.parametrize("cell", ["CW2", "XFD1"])
def test_a_cell_far_to_the_right_is_refused_unread(refusal, cell):
    content = workbook(HEADINGS, ROW, build=lambda sheet: sheet.write(cell, "x"))
    assert "beyond" in refusal(content)


def test_200_columns_are_refused(refusal):
    assert "beyond column 100" in refusal(workbook([f"Column {n}" for n in range(200)]))


def test_a_million_blank_rows_are_refused(refusal):
    rows = b"".join(b'<row r="%d"/>' % n for n in range(3, 1_000_003))
    first = b'<row r="1"><c r="A1" t="inlineStr"><is><t>Reference</t></is></c></row>'
    sheet = sheet_of(first + rows)
    assert "beyond row 510,001" in refusal(packed(workbook(HEADINGS), sheet1=sheet))


def test_blank_rows_between_records_are_refused(refusal):
    content = workbook(HEADINGS, ROW, build=lambda sheet: sheet.write_row(20_000, 0, ROW))
    assert "more than 10,000 blank rows" in refusal(content)


def test_merged_cells_are_refused(refusal):
    content = workbook(HEADINGS, ROW, build=lambda sheet: sheet.merge_range("A3:A4", "A2"))
    assert refusal(content).startswith("Cells of the sheet are merged.")


def test_a_zip_bomb_is_refused_by_its_own_account(refusal, monkeypatch):
    monkeypatch.setattr(workbooks, "MAX_UNPACKED", 100_000_000)
    file = io.BytesIO(workbook(HEADINGS, ROW))
    with zipfile.ZipFile(file, "a", COMPRESSED) as archive:
        for number in range(11):
            archive.writestr(f"xl/{number}.xml", b" " * (workbooks.MAX_UNPACKED // 10))
    assert len(file.getvalue()) < 200_000
    assert "too large when it is unpacked" in refusal(file.getvalue())


def test_a_zip_bomb_that_lies_about_its_size_is_not_unpacked(refusal):
    content = packed(workbook(HEADINGS), sheet1=sheet_of(b" " * 50_000_000))
    honest, lie = (len(sheet_of(b" " * 50_000_000))).to_bytes(4, "little"), b"\x64\0\0\0"
    assert honest in content
    assert "can't be read" in refusal(content.replace(honest, lie))


def test_a_part_that_is_no_sheet_is_not_read(tmp_path):
    path = tmp_path / "extract"
    file = io.BytesIO(workbook(HEADINGS, ROW))
    with zipfile.ZipFile(file, "a", COMPRESSED) as archive:
        archive.writestr("xl/media/image.xml", b"not XML " * 1_000)
    path.write_bytes(file.getvalue())
    assert list(read_extract(path, instrument=CRIMES).records) == ["A1"]


def test_a_long_text_that_many_cells_share_is_read_in_small_blocks(monkeypatch):
    monkeypatch.setattr(sheet_outline, "BLOCK_TEXT", 1_000_000)
    content = workbook(*[["x" * 30_000]] * 500)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    blocks = sheet_outline.outline_of([sheet], longest_text=30_000).blocks
    assert max(block.last - block.first + 1 for block in blocks) <= 34
    assert [len(row[0]) for row in blocks_of(content)] == [30_000] * 500


def test_texts_that_would_be_read_too_often_are_refused(refusal, monkeypatch):
    monkeypatch.setattr(workbooks, "MAX_TEXTS_READ", 100)
    assert "too large" in refusal(workbook(HEADINGS, ROW))


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (b'<!DOCTYPE w [<!ENTITY a "x">]><worksheet><sheetData/></worksheet>', "can't be read"),
        (b"<worksheet>" + b"<a>" * 1_000 + b"</a>" * 1_000 + b"</worksheet>", "too large"),
        (sheet_of(b"<c " + b" " * 5_000_000 + b'r="A1"/>'), "can't be read"),
        (sheet_of(b'<row r="1"><c r="A1"><v>' + b"1" * 9_000_000 + b"</v></c></row>"), "too large"),
        (b"<worksheet>" + b"<cols/>" * 1_500_000 + sheet_of(b'<row r="1"/>')[11:], "too large"),
        (sheet_of(b"<row><c r='A1'/></row>"), "can't be read"),
        (sheet_of(b"<row r='1'><c/></row>"), "can't be read"),
        (sheet_of(b"<row r='1'><c r='A2'/></row>"), "can't be read"),
        (sheet_of(b"<row r='1'><x:c xmlns:x='x' r='A11'/></row>"), "can't be read"),
        (sheet_of(b"<row r='2'/><row r='1'/>"), "can't be read"),
        (sheet_of(b"<row r='1'/><row r='1'/>"), "can't be read"),
        (sheet_of(b"</sheetData><sheetData><row r='1'/>"), "can't be read"),
        (sheet_of(b"<row r='1'><c r='A1'></row>"), "can't be read"),
        (sheet_of(b"<row r='1'/>").decode().encode("utf-16"), "can't be read"),
        (b"", "can't be read"),
        (sheet_of(b""), "empty"),
    ],
    ids=[
        "entities", "deep", "long tag", "long row", "long head", "row nowhere", "cell nowhere",
        "cell of another row", "cell behind a prefix", "descending", "twice", "two lists",
        "not closed", "UTF-16", "nothing", "no rows",
    ],
)  # fmt: skip
def test_a_hostile_sheet_gets_a_sentence(refusal, part, words):
    assert words in refusal(packed(workbook(HEADINGS), sheet1=part))


def test_a_sheet_of_too_many_tags_is_refused(refusal, monkeypatch):
    monkeypatch.setattr(sheet_outline, "MAX_TAGS", 1_000)
    assert "too large" in refusal(packed(workbook(HEADINGS), sheet1=sheet_of(b"<a/>" * 1_000)))


def test_a_workbook_without_its_sheet_is_refused(refusal):
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(HEADINGS))) as made,
        zipfile.ZipFile(file, "w") as archive,
    ):
        for name in made.namelist():
            if "sheet1" not in name:
                archive.writestr(name, made.read(name))
    assert "can't be read" in refusal(file.getvalue())


def test_sheets_that_share_a_part_are_refused(refusal):
    content = workbook(HEADINGS, ROW, sheets=("1", "2"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        relations = archive.read("xl/_rels/workbook.xml.rels").replace(b"sheet2", b"sheet1")
    assert "can't be read" in refusal(packed(content, **{"workbook.xml.rels": relations}))


@pytest.mark.parametrize("part", ["workbook", "styles", "sharedStrings"])
def test_a_declaration_in_any_part_that_is_read_is_refused(refusal, part):
    bomb = b'<!DOCTYPE w [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><w>&b;</w>'
    assert "can't be read" in refusal(packed(workbook(HEADINGS, ROW), **{part: bomb}))


def test_damage_anywhere_is_refused_or_harmless(tmp_path: Path):
    """Whatever byte of a workbook is wrong, the answer is a sentence or a list of rows."""
    content = workbook(HEADINGS, *[ROW] * 50)
    chance = random.Random(3)
    outcomes: set[int | str] = set()
    for _ in range(600):
        damaged = bytearray(content)
        damaged[chance.randrange(4, len(content))] ^= 1 << chance.randrange(8)
        try:
            outcomes.add(len(blocks_of(bytes(damaged))))
        except Invalid:
            outcomes.add("refused")
    assert outcomes >= {"refused", 51}
