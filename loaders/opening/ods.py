"""Reads .ods by a walk over its content, so that errors, notes and hidden parts are told apart.

Rule source: OpenDocument 1.3 part 3 (tables: 9, values: 19). The values are compared with those
calamine reads.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import IO
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse

from loaders.model.sheet import (
    CellValue,
    ErrorText,
    Merge,
    Sheet,
    UncachedFormula,
    column_letters,
)
from loaders.opening.fault import ReadFault
from loaders.opening.two_readers import MAX_AREA, compare_with_calamine
from loaders.opening.xlsx import hide, plain_value, put, trimmed
from loaders.opening.zip_guard import MAX_CELLS, MAX_COLUMN, MAX_ROW

_SPACE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
OFFICE, TABLE, TEXT, STYLE = (_SPACE % name for name in ("office", "table", "text", "style"))
CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
ROW, CELL, COVERED = f"{TABLE}table-row", f"{TABLE}table-cell", f"{TABLE}covered-table-cell"
SHEET, COLUMN, BOOK = f"{TABLE}table", f"{TABLE}table-column", f"{OFFICE}spreadsheet"
NOTE, PARAGRAPH = f"{OFFICE}annotation", f"{TEXT}p"
ERRORS = re.compile(r"#(?:N/A|DIV/0!|REF!|VALUE!|NAME\?|NUM!|NULL!)|(?:Err|错误):\d{3}")
DURATION = re.compile(r"P(?:(\d{1,6})D)?T(\d{1,6})H(\d{1,2})M(\d{1,2})(?:[.,]\d+)?S")


def read(data: bytes, name: str) -> list[Sheet]:
    """The sheets in file order, cells repeated as often as the file says.

    Raises:
        ReadFault: ``cell-too-far``, ``too-many-cells``, ``readers-differ``. Damage raises one of
            ``PARSER_ERRORS``.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package, package.open("content.xml") as content:
        sheets = list(_sheets(content))
    if max((len(sheet.rows) * sheet.width for sheet in sheets), default=0) <= MAX_AREA:
        compare_with_calamine(data, sheets)
    return sheets


@dataclass
class _Building:
    """A sheet while its rows arrive; ``row`` is the next one, ``column`` the next to describe."""

    sheet: Sheet
    row: int = 0
    column: int = 0
    filled: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)

    def finished(self) -> Sheet:
        """The sheet, its merges in reading order."""
        trimmed(self.sheet.rows)
        self.sheet.merges.sort(key=lambda merge: (merge.top, merge.left))
        hide(self.sheet, self.hidden_rows, self.hidden_columns)
        return self.sheet


