"""Reads a workbook a second time, another way, and refuses where the two readings differ.

What two programs read differently, two offices read differently: a doubled cell, rows out of
order, two sheets of one name. A file up to ``xlsx.SMALL_XML_BYTES`` is compared cell by cell with
calamine. Of every sheet written the plain way the number of filled cells and a sample of rows (the
first, the last, others evenly between) are compared with openpyxl's parser without styles, so that
a large file costs little and a style openpyxl does not know is no way around the comparison.

Allowed, since it is no other value: blanks at the ends of texts, a date against its serial number,
errors and formulas without a value (calamine knows neither), cells covered by a merge (openpyxl
leaves them out).
"""

import io
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from itertools import zip_longest

import python_calamine

from loaders.model.sheet import CellValue, ErrorText, Sheet, UncachedFormula
from loaders.opening.fault import PARSER_ERRORS, ReadFault
from loaders.opening.xlsx import SMALL_XML_BYTES, calamine_rows, plain_value, read_xlsx
from loaders.opening.xlsx_audit import is_plain
from loaders.opening.xlsx_package import SheetXml, sheet_parts, sheet_xml

FIRST_ROWS, SPREAD_ROWS, LAST_ROWS = 60, 40, 10
MAX_AREA = 8_000_000  # cells of the rectangle calamine fills; beyond it the sample has to do
DAY = 86_400.0
MOMENT = 1.5 / DAY  # dates are kept to the millisecond, durations to the second
DURATION = re.compile(r"(?:(\d+):|PT(\d+)H)(\d\d)[:M](\d\d)(?:[.,]\d+)?S?")
EMPTY_TEXT = re.compile(rb"<(?:si|t)(?: [^<>]*)?(?:/>|></(?:si|t)>)")
REFERENCE = re.compile(rb'<c r="([A-Z]+\d+)"')
ROW_NUMBER = re.compile(rb'\br="(\d+)"')

Rows = Sequence[Sequence[CellValue]]


def read(data: bytes, name: str) -> Iterable[Sheet]:
    """The worksheets of an .xlsx or .xlsm, both readings agreed.

    Raises:
        ReadFault: as ``xlsx.read_xlsx`` and ``agreed``.
    """
    return agreed(data, read_xlsx(data))


def agreed(data: bytes, sheets: Iterable[Sheet]) -> list[Sheet]:
    """The sheets as they are, once a second reading of the .xlsx says the same.

    Raises:
        ReadFault: ``readers-differ`` with sheet, cell and both values.
    """
    known = list(sheets)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if "xl/workbook.xml" not in package.namelist():
            return known
        parts = sheet_parts(package)
        size = sum(package.getinfo(part.path).file_size for part in parts)
        pairs = zip(parts, known, strict=False)
        plain = [_sample_agrees(package, sheet_xml(data, p.path), sheet) for p, sheet in pairs]
    whole = size <= SMALL_XML_BYTES or not all(plain)
    if whole and max(map(_area, known), default=0) <= MAX_AREA:
        compare_with_calamine(data, known)
    return known


