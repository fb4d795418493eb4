"""One walk over an old workbook's BIFF records for what calamine does not tell.

Rule source: [MS-XLS] 2.4 (record numbers and layouts), 2.5.133 (a formula's cached value). Errors,
formulas without a value, hidden rows and columns, notes and number formats are taken; values and
merges come from calamine, the first numbers are kept to compare them with.
"""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO

import olefile
from openpyxl.styles.numbers import BUILTIN_FORMATS

from loaders.model.sheet import CellValue, ErrorText, UncachedFormula
from loaders.opening.fault import ReadFault
from loaders.opening.two_readers import same_value
from loaders.opening.xlsx_package import telling_format

BOUND_SHEET, FORMAT, XF, END, FILE_PASS = 0x85, 0x41E, 0xE0, 0x0A, 0x2F
BEGIN, NOTE, OBJECT, TEXT_OBJECT, CONTINUE = 0x809, 0x1C, 0x5D, 0x1B6, 0x3C
CALCULATE_ON_LOAD, SHARED_FORMULA, BLANK_RESULT = 0x02, 0x08, 3
EMPTY_TEXT_TOKEN = b"\x17\x00"  # ptgStr of no characters: a formula that means to show nothing
NO_FORMULA_TEXT = "=（旧格式公式）"
BIFF5 = b"\x00\x05"
NUMBERS_KEPT = 20_000
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
    """Facts of one sheet by zero-based (row, column).

    ``special`` holds errors and formulas without a value, ``numbers`` the first plain numbers.
    """

    special: dict[tuple[int, int], ErrorText | UncachedFormula] = field(default_factory=dict)
    notes: dict[tuple[int, int], str] = field(default_factory=dict)
    numbers: dict[tuple[int, int], float] = field(default_factory=dict)
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
    is_old = stream[4:6] == BIFF5
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
            codes[struct.unpack_from("<H", body)[0]] = _format_text(body, is_old)
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
    """(number, body) of the records of one substream; charts set into it are passed over."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        depth += kind == BEGIN
        if depth <= 1:
            yield kind, stream[at + 4 : at + 4 + length]
        depth -= kind == END
        if kind == END and depth <= 0:
            return
        at += 4 + length


def _format_text(body: bytes, is_old: bool) -> str:
    """The format code of a FORMAT record: a Unicode string, in files of Excel 95 bytes."""
    if is_old:
        return body[3:].decode("gb18030", "replace")
    length, flags = struct.unpack_from("<HB", body, 2)
    if flags & 1:
        return body[5 : 5 + 2 * length].decode("utf-16-le", "replace")
    return body[5 : 5 + length].decode("latin-1")


def _sheet(stream: bytes, offset: int, telling: dict[int, str]) -> BinaryAudit:
    found = BinaryAudit()
    notes = _Notes()
    for kind, body in _records(stream, offset):
        if kind == ROW and len(body) >= 14 and struct.unpack_from("<H", body, 12)[0] & 0x20:
            found.hidden_rows.add(struct.unpack_from("<H", body)[0])
        elif kind == COLUMN_INFO and struct.unpack_from("<H", body, 8)[0] & 1:
            first, last = struct.unpack_from("<HH", body)
            found.hidden_columns.append((first, last))
        elif kind in (ERROR_OR_BOOL, FORMULA, NUMBER, RK):
            _note_cell(kind, body, telling, found)
        elif kind == MULTIPLE_RK:
            _note_many(body, telling, found)
        notes.take(kind, body)
    found.notes = notes.by_place()
    return found


def _note_cell(kind: int, body: bytes, telling: dict[int, str], found: BinaryAudit) -> None:
    """An error, a formula without a value, a number, or its format, of a one-cell record."""
    row, column, style = struct.unpack_from("<HHH", body)
    error = None
    if kind == ERROR_OR_BOOL and body[7]:
        error = body[6]
    elif kind == FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
        error = body[8]
    elif kind == FORMULA and _never_calculated(body):
        found.special[row, column] = UncachedFormula(NO_FORMULA_TEXT)
    elif kind == NUMBER:
        _keep(found, row, column, struct.unpack_from("<d", body, 6)[0])
    elif kind == RK:
        _keep(found, row, column, _packed_number(struct.unpack_from("<I", body, 6)[0]))
    if error is not None:
        found.special[row, column] = ErrorText(ERRORS.get(error, "#N/A"))
    if style in telling:
        found.formats[row, column] = telling[style]


def _note_many(body: bytes, telling: dict[int, str], found: BinaryAudit) -> None:
    """The numbers and formats of a record of several packed numbers."""
    row, first = struct.unpack_from("<HH", body)
    for step in range((len(body) - 6) // 6):
        style, packed = struct.unpack_from("<HI", body, 4 + 6 * step)
        _keep(found, row, first + step, _packed_number(packed))
        if style in telling:
            found.formats[row, first + step] = telling[style]


def _keep(found: BinaryAudit, row: int, column: int, value: float) -> None:
    if len(found.numbers) < NUMBERS_KEPT:
        found.numbers[row, column] = value


def _packed_number(packed: int) -> float:
    """An RK value: 30 bits of an integer or of a double, two flags (hundredths, integer)."""
    if packed & 2:
        whole = packed >> 2
        value = float(whole - (1 << 30) if whole >= 1 << 29 else whole)
    else:
        (value,) = struct.unpack("<d", struct.pack("<II", 0, packed & 0xFFFFFFFC))
    return value / 100 if packed & 1 else value


def _never_calculated(body: bytes) -> bool:
    """Whether a program wrote the formula without a result.

    Such a record asks to be calculated on loading and holds zero, or holds no text although no
    empty text stands in the formula. An empty result that the formula asks for is a value.
    """
    (flags,) = struct.unpack_from("<H", body, 14)
    if body[12:14] == b"\xff\xff":
        own_tokens = not flags & SHARED_FORMULA and body[22:23] != b"\x01"
        return body[6] == BLANK_RESULT and own_tokens and EMPTY_TEXT_TOKEN not in body[22:]
    return bool(flags & CALCULATE_ON_LOAD) and body[6:14] == bytes(8)


class _Notes:
    """Joins the records a note is spread over: its object, the object's text, the note's place."""

    def __init__(self) -> None:
        self._object: int | None = None
        self._left = 0
        self._texts: dict[int, str] = {}
        self._places: list[tuple[int, int, int]] = []

    def take(self, kind: int, body: bytes) -> None:
        """Look at one record of the sheet, in order."""
        if kind == NOTE and len(body) >= 8:
            row, column, _, number = struct.unpack_from("<HHHH", body)
            self._places.append((row, column, number))
        elif kind == OBJECT and len(body) >= 8:
            self._object, self._left = struct.unpack_from("<H", body, 6)[0], 0
        elif kind == TEXT_OBJECT and len(body) >= 12:
            self._left = struct.unpack_from("<H", body, 10)[0]
        elif kind == CONTINUE and self._left and self._object is not None and body:
            text = body[1:].decode("utf-16-le" if body[0] & 1 else "latin-1", "replace")
            self._texts[self._object] = self._texts.get(self._object, "") + text[: self._left]
            self._left -= min(self._left, len(text))

    def by_place(self) -> dict[tuple[int, int], str]:
        """Text by zero-based (row, column)."""
        return {
            (row, column): self._texts[number].replace("\r", "")
            for row, column, number in self._places
            if number in self._texts
        }


def differing_numbers(
    audit: BinaryAudit, rows: list[list[CellValue]]
) -> Iterable[tuple[int, int, float, CellValue]]:
    """(row, column, number of the record, value read) where calamine read another number."""
    for (row, column), number in audit.numbers.items():
        value = rows[row][column] if row < len(rows) and column < len(rows[row]) else None
        if not same_value(value, number, audit.date1904):
            yield row, column, number, value
