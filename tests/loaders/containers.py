"""One table as a file of every kind."""

import csv
import io
from datetime import datetime
from html import escape

import openpyxl

from loaders.model.sheet import CellValue
from tests.loaders import open_document, workbook_parts
from tests.loaders.staging import cell


def table(lines: str) -> list[list[CellValue]]:
    """Cells from lines with ``|`` between them, as ``staging.cell`` spells them."""
    return [[cell(text) for text in line.split("|")] for line in lines.strip("\n").splitlines()]


def as_xlsx(lines: str, name: str = "Sheet1", merges: str = "") -> bytes:
    """The table in a workbook of today; merges as ``B3:B4;...``."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    for row, cells in enumerate(table(lines), start=1):
        for column, value in enumerate(cells, start=1):
            sheet.cell(row, column).value = value
            if isinstance(value, str):
                sheet.cell(row, column).data_type = "s"
    for area in filter(None, merges.split(";")):
        sheet.merge_cells(area)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_xls(lines: str) -> bytes:
    """The table in an old workbook (.xls, .et)."""
    cells = b""
    for row, values in enumerate(table(lines)):
        for column, value in enumerate(values):
            if isinstance(value, int | float):
                cells += workbook_parts.number(row, column, float(value))
            elif value is not None:
                cells += workbook_parts.label(row, column, str(value))
    return workbook_parts.binary_book(cells)


def as_ods(lines: str) -> bytes:
    """The table in an open document."""
    rows = ""
    for values in table(lines):
        cells = [
            open_document.number(value)
            if isinstance(value, int | float)
            else open_document.text(escape(str(value)))
            if value is not None
            else "<table:table-cell/>"
            for value in values
        ]
        rows += open_document.line("".join(cells))
    return open_document.document(open_document.table(rows, "Sheet1"))


def as_text(lines: str, separator: str = ",", encoding: str = "utf-8") -> bytes:
    """The table as delimited text."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    for values in table(lines):
        writer.writerow(
            [f"{v:%Y-%m-%d}" if isinstance(v, datetime) else "" if v is None else v for v in values]
        )
    return out.getvalue().encode(encoding)
