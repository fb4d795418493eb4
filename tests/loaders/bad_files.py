"""Honest forms with one thing wrong, and what must become of each."""

import io
from collections.abc import Callable
from dataclasses import dataclass

import openpyxl

from tests.loaders.containers import as_xlsx, saved
from tests.loaders.workbook_parts import packed, parts

ACCEPT, WARN, ASK, REJECT = "accept", "warn", "ask", "reject"
AIR = "2008年10月（mg/m³）\n区县|PM10|SO2\n城关区|0.11|0.05\n安宁区|0.12|0.06\n西固区|0.13|0.07"


@dataclass(frozen=True)
class Case:
    """One bad (or good) file.

    Attributes:
        data: makes the bytes; expected: accept, warn, ask or reject.
        code: a diagnostic that must be there, or the end of a question's key.
        cell: where it is; found: what it quotes.
    """

    data: Callable[[], bytes]
    expected: str
    code: str = ""
    cell: str | None = None
    found: str | None = None
    name: str = "表.xlsx"


def sheet(
    lines: str,
    expected: str,
    code: str = "",
    cell: str | None = None,
    found: str | None = None,
    **more: str,
) -> Case:
    """A case from the lines of one sheet."""
    return Case(
        lambda: as_xlsx(lines, merges=more.get("merges", "")),
        expected,
        code,
        cell,
        found,
        more.get("name", "表.xlsx"),
    )


def value(text: str, expected: str, code: str = "", found: str | None = None) -> Case:
    """A case of one value in the cell B3 of an honest form."""
    cell = "B3" if code else None
    return sheet(
        AIR.replace("0.11", text),
        expected,
        code,
        cell,
        found if found is not None or not code else text.lstrip("'").strip(),
    )


def day(text: str, expected: str, code: str = "", cell: str | None = None) -> Case:
    """A case of one date in the cell A2 of a daily form."""
    lines = f"日期|区县|PM10(µg/m³)|SO2(µg/m³)\n{text}|城关区|99|50\n2008-10-02|城关区|98|51\n2008-10-03|城关区|97|52"
    return sheet(lines, expected, code, cell)


def title(text: str, expected: str, code: str = "") -> Case:
    return sheet(AIR.replace("2008年10月", text), expected, code)


def unit(text: str, expected: str, code: str = "", cell: str | None = None) -> Case:
    lines = f"2008年10月\n区县|PM10{text}|SO2{text}\n城关区|0.11|0.05\n安宁区|0.12|0.06\n西固区|0.13|0.07"
    return sheet(lines, expected, code, cell)


def task(number: str, expected: str, code: str = "", cell: str | None = None) -> Case:
    lines = f"2008年1-9月\n区县|餐饮业治理（户）\n城关区|{number}\n安宁区|20"
    return sheet(lines, expected, code, cell)


def special(
    change: Callable[[openpyxl.Workbook], object],
    expected: str,
    code: str,
    cell: str | None = None,
    found: str | None = None,
) -> Case:
    """A case of the honest form changed in a way that lines cannot spell."""

    def data() -> bytes:
        opened = openpyxl.load_workbook(io.BytesIO(as_xlsx(AIR)))
        change(opened)
        return saved(opened)

    return Case(data, expected, code, cell, found)


def second_sheet(
    value_: float, name: str = "乙", state: str = "visible"
) -> Callable[[openpyxl.Workbook], object]:
    def change(opened: openpyxl.Workbook) -> None:
        copy = opened.copy_worksheet(opened.worksheets[0])
        copy.title, copy.sheet_state = name, state
        copy["B3"] = value_

    return change


def put(
    cell: str, value_: object, kind: str | None = None
) -> Callable[[openpyxl.Workbook], object]:
    def change(opened: openpyxl.Workbook) -> None:
        opened.worksheets[0][cell] = value_
        if kind:
            opened.worksheets[0][cell].data_type = kind

    return change


def hide_row(opened: openpyxl.Workbook) -> None:
    opened.worksheets[0].row_dimensions[3].hidden = True


def hide_column(opened: openpyxl.Workbook) -> None:
    opened.worksheets[0].column_dimensions["B"].hidden = True


def damaged_inside() -> bytes:
    return packed(parts('<sheetData><row r="1"><c r="A1"><v>1'))
