"""Reads .xlsx and .xlsm: openpyxl for forms, calamine with an audit of the XML for large sheets."""

import io
import re
import sys
import zipfile
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, cast

import python_calamine

from loaders.model.packed import PackedRows, packed
from loaders.model.sheet import CellValue, ErrorText, Merge, Sheet, UncachedFormula
from loaders.opening.fault import PARSER_ERRORS, ReadFault
from loaders.opening.xlsx_audit import Audit, audit, is_plain, note_styles
from loaders.opening.xlsx_package import (
    SheetPart,
    SheetXml,
    cell_formats,
    comments,
    counts_from_1904,
    sheet_parts,
    sheet_xml,
    telling_format,
)

SMALL_XML_BYTES = 1_000_000  # about 20 000 cells: openpyxl twice takes half a second
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
EXACT_INTEGER = 1e15  # whole floats below it are whole numbers of the file


def read_xlsx(data: bytes) -> Iterable[Sheet]:
    """The worksheets in file order, the same ``Sheet`` whichever library read them.

    A workbook that openpyxl cannot load (styles or extensions it does not know) is read the fast
    way; one that the audit cannot trust is read by openpyxl.

    Raises:
        ReadFault: ``sheet-duplicate``. Damage raises one of ``PARSER_ERRORS``.
    """
    _refuse_twin_sheets(data)
    if not _small(data):
        fast = read_fast(data)
        if fast is not None:
            return fast
        return read_openpyxl(data)
    try:
        sheets = read_openpyxl(data)
    except PARSER_ERRORS as error:  # the other reader decides
        print(f"openpyxl: {error!r}", file=sys.stderr)
        sheets = []
    return sheets or read_fast(data) or read_openpyxl(data)


def _small(data: bytes) -> bool:
    """Whether the sheets' XML together is small enough for two loads by openpyxl."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sizes = [m.file_size for m in package.infolist() if "worksheets/" in m.filename]
    return sum(sizes) <= SMALL_XML_BYTES


def _refuse_twin_sheets(data: bytes) -> None:
    """Two sheets of one name would be read differently by different programs."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if "xl/workbook.xml" not in package.namelist():
            return
        seen: set[str] = set()
        for part in sheet_parts(package):
            if part.name.casefold() in seen:
                raise ReadFault("sheet-duplicate", part.name)
            seen.add(part.name.casefold())


def plain_value(value: Any) -> CellValue:
    """A reader's value as the contract has it.

    Blank is ``None``, whole numbers are int, dates are datetime (to the millisecond), durations
    beyond a day are text ``30:00:00`` so that nobody takes them for a quantity.
    """
    if isinstance(value, str):
        return ESCAPED.sub(_unescape, value) if "_x" in value else value or None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < EXACT_INTEGER else value
    if isinstance(value, datetime):
        return _to_millisecond(value)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    if isinstance(value, time):
        return _to_millisecond(datetime.combine(date(2000, 1, 1), value)).time()
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return value if isinstance(value, bool | int) else None


def _unescape(match: re.Match[str]) -> str:
    """``_x000D_`` as its character; half of a surrogate pair as U+FFFD."""
    code = int(match[1], 16)
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)


def _to_millisecond(value: datetime) -> datetime:
    """Rounds what a serial number's binary fraction adds."""
    milliseconds = round(value.microsecond / 1000)
    return value.replace(microsecond=0) + timedelta(milliseconds=milliseconds)


def trimmed(rows: list[list[CellValue]]) -> list[list[CellValue]]:
    """Rows without blanks at their ends and without blank rows at the end."""
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


def read_openpyxl(data: bytes) -> list[Sheet]:
    """Values and formulas by two loads: only so are blank, error and uncached formula apart."""
    from openpyxl import load_workbook
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    values = load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    formulas = load_workbook(io.BytesIO(data), keep_links=False)
    old = values.epoch == CALENDAR_MAC_1904
    sheets = [_sheet(ws, formulas[ws.title]) for ws in values.worksheets]
    return [replace(sheet, date1904=old) for sheet in sheets]


def _sheet(ws: Any, formulas: Any) -> Sheet:
    """One openpyxl worksheet. Only cells that exist are visited, however far apart they are."""
    sheet = Sheet(ws.title, [], hidden=ws.sheet_state != "visible")
    for (row, column), cell in sorted(ws._cells.items()):
        value = _openpyxl_value(cell, formulas, row, column)
        if getattr(cell, "comment", None):
            sheet.notes[row - 1, column - 1] = cell.comment.text
        if value is None:
            continue
        put(sheet, row - 1, column - 1, value)
        code = telling_format(cell.number_format)
        if code:
            sheet.formats[row - 1, column - 1] = code
    for area in ws.merged_cells.ranges:
        corners = area.min_row - 1, area.min_col - 1, area.max_row - 1, area.max_col - 1
        sheet.merges.append(Merge(*corners))
    sheet.merges.sort(key=lambda merge: (merge.top, merge.left))
    hidden = [(d.min - 1, d.max - 1) for d in ws.column_dimensions.values() if d.hidden]
    hide(sheet, {r - 1 for r, d in ws.row_dimensions.items() if d.hidden}, hidden)
    return sheet


