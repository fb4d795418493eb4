"""One walk over an old workbook's BIFF records for what calamine does not tell.

Rule source: [MS-XLS] 2.4 (record numbers and layouts). Only errors, hidden rows and columns and
number formats are taken; values and merges come from calamine.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

import olefile
from openpyxl.styles.numbers import BUILTIN_FORMATS

from loaders.cells import ErrorText
from loaders.fault import ReadFault
from loaders.xlsx_package import telling_format

BOUND_SHEET, FORMAT, XF, END, FILE_PASS = 0x85, 0x41E, 0xE0, 0x0A, 0x2F
ROW, COLUMN_INFO, ERROR_OR_BOOL, FORMULA = 0x208, 0x7D, 0x205, 0x06
DATE_MODE = 0x22
NUMBER, RK, MULTIPLE_RK = 0x203, 0x27E, 0xBD
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


@dataclass
class BinaryAudit:
    """Facts of one sheet by zero-based (row, column)."""

    errors: dict[tuple[int, int], ErrorText] = field(default_factory=dict)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    date1904: bool = False


def audit_binary(data: bytes) -> dict[int, BinaryAudit]:
    """Sheet number (as in the workbook's sheet list) to its facts.

    Raises:
        ReadFault: ``file-encrypted``. OSError: not a readable OLE file; struct.error: a record
            breaks off.
    """
    stream = _workbook_stream(data)
    offsets: list[int] = []
    since_1904 = False
    codes, styles = dict(BUILTIN_FORMATS), list[int]()
    for kind, body in _records(stream, 0):
        if kind == FILE_PASS:
            raise ReadFault("file-encrypted")
        if kind == BOUND_SHEET:
            offsets.append(struct.unpack_from("<I", body)[0])
        elif kind == DATE_MODE:
            since_1904 = struct.unpack_from("<H", body)[0] == 1
        elif kind == XF:
            styles.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == FORMAT and len(body) > 5:
            codes[struct.unpack_from("<H", body)[0]] = _format_text(body)
    telling = {
        index: code
        for index, style in enumerate(styles)
        if (code := telling_format(codes.get(style, "General")))
    }
    found = {index: _sheet(stream, offset, telling) for index, offset in enumerate(offsets)}
    for facts in found.values():
        facts.date1904 = since_1904
    return found


def _workbook_stream(data: bytes) -> bytes:
    with olefile.OleFileIO(BytesIO(data)) as package:
        name = "Workbook" if package.exists("Workbook") else "Book"
        content: bytes = package.openstream(name).read()
    return content


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """(number, body) of the records of one substream, up to its end record."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        if kind == END:
            return
        at += 4 + length


def _format_text(body: bytes) -> str:
    """The format code of a FORMAT record (BIFF8 Unicode string)."""
    length, flags = struct.unpack_from("<HB", body, 2)
    if flags & 1:
        return body[5 : 5 + 2 * length].decode("utf-16-le", "replace")
    return body[5 : 5 + length].decode("latin-1")


def _sheet(stream: bytes, offset: int, telling: dict[int, str]) -> BinaryAudit:
    found = BinaryAudit()
    for kind, body in _records(stream, offset):
        if kind == ROW and len(body) >= 14 and struct.unpack_from("<H", body, 12)[0] & 0x20:
            found.hidden_rows.add(struct.unpack_from("<H", body)[0])
        elif kind == COLUMN_INFO and struct.unpack_from("<H", body, 8)[0] & 1:
            first, last = struct.unpack_from("<HH", body)
            found.hidden_columns.append((first, last))
        elif kind in (ERROR_OR_BOOL, FORMULA, NUMBER, RK):
            _note_cell(kind, body, telling, found)
        elif kind == MULTIPLE_RK:
            row, first = struct.unpack_from("<HH", body)
            for step in range((len(body) - 6) // 6):
                style = struct.unpack_from("<H", body, 4 + 6 * step)[0]
                if style in telling:
                    found.formats[row, first + step] = telling[style]
    return found


def _note_cell(kind: int, body: bytes, telling: dict[int, str], found: BinaryAudit) -> None:
    """An error value, or the format of a number, of a one-cell record."""
    row, column, style = struct.unpack_from("<HHH", body)
    error = None
    if kind == ERROR_OR_BOOL and body[7]:
        error = body[6]
    elif kind == FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
        error = body[8]
    if error is not None:
        found.errors[row, column] = ErrorText(ERRORS.get(error, "#N/A"))
    if style in telling:
        found.formats[row, column] = telling[style]
