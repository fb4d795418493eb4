"""Lines that are no TOML because of how they were typed: what stands there, how it should read.

Looked for only in a file that cannot be parsed. Strings and comments are passed over, so that
Chinese quotation marks inside a text are no mistake.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chuangmo.catalog.mistakes.keys import KEYS, TABLES, YES_NO

#: Characters that look like those of TOML and are not, with what to type instead.
_ALIKE = {
    "“": '"', "”": '"', "„": '"', "〝": '"', "〞": '"', "＂": '"', "‘": "'", "’": "'", "＇": "'",
    "，": ",", "、": ",", "＝": "=", "：": "=", "［": "[", "］": "]", "【": "[", "】": "]",
    "｛": "{", "｝": "}", "＃": "#", "　": " ", "\u00a0": " ", "．": ".", "。": ".", "－": "-",
    "—": "-", "＜": "<", "＞": ">", "；": "",
}  # fmt: skip
_WORDS = {
    '"': "中文引号", "'": "中文引号", ",": "中文逗号", "=": "全角等号", "[": "全角方括号",
    "]": "全角方括号", "{": "全角花括号", "}": "全角花括号", "#": "全角井号", " ": "全角空格",
}  # fmt: skip
_OPEN, _CLOSE = "“”„〝＂", '”“〞＂"'
_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]*?)\s*(\]\]?)?\s*(?:#.*)?$")
_PAIR = re.compile(r"\s*([^=#\"']+?|\"[^\"]*\"|'[^']*')\s*=\s*(.*)$")
_BARE = re.compile(r"[A-Za-z0-9_-]+(?:\s*\.\s*[A-Za-z0-9_-]+)*")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_NUMBER = re.compile(r"[+-]?\d[\d_]*(?:\.\d+)?")
_PLAIN = re.compile(r"true|false|[+-]?(?:inf|nan)")
_COMMENT = re.compile(r"\s+#[^\"']*$")
_SHOWN = 80
#: Stands for a value that nobody can guess.
PLACEHOLDER = '"…"'
SYNTAX = "TOML 语法错误："


@dataclass(frozen=True)
class Slip:
    """One line that cannot be read: its number from 1, the entry and key there, what to write."""

    line: int
    entry: str
    field: str
    reason: str


def slips_in(text: str) -> tuple[list[Slip], str]:
    """The mistyped lines of a file, and the file as it would read without them."""
    lines = text.split("\n")
    wrong: list[tuple[int, str, str]] = []
    long = ""  # the marks of a text over several lines
    for number, line in enumerate(lines, start=1):
        marks = [mark for mark in ('"""', "'''") if line.count(mark) % 2]
        if long or marks:
            long = "" if long and long in line else (marks[0] if marks and not long else long)
            continue
        body = line.rstrip("\r")
        right, reason = _righted(body)
        if reason:
            lines[number - 1] = right
            wrong.append((number, reason, _cut(right)))
    found = [
        Slip(number, *place_in(lines, number), f"{SYNTAX}{reason}请写成：{right}")
        for number, reason, right in wrong
    ]
    return found, "\n".join(lines)


def place_in(lines: Sequence[str], number: int) -> tuple[str, str]:
    """The entry and the key of a line, as far as a file that cannot be parsed tells them."""
    pair = _PAIR.match(lines[number - 1]) if number <= len(lines) else None
    field = pair[1].strip().strip("\"'") if pair else ""
    heads = [(n, head) for n, line in enumerate(lines[:number]) if (head := _HEADER.match(line))]
    if not heads or heads[-1][1][1] != "[[":
        return "", field
    last, head = heads[-1]
    same = sum(1 for _, one in heads if one[2] == head[2] and one[1] == "[[")
    ends = (n for n, line in enumerate(lines) if n > last and _HEADER.match(line))
    own = lines[last : next(ends, len(lines))]
    return _name_in(own) or f"第{same}条", field


def _name_in(lines: Sequence[str]) -> str:
    """The id or name that the lines of an entry give."""
    for key in ("id", "name"):
        for line in lines:
            if found := re.match(rf"\s*{key}\s*=\s*\"([^\"…]+)\"\s*(?:#.*)?$", line):
                return found[1]
    return ""


def _righted(line: str) -> tuple[str, str]:
    """The line as it should read, and what is wrong with it; no reason where it is in order."""
    right, wrong = _with_marks(line)
    said = [_mark_words(wrong)] if wrong else []
    for look in (_header, _key, _value):
        right, words = look(right)
        said += [words] if words else []
    return right, "".join(said)


def _mark_words(wrong: Sequence[tuple[int, str, str]]) -> str:
    """``第 8 列的“是中文引号；……``; each kind of mark once."""
    kinds: dict[str, tuple[int, str]] = {}
    for column, mark, instead in wrong:
        fallback = "全角字符" if len(instead) == 1 and instead.isalnum() else "中文标点"
        kinds.setdefault(_WORDS.get(instead, fallback), (column, mark))
    said = "，".join(f"第 {at} 列的 {mark} 是{kind}" for kind, (at, mark) in kinds.items())
    return f"{said}，不是英文的。"


