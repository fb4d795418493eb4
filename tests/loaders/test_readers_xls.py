"""Old binary workbooks: records written by hand, and the real file where it is at hand."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from loaders.cells import ErrorText, Sheet
from loaders.workbook import Refused, read_workbook
from tests.loaders.workbook_parts import ole_file, record

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
BOF_BODY = struct.pack("<HHHHII", 0x600, 0x0005, 0x0DBB, 0x07CC, 0, 6)


def sample(name: str) -> bytes:
    if not (SAMPLES / name).exists():
        pytest.skip(f"the sample {name} is not beside the checkout")
    return (SAMPLES / name).read_bytes()


def binary_book(cells: bytes, hidden: int = 0, globals_extra: bytes = b"") -> bytes:
    """A BIFF8 workbook of one sheet ``S``; style 1 is per cent."""
    styles = record(0xE0, struct.pack("<HH16x", 0, 0)) + record(0xE0, struct.pack("<HH16x", 0, 10))
    page = record(0x42, struct.pack("<H", 1200))
    head = record(0x809, BOF_BODY) + globals_extra + page + styles
    bound_length = 4 + 8 + 1
    offset = len(head) + bound_length + 4
    bound = record(0x85, struct.pack("<IBBBB", offset, hidden, 0, 1, 0) + b"S")
    sheet_bof = BOF_BODY[:2] + struct.pack("<H", 0x10) + BOF_BODY[4:]
    sheet = record(0x809, sheet_bof) + cells + record(0x0A, b"")
    return ole_file("Workbook", head + bound + record(0x0A, b"") + sheet)


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    return record(0x203, struct.pack("<HHHd", row, column, style, value))


def only_sheet(data: bytes) -> Sheet:
    (sheet,) = read_workbook(data, "表.xls")
    return sheet


def test_numbers_and_per_cent() -> None:
    sheet = only_sheet(binary_book(number(0, 0, 12.0) + number(1, 2, 0.5, style=1)))
    assert sheet.rows == [[12], [None, None, 0.5]] and type(sheet.rows[0][0]) is int
    assert sheet.formats == {(1, 2): "0.00%"}


def test_error_cell_is_not_blank() -> None:
    error = record(0x205, struct.pack("<HHHBB", 1, 1, 0, 0x2A, 1))
    sheet = only_sheet(binary_book(number(0, 0, 1) + error))
    assert isinstance(sheet.value(1, 1), ErrorText) and sheet.value(1, 1) == "#N/A"


def test_formula_with_an_error_as_result() -> None:
    result = bytes([2, 0, 0x07, 0, 0, 0, 0xFF, 0xFF])
    formula = record(
        0x06, struct.pack("<HHH", 0, 1, 0) + result + bytes(6) + b"\x03\x00\x1e\x01\x00"
    )
    sheet = only_sheet(binary_book(number(0, 0, 1) + formula))
    assert sheet.rows == [[1, "#DIV/0!"]]


def test_hidden_row_column_and_sheet() -> None:
    row = record(0x208, struct.pack("<HHHHHHHH", 1, 0, 2, 255, 0, 0, 0x20, 0))
    column = record(0x7D, struct.pack("<HHHHHH", 1, 1, 100, 0, 1, 0))
    cells = column + row + number(0, 0, 1) + number(1, 1, 2)
    sheet = only_sheet(binary_book(cells, hidden=1))
    assert sheet.hidden
    assert (sheet.hidden_rows, sheet.hidden_columns) == (frozenset({1}), frozenset({1}))


def test_password() -> None:
    data = binary_book(number(0, 0, 1), globals_extra=record(0x2F, bytes(54)))
    with pytest.raises(Refused) as caught:
        read_workbook(data, "表.xls")
    assert caught.value.diagnostic.code == "file-encrypted"


def test_real_binary_workbook() -> None:
    (sheet,) = read_workbook(sample("nbs-major-cities-not-environmental.xls"), "nbs.et")
    assert sheet.rows[1] == ["指标：国内生产总值(亿元)"] and len(sheet.rows) == 41


def test_real_daily_workbook() -> None:
    data = sample("beijing-daily.xlsx")
    (sheet,) = read_workbook(data, "beijing-daily.xlsx")
    assert (len(sheet.rows), sheet.width) == (2378, 9)
    assert any(str(row[0]).startswith("\ufeff") for row in sheet.rows if row)


def test_real_hourly_text() -> None:
    data = sample("PRSA_Data_Dongsi_20130301-20170228.csv.gz")
    (sheet,) = read_workbook(data, "PRSA.csv.gz")
    assert (len(sheet.rows), sheet.width) == (35_065, 18)


def test_real_noise_workbook_is_read_alike_by_both_readers() -> None:
    from loaders.xlsx import read_fast, read_openpyxl

    data = sample("seoul-noise-2025-02.xlsx")
    assert read_fast(data) == read_openpyxl(data)


def open_document(cells: str) -> bytes:
    """An .ods with one sheet ``S``."""
    space = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{space}:office:1.0" '
        f'xmlns:table="{space}:table:1.0" xmlns:text="{space}:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="S"><table:table-row>{cells}'
        "</table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", "<manifest/>")
    return out.getvalue()


def test_open_document() -> None:
    cells = (
        '<table:table-cell office:value-type="float" office:value="12"><text:p>12</text:p>'
        '</table:table-cell><table:table-cell office:value-type="string"><text:p>站</text:p>'
        "</table:table-cell>"
    )
    (sheet,) = read_workbook(open_document(cells), "表.ods")
    assert sheet.rows == [[12, "站"]]
