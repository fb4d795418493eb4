"""The sender's workbook back: every error one marked cell, nothing of the original lost."""

import gzip
import io
import struct
import zipfile
from pathlib import Path
from time import monotonic
from zlib import compress, crc32

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import LineChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.styles import Font

from loaders.diagnostics import diagnose
from loaders.model.staged import StagedBatch
from loaders.returning.mark_up import LIST_NAME, MarkedUp, mark_up
from loaders.staging import stage
from tests.loaders.staging import EmptyStore, catalog_of, found, said
from tests.loaders.workbook_parts import book as bare_book

RED = "FFFFC7CE"
FAULTS = {"B5": "约0.1", "B7": "9.9.9", "C6": "0.O52"}


def workbook(faults: dict[str, object] = FAULTS, *, decorated: bool = True) -> bytes:
    """A monthly air form with a chart, an image, a comment and the faults put in."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "10月 数据"
    sheet["A1"] = "2008年10月兰州市空气质量月报（单位：mg/m³）"
    for column, head in zip("ABC", ("区县", "PM10", "SO2"), strict=True):
        sheet[f"{column}3"] = head
    for row, area in enumerate(("城关区", "七里河区", "西固区", "安宁区"), start=4):
        sheet[f"A{row}"], sheet[f"B{row}"], sheet[f"C{row}"] = area, 0.1 + row / 100, 0.05
    for cell, value in faults.items():
        sheet[cell] = value
    sheet["B5"].font = Font(bold=True)
    sheet["B5"].number_format = "0.0000"
    sheet["B5"].comment = Comment("原来的批注", "王某")
    if decorated:
        chart = LineChart()
        chart.add_data(Reference(sheet, min_col=2, min_row=3, max_row=7), titles_from_data=True)
        sheet.add_chart(chart, "F3")
        sheet.add_image(Image(io.BytesIO(png())), "F20")
    return saved(book)


def png() -> bytes:
    """A red dot."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc32(kind + body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = compress(b"\x00\xff\x00\x00")
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def staged(data: bytes, name: str = "月报.xlsx") -> StagedBatch:
    return stage(data, name, catalog_of(), EmptyStore(), said())


def marked(data: bytes, name: str = "月报.xlsx") -> MarkedUp:
    batch = staged(data, name)
    return mark_up(data, name, batch.uncondensed, batch.questions)


def red_cells(data: bytes) -> dict[str, str]:
    """Address -> comment of the cells in the marking colour, all sheets together."""
    return {
        cell.coordinate: cell.comment.text
        for sheet in load_workbook(io.BytesIO(data)).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fgColor.rgb == RED
    }


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def test_every_error_is_exactly_one_marked_cell() -> None:
    done = marked(workbook())
    assert done.marked == 3
    cells = red_cells(done.data)
    assert set(cells) == set(FAULTS)
    assert "约0.1" in cells["B5"] and "请填数字" in cells["B5"]


def test_charts_images_and_everything_else_survive_byte_by_byte() -> None:
    before, after = members(workbook()), members(marked(workbook()).data)
    kept = [n for n in before if n.startswith(("xl/charts/", "xl/media/", "xl/theme/"))]
    assert any("chart" in n for n in kept) and any("media" in n for n in kept)
    drawings = [n for n in before if n.startswith("xl/drawings/") and n.endswith((".xml", ".rels"))]
    for name in (*kept, *drawings, "docProps/app.xml"):
        assert after[name] == before[name], name
    sheet = load_workbook(io.BytesIO(marked(workbook()).data)).worksheets[0]
    assert len(sheet._charts) == 1
    assert len(sheet._images) == 1


def test_the_cell_keeps_its_font_its_format_and_its_own_comment() -> None:
    cell = load_workbook(io.BytesIO(marked(workbook()).data)).worksheets[0]["B5"]
    assert (cell.font.b, cell.number_format, cell.value) == (True, "0.0000", "约0.1")
    assert "原来的批注" in cell.comment.text


def test_the_list_of_problems_leads_to_the_cells() -> None:
    book = load_workbook(io.BytesIO(marked(workbook()).data))
    listed = book[LIST_NAME]
    links = {cell.value: cell.hyperlink.location for cell in listed["C"] if cell.hyperlink}
    assert links["B5"] == "'10月 数据'!B5"
    assert {row[0].value for row in listed.iter_rows(min_row=2)} == {"必须改正"}
    assert book.sheetnames[0] == "10月 数据"


