"""Pre-flight of a zip package: its directory, its real size, its XML and its cell references."""

import io
import itertools
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from loaders.opening.fault import ReadFault

MAX_MEMBERS = 2000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 200
RATIO_FLOOR = 10 * 1024 * 1024  # below this size a high ratio is harmless
MAX_CELLS = 5_500_000
MAX_ROW = 1_048_576
MAX_COLUMN = 1000
CHUNK = 1024 * 1024
LONG = 16 * CHUNK  # a member that a second thread inflates while the first looks at it

FAR = re.compile(rb"\sr\s*=\s*[\"'](?:([A-Za-z]{3,})(\d*)|([A-Za-z]{0,2})(\d{7,}))[\"']")
DECLARATION = re.compile(rb"<!(?!--|\[CDATA\[)")
PROLOG = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']+)[\"']")
KINDS: tuple[tuple[str, str], ...] = (
    ("xl/workbook.bin", "file-xlsb"),
    ("word/", "file-word"),
    ("ppt/", "file-slides"),
)


def check_package(data: bytes) -> str:
    """``xlsx`` or ``ods`` for a package that every limit lets pass.

    Raises:
        ReadFault: the first limit broken; the whole package is inflated once, in chunks.
    """
    members = _members(data)
    kind = _package_kind([m.filename for m in members], _media_type(data, members))
    _refuse_encrypted_document(data, members)
    _scan_all(data, members)
    return kind


def parts_of_package(data: bytes) -> list[str]:
    """The names of the parts of any office file that every limit lets pass.

    Raises:
        ReadFault: as ``check_package``; ``file-empty``, ``file-encrypted`` and
            ``file-not-spreadsheet`` where it is no package at all.
    """
    if not data:
        raise ReadFault("file-empty")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ReadFault("file-encrypted")
    if not data.startswith(b"PK\x03\x04"):
        raise ReadFault("file-not-spreadsheet", "不是 Office 文件")
    members = _members(data)
    _scan_all(data, members)
    return [member.filename for member in members]


def _scan_all(data: bytes, members: list[zipfile.ZipInfo]) -> None:
    """Every member inflated once within the limits of the whole."""
    total = cells = 0
    for member in members:
        unpacked, member_cells = _scan(data, member, MAX_UNPACKED - total)
        total += unpacked
        cells += member_cells
        if cells > MAX_CELLS:
            raise ReadFault("too-many-cells", str(MAX_CELLS))


def _members(data: bytes) -> list[zipfile.ZipInfo]:
    """The central directory, refused when long, doubled, encrypted or with odd paths."""
    count = data.count(b"PK\x01\x02")
    if count > MAX_MEMBERS:
        raise ReadFault("zip-members", str(count))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
    except (zipfile.BadZipFile, NotImplementedError, struct.error, ValueError) as error:
        raise ReadFault("file-truncated") from error
    seen: set[str] = set()
    for member in members:
        _check_member(member)
        if member.filename.casefold() in seen:
            raise ReadFault("zip-duplicate", member.filename)
        seen.add(member.filename.casefold())
    return members


def _check_member(member: zipfile.ZipInfo) -> None:
    """Refuses paths that leave the package, passwords and unusual compression."""
    name = member.orig_filename
    if name.startswith("/") or re.search(r"(^|/)\.\.(/|$)|[\\:\x00]", name):
        raise ReadFault("zip-path", name)
    if member.flag_bits & 1:
        raise ReadFault("file-encrypted")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ReadFault("file-damaged", "压缩方式不支持")
    if member.file_size > MAX_UNPACKED:
        raise ReadFault("zip-bomb", f"{member.file_size // 2**20} MB")


def _media_type(data: bytes, members: list[zipfile.ZipInfo]) -> bytes:
    """What an OpenDocument package says it is; nothing where it does not say."""
    for member in members:
        if member.filename == "mimetype":
            return next(_inflate(data, member), b"")[:200]
    return b""


def _package_kind(names: list[str], media_type: bytes) -> str:
    """``xlsx`` or ``ods``; other packages are refused by their own name."""
    lowered = [name.casefold() for name in names]
    if "xl/workbook.xml" in lowered:
        return "xlsx"
    for prefix, code in KINDS:
        if any(name.startswith(prefix) for name in lowered):
            raise ReadFault(code)
    if b"opendocument.spreadsheet" in media_type:
        return "ods"
    if b"opendocument.text" in media_type:
        raise ReadFault("file-word")
    if b"opendocument.presentation" in media_type:
        raise ReadFault("file-slides")
    if "[content_types].xml" in lowered and any("sheet" in name for name in lowered):
        return "xlsx"
    raise ReadFault("file-archive", "ZIP")


