"""Excel workbooks that would exhaust the server, hide something, or hold more than a list."""

import io
import zipfile

import pytest
import xlsxwriter

from cases.spreadsheets import read
from peel.lib.errors import Invalid
from peel.lib.lists import workbooks
from peel.lib.lists.workbook_xml import contents_of


def workbook(*rows, sheets=("List",)) -> bytes:
    """A workbook with these rows on each of its sheets."""
    file = io.BytesIO()
    made = xlsxwriter.Workbook(file)
    for name in sheets:
        sheet = made.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    made.close()
    return file.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        read(content)
    return str(refused.value)


def packed(**parts: bytes) -> bytes:
    """A workbook with these parts in place of its own, by the name of the file."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(["Reference"]))) as made,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in made.namelist():
            part = parts.get(name.rpartition("/")[2].removesuffix(".xml"), made.read(name))
            archive.writestr(name, part)
    return file.getvalue()


def sheet_of(inside: bytes) -> bytes:
    return b"<worksheet><sheetData>" + inside + b"</sheetData></worksheet>"


# Work that grew with the square of these sizes would take hours.
@pytest.mark.parametrize(
    "part",
    [
        b"<worksheet><sheetData>" + b"<c " * 3_000_000 + b' r="A1">',
        sheet_of(b"<c " + b"x " * 3_000_000 + b'r="A1"/>'),
        sheet_of(b"<c " + b" " * 5_000_000 + b'r="A1"/>'),
        sheet_of(b'<c r="' + b"A" * 5_000_000 + b'"/>'),
        sheet_of(b"<!--" + b">" * 5_000_000 + b"-->"),
        b"<worksheet><sheetData>" + b"</" * 3_000_000,
    ],
    ids=["open tags", "attributes", "spaces", "one attribute", "one comment", "closing tags"],
)
def test_a_tag_without_end_is_refused_in_one_pass(part):
    assert "can't be read" in refusal(packed(sheet1=part))


def test_the_work_for_a_sheet_grows_with_its_size_alone():
    found = [
        contents_of(sheet_of(b'<row r="1"><c r="A1" t="s"><v>0</v></c></row>' * n), most_tags=10**6)
        for n in (1, 1_000, 100_000)
    ]
    assert [part.tags for part in found] == [2 + 3 * n for n in (1, 1_000, 100_000)]


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (b'<!DOCTYPE w [<!ENTITY a "x">]><worksheet><sheetData/></worksheet>', "can't be read"),
        (b"<worksheet>" + b"<a>" * 1_000 + b"</a>" * 1_000 + b"</worksheet>", "too large"),
        (b"<worksheet>" + b'<mergeCell ref="A1:B2"/>' * 10_001 + b"</worksheet>", "too large"),
        (sheet_of(b"<row><c r='A1'/></row>"), "can't be read"),
        (sheet_of(b"<row r='1'><c/></row>"), "can't be read"),
        (sheet_of(b"<row r='1'><c r='A1'></row>"), "can't be read"),
        (sheet_of(b"<row r='1'/>").decode().encode("utf-16"), "can't be read"),
    ],
    ids=["entities", "deep", "merged", "row nowhere", "cell nowhere", "not closed", "UTF-16"],
)
def test_a_hostile_sheet_gets_a_sentence(part, words):
    assert words in refusal(packed(sheet1=part))


def test_a_sheet_of_too_many_tags_is_refused(monkeypatch):
    monkeypatch.setattr(workbooks, "MAX_TAGS", 1_000)
    assert "too large" in refusal(packed(sheet1=sheet_of(b"<a/>" * 1_000)))


def test_a_formula_is_found_however_its_tag_is_written():
    cell = b"<x:row r='1'><x:c\n r = 'B2' s='&gt;'><!-- > --><x:f>1+1</x:f></x:c></x:row>"
    assert contents_of(sheet_of(cell), most_tags=100).formulas == [(1, 1)]


def test_a_long_text_is_measured_however_its_tag_is_closed(monkeypatch):
    monkeypatch.setattr(workbooks, "MAX_TEXT", 500)
    texts = b"<sst><si><t>" + b"x" * 600 + b"</t></si ></sst>"
    cell = sheet_of(b'<row r="1"><c r="A1" t="&#115;"><v>0</v></c></row>')
    assert "too large" in refusal(packed(sharedStrings=texts, sheet1=cell))


def test_a_list_on_the_only_sheet_with_data_is_found():
    file = io.BytesIO()
    made = xlsxwriter.Workbook(file)
    made.add_worksheet("Empty")
    shown = made.add_worksheet("List")
    shown.write_row(0, 0, ["Reference", "Offence group"])
    shown.write_row(1, 0, ["A", "theft"])
    made.add_worksheet("Empty too")
    made.close()
    [_, row] = read(file.getvalue())
    assert (row.number, row.cells) == (2, ("A", "theft"))


def test_a_workbook_with_data_on_more_than_one_sheet_is_refused():
    content = workbook(["Reference", "Offence group"], ["A", "theft"], sheets=("1", "2", "3"))
    assert refusal(content) == ("This workbook has 3 sheets with data. Keep the list on one sheet.")


def test_a_sheet_counts_as_the_largest_part_for_each_time_it_is_shown(monkeypatch):
    monkeypatch.setattr(workbooks, "MAX_CELLS", 10)
    assert read(workbook(["Reference", "Offence group"], ["A", "theft"]))
    assert "too large" in refusal(workbook(["x"] * 4, sheets=("1", "2", "3")))
