"""The look of a bureau's sheet, and saving a workbook to the same bytes every time."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | datetime | None
_STAMP = (2009, 1, 1, 0, 0, 0)
_EDGE = Side(style="thin")
_BOX = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_FORMATS = {
    "n0": "0",
    "n1": "0.0",
    "n2": "0.00",
    "n3": "0.000",
    "n4": "0.0000",
    "date": "yyyy-mm-dd",
}


def _style(name: str, *, bold: bool = False, size: int = 10, box: bool = True) -> NamedStyle:
    style = NamedStyle(name=name, number_format=_FORMATS.get(name, "General"))
    style.font = Font(name="宋体", size=size, bold=bold)
    across = "left" if name in ("meta", "note") else "center"
    style.alignment = Alignment(horizontal=across, vertical="center", wrap_text=name == "head")
    if box:
        style.border = _BOX
    return style


def new_book(title: str, *sheets: str) -> Workbook:
    """An empty workbook with the named sheets and the styles that the forms use."""
    book = Workbook()
    book.properties.creator = "创模看板演示数据"
    book.properties.title = title
    book.properties.created = datetime(*_STAMP)
    book.add_named_style(_style("title", bold=True, size=16, box=False))
    book.add_named_style(_style("meta", box=False))
    book.add_named_style(_style("note", box=False))
    book.add_named_style(_style("head", bold=True))
    for name in ("text", *_FORMATS):
        book.add_named_style(_style(name))
    book.worksheets[0].title = sheets[0]
    for name in sheets[1:]:
        book.create_sheet(name)
    return book


def write(sheet: Worksheet, row: int, values: Sequence[Value], styles: Sequence[str]) -> None:
    """One row of values from column A on, each in its style."""
    for column, (value, style) in enumerate(zip(values, styles, strict=True), start=1):
        cell = sheet.cell(row=row, column=column, value=value)
        text_number = isinstance(value, str) and style in _FORMATS
        cell.style = "text" if text_number else style


def band(sheet: Worksheet, row: int, first: int, last: int, text: str, style: str) -> None:
    """A text over the merged columns first..last of one row."""
    for column in range(first, last + 1):
        sheet.cell(row=row, column=column).style = style
    sheet.cell(row=row, column=first, value=text)
    if last > first:
        sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)


def down(sheet: Worksheet, column: int, top: int, bottom: int) -> None:
    """Merge one column over the rows top..bottom."""
    if bottom > top:
        sheet.merge_cells(start_row=top, end_row=bottom, start_column=column, end_column=column)


def head_lines(sheet: Worksheet, width: int, title: str, office: str, sent: str) -> None:
    """Rows 1 and 2: the title; who filled in, who checked, when it was sent."""
    band(sheet, 1, 1, width, title, "title")
    sheet.row_dimensions[1].height = 28
    parts = (f"填报单位（盖章）：{office}", "填报人：王某", "审核人：李某", f"报送日期：{sent}")
    edges = [1, *(width - 3 + step for step in range(1, 4)), width + 1]
    for text, first, after in zip(parts, edges, edges[1:], strict=False):
        band(sheet, 2, first, after - 1, text, "meta")


def notes(sheet: Worksheet, row: int, width: int, lines: Sequence[str]) -> None:
    """The note lines under a table, each over its whole width."""
    for offset, line in enumerate(lines):
        band(sheet, row + offset, 1, width, line, "note")


def widths(sheet: Worksheet, columns: Sequence[float]) -> None:
    """Column widths from A on; the page lies on its side."""
    for column, width in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9


def pack(members: Sequence[tuple[str, bytes]]) -> bytes:
    """A zip file of the members whose bytes depend on nothing but them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, date_time=_STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            archive.writestr(info, data, compresslevel=9)
    return out.getvalue()


def save(book: Workbook, path: Path) -> None:
    """Write the workbook without the time of writing in it."""
    raw = io.BytesIO()
    book.save(raw)
    members = []
    with zipfile.ZipFile(raw) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            if name == "docProps/core.xml":
                fixed = datetime(*_STAMP).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + fixed, data)
            members.append((name, data))
    path.write_bytes(pack(members))
