"""Decides from the first bytes what a file is, and refuses what no reader may see."""

import re
import zlib
from dataclasses import dataclass
from pathlib import PurePath

from loaders.model.staged import ERROR, Diagnostic
from loaders.opening import readers
from loaders.opening.fault import ReadFault
from loaders.opening.zip_guard import MAX_RATIO, MAX_UNPACKED, RATIO_FLOOR, check_package

MAX_BYTES = 64 * 1024 * 1024
GZIP, ZIP, OLE = b"\x1f\x8b", b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".et", ".ods")

FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "file-pdf", "PDF"),
    (b"\x89PNG", "file-image", "PNG"),
    (b"\xff\xd8\xff", "file-image", "JPEG"),
    (b"GIF8", "file-image", "GIF"),
    (b"RIFF", "file-image", "WEBP"),
    (b"II*\x00", "file-image", "TIFF"),
    (b"MM\x00*", "file-image", "TIFF"),
    (b"MZ", "file-program", "EXE"),
    (b"\x7fELF", "file-program", "ELF"),
    (b"Rar!", "file-archive", "RAR"),
    (b"7z\xbc\xaf", "file-archive", "7Z"),
    (b"BZh", "file-archive", "BZ2"),
    (b"\xfd7zXZ", "file-archive", "XZ"),
    (b"{\\rtf", "file-word", "RTF"),
)
OLE_KINDS: tuple[tuple[str, str | None], ...] = (
    ("EncryptedPackage", "file-encrypted"),
    ("WordDocument", "file-word"),
    ("PowerPoint Document", "file-slides"),
)
MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|table|meta|script|div)\b|^MIME-Version:", re.I
)


class Refused(Exception):
    """The whole file is refused; ``diagnostic`` holds the code and the Chinese sentence."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def refused(name: str, fault: ReadFault) -> Refused:
    """The fault as a refusal of the file ``name``: where, what was found, what to do."""
    found = fault.found or PurePath(name).name
    message = f"{PurePath(name).name}：{fault.sentence}"
    return Refused(Diagnostic(fault.code, ERROR, fault.sheet, fault.cell, found, message))


@dataclass(frozen=True)
class AcceptedFile:
    """A file fit for reading.

    Attributes:
        kind: of ``readers.READERS``; decided by content, never by the extension.
        data: the bytes to read, taken out of gzip.
    """

    kind: str
    data: bytes


def inspect(data: bytes, name: str) -> AcceptedFile:
    """What the file is, after every check that needs no parser.

    Raises:
        Refused: with a stable code for each reason (see ``loaders.opening.fault.SENTENCES``).
    """
    try:
        inner = _gunzip(data) if data.startswith(GZIP) else data
        return AcceptedFile(_kind(inner, name), inner)
    except ReadFault as fault:
        raise refused(name, fault) from fault


def _gunzip(data: bytes) -> bytes:
    """One gzip layer removed, never more than the limits for unpacked data."""
    _check_size(data)
    out, rest = bytearray(), data
    while rest.startswith(GZIP):
        inflate = zlib.decompressobj(31)
        try:
            out += inflate.decompress(rest, MAX_UNPACKED + 1 - len(out))
        except zlib.error as error:
            raise ReadFault("file-damaged", "gzip") from error
        if len(out) > MAX_UNPACKED or len(out) > max(RATIO_FLOOR, MAX_RATIO * len(data)):
            raise ReadFault("zip-bomb", f"超过 {len(out) // 2**20} MB")
        if not inflate.eof:
            raise ReadFault("file-truncated")
        rest = inflate.unused_data
    if out.startswith(GZIP):
        raise ReadFault("file-archive", "多层 gzip")
    return bytes(out)


def _check_size(data: bytes) -> None:
    if not data:
        raise ReadFault("file-empty")
    if len(data) > MAX_BYTES:
        raise ReadFault("file-too-big", f"{len(data) / 2**20:.0f} MB")


def _kind(data: bytes, name: str) -> str:
    """The kind of container, by magic bytes; foreign kinds are refused by their own name."""
    if data.startswith(ZIP + b"\x03\x04"):
        _check_size(data)
        return check_package(data)
    if data.startswith(OLE):
        _check_size(data)
        return _ole_kind(data)
    for reader in readers.READERS:
        if reader.begins and data.startswith(reader.begins):
            _check_size(data)
            return reader.kind
    for magic, code, label in FOREIGN:
        if data.startswith(magic) and _binary(data, magic):
            raise ReadFault(code, label)
    if not data or (len(data) > MAX_BYTES and len(data) > MAX_UNPACKED):
        _check_size(data)
    _check_text(data, name)
    return "text"


def _binary(data: bytes, magic: bytes) -> bool:
    """Whether short printable magics (MZ, BZh, RIFF) really open a binary file."""
    return not magic.isalnum() or b"\x00" in data[:4096]


def _ole_kind(data: bytes) -> str:
    """``xls`` for an old binary workbook (.xls, .et); other OLE files are refused by name."""
    if len(data) < 1536:
        raise ReadFault("file-truncated")
    for stream, code in OLE_KINDS:
        if stream.encode("utf-16-le") in data and code:
            raise ReadFault(code)
    if not any(stream.encode("utf-16-le") in data for stream in ("Workbook", "Book")):
        raise ReadFault("file-not-spreadsheet", "OLE 文件，没有工作簿")
    return "xls"


def _check_text(data: bytes, name: str) -> None:
    """Refuses markup and binary data, so that only delimited text is left."""
    head = data[:4096]
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise ReadFault("file-empty")
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        raise ReadFault("file-xml-sheet")
    if MARKUP.search(head.replace(b"\x00", b"")):
        raise ReadFault("file-html")
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml"):
        raise ReadFault("file-not-spreadsheet", "XML 文件")
    wide = head[:2] in (b"\xff\xfe", b"\xfe\xff") or _wide(head)
    if not wide and re.search(rb"[\x00-\x08\x0e-\x1a]", data):
        raise ReadFault("file-not-spreadsheet", "二进制内容")
    plain = not re.search(rb"[,;\t|]", data)
    if plain and name.lower().endswith(WORKBOOK_SUFFIXES):
        raise ReadFault("file-plain-text")


def _wide(head: bytes) -> bool:
    """Whether this is UTF-16 without a byte order mark: every other byte of line ends is zero."""
    return b"\n\x00" in head or b",\x00" in head or b"\t\x00" in head or b"\x00," in head