def compare_with_calamine(data: bytes, sheets: Sequence[Sheet]) -> None:
    """Compare names and every cell with calamine's reading; a file it cannot open is left alone.

    Raises:
        ReadFault: ``readers-differ``.
    """
    try:
        workbook = python_calamine.load_workbook(io.BytesIO(data))
        pages = [
            (about.name, calamine_rows(workbook.get_sheet_by_index(index)))
            for index, about in enumerate(workbook.sheets_metadata)
            if about.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
    except (python_calamine.CalamineError, ValueError, OSError):
        return
    for sheet, page in zip_longest(sheets, pages):
        name, other = (sheet.name if sheet else None), (page[0] if page else None)
        if sheet is None or page is None or name != other:
            raise ReadFault("readers-differ", f"工作表“{name or '无'}”与“{other or '无'}”")
        compare_rows(sheet, page[1])


def compare_rows(sheet: Sheet, other: Rows) -> None:
    """Compare every row; the first cell that differs is named.

    Raises:
        ReadFault: ``readers-differ``.
    """
    if sheet.rows == other:
        return
    for row, (ours, theirs) in enumerate(zip_longest(sheet.rows, other, fillvalue=())):
        if ours != theirs:
            compare_row(sheet, row, ours, theirs)


def compare_row(
    sheet: Sheet, row: int, ours: Sequence[CellValue], theirs: Sequence[CellValue]
) -> None:
    """Compare one row; ``row`` counts from zero.

    Raises:
        ReadFault: ``readers-differ``.
    """
    for column, (one, other) in enumerate(zip_longest(ours, theirs)):
        if not same_value(one, other, sheet.date1904) and not _covered(sheet, row, column):
            found = f"“{cell_shown(one)}”与“{cell_shown(other)}”"
            raise ReadFault("readers-differ", found, sheet.address(row, column), sheet.name)


def same_value(one: CellValue, other: CellValue, since_1904: bool = False) -> bool:
    """Whether two readings of a cell are one value, but for what the module allows."""
    if one is None and other is None:
        return True
    for value, twin in ((one, other), (other, one)):
        if isinstance(value, UncachedFormula):
            return twin is None or isinstance(twin, UncachedFormula)
        if isinstance(value, ErrorText):
            return twin is None or str(twin) == str(value)
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return one == other or abs(one - other) <= 1e-12 * max(abs(one), abs(other))
    first, second = _serial(one, since_1904), _serial(other, since_1904)
    if first is not None and second is not None:
        early = first <= 61 and (isinstance(one, datetime) or isinstance(other, datetime))
        return abs(first - second) <= MOMENT + early  # 29 February 1900 is a day to some
    if isinstance(one, datetime | time) or isinstance(other, datetime | time):
        return type(one) is type(other) and one == other
    return _bare(one) == _bare(other)


def _bare(value: CellValue) -> str | CellValue:
    """A text without what XML readers keep or drop: blanks at its ends, kinds of line end."""
    if value is None or isinstance(value, str):
        return " ".join((value or "").split())
    return value


def _serial(value: CellValue, since_1904: bool) -> float | None:
    """A number, date, time or duration as a serial number of days."""
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, datetime):
        origin = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)
        return (value - origin).total_seconds() / DAY
    if isinstance(value, time):
        clock = value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6
        return clock / DAY
    found = DURATION.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    hours = int(found[1] or found[2])
    return (hours * 3600 + int(found[3]) * 60 + int(found[4])) / DAY


def cell_shown(value: CellValue) -> str:
    """A value as a refusal quotes it."""
    return "空白" if value is None else str(value)[:40]


def _covered(sheet: Sheet, row: int, column: int) -> bool:
    """Whether a merge hides the cell, so that no office program shows its value."""
    return any(
        m.top <= row <= m.bottom
        and m.left <= column <= m.right
        and (row, column) != (m.top, m.left)
        for m in sheet.merges
    )


def _area(sheet: Sheet) -> int:
    return len(sheet.rows) * sheet.width


def _sample_agrees(package: zipfile.ZipFile, source: SheetXml, sheet: Sheet) -> bool:
    """Compare the number of filled cells and a sample of rows.

    ``False`` where the XML is not plain or openpyxl's parser stumbles: calamine has to compare.

    Raises:
        ReadFault: ``readers-differ``.
    """
    xml = source.text
    if sheet.packed is None and not is_plain(xml):  # only a plain sheet is packed
        return False
    _compare_count(package, source, sheet)
    try:
        sample = list(_parsed(package, _sampled(xml)))
    except PARSER_ERRORS as error:  # the other reader decides
        print(f"openpyxl: {error!r}", file=sys.stderr)
        return False
    for row, theirs in sample:
        ours = sheet.rows[row] if row < len(sheet.rows) else []
        compare_row(sheet, row, ours, theirs)
    return True


def _compare_count(package: zipfile.ZipFile, source: SheetXml, sheet: Sheet) -> None:
    """As many filled cells as the XML has values; of a doubled cell every reader loses one.

    Where a merge hides cells or a text may be empty, fewer are allowed, never more.
    """
    xml, written = source.text, source.values
    filled = _filled(sheet)
    if sheet.packed is None and b"<f" in xml:
        filled -= sum(isinstance(v, UncachedFormula) for row in sheet.rows for v in row)
    if filled == written:
        return
    fewer = bool(sheet.merges) or b"<is>" in xml or _empty_text(package)
    if filled > written or not fewer:
        twice = _doubled(xml)
        found = "同一单元格写了两次" if twice else f"{filled} 个值与 {written} 个值"
        raise ReadFault("readers-differ", found, twice, sheet.name)


