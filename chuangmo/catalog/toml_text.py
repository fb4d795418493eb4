"""TOML from bytes, with Chinese reasons, and the line on which a key stands."""

import re
import tomllib
from typing import Any

from chuangmo.catalog.faults import Place

Raw = dict[str, Any]

_WHERE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
#: What tomllib says, and what a person reads.
_REASONS = (
    ("Invalid statement", "这一行不是“键 = 值”，也不是表头"),
    ("Expected newline or end of document", "值后面多写了东西，多半是引号或逗号写错"),
    ("Found invalid character", "有不能出现的字符"),
    ("Cannot declare", "同一个表写了两次"),
    ("Cannot overwrite a value", "同一个键写了两次"),
    ("Expected ']", "表头的方括号没有配对"),
    ("Cannot mutate immutable", "同一个表写了两次"),
    ("Cannot redefine namespace", "同一个表写了两次"),
    ("Expected '='", "键后面缺少等号"),
    ("Invalid initial character for a key", "键的写法不对"),
    ("Unclosed array", "方括号没有配对"),
    ("Unclosed inline table", "花括号没有配对"),
    ("Duplicate inline table key", "同一个键写了两次"),
    ("Unescaped", "引号里的反斜杠要写两个"),
    ("Unterminated string", "引号没有配对"),
    ("Illegal character", "引号里有不能出现的字符，多半是引号没有配对"),
    ('Expected "\'"', "引号没有配对"),
    ("Expected '\"'", "引号没有配对"),
    ("Invalid date", "没有这个日期"),
    ("Invalid value", "值的写法不对，文字要带引号"),
)
_HEADER = re.compile(r"\s*(\[\[?)([^\[\]#]+)\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*((?:[\w-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[\w-]+|\"[^\"]*\"))*)\s*=")
_PART = re.compile(r"[^.\[\]]+|\[\d+\]")


class UnfitText(ValueError):
    """Bytes that are no TOML.

    Attributes:
        line: from 1; ``None`` where only the whole can be named.
    """

    def __init__(self, reason: str, line: int | None) -> None:
        self.line = line
        super().__init__(reason)


def parsed(data: bytes) -> Raw:
    """The tables of a TOML file; a byte order mark before them does no harm.

    Raises:
        UnfitText: not UTF-8, or no TOML.
    """
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnfitText("不是 UTF-8 编码，请另存为 UTF-8。", line) from error
    except RecursionError as error:
        raise UnfitText("TOML 语法错误：方括号套得太深。", None) from error
    except ValueError as error:
        said = str(error)
        where = _WHERE.search(said)
        reason = next((words for start, words in _REASONS if said.startswith(start)), "写法不对")
        if where and where[1]:
            column = f"（第 {where[2]} 列）"
            raise UnfitText(f"TOML 语法错误：{reason}{column}。", int(where[1])) from error
        last = data.rstrip().count(b"\n") + 1 if where else None
        raise UnfitText(f"TOML 语法错误：{reason}（到文件末尾）。", last) from error


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
