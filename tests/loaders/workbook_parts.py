"""Workbooks built byte by byte, honest and hostile, for the reader tests."""

import io
import struct
import zipfile
from collections.abc import Iterable

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
BOF_BODY = struct.pack("<HHHHII", 0x600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def parts(sheet_data: str, styles: str = "", workbook_properties: str = "") -> dict[str, bytes]:
    """The members of a one-sheet package; ``sheet_data`` is what stands in the worksheet."""
    styled = f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/>'
    texts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPES}.worksheet+xml"/>'
        + (f'<Override PartName="/xl/styles.xml" ContentType="{TYPES}.styles+xml"/>' * bool(styles))
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{workbook_properties}'
        '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f"{styled if styles else ''}</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{sheet_data}</worksheet>',
    }
    if styles:
        texts["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'
    return {name: text.encode() for name, text in texts.items()}


def packed(members: dict[str, bytes] | Iterable[tuple[str, bytes]]) -> bytes:
    """A deflated zip of the members, in order; pairs may repeat a name."""
    pairs = members.items() if isinstance(members, dict) else members
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in pairs:
            package.writestr(name, content)
    return out.getvalue()


def book(rows: str, **options: str) -> bytes:
    """A one-sheet workbook around the row elements."""
    return packed(parts(f"<sheetData>{rows}</sheetData>", **options))


def record(kind: int, body: bytes) -> bytes:
    """One BIFF record."""
    return struct.pack("<HH", kind, len(body)) + body


def ole_file(stream_name: str, stream: bytes) -> bytes:
    """A compound file with one stream (at least 4096 bytes, padded), [MS-CFB] version 3."""
    stream = stream.ljust(4096, b"\x00")
    count = -(-len(stream) // 512)
    chain = [*range(3, count + 2), 0xFFFFFFFE]
    fat = [0xFFFFFFFD, 0xFFFFFFFE, *chain]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    directory = _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0)
    directory += _entry(stream_name, 2, 0xFFFFFFFF, 2, len(stream))
    directory += bytes(256)
    table = struct.pack("<128I", *fat, *[0xFFFFFFFF] * (128 - len(fat)))
    return header + table + directory + stream.ljust(count * 512, b"\x00")


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le") + b"\x00\x00"
    entry = encoded.ljust(64, b"\x00") + struct.pack("<HBB", len(encoded), kind, 1)
    entry += struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child) + bytes(36)
    return entry + struct.pack("<IQ", start, size)


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


def label(row: int, column: int, text: str) -> bytes:
    """A text cell of an old workbook."""
    body = struct.pack("<HHHHB", row, column, 0, len(text), 1)
    return record(0x204, body + text.encode("utf-16-le"))
