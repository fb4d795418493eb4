"""One cell to one exact value and qualifier, or the reason why it is not a value."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from loaders.model.sheet import CellValue, ErrorText, UncachedFormula, cell_text
from loaders.model.target_phrases import TargetPhrase, phrase_in
from loaders.words import lists
from loaders.words.normalise import LONGEST_CELL, chinese_number, label

Kind = Literal["number", "missing", "below", "blank", "unreadable", "error", "formula", "invalid"]

_NUMBER = re.compile(
    r"[+-]?(?:[1-9]\d{0,2}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:e[+-]?\d{1,2})?%?", re.I | re.A
)
_BELOW = re.compile(r"(?:<([\d.]+)|([\d.]+)L|([\d.]+)\(L\))", re.A)
_PLAIN = re.compile(r"\d+(?:\.\d+)?", re.A)
_MARKED = re.compile(r"(\d+(?:\.\d+)?)[#*xX]", re.A)
_PAIR = re.compile(
    r"([+-]?\d+(?:\.\d+)?%?|<\d+(?:\.\d+)?|\d+(?:\.\d+)?L)\(([+-]?\d+(?:\.\d+)?%?)\)", re.A
)
_NOT_DETECTED = {"ND", "N.D.", "N.D", "nd", "未检出", "未检", "低于检出限"}
_MISSING = {
    *("NA", "N/A", "NR", "NAN", "NULL", "NONE", "*", "**", "***", "/", "\\", "#"),
    *("无", "无数据", "缺", "缺测", "缺失", "数据缺失", "缺数", "未监测", "未测", "停测", "停运"),
    *("NODATA", "NOTMEASURED", "NOTAVAILABLE", "MISSING", "未上传", "未采样", "未开展", "停用"),
    *("停电", "断电", "停机", "故障", "仪器故障", "设备故障", "检修", "维护", "校准", "暂无"),
}
#: Errors of a spreadsheet that a text file, or a cell pasted as text, still holds.
_ERRORS = {"#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#N/A", "#N/A!"}
_SENTINELS = {Decimal(-99), Decimal(-999), Decimal(-9999), Decimal(-99999)}
_DASHES = re.compile(r"[-‐‑‒–—―−─﹣~]+")
_NO_DIGIT = re.compile(r"[⁰¹²³⁴-⁹₀-₉¼-¾⅐-⅟①-⓿❶-➓㈠-㉏㊀-㊿]")  # raised, circled, fractions
_INVISIBLE = re.compile(r"[\ufeff\u200b\u200c\u200d\u2060]")
_BLANKS = re.compile(r"(?<!\d)\s+|\s+(?!\d)")
_LIMIT = Decimal(10) ** 12
_LONGEST_PHRASE = 30
_BOUND_WORDS = (*lists.TARGETS["at_most"], *lists.TARGETS["at_least"])
_BOUNDS = "|".join(map(re.escape, _BOUND_WORDS))
_EDGES = frozenset(word[0] for word in _BOUND_WORDS)
_LIMIT_CELL = re.compile(
    rf"(?P<before>{_BOUNDS})?(?P<number>\d+(?:\.\d+)?%?)(?P<behind>{_BOUNDS})?", re.A
)

_NUMERAL = re.compile("[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]")
_RANKED_WHERE = "(?:全省|全市|全国)?"
_RANKED_WHO = (
    r"(?:个|名|位|家)?(?:参评)?(?:城市|区县|县区|县市区|市州|地市|单位|市|县|区)?(?:参评)?"
)
_RANK = rf"{_RANKED_WHERE}(?:并列)?(?:(?:排名?|位列|列|位居|居)?第)?(?P<rank>\d{{1,4}})(?:名|位)?"
_RANKED_ALL = rf"(?P<of>\d{{1,4}}){_RANKED_WHO}"
_RANKED_IN_ALL = rf"{_RANKED_WHERE}共(?:有)?{_RANKED_ALL}"
_RANK_FORMS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        _RANK,
        rf"{_RANK}/(?:{_RANKED_IN_ALL}|{_RANKED_ALL.replace('?P<of>', '?P<whole>')})",
        rf"{_RANK}[,、;]?{_RANKED_IN_ALL}",
        rf"{_RANK}\({_RANKED_IN_ALL}\)",
        rf"在?{_RANKED_WHERE}{_RANKED_ALL}[中里内],?{_RANK}",
        rf"{_RANKED_IN_ALL}[,、;]{_RANK}",
    )
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a cell says.

    Attributes:
        kind: ``number``, ``below`` and ``invalid`` (12.3#) carry a value (``below`` may lack it).
        value: exact, in the unit as printed.
        text: the cell as written.
        from_text: a number that the workbook holds as text.
        percent: printed with a per cent sign or format.
        of: of a rank out of how many, where the cell says it too (第3名/共12).
    """

    kind: Kind
    value: Decimal | None
    text: str
    from_text: bool = False
    percent: bool = False
    of: Decimal | None = None

    @property
    def is_figure(self) -> bool:
        """Whether the cell holds a number, were it below a limit or marked as invalid."""
        return self.kind in ("number", "below", "invalid")