def _refuse_encrypted_document(data: bytes, members: list[zipfile.ZipInfo]) -> None:
    """An .ods under a password says so in its manifest; its content would only look damaged."""
    for member in members:
        if member.filename == "META-INF/manifest.xml":
            head = b"".join(itertools.islice(_inflate(data, member), 4))
            if b"encryption-data" in head:
                raise ReadFault("file-encrypted")


def _inflate(data: bytes, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The member's real bytes in chunks, whatever size its header claims."""
    start = member.header_offset
    header = data[start : start + 30]
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        raise ReadFault("file-damaged", member.filename)
    name_length, extra_length = struct.unpack("<HH", header[26:30])
    begin = start + 30 + name_length + extra_length
    packed = data[begin : begin + member.compress_size]
    if len(packed) < member.compress_size:
        raise ReadFault("file-truncated")
    if member.compress_type == zipfile.ZIP_STORED:
        yield from (packed[i : i + CHUNK] for i in range(0, len(packed), CHUNK))
        return
    stream = zlib.decompressobj(-15)
    try:
        while packed and not stream.eof:
            yield stream.decompress(packed, CHUNK)
            packed = stream.unconsumed_tail
        yield stream.flush()
    except zlib.error as error:
        raise ReadFault("file-damaged", member.filename) from error


def _ahead(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same chunks, each inflated while the one before it is looked at."""
    with ThreadPoolExecutor(1) as beside:
        coming = beside.submit(next, chunks, None)
        while (chunk := coming.result()) is not None:
            coming = beside.submit(next, chunks, None)
            yield chunk


def _scan(data: bytes, member: zipfile.ZipInfo, allowance: int) -> tuple[int, int]:
    """(unpacked bytes, cells) of one member, refused at the first byte over a limit."""
    size = cells = 0
    carry, is_xml = b"", False
    limit = max(RATIO_FLOOR, MAX_RATIO * member.compress_size)
    chunks = _inflate(data, member)
    for chunk in _ahead(chunks) if member.file_size > LONG else chunks:
        if size == 0:
            is_xml = _is_xml(chunk, member.filename)
        size += len(chunk)
        if size > allowance or size > limit:
            raise ReadFault("zip-bomb", f"超过 {size // 2**20} MB")
        if is_xml:
            window = carry + chunk
            cut = window.rfind(b"<") if len(window) < 2 * CHUNK else -1
            whole, carry = (window[:cut], window[cut:]) if cut > 0 else (window, b"")
            cells += _check_markup(whole, member.filename)
    if size != member.file_size:
        raise ReadFault("file-damaged", f"{member.filename} 大小不符")
    return size, cells + (_check_markup(carry, member.filename) if is_xml else 0)


def _is_xml(head: bytes, name: str) -> bool:
    """Whether a parser may take the member for XML; XML in another encoding is refused."""
    body = head.removeprefix(b"\xef\xbb\xbf")
    if body[:2] in (b"\xff\xfe", b"\xfe\xff") or body[:2] in (b"<\x00", b"\x00<"):
        raise ReadFault("xml-encoding", name)
    named = name.lower().endswith((".xml", ".rels", ".vml"))
    if named and body.strip() and not body.lstrip().startswith(b"<"):
        raise ReadFault("xml-encoding", name)
    prolog = PROLOG.match(body)
    if prolog and prolog[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii"):
        raise ReadFault("xml-encoding", name)
    return named or body.lstrip().startswith(b"<")


def _check_markup(text: bytes, name: str) -> int:
    """Cells opened in this piece of XML, after refusing declarations and far references."""
    from loaders.opening.xml_marks import Marks  # needs numpy, which the child that parses has not

    marks = Marks(text)
    if marks.may_declare and DECLARATION.search(text):
        raise ReadFault("xml-declaration", name)
    if "worksheets/" not in name and b"sheetData" not in text and b"<c" not in text:
        return 0
    for match in FAR.finditer(text) if marks.may_reach_far else ():
        column, row = (match[1] or match[3]).upper().decode(), int(match[2] or match[4] or b"0")
        if _column_number(column) > MAX_COLUMN or row > MAX_ROW:
            raise ReadFault("cell-too-far", f"{column}{row}"[:40], f"{column}{row}"[:40])
    return marks.cells + (text.count(b":c ") if b":" in text else 0)


def _column_number(letters: str) -> int:
    """``A`` is 1, ``ALL`` is 1000."""
    number = 0
    for letter in letters[:8]:
        number = number * 26 + ord(letter) - 64
    return number
