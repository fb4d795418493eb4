"""TOML from bytes, with Chinese reasons, and the line on which a key stands."""

import re
import tomllib
from collections.abc import Sequence
from typing import Any

from chuangmo.catalog.faults import Fault, Place
from chuangmo.catalog.mistakes.characters import (
    PLACEHOLDER,
    SYNTAX,
    Slip,
    further,
    place_in,
    slips_in,
)

Raw = dict[str, Any]
#: Mistakes that spoil one line only, so that what follows can still be looked at.
_ONE_LINE = tuple(
    SYNTAX + words
    for words in ("值", "没有这个日期", "键后面", "键的写法", "引号里的反斜杠", "这一行不是")
)
_AT_ONCE = 20

_WHERE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
#: What tomllib says, and what a person reads.
_REASONS = (
    ("Invalid statement", "这一行不是“键 = 值”，也不是表头，请改正或在行首加 # 作注释"),
    ("Expected newline or end of document", "值后面多写了东西，请检查引号和逗号"),
    ("Found invalid character '\\r'", "换行符不对，请用记事本打开另存一次"),
    ("Found invalid character", "有不能出现的字符，请删去"),
    ("Cannot declare", "同一个表写了两次，请删去一个"),
    ("Cannot overwrite a value", "同一个键写了两次，请删去一个"),
    ("Expected ']", "表头的方括号没有配对，请补上"),
    ("Cannot mutate immutable", "同一个表写了两次，请删去一个"),
    ("Cannot redefine namespace", "同一个表写了两次，请删去一个"),
    ("Expected '='", "键后面缺少等号，请补上"),
    ("Invalid initial character for a key", "键的写法不对，请用英文字母、数字和 _"),
    ("Unclosed array", "方括号没有配对，请补上"),
    ("Unclosed inline table", "花括号没有配对，请补上"),
    ("Duplicate inline table key", "同一个键写了两次，请删去一个"),
    ("Unescaped", "引号里的反斜杠请写两个"),
    ("Unterminated string", "引号没有配对，请补上"),
    ("Illegal character", "引号里有不能出现的字符，请检查引号是否配对"),
    ('Expected "\'"', "引号没有配对，请补上"),
    ("Expected '\"'", "引号没有配对，请补上"),
    ("Invalid date", "没有这个日期，请写成 2016-01-01 这样"),
    ("Invalid value", "值的写法不对，文字请带引号"),
)
_HEADER = re.compile(r"\s*(\[\[?)([^\[\]#]+)\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*((?:[\w-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[\w-]+|\"[^\"]*\"))*)\s*=")
_PART = re.compile(r"[^.\[\]]+|\[\d+\]")


class UnfitText(ValueError):
    """Bytes that are no TOML; the text is the reason of the first mistake.

    Attributes:
        line: from 1; ``None`` where only the whole can be named.
        slips: every mistake that can be told, the first among them.
        mended: the tables as they would be with what the slips propose; empty where that is no
            TOML either. Only for finding further mistakes.
    """

    def __init__(self, slips: Sequence[Slip], mended: Raw | None = None) -> None:
        self.slips = tuple(slips)
        self.mended = mended or {}
        self.line = slips[0].line or None
        super().__init__(slips[0].reason)

    def faults(self, file: str) -> list[Fault]:
        """The mistakes as faults of a file."""
        return [Fault(file, s.entry, s.field, s.reason, s.line or None) for s in self.slips]