def _sheets(content: IO[bytes]) -> Iterator[Sheet]:
    """Sheets one by one; every row is forgotten once it is read."""
    above: list[Element] = []
    invisible: set[str] = set()
    now: _Building | None = None
    for event, element in iterparse(content, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            if element.tag == SHEET and above and above[-1].tag == BOOK:
                hidden = element.get(f"{TABLE}style-name") in invisible
                now = _Building(Sheet(element.get(f"{TABLE}name", ""), [], hidden=hidden))
            above.append(element)
            continue
        above.pop()
        if now is None:
            _note_style(element, invisible)
        elif element.tag == SHEET and above[-1].tag == BOOK:
            yield now.finished()
            now = None
        elif any(one.tag in (CELL, COVERED) for one in above):
            continue  # a table inside a cell is a picture's or a form's, not the sheet's
        elif element.tag == COLUMN:
            _add_column(now, element)
        elif element.tag == ROW:
            _add_row(now, element, _hidden(element) or any(map(_folded, above)))
            del above[-1][:]


def _note_style(element: Element, invisible: set[str]) -> None:
    """Keep the names of table styles that hide their sheet."""
    if element.tag == f"{STYLE}style" and element.get(f"{STYLE}family") == "table":
        facts = element.find(f"{STYLE}table-properties")
        if facts is not None and facts.get(f"{TABLE}display") == "false":
            invisible.add(element.get(f"{STYLE}name", ""))


def _hidden(element: Element) -> bool:
    return element.get(f"{TABLE}visibility", "visible") != "visible"


def _folded(group: Element) -> bool:
    """Whether a group of rows is folded away."""
    return group.tag != SHEET and group.get(f"{TABLE}display") == "false"


def _repeats(element: Element, what: str) -> int:
    return max(1, int(element.get(f"{TABLE}number-{what}-repeated", "1")))


def _add_column(now: _Building, element: Element) -> None:
    count = _repeats(element, "columns")
    if _hidden(element):
        now.hidden_columns.append((now.column, now.column + count - 1))
    now.column += count


def _add_row(now: _Building, element: Element, hidden: bool) -> None:
    """Put the row into the sheet as often as it is repeated; blank rows only count."""
    count = _repeats(element, "rows")
    found = list(_cells(now, element))
    if found:
        width = found[-1][0] + 1
        now.filled += len(found) * count
        if now.row + count > MAX_ROW or width > MAX_COLUMN:
            far = f"{column_letters(min(width, 18_278))}{now.row + count}"
            raise ReadFault("cell-too-far", far, far, now.sheet.name)
        if now.filled > MAX_CELLS:
            raise ReadFault("too-many-cells", str(MAX_CELLS), None, now.sheet.name)
        for row in range(now.row, now.row + count):
            for column, value, percent in found:
                put(now.sheet, row, column, value)
                if percent:
                    now.sheet.formats[row, column] = "0%"
            if hidden:
                now.hidden_rows.add(row)
    now.row += count


def _cells(now: _Building, element: Element) -> Iterator[tuple[int, CellValue, bool]]:
    """(column, value, in per cent) of the filled cells of a row; notes and merges on the way."""
    column = 0
    for cell in element:
        if cell.tag not in (CELL, COVERED):
            continue
        count = _repeats(cell, "columns")
        if cell.tag == CELL and (len(cell) or cell.attrib):
            _add_merge(now, cell, column)
            note = cell.find(NOTE)
            if note is not None:
                now.sheet.notes[now.row, column] = _text(note)
            value = _value(cell)
            if value is not None:
                percent = cell.get(f"{OFFICE}value-type") == "percentage"
                if column + count > MAX_COLUMN:
                    far = f"{column_letters(min(column + count, 18_278))}{now.row + 1}"
                    raise ReadFault("cell-too-far", far, far, now.sheet.name)
                for place in range(column, column + count):
                    yield place, value, percent
        column += count


def _add_merge(now: _Building, cell: Element, column: int) -> None:
    wide = int(cell.get(f"{TABLE}number-columns-spanned", "1"))
    high = int(cell.get(f"{TABLE}number-rows-spanned", "1"))
    if wide > 1 or high > 1:
        now.sheet.merges.append(Merge(now.row, column, now.row + high - 1, column + wide - 1))


def _value(cell: Element) -> CellValue:
    """The cell's value, error or formula without a result."""
    kind = cell.get(f"{OFFICE}value-type")
    formula = cell.get(f"{TABLE}formula")
    paragraphs = cell.findall(PARAGRAPH)
    if cell.get(f"{CALC}value-type") == "error":
        return ErrorText(_text(cell) or "#N/A")
    if kind in ("float", "percentage", "currency"):
        return plain_value(float(cell.get(f"{OFFICE}value", "")))
    if kind == "date":
        return _moment(cell.get(f"{OFFICE}date-value", ""))
    if kind == "time":
        return _clock(cell.get(f"{OFFICE}time-value", ""))
    if kind == "boolean":
        return cell.get(f"{OFFICE}boolean-value") == "true"
    said = cell.get(f"{OFFICE}string-value")
    if formula and kind is None and not paragraphs:
        return UncachedFormula("=" + re.sub(r"\[\.|\]", "", formula.partition("=")[2]))
    text = _text(cell) if paragraphs else said or ""
    return ErrorText(text) if formula and ERRORS.fullmatch(text) else text or None


def _moment(text: str) -> CellValue:
    """A date or a moment; a date beyond the calendar stays text."""
    try:
        return plain_value(datetime.fromisoformat(text).replace(tzinfo=None))
    except ValueError:
        return text or None


def _clock(text: str) -> CellValue:
    """A time of day, a duration beyond a day as ``30:00:00``."""
    found = DURATION.fullmatch(text)
    if found is None:
        return text or None
    hours = 24 * int(found[1] or 0) + int(found[2])
    minutes, seconds = int(found[3]), int(found[4])
    if hours < 24 and minutes < 60 and seconds < 60:
        return time(hours, minutes, seconds)
    return f"{hours}:{minutes:02d}:{seconds:02d}"


def _text(holder: Element) -> str:
    """The paragraphs of a cell or a note, one a line."""
    return "\n".join("".join(_pieces(paragraph)) for paragraph in holder.findall(PARAGRAPH))


def _pieces(element: Element) -> Iterator[str]:
    """Text with the blanks, tabs and breaks that stand as elements of their own."""
    if element.tag == f"{TEXT}s":
        yield " " * min(int(element.get(f"{TEXT}c", "1")), 1000)
    elif element.tag in (f"{TEXT}tab", f"{TEXT}line-break"):
        yield "\t" if element.tag.endswith("tab") else "\n"
    elif element.tag != NOTE:
        yield element.text or ""
        for inner in element:
            yield from _pieces(inner)
            yield inner.tail or ""