def test_correcting_only_the_marked_cells_makes_it_pass() -> None:
    done = marked(workbook(decorated=False))
    book = load_workbook(io.BytesIO(done.data))
    for address in red_cells(done.data):
        book.worksheets[0][address] = 0.125
    again = staged(saved(book))
    assert (again.rejected, again.errors, again.questions) == (None, [], ())
    assert found(again)["pm10", "七里河区", "2008-10-01", "month"] == "125"
    assert len(again.observations) == 8


def test_marking_a_marked_workbook_again_takes_another_list() -> None:
    twice = marked(marked(workbook()).data)
    assert twice.marked == 3
    assert load_workbook(io.BytesIO(twice.data)).sheetnames[1:] == [LIST_NAME, f"{LIST_NAME}2"]


def test_more_than_two_hundred_errors_are_all_marked() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["日期", "区县", "PM10(mg/m³)"])
    for day in range(300):
        good = day % 30 == 0
        sheet.append([f"2008-{1 + day // 28:02d}-{1 + day % 28:02d}", "安宁区",
                      0.1 if good else "约0.1"])  # fmt: skip
    assert marked(saved(book)).marked == 290


@pytest.mark.parametrize("styles", ["", "<borders/>"], ids=["no styles", "styles without fills"])
def test_a_package_without_styles_and_with_error_cells_is_marked(styles: str) -> None:
    texts = ("区县", "PM10(mg/m³)", "2008年10月", "安宁区")
    cell = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'
    rows = (
        f'<row r="1">{cell.format("A1", texts[2])}</row>'
        f'<row r="2">{cell.format("A2", texts[0])}{cell.format("B2", texts[1])}</row>'
        f'<row r="3">{cell.format("A3", texts[3])}<c r="B3" t="e"><v>#DIV/0!</v></c></row>'
    )
    done = marked(bare_book(rows, styles=styles))
    assert (done.marked, set(red_cells(done.data))) == (1, {"B3"})


def test_a_large_sheet_is_marked_in_a_few_seconds() -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("数据")
    sheet.append(["日期", "区县", "PM10(mg/m³)", "SO2(mg/m³)", "NO2(mg/m³)"])
    for number in range(30_000):
        day = f"{1990 + number // 336}-{1 + number // 28 % 12:02d}-{1 + number % 28:02d}"
        sheet.append([day, "安宁区", 0.1, 0.05, "约0.1" if number == 20_000 else 0.04])
    data = saved(book)
    start = monotonic()
    problem = diagnose("unreadable-value", "数据", "E20002", "约0.1")
    assert mark_up(data, "表.xlsx", [problem]).marked == 1
    assert monotonic() - start < 20


@pytest.mark.parametrize("name", ["月报.csv", "月报.csv.gz"])
def test_a_text_file_becomes_a_fresh_workbook_with_the_marks(name: str) -> None:
    text = "2008年10月,,\n\n区县,PM10(mg/m³),SO2(mg/m³)\n安宁区,约0.1,0.05\n城关区,0.12,0.06\n"
    data = text.encode("gb18030")
    done = marked(gzip.compress(data) if name.endswith(".gz") else data, name)
    assert done.marked == 1
    book = load_workbook(io.BytesIO(done.data))
    (address,) = red_cells(done.data)
    assert book.worksheets[0][address].value == "约0.1"
    book.worksheets[0][address] = 0.1
    again = staged(saved(book))
    assert (again.errors, found(again)["pm10", "安宁区", "2008-10-01", "month"]) == ([], "100")


def test_questions_and_notices_are_listed_but_not_marked() -> None:
    book = Workbook()
    book.worksheets[0].append(["区县", "PM10(mg/m³)", "备用"])
    book.worksheets[0].append(["安宁区", 0.1, 3])
    done = marked(saved(book), "表.xlsx")
    assert done.marked == 0
    listed = load_workbook(io.BytesIO(done.data))[LIST_NAME]
    assert "需要回答" in {row[0].value for row in listed.iter_rows()}


def test_real_bureau_forms_are_marked_and_still_open(root: Path) -> None:
    sample = root / "data/samples/lanzhou/2008年10月兰州市环境空气质量监测日报.xlsx"
    book = load_workbook(sample)
    book.worksheets[0]["D10"] = "约0.1"
    done = marked(saved(book), sample.name)
    assert set(red_cells(done.data)) == {"D10"}