def _filled(sheet: Sheet) -> int:
    """How many cells hold something."""
    if sheet.packed is None:
        return sum(len(row) - row.count(None) for row in sheet.rows)
    blanks = [
        sum(column.codes.count(code) for code, value in enumerate(column.values) if value is None)
        for column in sheet.packed
    ]
    return sum(map(len, sheet.packed)) - sum(blanks)


def _doubled(xml: bytes) -> str | None:
    """The first cell reference that stands twice."""
    seen: set[bytes] = set()
    for match in REFERENCE.finditer(xml):
        if match[1] in seen:
            return match[1].decode()
        seen.add(match[1])
    return None


def _empty_text(package: zipfile.ZipFile) -> bool:
    """Whether the table of shared texts may hold an empty one."""
    if "xl/sharedStrings.xml" not in package.namelist():
        return False
    return bool(EMPTY_TEXT.search(package.read("xl/sharedStrings.xml")))


def _sampled(xml: bytes) -> bytes:
    """The sheet with the first rows, the last rows and some evenly between, each as written."""
    head = re.search(rb"<worksheet[^>]*>", xml)
    start, end = xml.find(b"<sheetData"), xml.rfind(b"</sheetData>")
    if head is None or end < 0:
        return b"<worksheet/>"
    step = max(1, (end - start) // SPREAD_ROWS)
    places = [*_following(xml, start, end), *range(start, end, step), *_preceding(xml, start, end)]
    rows = {at: row for place in places if (row := _row(xml, at := xml.find(b"<row ", place, end)))}
    return b"%s<sheetData>%s</sheetData></worksheet>" % (
        head.group(),
        b"".join(rows[at] for at in sorted(rows)),
    )


def _following(xml: bytes, start: int, end: int) -> Iterator[int]:
    at = start
    for _ in range(FIRST_ROWS):
        at = xml.find(b"<row ", at + 1, end)
        if at < 0:
            return
        yield at


def _preceding(xml: bytes, start: int, end: int) -> Iterator[int]:
    at = end
    for _ in range(LAST_ROWS):
        at = xml.rfind(b"<row ", start, at)
        if at < 0:
            return
        yield at


def _row(xml: bytes, at: int) -> bytes:
    """The row element that begins at ``at``; nothing for -1 or a row without its number."""
    close = xml.find(b">", at)
    if at < 0 or not ROW_NUMBER.search(xml, at, close):
        return b""
    if xml[close - 1 : close] == b"/":
        return xml[at : close + 1]
    return xml[at : xml.find(b"</row>", close) + 6]


def _parsed(package: zipfile.ZipFile, xml: bytes) -> Iterator[tuple[int, list[CellValue]]]:
    """(zero-based row, values from column A on) by openpyxl's parser, dates as serial numbers."""
    from openpyxl.utils.datetime import WINDOWS_EPOCH
    from openpyxl.worksheet._reader import WorkSheetParser

    texts = _shared_texts(package) if b't="s"' in xml else []
    parser = WorkSheetParser(
        io.BytesIO(xml), texts, data_only=True, epoch=WINDOWS_EPOCH,
        date_formats=frozenset(), timedelta_formats=frozenset(),
    )  # fmt: skip
    for number, cells in parser.parse():
        values: list[CellValue] = []
        for cell in cells:
            values.extend([None] * (cell["column"] - len(values)))
            found = plain_value(cell["value"])
            is_error = cell["data_type"] == "e" and isinstance(found, str)
            values[cell["column"] - 1] = ErrorText(found) if is_error else found
        yield number - 1, values


def _shared_texts(package: zipfile.ZipFile) -> list[str]:
    from openpyxl.reader.strings import read_string_table

    with package.open("xl/sharedStrings.xml") as source:
        return list(read_string_table(source))
