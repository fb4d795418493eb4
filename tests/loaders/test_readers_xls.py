"""Old binary workbooks: records written by hand, and the real file where it is at hand."""

import struct
from pathlib import Path

import pytest

from loaders.model.sheet import ErrorText, Sheet, UncachedFormula
from loaders.opening import xls, xls_audit
from loaders.opening.workbook import Refused, read_workbook
from tests.loaders.workbook_parts import BOF_BODY, binary_book, number, record

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"


def sample(name: str) -> bytes:
    if not (SAMPLES / name).exists():
        pytest.skip(f"the sample {name} is not beside the checkout")
    return (SAMPLES / name).read_bytes()


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
    from loaders.opening.xlsx import read_fast, read_openpyxl

    data = sample("seoul-noise-2025-02.xlsx")
    assert read_fast(data) == read_openpyxl(data)


def formula(column: int, result: bytes, flags: int = 0, tokens: bytes = b"\x1e\x01\x00") -> bytes:
    """A formula of row 0 with its eight bytes of cached result."""
    body = struct.pack("<HHH", 0, column, 0) + result + struct.pack("<HI", flags, 0)
    return record(0x06, body + struct.pack("<H", len(tokens)) + tokens)


def test_formula_without_a_result_is_not_blank_and_not_zero() -> None:
    """As two common libraries write it: no text without asking for one, or zero to be computed."""
    no_text = bytes([3, 0, 0, 0, 0, 0, 0xFF, 0xFF])
    wanted = b"\x17\x00\x00"
    cells = number(0, 0, 1) + formula(1, no_text) + formula(2, no_text, tokens=wanted)
    cells += formula(3, bytes(8), flags=2) + formula(4, bytes(8)) + formula(5, no_text, flags=8)
    sheet = only_sheet(binary_book(cells))
    assert [sheet.value(0, column) for column in range(6)] == [
        1, "=（旧格式公式）", None, "=（旧格式公式）", 0, None,
    ]  # fmt: skip
    assert [isinstance(sheet.value(0, c), UncachedFormula) for c in (1, 3)] == [True, True]


def test_notes_are_kept_even_after_a_chart_and_in_pieces() -> None:
    chart = record(0x809, BOF_BODY) + record(0x0A, b"")
    shape = record(0x5D, struct.pack("<HHHH", 0x15, 0x12, 0x19, 7) + bytes(14))
    text = record(0x1B6, struct.pack("<HH6xHHI", 0, 0, 4, 16, 0))
    pieces = record(0x3C, b"\x01" + "仪器".encode("utf-16-le")) + record(
        0x3C, b"\x01" + "维护".encode("utf-16-le")
    )
    place = record(0x1C, struct.pack("<HHHH", 0, 1, 0, 7) + b"\x00\x00")
    cells = number(0, 0, 1) + number(0, 1, 2) + chart + shape + text + pieces
    sheet = only_sheet(binary_book(cells + record(0x3C, bytes(16)) + place))
    assert sheet.notes == {(0, 1): "仪器维护"} and sheet.rows == [[1, 2]]


def test_packed_numbers_are_compared() -> None:
    packed = [(12 << 2) | 2, (1250 << 2) | 3, 0x3FF00000, ((1 << 30) - 5) << 2 | 2]
    body = struct.pack("<HH", 0, 0) + b"".join(struct.pack("<HI", 0, rk) for rk in packed)
    sheet = only_sheet(binary_book(record(0xBD, body + struct.pack("<H", 3))))
    assert sheet.rows == [[12, 12.5, 1, -5]]


def test_a_number_read_differently_is_refused_with_its_cell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(xls, "calamine_rows", lambda source: [[1, 3]])
    with pytest.raises(xls.ReadFault) as caught:
        xls.read(binary_book(number(0, 0, 1) + number(0, 1, 2)), "a.xls")
    fault = caught.value
    assert (fault.code, fault.sheet, fault.cell, fault.found) == (
        "readers-differ",
        "S",
        "B1",
        "“3”与“2”",
    )


def test_format_of_an_excel_95_workbook() -> None:
    """Its format codes are bytes; per cent must not be lost."""
    code = b"0.00%"
    body = struct.pack("<HB", 164, len(code)) + code
    assert xls_audit._format_text(body, is_old=True) == "0.00%"