def parsed(data: bytes) -> Raw:
    """The tables of a TOML file; a byte order mark before them does no harm.

    Raises:
        UnfitText: not UTF-8, or no TOML.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnfitText([_encoding_slip(data, error.start)]) from error
    if data.strip(b"\0") and len(data) <= 4 * data.count(b"\0"):
        raise UnfitText([_encoding_slip(data, 0)])
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnfitText(*_slips(text, error)) from error


def _encoding_slip(data: bytes, start: int) -> Slip:
    """Which other encoding it is likely to be, and how it becomes UTF-8."""
    line = data.count(b"\n", 0, start) + 1
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data:
        likely = "，是 UTF-16（记事本里叫 Unicode）"
    else:
        try:
            likely = "，像是 GBK（记事本里叫 ANSI）" if data.decode("gb18030") else ""
        except UnicodeDecodeError:
            likely = ""
    reason = f"不是 UTF-8 编码{likely}。请用记事本打开，“另存为”时编码选 UTF-8。"
    return Slip(line, "", "", reason)


def _slips(text: str, error: Exception) -> tuple[list[Slip], Raw | None]:
    """Every mistyped line, and what is wrong beside these, in the order of lines; the rest."""
    found, mended = slips_in(text)
    told = {slip.line for slip in found}
    problem: Exception | None = error
    if found:
        problem = _problem(mended)
    for _ in range(_AT_ONCE):
        if problem is None:
            break
        slip = _syntax_slip(mended, problem)
        if slip.line in told:
            break
        found.append(slip)
        told.add(slip.line)
        shorter = next(further(mended.split("\n"), slip.line), "") if slip.line else ""
        if not shorter or not slip.reason.startswith(_ONE_LINE):
            break
        mended, problem = shorter, _problem(shorter)
    whole = problem is None and PLACEHOLDER not in mended
    rest = tomllib.loads(mended) if whole else None
    return sorted(found, key=lambda slip: slip.line), rest


def _problem(text: str) -> Exception | None:
    try:
        tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return error
    return None


def _syntax_slip(text: str, error: Exception) -> Slip:
    """What tomllib says, in Chinese, with the line as it stands there."""
    if isinstance(error, RecursionError):
        return Slip(0, "", "", f"{SYNTAX}方括号套得太深，请改成一层。")
    said, lines = str(error), text.split("\n")
    where = _WHERE.search(said)
    reason = next(
        (words for start, words in _REASONS if said.startswith(start)), "写法不对，请改正"
    )
    if where and where[1]:
        number = int(where[1])
        place = f"（第 {where[2]} 列）"
    else:
        number, place = text.rstrip().count("\n") + 1, "（到文件末尾）"
    entry, field = place_in(lines, number)
    written = lines[number - 1].strip().strip("\0") if number <= len(lines) else ""
    here = f"这一行写的是：{written}" if written.isprintable() and written else "请检查这一行"
    return Slip(number, entry, field, f"{SYNTAX}{reason}{place}。{here}")


def line_of(data: bytes, place: Place, field: str) -> int | None:
    """The line of a field of an entry; of the entry where the field is not written.

    Args:
        place: where the entry stands, as ``("target", 0)``: the first ``[[target]]``.
        field: a path as in a ``Fault``, counted from one: ``limits[2].value``.
    """
    path = list(place)
    for part in _PART.findall(field):
        path.append(int(part[1:-1]) - 1 if part.startswith("[") else part)
    known = _lines(data.decode("utf-8-sig", errors="replace"))
    for length in range(len(path), 0, -1):
        if tuple(path[:length]) in known:
            return known[tuple(path[:length])]
    return None


def _lines(text: str) -> dict[Place, int]:
    """The line of every table and key, from 1, by its path."""
    found: dict[Place, int] = {}
    counts: dict[Place, int] = {}
    here: Place = ()
    inside = False
    for number, line in enumerate(text.split("\n"), start=1):
        if not inside and (header := _HEADER.match(line)):
            here = _opened(_split(header[2]), header[1] == "[[", counts)
            found.setdefault(here, number)
        elif not inside and (key := _KEY.match(line)):
            found.setdefault((*here, *_split(key[1])), number)
        inside ^= (line.count('"""') + line.count("'''")) % 2 == 1
    return found


def _opened(names: list[str], is_list: bool, counts: dict[Place, int]) -> Place:
    """The path of a table that a header opens; a list of tables counts on."""
    path: Place = ()
    for position, name in enumerate(names, start=1):
        path = (*path, name)
        if is_list and position == len(names):
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _split(dotted: str) -> list[str]:
    return [part.strip().strip("\"'") for part in dotted.split(".")]