def _openpyxl_value(cell: Any, formulas: Any, row: int, column: int) -> CellValue:
    """The value, error or uncached formula; a cached empty text is blank, not uncached."""
    if cell.value is not None:
        return ErrorText(cell.value) if cell.data_type == "e" else plain_value(cell.value)
    twin = formulas._cells.get((row, column))
    if twin is None or twin.data_type != "f" or cell.data_type in ("s", "str"):
        return None
    text = getattr(twin.value, "text", twin.value)
    text = text if isinstance(text, str) else ""
    return UncachedFormula(text if text.startswith("=") else f"={text}")


def put(sheet: Sheet, row: int, column: int, value: CellValue) -> None:
    """Sets the value at zero-based (row, column), the sheet growing as needed."""
    sheet.rows.extend([] for _ in range(row + 1 - len(sheet.rows)))
    cells = sheet.rows[row]
    cells.extend([None] * (column + 1 - len(cells)))
    cells[column] = value


def hide(sheet: Sheet, rows: set[int], columns: list[tuple[int, int]]) -> None:
    """Hidden rows and columns that hold cells; a hidden margin to the end says nothing."""
    width = sheet.width
    sheet.hidden_rows = frozenset(row for row in rows if row < len(sheet.rows))
    sheet.hidden_columns = frozenset(
        column for first, last in columns for column in range(first, min(last + 1, width))
    )


def read_fast(data: bytes) -> list[Sheet] | None:
    """Values by calamine, the rest by the audit; ``None`` when a sheet's XML is not plain.

    calamine works without the interpreter, so the first sheet is parsed while it is audited.
    """
    with (
        zipfile.ZipFile(io.BytesIO(data)) as package,
        ThreadPoolExecutor(1) as beside,
    ):
        formats, since_1904 = cell_formats(package), counts_from_1904(package)
        parts = sheet_parts(package)
        workbook = beside.submit(python_calamine.load_workbook, io.BytesIO(data))
        pages = (beside.submit(_page, workbook, part) for part in parts)
        sheets: list[Sheet] = []
        for part, page in zip(parts, pages, strict=True):
            facts = _facts(sheet_xml(data, part.path), formats)
            if facts is None:
                return None
            notes = comments(package, part)
            sheets.append(_audited(page.result(), part, facts, notes, formats))
    return [replace(sheet, date1904=since_1904) for sheet in sheets]


def _page(
    workbook: Future[python_calamine.CalamineWorkbook], part: SheetPart
) -> python_calamine.CalamineSheet:
    """A sheet as calamine parses it; waits for nothing in the thread that opened the workbook."""
    return workbook.result().get_sheet_by_index(part.index)


def _facts(sheet: SheetXml, formats: dict[int, str]) -> Audit | None:
    """What the audit says of a sheet; ``None`` when its XML is not plain."""
    xml = sheet.text
    if not is_plain(xml):
        return None
    facts = audit(xml)
    facts.packable = _packable(xml, facts)
    note_styles(xml, _telling_styles(formats, facts.packable), facts)
    return facts


def _telling_styles(formats: dict[int, str], packable: bool) -> frozenset[int]:
    """Style numbers to report; of a packed sheet those of per cent only, one a cell is too many."""
    return frozenset(style for style, code in formats.items() if "%" in code or not packable)


def _packable(xml: bytes, facts: Audit) -> bool:
    """Whether equal values of a large sheet are one value: no truth values, no errors."""
    return len(xml) > SMALL_XML_BYTES and not facts.special and b' t="b"' not in xml


def _audited(
    source: python_calamine.CalamineSheet,
    part: SheetPart,
    facts: Audit,
    notes: dict[tuple[int, int], str],
    formats: dict[int, str],
) -> Sheet:
    """calamine's values with the audit's errors and uncached formulas put in."""
    sheet = Sheet(part.name, [], hidden=part.hidden)
    if facts.packable and source.start == (0, 0):
        sheet.packed = tuple(packed(source.iter_rows(), source.width, "", plain_value))
        sheet.rows = cast(list[list[CellValue]], PackedRows(sheet.packed))
    else:
        sheet.rows = calamine_rows(source)
    for (row, column), value in facts.special.items():
        put(sheet, row, column, value)
    for (row, column), style in facts.styles.items():
        if sheet.value(row, column) is not None:
            sheet.formats[row, column] = formats[style]
    sheet.merges = sorted(facts.merges, key=lambda merge: (merge.top, merge.left))
    sheet.notes = notes
    hide(sheet, facts.hidden_rows, facts.hidden_columns)
    return sheet


def calamine_rows(source: python_calamine.CalamineSheet) -> list[list[CellValue]]:
    """All rows from A1 on, as plain values, without blank ends."""
    rows = source.to_python(skip_empty_area=False)
    return trimmed([[plain_value(value) for value in row] for row in rows])