def _with_marks(line: str) -> tuple[str, list[tuple[int, str, str]]]:
    """The line with the marks of TOML where others stand outside of texts; which these are."""
    made: list[str] = []
    wrong: list[tuple[int, str, str]] = []
    at = 0
    while at < len(line):
        mark = line[at]
        if mark == "#":
            return "".join([*made, line[at:]]), wrong
        if mark in "\"'" or mark in _OPEN:
            end = _end_of_text(line, at)
            if end is not None:
                made.append('"' + line[at + 1 : end] + '"' if mark != "'" else line[at : end + 1])
                for place in (at, end):
                    if line[place] not in "\"'":
                        wrong.append((place + 1, line[place], '"'))
                at = end + 1
                continue
        instead = _instead(mark)
        if instead != mark:
            wrong.append((at + 1, mark, instead))
        made.append(instead)
        at += 1
    return "".join(made), wrong


def _instead(mark: str) -> str:
    if mark in _ALIKE:
        return _ALIKE[mark]
    wide = unicodedata.normalize("NFKC", mark)
    return wide if "\uff01" <= mark <= "\uff5e" and wide.isalnum() else mark


def _end_of_text(line: str, at: int) -> int | None:
    """Where a text that begins at a mark ends: at its own mark, else at a Chinese one."""
    own = line[at]
    if own in "\"'":
        end = at + 1
        while end < len(line) and line[end] != own:
            end += 2 if line[end] == "\\" and own == '"' else 1
        if end < len(line):
            return end
    if own == "'":
        return None
    ends = [n for n in range(at + 1, len(line)) if line[n] in _CLOSE]
    return ends[0] if ends else None


def _header(line: str) -> tuple[str, str]:
    """A header in Chinese, or with brackets that do not match."""
    found = _HEADER.match(line)
    if not found:
        return line, ""
    name = found[2].strip("\"'")
    listed = found[1] == "[" and name in TABLES.values()
    if found[3] and len(found[1]) == len(found[3]) and name.isascii() and not listed:
        return line, ""
    meant = name if name.isascii() else TABLES.get(name, "")
    if not meant:
        return line, ""
    deep = 2 if listed else max(len(found[1]), len(found[3] or ""))
    right = f"{'[' * deep}{meant}{']' * deep}"
    unlike = "方括号要写两层" if listed and found[3] == "]" else "方括号没有配对"
    what = unlike if name.isascii() else f"表头用英文，没有“{name}”"
    return right, f"{what}。"


def _key(line: str) -> tuple[str, str]:
    """A key in Chinese, or one that no TOML has."""
    found = _PAIR.match(line)
    if not found or found[1][0] in "\"'[" or _BARE.fullmatch(found[1]):
        return line, ""
    meant = KEYS.get(found[1].strip())
    if not meant:
        return line, ""
    return f"{meant} = {found[2]}", f"键用英文，“{found[1].strip()}”应写作 {meant}。"


def _value(line: str) -> tuple[str, str]:
    """A day or a text without quotation marks, or a text with only one of them."""
    found = _PAIR.match(line)
    if not found or not _BARE.fullmatch(found[1]):
        return line, ""
    key, value = found[1], _COMMENT.sub("", found[2]).strip()
    if not value:
        return f"{key} = {PLACEHOLDER}", f"{key} 后面没有写值。"
    if day := _DAY.fullmatch(value):
        right = f"{key} = {day[1]}-{int(day[2]):02}-{int(day[3]):02}"
        return (line, "") if right.split("= ")[1] == value else (right, f"日期“{value}”写法不对。")
    if value[-1] == "," and value[0] not in "[{":
        return f"{key} = {value[:-1].rstrip()}", "行末多了一个逗号。"
    if value in YES_NO:
        return f"{key} = {YES_NO[value]}", f"“{value}”应写作 {YES_NO[value]}。"
    if value[0] in "\"'" and value.count(value[0]) == 1 and value.isprintable():
        return f'{key} = "{value[1:]}"', "引号没有配对。"
    if value[0] in "[{\"'" or _NUMBER.fullmatch(value) or _PLAIN.fullmatch(value):
        return line, ""
    if value.endswith('"') and value.count('"') == 1:
        return f'{key} = "{value[:-1]}"', "引号没有配对。"
    if '"' in value or re.match(r"\d{4}-\d\d-\d\d", value):
        return line, ""
    return f'{key} = "{value}"', f"文字“{value}”没有引号。"


def _cut(line: str) -> str:
    """A line as it is shown: without blanks around, long ones in their first part."""
    text = line.strip()
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}……"


def further(lines: Sequence[str], number: int) -> Iterator[str]:
    """The lines without one that cannot be read, where what follows can still be looked at."""
    if number <= len(lines) and not lines[number - 1].lstrip().startswith("["):
        yield "\n".join([*lines[: number - 1], "", *lines[number:]])
