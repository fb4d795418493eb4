"""Reads delimited text: encoding, separator, quotes and physical line numbers found by content."""

import csv
import io
import re
from collections import Counter
from pathlib import PurePath

from loaders.model.sheet import CellValue, Sheet
from loaders.opening.fault import ReadFault

SEPARATORS = ",\t;|"
MAX_CELLS = 5_500_000
MAX_COLUMNS = 3000
SNIFF_LINES = 200
SAMPLE_BYTES = 200_000
SIMPLIFIED = frozenset(
    "日期时间监测站点浓度区县市平均月年报数据名称单位质量等级项目颗粒物二氧化硫氮臭值类别"
)
TRADITIONAL = frozenset(
    "日期時間監測站點濃度區縣市平均月年報數據名稱單位質量等級項目顆粒物二氧化硫氮臭值類別"
)


_COMMA = re.compile(r"[+-]?\d+,\d+", re.A)
_PROOF = re.compile(r"[+-]?(?:\d+,(?:\d{1,2}|\d{4,})|0,\d+|\d{4,},\d+)", re.A)
_POINT = re.compile(r"[+-]?\d+\.\d+", re.A)


def read(data: bytes, name: str) -> list[Sheet]:
    """One sheet of text cells, empty fields ``None``; decimal commas as points, all else verbatim.

    Raises:
        ReadFault: ``file-encoding``, ``file-quotes``, ``too-many-cells``, ``too-many-columns``.
    """
    text = decode(data)
    separator, skip = _separator(text)
    csv.field_size_limit(max(len(text), 131_072))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[CellValue]] = []
    lines: list[int] = []
    cells, line = 0, 1
    try:
        for record in reader:
            if line > skip:
                rows.append([field or None for field in record])
                lines.append(line)
                cells += _checked_width(record, line)
            line = reader.line_num + 1
            if cells > MAX_CELLS:
                raise ReadFault("too-many-cells", str(MAX_CELLS))
    except csv.Error as error:
        raise ReadFault("file-quotes", f"第 {line} 行", f"R{line}C1") from error
    if separator != ",":
        rows = _with_points(rows)
    return [Sheet(_stem(name), rows, is_text=True, lines=lines)]


def _with_points(rows: list[list[CellValue]]) -> list[list[CellValue]]:
    """The rows with decimal commas as points, where the whole text writes numbers so.

    A comma before three digits may part thousands, and one number alone proves nothing: two must
    have another count of digits behind the comma, and none a point.
    """
    texts = {v for row in rows for v in row if isinstance(v, str) and len(v) < 30}
    commas = {text for text in texts if _COMMA.fullmatch(text.strip())}
    if sum(bool(_PROOF.fullmatch(text.strip())) for text in commas) < 2:
        return rows
    if any(_POINT.fullmatch(text.strip()) for text in texts):
        return rows
    return [
        [v.replace(",", ".") if isinstance(v, str) and v in commas else v for v in row]
        for row in rows
    ]


def _checked_width(record: list[str], line: int) -> int:
    if len(record) > MAX_COLUMNS:
        raise ReadFault("too-many-columns", f"第 {line} 行有 {len(record)} 列")
    return len(record)


def _stem(name: str) -> str:
    """The file name without its suffixes (``a.csv.gz`` is ``a``)."""
    stem = PurePath(name.replace("\\", "/")).name
    return re.sub(r"(\.(csv|tsv|txt|xls|xlsx|gz))+$", "", stem, flags=re.I) or stem


def decode(data: bytes) -> str:
    """The text of UTF-8 (with or without mark), UTF-16, GB 18030 or Big5 bytes.

    GB 18030 and Big5 accept most of each other's bytes; the frequent characters of table heads
    decide, then the share of two-byte characters inside the GB 2312 plane.

    Raises:
        ReadFault: ``file-encoding`` when no encoding fits.
    """
    wide = _wide_encoding(data)
    for encoding in (wide,) if wide else ("utf-8-sig",):
        try:
            return data.decode(encoding).removeprefix("\ufeff") if wide else data.decode(encoding)
        except UnicodeDecodeError as error:
            if wide:
                raise ReadFault("file-encoding", wide) from error
    candidates = {e: text for e in ("gb18030", "big5", "cp950") if (text := _try(data, e))}
    if not candidates:
        raise ReadFault("file-encoding", "不是 UTF-8、GB18030、Big5 或 UTF-16")
    if "gb18030" not in candidates or len(candidates) == 1:
        return next(iter(candidates.values()))
    big5 = candidates.get("big5") or candidates["cp950"]
    return candidates["gb18030"] if _looks_gb(data, candidates["gb18030"], big5) else big5


def _try(data: bytes, encoding: str) -> str | None:
    """The decoded text, ``None`` where these bytes are not valid in the encoding."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _looks_gb(data: bytes, as_gb: str, as_big5: str) -> bool:
    hits_gb = sum(character in SIMPLIFIED for character in as_gb[:SAMPLE_BYTES])
    hits_big5 = sum(character in TRADITIONAL for character in as_big5[:SAMPLE_BYTES])
    if hits_gb != hits_big5:
        return hits_gb > hits_big5
    pairs = re.findall(rb"[\x81-\xfe][\x40-\xfe]", data[:SAMPLE_BYTES])
    plane = sum(0xB0 <= pair[0] <= 0xF7 and pair[1] >= 0xA1 for pair in pairs)
    return plane >= 0.9 * len(pairs)


def _wide_encoding(data: bytes) -> str | None:
    """The UTF-16 form, by mark or by where the zero bytes stand; ``None`` for byte encodings."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    head = data[:4096]
    if b"\x00" not in head:
        return None
    return "utf-16-le" if head[1::2].count(0) >= head[0::2].count(0) else "utf-16-be"


def _separator(text: str) -> tuple[str, int]:
    """(the separator, lines to skip): Excel's own ``sep=`` line, else the most regular split."""
    said = re.match(r"\"?sep=([,;\t|])\"?\r?\n", text)
    if said:
        return said[1], 1
    sample = text[:SAMPLE_BYTES].splitlines(keepends=True)[:SNIFF_LINES]
    scores = {separator: _regularity(sample, separator) for separator in SEPARATORS}
    return max(scores, key=lambda separator: scores[separator]), 0


def _regularity(sample: list[str], separator: str) -> tuple[int, int]:
    """(rows that share the commonest width above one, that width)."""
    widths: Counter[int] = Counter()
    try:
        for record in csv.reader(sample, delimiter=separator, strict=True):
            widths[len(record)] += 1
    except csv.Error:
        widths[0] += 0  # an odd quote or the cut at the sample's end: what was counted stands
    widths.pop(0, None)
    widths.pop(1, None)
    if not widths:
        return 0, 0
    width, rows = max(widths.items(), key=lambda item: (item[1], item[0]))
    return rows, width
