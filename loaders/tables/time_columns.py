"""Columns of times: parts of one (year month day hour), beginning and end, the whole year."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from loaders.model.sheet import CellValue
from loaders.model.table import TIME_ROLES, Column, TimeParts
from loaders.words import lists
from loaders.words.date_orders import is_unordered_date
from loaders.words.key_times import key_parts
from loaders.words.month_numbers import month_number
from loaders.words.normalise import label
from loaders.words.periods import to_period
from loaders.words.values import parse_value

Cells = Callable[[int], list[CellValue]]
_SHORT = {label(w) for words in lists.SHORT_TIMES.values() for w in words}
_START = {label(w): role for role, words in lists.STARTS.items() for w in words}
_END = {label(w): role for role, words in lists.ENDS.items() for w in words}
_SPAN = 3660  # days: whole numbers that lie farther apart are no serial days of one table
_PARTS = ("quarter", "month", "day", "hour")
_WHOLE_YEAR = ("全年", "全年平均", "全年均值")
_JANUARY_TO_DECEMBER = TimeParts(first_month=1, last_month=12)
_MONTH, _DAY = range(26, 36), range(2)
#: Reason of a column of the end of a time, of minutes, or of a part that another column says.
BESIDE_TIME = "beside-time"


def settled_times(columns: Sequence[Column], cells: Cells) -> list[Column]:
    """The columns with each part of a time once; letters alone (MM) only beside another part.

    Args:
        cells: sample of the values of a column.
    """
    found = _with_hours(_in_company(columns), cells)
    return _of_beginnings(found, cells)


def _word(column: Column) -> str:
    return label(column.header[-1]) if column.header else ""


def _is_time(column: Column) -> bool:
    return column.role == "key" and column.key in (*TIME_ROLES, "minute", "end")


def _in_company(columns: Sequence[Column]) -> list[Column]:
    """A column under letters alone is a part of a time where the other parts stand beside it."""
    parts = {c.key for c in columns if _is_time(c)}
    return [
        replace(c, role="ignored", key="", reason="unknown")
        if _is_time(c) and _word(c) in _SHORT and len(parts) == 1
        else c
        for c in columns
    ]


def _with_hours(columns: Sequence[Column], cells: Cells) -> list[Column]:
    """Beside dates a second column of times that holds 0…24 says the hours (日期 | 时间)."""
    dated = [c for c in columns if _is_time(c) and c.key == "date" and _is_dates(cells(c.index))]
    if not dated or any(_is_time(c) and c.key == "hour" for c in columns):
        return list(columns)
    return [
        replace(c, key="hour")
        if _is_time(c) and c not in dated and _are_hours(c, cells(c.index))
        else c
        for c in columns
    ]


def _is_dates(values: Sequence[CellValue]) -> bool:
    days = [p for v in values if (p := key_parts(v, "date")) and p.day and p.hour is None]
    return bool(values) and len(days) >= 0.9 * len(values)


def _are_hours(column: Column, values: Sequence[CellValue]) -> bool:
    """Whether cells under a word for times are all hours of a day; days and months have theirs."""
    named = _word(column) in {label(w) for w in lists.KEYS["date"]}
    return named and bool(values) and all(key_parts(v, "hour") is not None for v in values)


def _of_beginnings(columns: Sequence[Column], cells: Cells) -> list[Column]:
    """Of a beginning and an end the beginning, as far as both are of one day or one month.

    Nothing of both where they are neither: the time is then asked.
    """
    ends = {_END[_word(c)]: c for c in columns if c.role == "key" and c.key == "end"}
    starts = {_START[_word(c)]: c for c in columns if _is_time(c) and _word(c) in _START}
    plain = {c.key: c for c in columns if _is_time(c) and c not in [*starts.values()]}
    gone = [c for c in columns if c.role == "key" and c.key in ("end", "minute")]
    gone += [c for role, c in starts.items() if role in plain]
    if {"month", "day", "date", "ym"} & ({*plain} | {*starts}):
        gone += [c for role, c in plain.items() if role == "quarter"]
    if "date" in starts and "date" in ends:
        length = _of_dates(cells(starts["date"].index), cells(ends["date"].index))
        gone += [c for c in columns if _is_time(c)] if length not in (*_MONTH, *_DAY) else []
    elif "date" in starts and not ends and _first_days(cells(starts["date"].index)):
        gone += [starts["date"]]  # the beginning of a month: the title says how long
    elif ends and starts and "date" not in starts:
        length = _length({**plain, **starts}, {**plain, **starts, **ends}, cells)
        if length in _MONTH:
            gone += [c for role, c in starts.items() if role in ("day", "hour")]
        elif length not in _DAY:
            gone += [c for c in columns if _is_time(c)]
    return [
        replace(c, role="ignored", key="", reason=BESIDE_TIME) if c in gone else c for c in columns
    ]


def _length(first: dict[str, Column], last: dict[str, Column], cells: Cells) -> int | None:
    """Days from beginning to end where all rows have the same kind of them; ``None``: unclear."""
    begins, ends = _days(first, cells), _days(last, cells)
    lengths = {(b - a).days for a, b in zip(begins, ends, strict=False)}
    for kind in (_MONTH, _DAY):
        if lengths and all(length in kind for length in lengths):
            return min(lengths)
    return None


def begins_months(column: Column, headers: Mapping[int, tuple[str, ...]], cells: Cells) -> bool:
    """Whether a column holds first days of months whose last days stand in another column."""
    ends = [i for i, path in headers.items() if path and _END.get(label(path[-1])) == "date"]
    if _START.get(_word(column)) != "date" or len(ends) != 1:
        return False
    return _of_dates(cells(column.index), cells(ends[0])) in _MONTH


def _of_dates(begins: Sequence[CellValue], ends: Sequence[CellValue]) -> int | None:
    """Days from the beginning to the end of whole months, or of single days; ``None``: unclear."""
    pairs = [(_day_of(a), _day_of(b)) for a, b in zip(begins, ends, strict=False)]
    lengths = [(b - a).days if a and b else None for a, b in pairs]
    if all(length in _DAY for length in lengths):
        return lengths[0] if lengths else None
    whole = all(a is not None and a.day == 1 for a, _ in pairs)
    return lengths[0] if whole and all(length in _MONTH for length in lengths) else None


def _first_days(values: Sequence[CellValue]) -> bool:
    days = [_day_of(value) for value in values]
    return bool(days) and all(day is not None and day.day == 1 for day in days)


def _day_of(value: CellValue) -> date | None:
    parts = key_parts(value, "date")
    period = to_period(parts) if parts and parts.day and parts.hour is None else None
    return period.start.date() if period else None


def _days(columns: dict[str, Column], cells: Cells) -> list[date]:
    """The days that columns of year, month and day say together; any year where none says it."""
    parts = {role: _numbers(columns[role], role, cells) for role in ("year", "month", "day")
             if role in columns}  # fmt: skip
    if not {"month", "day"} <= set(parts):
        return []
    years = parts.get("year") or [2023] * len(parts["month"])
    found = []
    for year, month, day in zip(years, parts["month"], parts["day"], strict=False):
        if year and month and day:
            found.append(date(year, month, 1) + timedelta(days=day - 1))
    return found


def _numbers(column: Column, role: str, cells: Cells) -> list[int | None]:
    read: list[TimeParts | None] = [key_parts(v, role) for v in cells(column.index)]
    return [getattr(p, role) if p else None for p in read]


def with_dates(columns: Sequence[Column], cells: Cells) -> list[Column]:
    """Without any key of days, the one column of dates under an unknown header is the date."""
    if any(c.role == "key" and c.key in TIME_ROLES and c.key != "hour" for c in columns):
        return list(columns)
    unknown = [c for c in columns if c.role == "ignored" and c.reason == "unknown"]
    dated = [c for c in unknown if c.unit is None and _dates(cells(c.index))]
    if len(dated) != 1:
        return list(columns)
    return [replace(c, role="key", key="date") if c is dated[0] else c for c in columns]


def _dates(values: list[CellValue]) -> bool:
    readable = [v for v in values if numberless(v) and is_date(v)]
    serial = [v for v in readable if isinstance(v, int | float)]
    if serial and max(serial) - min(serial) > _SPAN:
        return False
    return bool(values) and len(readable) >= 0.9 * len(values)


def is_date(value: CellValue) -> bool:
    """Whether a cell is a date, were it in an order that is not written."""
    return key_parts(value, "date") is not None or is_unordered_date(value)


def numberless(value: CellValue) -> bool:
    """Whether a cell is no text of a number."""
    return not isinstance(value, str) or parse_value(value).kind != "number"


def with_whole_year(columns: list[Column]) -> list[Column]:
    """A column 全年 beside months, quarters or halves of a year is of the year."""
    parts = [c.period for c in columns if c.role == "value"]
    if not any(p.month or p.quarter or p.half for p in parts):
        return columns
    return [
        replace(c, role="value", reason="", period=_JANUARY_TO_DECEMBER)
        if c.role == "ignored" and c.reason == "unknown" and c.header[-1:]
        and label(c.header[-1]) in _WHOLE_YEAR
        else c
        for c in columns
    ]  # fmt: skip


def time_role(role: str, values: list[CellValue], titled: str = "") -> str:
    """The part of a time that a key column holds: as its header says unless the cells differ.

    Args:
        titled: ``month`` or ``day`` where the title states one: small numbers are its parts.
    """

    def share(candidate: str) -> float:
        readable = sum(
            key_parts(v, candidate) is not None
            or (candidate == "date" and month_number(v) is not None)
            for v in values
        )
        return readable / max(1, len(values))

    clock = [p for v in values if role == "date" and (p := key_parts(v, "date"))]
    if clock and all(p == TimeParts(hour=p.hour) for p in clock):
        return "hour"
    moments = [v for v in values if isinstance(v, datetime)]
    if role == "month" and any(v.day != 1 for v in moments) and len(values) <= 12:
        return role  # 1-3 that a spreadsheet turned into 3 January must not pass for a day
    if share(role) >= 0.8:
        read = [key_parts(v, role) for v in values] if role in _PARTS else []
        dated = sum(p is not None and p.year is not None for p in read)
        return "date" if read and dated >= 0.8 * len(read) else role
    numbers: tuple[str, ...] = ("day", "month") if titled == "month" else ("month", "day")
    numbers = ("hour", *numbers) if titled == "day" else (*numbers, "hour")
    best = max(("date", "ym", *numbers), key=share)
    return best if share(best) >= 0.8 else role