BLANK = Parsed("blank", None, "")


def parse_value(raw: CellValue, percent_format: bool = False) -> Parsed:
    """Read one cell; never raises.

    An Excel double becomes the decimal of its 15 significant digits; a cell in a per cent format
    is multiplied by 100. Letters O and l inside a number are never read as digits.
    """
    if raw is None:
        return BLANK
    if isinstance(raw, ErrorText):
        return Parsed("error", None, str(raw))
    if isinstance(raw, UncachedFormula):
        return Parsed("formula", None, str(raw))
    if isinstance(raw, str):
        return _parse_text(raw)
    if isinstance(raw, bool | datetime | date | time):
        return Parsed("unreadable", None, cell_text(raw))
    return _parse_number(raw, percent_format)


def split_pair(raw: CellValue) -> tuple[str, str] | None:
    """The two numbers of a composite cell such as ``3.25(3.76)``, as written; else ``None``."""
    if not isinstance(raw, str) or len(raw) > 40 or "(" not in raw and "（" not in raw:
        return None
    found = _PAIR.fullmatch(_visible(raw))
    return (found.group(1), found.group(2)) if found else None


def limit_in(raw: CellValue) -> tuple[str, str] | None:
    """(operator, number as written) of ``≤31`` or ``82%以上``; ``None`` of anything else."""
    if not isinstance(raw, str) or len(raw) > 20 or _EDGES.isdisjoint(raw):
        return None
    found = _LIMIT_CELL.fullmatch(_visible(raw))
    if found is None or bool(found["before"]) == bool(found["behind"]):
        return None
    word = found["before"] or found["behind"]
    return "<=" if word in lists.TARGETS["at_most"] else ">=", found["number"]


@dataclass(frozen=True)
class Rank:
    """A place in a ranking, and out of how many where it is said."""

    rank: Decimal
    of: Decimal | None = None


def rank_in(text: str) -> Rank | None:
    """The rank that a whole cell says; ``None`` of anything else, and of a rank beyond the last.

    Of two bare numbers only a stroke says that the second is the count (7/14).
    """
    body = _NUMERAL.sub(lambda found: str(chinese_number(found.group())), label(text))
    for form in _RANK_FORMS:
        if not (found := form.fullmatch(body)):
            continue
        said = found.groupdict()
        count = said.get("of") or said.get("whole")
        rank, of = Decimal(said["rank"]), Decimal(count) if count else None
        if rank and (of is None or rank <= of):
            return Rank(rank, of)
    return None


@lru_cache(maxsize=100_000)
def target_in(text: str) -> TargetPhrase | None:
    """The target that a text says in words (逐年下降); ``None`` of anything else."""
    return phrase_in(label(text)) if len(text) <= _LONGEST_PHRASE else None


@lru_cache(maxsize=100_000)
def _parse_number(raw: int | float, percent_format: bool) -> Parsed:
    text = cell_text(raw)
    value = Decimal(text)
    if not value.is_finite() or abs(value) >= _LIMIT:
        return Parsed("unreadable", None, text)
    if value in _SENTINELS:
        return Parsed("missing", None, text)
    if percent_format:
        return Parsed("number", value * 100, text, percent=True)
    return Parsed("number", value, text)


@lru_cache(maxsize=100_000)
def _parse_text(raw: str) -> Parsed:
    text = _visible(raw[:LONGEST_CELL])
    if not text:
        return Parsed("blank", None, raw)
    if text.upper() in _ERRORS:
        return Parsed("error", None, raw)
    if text.upper() in _MISSING or _DASHES.fullmatch(text):
        return Parsed("missing", None, raw)
    if text in _NOT_DETECTED:
        return Parsed("below", None, raw)
    if found := _BELOW.fullmatch(text):
        limit = next(g for g in found.groups() if g)
        return Parsed("below", _plain(limit), raw) if _plain(limit) else _unreadable(raw)
    if found := _MARKED.fullmatch(text):
        return Parsed("invalid", Decimal(found.group(1)), raw)
    if _NUMBER.fullmatch(text) and any(c.isdigit() for c in text):
        return _number_text(raw, text)
    return _unreadable(raw)


def _number_text(raw: str, text: str) -> Parsed:
    percent = text.endswith("%")
    body = text.rstrip("%").replace(",", "")
    if not body[-1].isdigit() or body.lower().startswith("e"):
        return _unreadable(raw)
    value = Decimal(body)
    if abs(value) >= _LIMIT:
        return _unreadable(raw)
    if value in _SENTINELS:
        return Parsed("missing", None, raw)
    return Parsed("number", value, raw, from_text=True, percent=percent)


def _unreadable(raw: str) -> Parsed:
    return Parsed("unreadable", None, raw)


def _plain(text: str) -> Decimal | None:
    return Decimal(text) if _PLAIN.fullmatch(text) else None


def _visible(raw: str) -> str:
    if _NO_DIGIT.search(raw):
        return raw
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", raw)).strip().lstrip("'")
    return _BLANKS.sub("", text)
